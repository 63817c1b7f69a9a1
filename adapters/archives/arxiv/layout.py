"""From the writing on a PDF page to lines in reading order, in one column or two. Pure geometry."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

LEAST_LINES = 6
"""Lines that each side of a page must have to be taken for a column."""
CELL_GAP = 2.0
"""Widths of an m between two cells of a table; the blanks of a justified line stay below."""
COLUMNS_SHARE = 0.6
"""Of a page's writing that must stand beside, and not across, the gutter of two columns."""

_FOOTNOTE_MARK = re.compile(r"\s*(?:\d{1,2}|[∗*†‡§¶])\s*")
_BEFORE_MARK = re.compile(r"(?:[a-z]{3}|[.,;:)”])$")
_EXPONENT = re.compile(r"\s*[-−–+]?\d")
_POWER = re.compile(r"(?:\d|\b[A-Za-z])$")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters next to each other in one style. Lengths in points, the origin at the bottom left."""

    text: str
    left: float
    right: float
    base: float
    """Height of the baseline."""
    size: float
    bold: bool = False
    italic: bool = False

    def takes(self, text: str, left: float, right: float, base: float, size: float) -> bool:
        """Whether a character goes on where this run ends."""
        same = abs(base - self.base) < 0.1 * size and abs(size - self.size) < 0.1 * size
        return same and self._is_near(left) and right > self.left and len(text) < 8

    def with_more(self, text: str, right: float) -> "Run":
        return replace(self, text=self.text + text, right=max(self.right, right))

    def _is_near(self, left: float) -> bool:
        return -self.size < left - self.right < self.size


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    left: float
    right: float
    base: float
    size: float
    """Of most of its characters."""
    bold: bool
    italic: bool
    page: int
    column: int = 0
    """0 for the left or only one, 1 for the right one."""
    lead: str = ""
    """The bold words that it begins with."""
    cells: int = 1
    """Pieces with wide gaps between them; more than two make the row of a table, joined by ` | `."""


def lines_of(runs: Sequence[Run], page: int, width: float) -> list[Line]:
    """The lines of a page of that width in reading order: down the left column, then down the right one.

    What spans both columns parts what stands above it from what stands below.
    """
    pieces = _pieces(run for run in runs if run.text.strip())
    gutter = _gutter(pieces, width)
    if gutter is None:
        return _lines(pieces, page, 0)
    found: list[Line] = []
    band: list[list[Run]] = []
    for piece in sorted(pieces, key=lambda piece: -piece[0].base):
        if _side(piece, gutter) is None:
            found += _columns(band, gutter, page)
            band = []
            found += _lines([piece], page, 0)
        else:
            band.append(piece)
    return [*found, *_columns(band, gutter, page)]


def _columns(band: list[list[Run]], gutter: float, page: int) -> list[Line]:
    left = [piece for piece in band if _side(piece, gutter) == 0]
    right = [piece for piece in band if _side(piece, gutter) == 1]
    return [*_lines(left, page, 0), *_lines(right, page, 1)]


def _pieces(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs that follow each other on a line without a gap, in the file's order."""
    pieces: list[list[Run]] = []
    for run in runs:
        if pieces and _goes_on(pieces[-1], run):
            pieces[-1].append(run)
        else:
            pieces.append([run])
    return pieces


def _goes_on(piece: list[Run], run: Run) -> bool:
    size = max(run.size, *(part.size for part in piece))
    gap = run.left - max(part.right for part in piece)
    return abs(run.base - piece[0].base) < 0.6 * size and -size < gap < 1.2 * size


def _gutter(pieces: Sequence[list[Run]], width: float) -> float | None:
    """Where between two columns fewest pieces cross; None on a page with one column."""
    spans = [(piece[0].left, max(run.right for run in piece)) for piece in pieces]
    if not spans:
        return None
    start, end = min(left for left, _ in spans), max(right for _, right in spans)
    middle = (start + end) / 2
    tries = [middle + step * width / 100 for step in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5)]
    gutter = min(tries, key=lambda x: sum(left < x < right for left, right in spans))
    left_side = sum(right - left for left, right in spans if right <= gutter)
    right_side = sum(right - left for left, right in spans if left >= gutter)
    counts = sum(right <= gutter for _, right in spans), sum(left >= gutter for left, _ in spans)
    total = sum(right - left for left, right in spans)
    if min(counts) < LEAST_LINES or left_side + right_side < COLUMNS_SHARE * total:
        return None
    return gutter if min(left_side, right_side) > 0.1 * total else None


def _side(piece: Sequence[Run], gutter: float) -> int | None:
    """0 left, 1 right, None across. A little over the gutter, e.g. a wide formula, is not across."""
    left, right = piece[0].left, max(run.right for run in piece)
    if left < gutter < right and min(gutter - left, right - gutter) > 0.1 * (right - left):
        return None
    return 0 if left + right < 2 * gutter else 1


def _lines(pieces: Iterable[list[Run]], page: int, column: int) -> list[Line]:
    """Pieces at one height make a line; from top to bottom."""
    rows: list[list[list[Run]]] = []
    for piece in sorted(pieces, key=lambda piece: -_base(piece)):
        if rows and _base(rows[-1][0]) - _base(piece) < 0.5 * max(_size(rows[-1][0]), _size(piece)):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_line(sorted(row, key=lambda piece: piece[0].left), page, column) for row in rows]


def _line(row: Sequence[Sequence[Run]], page: int, column: int) -> Line:
    runs = [run for piece in row for run in piece]
    size = _size(runs)
    words = [run for run in runs if any(map(str.isalpha, run.text))]
    cells = _cells(row)
    return Line(
        text=" | ".join(_text(cell) for cell in cells) if len(cells) > 2 else _text(runs),
        left=min(run.left for run in runs),
        right=max(run.right for run in runs),
        base=_base(runs),
        size=size,
        bold=_mostly([run for run in words if run.bold], words),
        italic=_mostly([run for run in words if run.italic], words),
        page=page,
        column=column,
        lead=_text(next(([*part] for bold, part in groupby(runs, key=lambda run: run.bold) if bold), []))
        if runs[0].bold
        else "",
        cells=len(cells),
    )


def _mostly(some: Sequence[Run], of: Sequence[Run]) -> bool:
    return sum(len(run.text) for run in some) > 0.6 * sum(len(run.text) for run in of)


def _cells(row: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """Pieces whose gap no stretched blank explains."""
    cells: list[list[Run]] = []
    for piece in row:
        if cells and piece[0].left - max(run.right for run in cells[-1]) < CELL_GAP * piece[0].size:
            cells[-1] += piece
        else:
            cells.append([*piece])
    return cells


def _text(runs: Sequence[Run]) -> str:
    """Runs joined; exponents marked with ^, the raised numbers of footnotes left out."""
    text, end, main = "", 0.0, _size(runs)
    base = _base(runs)
    for run in runs:
        raised = run.size < 0.85 * main and run.base > base + 0.2 * main
        if raised and _FOOTNOTE_MARK.fullmatch(run.text) and _BEFORE_MARK.search(text):
            continue
        if raised and _EXPONENT.match(run.text) and _POWER.search(text):
            text += "^" + run.text.strip()
        else:
            apart = text and not run.text.startswith(" ") and run.left - end > 0.18 * main
            text += (" " if apart else "") + run.text
        end = max(end, run.right)
    return " ".join(text.split())


def _size(runs: Sequence[Run]) -> float:
    """The size in which most characters are set."""
    counts: dict[float, int] = {}
    for run in runs:
        size = round(run.size, 1)
        counts[size] = counts.get(size, 0) + len(run.text)
    return max(counts, key=lambda size: (counts[size], size))


def _base(runs: Sequence[Run]) -> float:
    """The baseline of the largest writing, so that an index or exponent does not count."""
    return max(runs, key=lambda run: (run.size, len(run.text))).base
