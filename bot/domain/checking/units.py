"""Units that keep two equal values apart: 85 is not 85 %, 5 % is not 5 points, 3 hours are not 3 days."""

import re

PERCENT = "%"
POINTS = "%p"
"""Percentage points."""
SCORE = "points"
"""Points of a score, or percentage points that the text does not call so."""
TIMES = "x"
COUNTED = "counted"
"""Things that Korean counts with a word (개, 명, 단계): never a percentage or a measure."""
NONE = ""

# Unit, English as it follows a number, Korean as it follows a number. Longer patterns first.
_MEASURES = (
    ("ms", r"ms|msecs?|milliseconds?", r"밀리초|ms"),
    ("us", r"[uμ]s|microseconds?", r"마이크로초"),
    ("fps", r"fps|FPS|frames per second", r"fps|FPS"),
    ("s", r"s|secs?|seconds?", r"초(?![과기점])|s"),
    ("h", r"h|hrs?|hours?", r"시간|h"),
    ("min", r"mins?|minutes?", r"분(?![의류할기포산석야해리])(?:간)?|min"),
    ("day", r"days?", r"일(?![반부정련관종])"),
    ("week", r"weeks?", r"주(?![요로제장어기])"),
    ("month", r"months?", r"개월|달(?![하성러])"),
    ("year", r"years?|yrs?", r"년"),
    ("TB", r"TB|TiB|terabytes?", r"TB|테라바이트"),
    ("GB", r"GB|GiB|gigabytes?", r"GB|GiB|기가바이트"),
    ("MB", r"MB|MiB|megabytes?", r"MB|MiB|메가바이트"),
    ("KB", r"[kK]B|KiB|kilobytes?", r"[kK]B|킬로바이트"),
    ("GHz", r"GHz", r"GHz|기가헤르츠"),
    ("MHz", r"MHz", r"MHz|메가헤르츠"),
    ("kHz", r"kHz|KHz", r"kHz|킬로헤르츠"),
    ("Hz", r"Hz", r"Hz|헤르츠"),
    ("km", r"km|kilomet(?:er|re)s?", r"km|킬로미터"),
    ("cm", r"cm|centimet(?:er|re)s?", r"cm|센티미터"),
    ("mm", r"mm|millimet(?:er|re)s?", r"mm|밀리미터"),
    ("m", r"m|met(?:er|re)s?", r"m|미터"),
    ("kg", r"kg|kilograms?", r"kg|킬로그램"),
    ("W", r"W|watts?", r"W|와트"),
    ("dB", r"dB|decibels?", r"dB|데시벨"),
    ("dim", r"D(?![a-z])|dim(?:ension)?s?|dimensional|d", r"차원"),
    ("USD", r"USD|US dollars?|dollars?", r"달러|USD"),
)
_ENGLISH = (
    (POINTS, r"%p\b|%[ -]?(?:points?|absolute|pts?\b)|percentage[ -]points?|p\.p\.|pp\b|ppts?\b"),
    (SCORE, r"points?\b|pts?\b"),
    (PERCENT, r"%|percent(?!age)|per cent|pct\b"),
    (TIMES, r"[×xX](?![\w×-])(?!\s?\d)|times\b|folds?\b"),
    *((unit, rf"(?:{english})(?![\w/])") for unit, english, _ in _MEASURES),
)
_KOREAN = (
    (POINTS, r"%p\b|%p(?=[가-힣])|%\s?포인트|%\s?point|퍼센트\s?포인트|pp(?![a-z])"),
    (PERCENT, r"%|퍼센트|프로(?=[\s가이로를의에]|$)"),
    (TIMES, r"배(?![치경율포열제정분터출급선우달당])|[×xX](?![A-Za-z0-9×])(?!\s?\d)"),
    (SCORE, r"점(?![차진수])|포인트"),
    *((unit, rf"(?:{korean})(?![A-Za-z0-9])") for unit, _, korean in _MEASURES),
    (COUNTED, r"(?:개|명|가지|단계|종|편|장|번|회|건|대|곳|쌍|층|차례|위|자리|권|줄|팀|인)(?!월)"),
)


def _either(table: tuple[tuple[str, str], ...], lead: str) -> re.Pattern[str]:
    return re.compile(lead + "(?:" + "|".join(f"({pattern})" for _, pattern in table) + ")")


_ENGLISH_UNIT = _either(_ENGLISH, r"[ -]?")
_NAMED_UNIT = _either(_ENGLISH, r"(?<=[\d( ,/])")
_KOREAN_UNIT = _either(_KOREAN, r"\s?(?:여\s)?")
# `24 A100 GPU hours`, `one simulated year`: the unit of time may stand a few words on.
_TIME_LATER = re.compile(
    r"(?: (?!to |and |or |in |of |for |the |per )[\w-]+){1,3}?[ -]"
    r"(hours?|days?|minutes?|seconds?|weeks?|months?|years?)\b"
)
_TIMES = {
    "hour": "h",
    "day": "day",
    "minute": "min",
    "second": "s",
    "week": "week",
    "month": "month",
    "year": "year",
}


def english_unit(text: str, end: int) -> tuple[str, int]:
    """The unit that follows a number ending at `end`, and where the unit ends."""
    if found := _ENGLISH_UNIT.match(text, end):
        return _ENGLISH[(found.lastindex or 1) - 1][0], found.end()
    return NONE, end


def time_later(text: str, end: int) -> str:
    """The unit of time that may belong to a number ending at `end` although other words stand between."""
    found = _TIME_LATER.match(text, end)
    return _TIMES[found[1].removesuffix("s")] if found else NONE


def korean_unit(text: str, end: int) -> tuple[str, int]:
    """The unit or the counting word that follows a number ending at `end`, and where it ends."""
    if found := _KOREAN_UNIT.match(text, end):
        return _KOREAN[(found.lastindex or 1) - 1][0], found.end()
    return NONE, end


def units_in(text: str) -> frozenset[str]:
    """The units that a table's head or cells name: they hold for its bare numbers."""
    found = (_ENGLISH[(match.lastindex or 1) - 1][0] for match in _NAMED_UNIT.finditer(text))
    return frozenset(found)


def fits(said: str, stands: str, table_units: frozenset[str] = frozenset()) -> bool:
    """Whether a figure said in Korean with one unit may rest on the same value with another.

    A table's cells carry no unit: it stands in the table's head.
    """
    if said == stands or (stands == NONE and said in table_units):
        return True
    if said == NONE:
        return stands in {SCORE, "dim", "fps"}
    if said == COUNTED:
        return stands in {NONE, "fps"}
    return (said, stands) in {(POINTS, SCORE), (SCORE, NONE), ("fps", NONE), ("dim", NONE)}
