"""A summary as the rules read it: each part's figures and names and each quote's place are found once."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.checking.figure import Figure
from bot.domain.checking.index import TextIndex, find_quote
from bot.domain.checking.korean_numbers import Said, figures_said
from bot.domain.checking.names import Name, names_said
from bot.domain.checking.numbers import figures_in
from bot.domain.checking.plain import plain
from bot.domain.checking.quotes import Place
from bot.domain.summary import Field, Summary


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence-bearing part; method has one for each of its sentences."""

    field: Field
    raw: str
    """As the model wrote it."""
    text: str
    """Plain: figures and names have their offsets in it."""
    figures: tuple[Said, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote with what stands in it and where it stands, if anywhere."""

    field: Field
    quote: str
    place: Place | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    summary: Summary
    parts: tuple[Part, ...]
    quotes: tuple[Quoted, ...]

    def part(self, field: Field) -> Part:
        """The part of a field, the first for method."""
        return next(part for part in self.parts if part.field is field)

    def quotes_for(self, field: Field) -> Iterator[Quoted]:
        return (quote for quote in self.quotes if quote.field is field)


def read_draft(summary: Summary, index: TextIndex) -> Draft:
    """Reads a summary against the text that it was made from."""
    return Draft(
        summary,
        tuple(_part(field, text) for field, text in summary.parts()),
        tuple(_quoted(quote.field, quote.quote, index) for quote in summary.quotes),
    )


def _part(field: Field, raw: str) -> Part:
    text = plain(raw)
    return Part(field, raw, text, tuple(figures_said(text)), tuple(names_said(text)))


def _quoted(field: Field, quote: str, index: TextIndex) -> Quoted:
    return Quoted(field, quote, find_quote(quote, index), tuple(figures_in(plain(quote))))
