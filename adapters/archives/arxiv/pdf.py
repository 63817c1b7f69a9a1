"""From a PDF to passages, with pypdfium2. PDFium is not safe for threads: one document at a time."""

import ctypes
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from adapters.archives.arxiv.ink import Box, Ink, covers_of, ink_of
from adapters.archives.arxiv.layout import Line, Run, lines_of
from adapters.archives.arxiv.passages import NoText, is_paper, passages
from adapters.archives.arxiv.prose import blocks_of
from bot.domain.paper import Passage

MOST_PAGES = 200
MOST_ON_PAGE = 40_000
"""Characters; a page of small print has 10,000."""
MOST_IN_FILE = 2_000_000
"""Characters of all pages, before references and furniture are dropped."""

_HYPHENS = {0x2, 0xAD, 0x2010, 0xFFFE}
"""PDFium gives a hyphen at the end of a line as U+0002 or U+FFFE."""


def read_pdf(body: bytes) -> tuple[Passage, ...]:
    """The passages of a paper's PDF, at most MOST_PAGES pages of it.

    Raises NoText when it is broken, encrypted, only pictures, or no paper.
    """
    try:
        with pypdfium2.PdfDocument(body) as document:
            lines = _lines(document)
    except pypdfium2.PdfiumError as error:
        raise NoText("the PDF cannot be opened") from error
    blocks = blocks_of(lines)
    if not is_paper(blocks):
        raise NoText("the PDF holds no text of a paper")
    return passages(blocks)


def _lines(document: Any) -> list[Line]:
    """The lines of all pages; one that PDFium cannot load is left out."""
    lines: list[Line] = []
    characters = 0
    for number in range(min(len(document), MOST_PAGES)):
        try:
            with closing(document[number]) as page, closing(page.get_textpage()) as textpage:
                runs, width = _runs(page, textpage)
        except pypdfium2.PdfiumError:
            continue
        lines += lines_of(runs, number, width)
        characters += sum(len(run.text) for run in runs)
        if characters > MOST_IN_FILE:
            break
    return lines


def _runs(page: Any, textpage: Any) -> tuple[list[Run], float]:
    """The visible writing of a page, and the page's width."""
    left, bottom, right, top = page.get_bbox()
    runs: list[Run] = []
    for text, box, ink in _characters(page, textpage, (left, bottom, right, top)):
        last = runs[-1] if runs else None
        if last is not None and last.takes(text, box[0], box[2], ink.base, ink.size):
            runs[-1] = last.with_more(text, box[2])
        else:
            runs.append(Run(text, box[0], box[2], ink.base, ink.size, ink.bold, ink.italic))
    return runs, right - left


def _characters(page: Any, textpage: Any, bounds: Box) -> Iterator[tuple[str, Box, Ink]]:
    """Each character that shows, in the file's order; one that follows a blank brings it along."""
    covers, above = covers_of(page)
    inks: dict[int, Ink | None] = {}
    blank = ""
    for index in range(min(textpage.count_chars(), MOST_ON_PAGE)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        text = pdfium.FPDFText_GetTextObject(textpage, index)
        if not text or code == 0x20:
            blank = " "
            continue
        address = ctypes.addressof(text.contents)
        if address not in inks:
            inks[address] = ink_of(textpage, index, text, bounds, covers[: above.get(address, 0)])
        ink = inks[address]
        box = _box(textpage, index)
        if ink is not None and _is_inside(box, ink.bounds):
            yield blank + ("-" if code in _HYPHENS else chr(code)), box, ink
            blank = ""


def _box(textpage: Any, index: int) -> Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _is_inside(box: Box, bounds: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return bounds[0] <= x <= bounds[2] and bounds[1] <= y <= bounds[3]
