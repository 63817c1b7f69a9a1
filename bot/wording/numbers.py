"""Large numbers as people write them."""

TEN_THOUSAND = 10_000
HUNDRED_MILLION = 100_000_000


def rounded(number: int) -> str:
    """`8,400`, `9만`, `12.3만`, `1.2억`: from 만 on to one decimal, without a needless `.0`. Not negative."""
    if number < TEN_THOUSAND:
        return f"{number:,}"
    if (tenths := _tenths(number, TEN_THOUSAND)) < TEN_THOUSAND * 10:
        return f"{_decimal(tenths)}만"
    return f"{_decimal(_tenths(number, HUNDRED_MILLION))}억"


def _tenths(number: int, unit: int) -> int:
    """How many tenths of the unit, half a tenth counted up."""
    return (number * 10 + unit // 2) // unit


def _decimal(tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole:,}.{rest}" if rest else f"{whole:,}"
