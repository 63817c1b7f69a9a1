"""What is known of one text before any summary of it is looked at: built once, asked many times."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.domain.checking.figure import Figure
from bot.domain.checking.names import title_names, vocabulary
from bot.domain.checking.nouns import counted_in
from bot.domain.checking.numbers import figures_in
from bot.domain.checking.plain import plain
from bot.domain.checking.quotes import Place, Reading, Stream, place_of, places_of, stream_of
from bot.domain.checking.units import NONE, units_in
from bot.domain.paper import FullText, Paper, Passage, PassageKind


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A figure of the text: its unit, its passage (by place in the index) and its offsets there."""

    unit: str
    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextIndex:
    """One text, ready to be asked. The references are no source of numbers and names."""

    title: str
    title_names: dict[str, str]
    texts: tuple[str, ...]
    """Plain text of each passage; the title comes last."""
    places: tuple[Place, ...]
    table_units: dict[int, frozenset[str]]
    """For each passage that is a table, the units that it or its caption names."""
    figures: dict[Fraction, tuple[Occurrence, ...]]
    counts: dict[int, frozenset[Fraction]]
    """For each group of countable things (see nouns), the values that the text counts them with."""
    uncertain: frozenset[Fraction]
    """Values that count things of no known group."""
    words: frozenset[str]
    """Every word of the text, and of the names of those who wrote it, folded."""
    stream: Stream
    claims: str
    """Title, abstract, introduction and conclusion, in lower case: where a paper says what it claims."""
    whole: str
    """All of it in lower case, without the references, a line a passage."""
    lines: tuple[tuple[int, int], ...]
    """Where each line of `whole` starts, and its passage."""

    def locate(self, words: str) -> tuple[int, int] | None:
        """Passage and offset of the first place where the words stand in any case, or None."""
        found = re.search(rf"(?<![a-z0-9]){re.escape(words.lower())}(?![a-z0-9])", self.whole)
        if found is None:
            return None
        start, passage = self.lines[bisect_right(self.lines, (found.start(), len(self.texts))) - 1]
        return passage, found.start() - start

    def around(self, passage: int, start: int, end: int) -> str:
        """The words that stand around a place, at most about 120 characters."""
        text = self.texts[passage]
        left, right = max(0, start - 50), min(len(text), end + 50)
        piece = text[left:right]
        if left:
            piece = piece.partition(" ")[2]
        return (piece.rpartition(" ")[0] if right < len(text) else piece).strip()


TITLE = "Title"
_CLAIMING = re.compile(
    r"title|abstract|introduction|conclu|discussion|summary|contribution|^$", re.IGNORECASE
)


def index_text(paper: Paper, text: FullText) -> TextIndex:
    """Everything that `check` asks a text for. Costs about a second for a million characters."""
    passages = _with_abstract(paper, text)
    places = (*places_of(passages), Place(TITLE, -1))
    texts = (*(plain(passage.text) for passage in passages), plain(paper.title))
    readable = [at for at, place in enumerate(places) if place.reading is not Reading.REFERENCES]
    figures = [(at, figure) for at in readable for figure in figures_in(texts[at])]
    counts, uncertain = _counts(figures, texts)
    people = plain(" ".join((paper.organization, *paper.authors)))
    return TextIndex(
        title=paper.title,
        title_names=title_names(plain(paper.title)),
        texts=texts,
        places=places,
        table_units=dict(_table_units(passages, texts)),
        figures=_occurrences(figures),
        counts=counts,
        uncertain=uncertain,
        words=vocabulary((*(texts[at] for at in readable), people)),
        stream=stream_of(texts[:-1], places[:-1]),
        claims="\n".join(texts[at] for at in readable if _CLAIMING.search(places[at].section)).lower(),
        whole="\n".join(texts[at].lower() for at in readable),
        lines=tuple(_lines(texts, readable)),
    )


def _lines(texts: Sequence[str], readable: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for at in readable:
        yield start, at
        start += len(texts[at].lower()) + 1


def _with_abstract(paper: Paper, text: FullText) -> tuple[Passage, ...]:
    """The abstract is the paper's own words, also where the page has none."""
    if any(passage.text == paper.abstract for passage in text.passages):
        return text.passages
    return (*text.passages, Passage(-1, "Abstract", paper.abstract))


def _table_units(passages: Sequence[Passage], texts: Sequence[str]) -> Iterator[tuple[int, frozenset[str]]]:
    for at, passage in enumerate(passages):
        if passage.kind is PassageKind.TABLE:
            beside = (near for near in (at - 1, at + 1) if 0 <= near < len(passages))
            captions = [texts[near] for near in beside if passages[near].kind is PassageKind.CAPTION]
            yield at, units_in(" ".join([texts[at], *captions]))


def _occurrences(figures: Sequence[tuple[int, Figure]]) -> dict[Fraction, tuple[Occurrence, ...]]:
    found: dict[Fraction, list[Occurrence]] = {}
    for at, figure in figures:
        found.setdefault(figure.value, []).append(Occurrence(figure.unit, at, figure.start, figure.end))
    return {value: tuple(places) for value, places in found.items()}


def _counts(
    figures: Sequence[tuple[int, Figure]], texts: Sequence[str]
) -> tuple[dict[int, frozenset[Fraction]], frozenset[Fraction]]:
    counts: dict[int, set[Fraction]] = {}
    uncertain = set[Fraction]()
    for at, figure in figures:
        if figure.unit == NONE and figure.value.denominator == 1:
            groups, counting = counted_in(texts[at], figure.end)
            for group in groups:
                counts.setdefault(group, set()).add(figure.value)
            if counting and not groups:
                uncertain.add(figure.value)
    return {group: frozenset(values) for group, values in counts.items()}, frozenset(uncertain)


def find_quote(quote: str, index: TextIndex) -> Place | None:
    """Where the quote stands word for word, or None.

    Blanks, hyphenation, ligatures, curly quotes and LaTeX are folded, and one gap marked `[…]` is allowed.
    """
    return place_of(quote, index.stream)
