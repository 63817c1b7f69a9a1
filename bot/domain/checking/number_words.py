"""English number words: `twenty-two`, `1.2 million`, `three-fold`, `halved`, `two orders of magnitude`."""

import re
from fractions import Fraction

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_FIRST = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ORDINALS = _FIRST.split()
_CARDINALS = {word: value for value, word in enumerate(_SMALL.split())} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), 2)
}
SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
# What a single word says: value and unit ("x" for a multiple).
_WHOLE = {
    "single": (Fraction(1), ""),
    "both": (Fraction(2), ""),
    "dual": (Fraction(2), ""),
    "twin": (Fraction(2), ""),
    **{word: (Fraction(2), "") for word in ("pair", "pairs")},
    **{word: (Fraction(3), "") for word in ("triplet", "triplets", "trio")},
    "dozen": (Fraction(12), ""),
    "twice": (Fraction(2), "x"),
    "thrice": (Fraction(3), "x"),
    **{word: (Fraction(2), "x") for word in ("double", "doubles", "doubled", "doubling")},
    **{word: (Fraction(3), "x") for word in ("triple", "triples", "tripled", "tripling")},
    **{word: (Fraction(4), "x") for word in ("quadruple", "quadruples", "quadrupled", "quadrupling")},
    **{word: (Fraction(1, 2), "") for word in ("half", "halve", "halves", "halved", "halving")},
    "quarter": (Fraction(1, 4), ""),
}

_COUNTING = "|".join(sorted((*_CARDINALS, *SCALES), key=len, reverse=True))
NUMBER_WORDS = re.compile(
    rf"""(?<![\w-])(?:
        (?P<orders>an|a|one|two|three|four|five|six|\d)\ orders?\ of\ magnitude
      | (?P<half>half\ an?\ (?P<of>hundred|thousand|million|billion|trillion))(?!\w)
      | (?P<part>(?:one|a|two|three|four)[ -](?:half|third|quarter|fourth|fifth|tenth)s?)(?!\w)
      | (?P<count>(?:{_COUNTING})(?:(?:[ -]|\ and\ )(?:{_COUNTING}))*)(?P<fold>-?fold)?(?!\w)
      | (?P<ordinal>{"|".join(_ORDINALS)})(?!\w)
      | (?P<one>an?(?=\ (?:hour|minute|second|day|week|month|year)\b)|(?=(?:hour|minute|day|week)-long))
      | (?P<whole>{"|".join(sorted(_WHOLE, key=len, reverse=True))})(?!\w)
    )""",
    re.VERBOSE,
)
"""Finds number words in a lower-case text."""


def words_amount(found: re.Match[str]) -> tuple[Fraction, str]:
    """Value and unit of a match of NUMBER_WORDS; the unit is `x` for a multiple, else empty."""
    if found["orders"]:
        return _magnitude(found["orders"])
    if found["whole"]:
        return _WHOLE[found["whole"]]
    if found["count"]:
        return Fraction(counted(found["count"])), "x" if found["fold"] else ""
    return _small_amount(found), ""


def _small_amount(found: re.Match[str]) -> Fraction:
    if found["half"]:
        return Fraction(SCALES[found["of"]], 2)
    if found["part"]:
        return _part(found["part"])
    if found["ordinal"]:
        return Fraction(_ORDINALS.index(found["ordinal"]) + 1)
    return Fraction(1)  # `an hour`, `minute-long`


def counted(words: str) -> int:
    """`two hundred and five` as 205; `million` alone as 1,000,000."""
    total = current = 0
    for word in re.split(r"[ -]", words):
        if word in _CARDINALS:
            current += _CARDINALS[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES:
            total += (current or 1) * SCALES[word]
            current = 0
    return total + current


def _magnitude(orders: str) -> tuple[Fraction, str]:
    power = int(orders) if orders.isdigit() else 1 if orders in {"a", "an"} else _CARDINALS[orders]
    return Fraction(10**power), "x"


def _part(words: str) -> Fraction:
    above, below = re.split(r"[ -]", words)
    return Fraction(1 if above == "a" else _CARDINALS[above], _PARTS[below.removesuffix("s")])
