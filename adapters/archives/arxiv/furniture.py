"""What stands on a PDF's pages without being text of the paper: headers, page numbers, footnotes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from adapters.archives.arxiv.layout import Line

EDGE = 2
"""How many rows at the top and at the bottom of a page can be header or footer."""
OFTEN = 0.3
"""Share of the pages on which a header stands; left and right pages may have different ones."""

_NUMBER = re.compile(r"\W*(?:page\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
_STAMP = re.compile(r"arXiv:\S+ \[")
_FOOTNOTE = re.compile(
    r"[∗*†‡§¶♯♠]|\d{1,2}\s?[A-Za-z“]|https?:|©|(?:Proceedings|Copyright|Preprint|Permission|Accepted|Published"
    r"|Correspondence|Corresponding|Equal contribution|Work (?:done|in progress)|Under review)\b"
)


def without_furniture(lines: Sequence[Line], body: float) -> list[Line]:
    """The lines without headers, footers, page numbers and footnotes; `body`: size of running text."""
    pages = [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
    repeated = _repeated(pages)
    kept = []
    for page in pages:
        edges = _edges(page)
        text = [line for line in page if not _STAMP.match(line.text) and not _is_edge(line, edges, repeated)]
        kept += [line for column in _columns(text) for line in _without_footnotes(column, body)]
    return kept


def _repeated(pages: Sequence[Sequence[Line]]) -> set[str]:
    counts = Counter(
        shape for page in pages for shape in {_shape(line) for line in page if line in _edges(page)}
    )
    return {shape for shape, count in counts.items() if count >= max(2.0, OFTEN * len(pages))}


def _edges(page: Sequence[Line]) -> set[Line]:
    rows = sorted({round(line.base) for line in page})
    outer = {*rows[:EDGE], *rows[-EDGE:]}
    return {line for line in page if round(line.base) in outer}


def _is_edge(line: Line, edges: set[Line], repeated: set[str]) -> bool:
    return line in edges and (_shape(line) in repeated or _NUMBER.fullmatch(line.text) is not None)


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text).strip().lower()


def _columns(lines: Iterable[Line]) -> Iterator[list[Line]]:
    for _, column in groupby(lines, key=lambda line: line.column):
        yield list(column)


def _without_footnotes(column: list[Line], body: float) -> list[Line]:
    """A footnote begins with its mark in the small print at the foot of a column."""
    small = len(column)
    while small and column[small - 1].size <= 0.93 * body:
        small -= 1
    marked = (place for place in range(small, len(column)) if _FOOTNOTE.match(column[place].text))
    return column[: next(marked, len(column))]
