"""Other ways in which figures of an English text may equally be said."""

import re
from collections.abc import Iterator, Sequence

from bot.domain.checking.figure import Figure
from bot.domain.checking.number_words import SCALES
from bot.domain.checking.units import NONE, TIMES, time_later

LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12, "bn": 10**9, "mn": 10**6} | SCALES
SCALE = re.compile(
    rf"(?P<letter>[KkMBT]| [BM](?=\ param))(?=s?(?!\w))|[ -]?(?P<word>{'|'.join(SCALES)}|bn\b|mn\b)s?(?!\w)"
)
_LOOSE_SCALE = re.compile(r" [MB](?=\W)")
_JOINS = re.compile(r"\s?(?:-|~|to|and|or|,|,\s?and|,\s?or|vs\.?|versus|/|→|±|\+/-|&)\s?(?:\D{0,12}?~)?\s?")
_FASTER = re.compile(r"\s(?:speed-?ups?|acceleration|faster)\b")
_REDUCED = r"(?:reduc|sav(?:e|ing)|decreas|shrink|compress|cut|lower|less|fewer|smaller)"
_REDUCED_BEFORE = re.compile(rf"\b{_REDUCED}[^.;]{{0,50}}$")
_REDUCED_AFTER = re.compile(rf"[^.,;]{{0,25}}\b{_REDUCED}")


def scale_of(found: re.Match[str]) -> int:
    """What a match of SCALE multiplies by."""
    return LETTERS[(found["letter"] or found["word"]).strip().lower()]


def other_readings(found: Sequence[Figure], text: str) -> Iterator[Figure]:
    """`62.1 to 85.3%` has 62.1 %, `5 speedup` is 5 times, `reduced by 12x` leaves a twelfth."""
    yield from _sharing_units(found, text)
    for figure in found:
        if figure.unit == NONE and _FASTER.match(text, figure.end):
            yield figure._replace(unit=TIMES)
        if figure.unit == NONE and (time := time_later(text, figure.end)):
            yield figure._replace(unit=time)
        if figure.unit == NONE and (loose := _LOOSE_SCALE.match(text, figure.end)):
            yield figure._replace(value=figure.value * LETTERS[loose[0].strip().lower()])
        if figure.unit == TIMES and figure.value > 1 and _is_reduction(figure, text):
            yield figure._replace(value=1 / figure.value)


def _is_reduction(figure: Figure, text: str) -> bool:
    before = text[max(0, figure.start - 60) : figure.start]
    return bool(_REDUCED_BEFORE.search(before) or _REDUCED_AFTER.match(text, figure.end))


def _sharing_units(found: Sequence[Figure], text: str) -> Iterator[Figure]:
    """`62.1 to 85.3%`, `7 and 13 billion`: what the last one carries, the earlier ones carry too."""
    unit, scale, following = NONE, 1, None
    for figure in reversed(found):
        joined = following is not None and _joined(figure, following, text)
        if not joined:
            unit, scale = NONE, 1
        if joined and (unit or scale > 1) and _is_bare(figure, text):
            yield figure._replace(value=figure.value * scale, unit=unit)
        else:
            unit, scale = figure.unit, _scale_at(figure, text)
        following = figure


def _joined(figure: Figure, following: Figure, text: str) -> bool:
    gap = text[figure.end : following.start]
    return len(gap) < 20 and _JOINS.fullmatch(gap) is not None


def _is_bare(figure: Figure, text: str) -> bool:
    return figure.unit == NONE and text[figure.start : figure.end].replace(".", "").isdigit()


def _scale_at(figure: Figure, text: str) -> int:
    found = SCALE.search(text, figure.start, figure.end + 1) or _LOOSE_SCALE.match(text, figure.end)
    if found is None:
        return 1
    return LETTERS[found[0].strip(" -").lower().removesuffix("s")]
