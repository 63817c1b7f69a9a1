"""Finds a quote in the text: blanks, hyphens, ligatures, curly quotes and LaTeX do not matter, words do."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from bot.domain.checking.plain import plain, squeezed
from bot.domain.paper import Passage


class Reading(StrEnum):
    """What a passage is good for as evidence."""

    OWN = "own"
    """The paper speaks of itself."""
    OTHERS = "others"
    """Background and related work: the paper speaks of others."""
    REFERENCES = "references"
    """The list of references: nobody's words."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands."""

    section: str
    passage: int
    """The passage's number."""
    reading: Reading = Reading.OWN


@dataclass(frozen=True, slots=True)
class Stream:
    """A text's letters without blanks and punctuation, with the places of its passages."""

    letters: str
    starts: tuple[int, ...]
    places: tuple[Place, ...]

    def place_at(self, position: int) -> Place:
        return self.places[bisect_right(self.starts, position) - 1]


LEAST_WORDS = 4
"""Fewer words stand in any paper: they prove nothing."""
LONGEST_GAP = 300
"""Letters that `[…]` may stand for."""
SHORTEST_PIECE = 6
"""Letters on either side of a gap."""
MOST_PLACES = 50
"""Places of one quote that are looked at; only a word or two stand in more."""
_GAP = re.compile(r"\s*(?:\[\s*(?:…|\.{2,})\s*\]|\(\s*(?:…|\.{2,})\s*\)|…|\.{3,})\s*")
_WORD = re.compile(r"[A-Za-z]{2,}|\d[\d.,]*")
_NUMBERED = re.compile(r"\s*([A-Z]|\d+|[IVX]+)\b(?:\.\d+)*\.?\s")
_REFERENCES = re.compile(r"\b(?:references|bibliography|works cited|literature cited)\s*$", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:related (?:works?|literature)|background|prior (?:work|art)|previous works?|literature review"
    r"|preliminar(?:y|ies))\b",
    re.IGNORECASE,
)


def stream_of(texts: Iterable[str], places: Sequence[Place]) -> Stream:
    """Of `plain` texts, each with its place."""
    pieces = [squeezed(text) for text in texts]
    starts, position = [], 0
    for piece in pieces:
        starts.append(position)
        position += len(piece)
    return Stream("".join(pieces), tuple(starts), tuple(places))


def places_of(passages: Sequence[Passage]) -> Iterator[Place]:
    """Each passage's place; `2.1 Tokens` below `2 Background` is background, too."""
    chapters: dict[str, Reading] = {}
    for passage in passages:
        reading = _reading(passage.section)
        number = _NUMBERED.match(passage.section + " ")
        if number:
            chapter = chapters.setdefault(number[1], reading)
            reading = chapter if reading is Reading.OWN else reading
        yield Place(passage.section, passage.number, reading)


def _reading(section: str) -> Reading:
    if _REFERENCES.search(section):
        return Reading.REFERENCES
    return Reading.OTHERS if _OTHERS.search(section) else Reading.OWN


def words_in(quote: str) -> int:
    return len(_WORD.findall(plain(quote)))


def place_of(quote: str, stream: Stream) -> Place | None:
    """The best place where the quote stands word for word, at most one gap marked `[…]`; None if nowhere.

    A place where the paper speaks of itself is better than one where it speaks of others; the references
    count only when the quote stands nowhere else.
    """
    found = list(islice(_places(quote, stream), MOST_PLACES))
    ranks = list(Reading)
    return min(found, key=lambda place: ranks.index(place.reading), default=None)


def _places(quote: str, stream: Stream) -> Iterator[Place]:
    whole = squeezed(plain(quote))
    if not whole:
        return
    for at in _occurrences(whole, stream.letters):
        yield stream.place_at(at)
    pieces = [piece for piece in (squeezed(plain(piece)) for piece in _GAP.split(quote)) if piece]
    if len(pieces) == 2 and min(map(len, pieces)) >= SHORTEST_PIECE:
        yield from _places_with_gap(pieces[0], pieces[1], stream)


def _places_with_gap(first: str, second: str, stream: Stream) -> Iterator[Place]:
    """Where the pieces follow each other in one section, not far apart."""
    for at in _occurrences(first, stream.letters):
        end = at + len(first)
        follows = stream.letters.find(second, end, end + LONGEST_GAP + len(second))
        if follows >= 0 and stream.place_at(at).section == stream.place_at(follows).section:
            yield stream.place_at(at)


def _occurrences(piece: str, letters: str) -> Iterator[int]:
    at = letters.find(piece)
    while at >= 0:
        yield at
        at = letters.find(piece, at + 1)
