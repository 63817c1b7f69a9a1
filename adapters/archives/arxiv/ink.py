"""Which text objects of a PDF page leave ink that a reader can see. Raw calls to PDFium, one object each.

The paper is taken for white: white writing on a dark box is dropped as well, a table's heading at most.
What a font's own shapes hide (glyphs that look unlike their letters) cannot be told from here.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from adapters.archives.arxiv.colors import WHITE, stands_out
from adapters.archives.arxiv.visible import FAINTEST, SMALLEST

MOST_OBJECTS = 20_000
"""Objects of one page that are looked at for what covers what; a page with more is a drawing."""
MOST_COVERS = 500
LONGEST_REPLACEMENT = 4
"""Letters of an `ActualText`, which readers copy but never see: enough for a ligature, not for a sentence."""

_UNSEEN_MODES = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
_OUTLINE_MODES = {pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP}

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What all characters of one text object share."""

    size: float
    """Points as they appear on the page."""
    bold: bool
    italic: bool
    base: float
    """Height of the baseline."""
    bounds: Box
    """What lies outside is clipped away."""


def ink_of(textpage: Any, index: int, text: Any, page: Box, covers: Sequence[Box]) -> Ink | None:
    """The ink of the text object `text`, whose first character is `index`; None when it shows nothing.

    `page`: the page's own box. `covers`: what is painted over the object.
    """
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    font = pdfium.FPDFText_GetFontSize(textpage, index)
    upright = matrix.a > 0 and matrix.d > 0 and abs(matrix.b) < 0.1 * matrix.a
    if not upright or min(font * matrix.a, font * matrix.d) < SMALLEST or not _is_painted(text):
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    if any(left <= x.value <= right and bottom <= y.value <= top for left, bottom, right, top in covers):
        return None
    name = _font_name(textpage, index)
    bold = pdfium.FPDFText_GetFontWeight(textpage, index) >= 600 or any(
        mark in name for mark in ("bold", "cmb", "medi", "black", "heavy")
    )
    italic = any(mark in name for mark in ("ital", "obli", "cmti", "slant"))
    return Ink(font * matrix.d, bold, italic, y.value, _clipped(text, page))


def covers_of(page: Any) -> tuple[list[Box], dict[int, int]]:
    """The opaque rectangles and pictures of a page, topmost first; and for each text object (by address)
    how many of them are painted over it."""
    covers: list[Box] = []
    above: dict[int, int] = {}
    for place in reversed(range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS))):
        thing = pdfium.FPDFPage_GetObject(page, place)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            above[ctypes.addressof(thing.contents)] = len(covers)
        elif len(covers) < MOST_COVERS and (box := _cover(thing, kind)):
            covers.append(box)
    return covers, above


def _cover(thing: Any, kind: int) -> Box | None:
    """The box that an opaque picture or filled rectangle paints over; None for anything else."""
    if kind not in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH}:
        return None
    if pdfium.FPDFPageObj_HasTransparency(thing):
        return None
    if kind == pdfium.FPDF_PAGEOBJ_PATH and not _is_filled_rectangle(thing):
        return None
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(thing, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _is_filled_rectangle(path: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
    return mode.value != pdfium.FPDF_FILLMODE_NONE and pdfium.FPDFPath_CountSegments(path) in {4, 5}


def _is_painted(text: Any) -> bool:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text)
    if mode in _UNSEEN_MODES or _is_marked_away(text):
        return False
    read = pdfium.FPDFPageObj_GetStrokeColor if mode in _OUTLINE_MODES else pdfium.FPDFPageObj_GetFillColor
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not read(text, red, green, blue, alpha):
        return True
    color = (float(red.value), float(green.value), float(blue.value))
    return alpha.value >= 255 * FAINTEST and stands_out(color, WHITE)


def _is_marked_away(text: Any) -> bool:
    """In a layer, which may be switched off, or with a replacement that says something else."""
    for place in range(max(pdfium.FPDFPageObj_CountMarks(text), 0)):
        mark = pdfium.FPDFPageObj_GetMark(text, place)
        length = ctypes.c_ulong()
        name = (ctypes.c_ushort * 8)()
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if bytes(name)[: length.value].decode("utf-16-le", "replace").rstrip("\0") == "OC":
            return True
        pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, length)
        if length.value > 2 * (LONGEST_REPLACEMENT + 1):
            return True
    return False


def _clipped(text: Any, page: Box) -> Box:
    """What is left of the page's box after clipping; paths are taken for their bounding boxes."""
    clip = pdfium.FPDFPageObj_GetClipPath(text)
    left, bottom, right, top = page
    for place in range(min(max(pdfium.FPDFClipPath_CountPaths(clip), 0), 8)):
        points = [_point(clip, place, at) for at in range(_segments(clip, place))]
        if points:
            left = max(left, min(x for x, _ in points))
            right = min(right, max(x for x, _ in points))
            bottom = max(bottom, min(y for _, y in points))
            top = min(top, max(y for _, y in points))
    return left, bottom, right, top


def _segments(clip: Any, place: int) -> int:
    count: int = pdfium.FPDFClipPath_CountPathSegments(clip, place)
    return min(max(count, 0), 64)


def _point(clip: Any, place: int, at: int) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, place, at), x, y)
    return x.value, y.value


def _font_name(textpage: Any, index: int) -> str:
    name = ctypes.create_string_buffer(64)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, name, ctypes.sizeof(name), flags)
    return name.value.decode("ascii", "replace").lower()
