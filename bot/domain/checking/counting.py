"""Figures that stand in the text and yet say something else: miscounts, torn ranges, vague numbers."""

import re
from collections.abc import Iterator
from fractions import Fraction

from bot.domain.checking.index import TextIndex
from bot.domain.checking.korean_numbers import Said
from bot.domain.checking.nouns import counted_by_korean
from bot.domain.checking.units import COUNTED, NONE, TIMES, fits

MOST_COUNTED = 1000
"""Larger numbers are rare enough in a text to be looked for as they are."""
RANGE_IN_TEXT = 80
"""Characters within which the two ends of a range stand."""
RANGE_IN_TABLE = 4000

_VAGUE = re.compile(r"(?<![가-힣])수(십만|백만|천만|십억|백억|십|백|천|만|억)\s?(?:여\s?)?(배)?")
_ZEROS = {"십": 1, "백": 2, "천": 3, "만": 4, "십만": 5, "백만": 6, "천만": 7, "억": 8, "십억": 9, "백억": 10}
_VAGUE_ENGLISH = {
    1: r"\b(?:dozens|tens)\b",
    2: r"\bhundreds\b",
    3: r"\bthousands\b",
    6: r"\bmillions\b",
    9: r"\bbillions\b",
}


def miscounted(said: Said, text: str, index: TextIndex) -> frozenset[Fraction]:
    """The values with which the text counts what `said` counts, if `said` is none of them; else nothing.

    `text` is the plain text in which it is said. Values that count something unknown in the text might
    count this; one and two are said of anything, and of pairs.
    """
    value = said.value
    if said.unit not in {NONE, COUNTED} or not 2 < value <= MOST_COUNTED or value.denominator > 1:
        return frozenset()
    groups = counted_by_korean(text, said.start, said.number_end)
    known = frozenset(value for group in groups for value in index.counts.get(group, ()))
    return frozenset() if value in known or value in index.uncertain else known


def is_torn_range(said: Said, index: TextIndex) -> bool:
    """A range whose ends are in the wrong order or never stand together in the text."""
    if said.range_with is None:
        return False
    return said.range_with <= said.value or not _stand_together(said.value, said.range_with, index)


def _stand_together(low: Fraction, high: Fraction, index: TextIndex) -> bool:
    uppers = index.figures.get(high, ())
    for lower in index.figures.get(low, ()):
        near = RANGE_IN_TABLE if lower.passage in index.table_units else RANGE_IN_TEXT
        if any(lower.passage == upper.passage and 0 <= upper.start - lower.start <= near for upper in uppers):
            return True
    return False


def vague_numbers(text: str) -> Iterator[str]:
    """`수십 배`, `수백만`: numbers of which only the zeros are said."""
    yield from (found[0].strip() for found in _VAGUE.finditer(text))


def is_vaguely_known(words: str, index: TextIndex) -> bool:
    """Whether the text has the English words for it, or a number with as many digits."""
    found = _VAGUE.match(words)
    if found is None:
        return False
    zeros, unit = _ZEROS[found[1]], TIMES if found[2] else NONE
    if zeros in _VAGUE_ENGLISH and re.search(_VAGUE_ENGLISH[zeros], index.whole):
        return True
    low, high = 10**zeros, 10 ** (zeros + 1)
    sizes = (places for value, places in index.figures.items() if low < value < high)
    return any(fits(unit, place.unit) for places in sizes for place in places)
