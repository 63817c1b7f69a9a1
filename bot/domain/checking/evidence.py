"""What a summary claims, piece by piece, and where the text says so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.checking.index import Occurrence, TextIndex, find_quote
from bot.domain.checking.korean_numbers import Said, figures_said
from bot.domain.checking.names import Name, names_said, stands
from bot.domain.checking.plain import plain
from bot.domain.checking.quotes import Reading
from bot.domain.checking.units import fits

MOST_PLACES = 30
"""Places of one figure that are looked at for the best evidence."""


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
    names = list({name.text: name for name in names_said(text)}.values())
    beside = [name.text.lower() for name in names]
    for said in figures_said(text):
        yield _figure_claim(field, said, beside, index)
    for name in names:
        yield _name_claim(field, name, index)


def _figure_claim(field: str, said: Said, beside: Sequence[str], index: TextIndex) -> Claim:
    """A figure with the place of the text that names most of what the part names beside it."""
    places = occurrences_of(said, index)[:MOST_PLACES]
    if not places:
        return Claim(ClaimKind.FIGURE, field, said.text, found=False)
    arounds = [(place, index.around(place.passage, place.start, place.end)) for place in places]
    best, around = max(arounds, key=lambda found: sum(name in found[1].lower() for name in beside))
    section = index.places[best.passage].section
    return Claim(ClaimKind.FIGURE, field, said.text, found=True, section=section, quote=around)


def occurrence_of(said: Said, index: TextIndex) -> Occurrence | None:
    """The first place of the text that has the figure with a unit that fits."""
    return next(iter(occurrences_of(said, index)), None)


def occurrences_of(said: Said, index: TextIndex) -> list[Occurrence]:
    """The places of the text that have the figure with a unit that fits."""
    return [
        occurrence
        for value, unit in said.readings
        for occurrence in index.figures.get(value, ())
        if fits(unit, occurrence.unit, index.table_units.get(occurrence.passage, frozenset()))
    ]


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
