"""What a summary claims, piece by piece, and where the text says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.domain.checking.index import Occurrence, TextIndex, find_quote
from bot.domain.checking.korean_numbers import Said, figures_said
from bot.domain.checking.names import Name, names_said, stands
from bot.domain.checking.nouns import counted_by_korean
from bot.domain.checking.plain import plain
from bot.domain.checking.quotes import Reading
from bot.domain.checking.units import COUNTED, NONE, fits

MOST_COUNTED = 1000
"""Larger numbers are rare enough in a text to be looked for as they are."""
RANGE_IN_TEXT = 80
"""Characters within which the two ends of a range stand."""
RANGE_IN_TABLE = 4000


class ClaimKind(StrEnum):
    FIGURE = "figure"
    NAME = "name"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure, a name or a quote of a summary with its evidence, if there is any."""

    kind: ClaimKind
    field: str
    text: str
    """As the summary writes it."""
    found: bool
    section: str = ""
    quote: str = ""
    """The text's own words around it; empty for what was not found and for common terms of the field."""


def claims_of(field: str, text: str, index: TextIndex) -> Iterator[Claim]:
    """Figures and names of one Korean part."""
    text = plain(text)
    for said in figures_said(text):
        yield figure_claim(field, said, index)
    seen: set[str] = set()
    for name in names_said(text):
        if name.text not in seen:
            seen.add(name.text)
            yield _name_claim(field, name, index)


def figure_claim(field: str, said: Said, index: TextIndex) -> Claim:
    occurrence = occurrence_of(said, index)
    if occurrence is None:
        return Claim(ClaimKind.FIGURE, field, said.text, found=False)
    around = index.around(occurrence.passage, occurrence.start, occurrence.end)
    section = index.places[occurrence.passage].section
    return Claim(ClaimKind.FIGURE, field, said.text, found=True, section=section, quote=around)


def occurrence_of(said: Said, index: TextIndex) -> Occurrence | None:
    """The first place of the text that has the figure with a unit that fits."""
    return next(iter(occurrences_of(said, index)), None)


def occurrences_of(said: Said, index: TextIndex) -> list[Occurrence]:
    """The places of the text that have the figure with a unit that fits, in reading order for each reading."""
    return [
        occurrence
        for value, unit in said.readings
        for occurrence in index.figures.get(abs(value), ())
        if fits(unit, occurrence.unit, index.table_units.get(occurrence.passage, frozenset()))
    ]


def miscounted(said: Said, text: str, index: TextIndex) -> frozenset[Fraction]:
    """The values with which the text counts what `said` counts, if `said` is none of them; else nothing.

    `text` is the plain text in which it is said. Values that count something unknown in the text might count this.
    """
    if said.unit not in {NONE, COUNTED} or said.value > MOST_COUNTED or said.value in index.uncertain:
        return frozenset()
    groups = counted_by_korean(text, said.start, said.number_end)
    known = frozenset(value for group in groups for value in index.counts.get(group, ()))
    whole = said.value.denominator == 1
    return known if whole and said.value not in known else frozenset()


def is_torn_range(said: Said, index: TextIndex) -> bool:
    """A range whose ends are in the wrong order or never stand together in the text."""
    if said.range_with is None:
        return False
    return said.range_with <= said.value or not _stand_together(said, said.range_with, index)


def _stand_together(said: Said, other: Fraction, index: TextIndex) -> bool:
    uppers = index.figures.get(other, ())
    for lower in index.figures.get(said.value, ()):
        near = RANGE_IN_TABLE if lower.passage in index.table_units else RANGE_IN_TEXT
        if any(lower.passage == upper.passage and 0 <= upper.start - lower.start <= near for upper in uppers):
            return True
    return False


def _name_claim(field: str, name: Name, index: TextIndex) -> Claim:
    if not stands(name.text, index.words):
        return Claim(ClaimKind.NAME, field, name.text, found=False)
    at = index.locate(name.text)
    if at is None:  # Spelled otherwise there, or a common term of the field.
        return Claim(ClaimKind.NAME, field, name.text, found=True)
    passage, start = at
    around = index.around(passage, start, start + len(name.text))
    section = index.places[passage].section
    return Claim(ClaimKind.NAME, field, name.text, found=True, section=section, quote=around)


def quote_claim(field: str, quote: str, index: TextIndex) -> Claim:
    place = find_quote(quote, index)
    if place is None or place.reading is Reading.REFERENCES:
        return Claim(ClaimKind.QUOTE, field, quote, found=False)
    return Claim(ClaimKind.QUOTE, field, quote, found=True, section=place.section, quote=quote)
