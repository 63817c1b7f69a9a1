"""Whether a reader can see what stands inside an element, from CSS alone: pure, one step down the tree.

Pictures (SVG) are taken for white paper: what their shapes paint is not followed.
"""

import re
from dataclasses import dataclass, replace

from adapters.archives.arxiv.colors import BLACK, WHITE, Color, blend, parse_color, stands_out
from adapters.archives.arxiv.css import Style, points

SMALLEST = 2.0
"""Points. Writing below this cannot be read."""
FAINTEST = 0.1
"""Opacity below which nothing is seen."""
FAR = 750.0
"""Points: what stands so far to the side is off the page. LaTeXML itself moves things by some tens."""
FAR_SCALED = 3_000.0
"""The same for `transform`: LaTeXML moves a scaled-down table by half its width."""
MEDIUM = 12.0
"""Points: a browser's usual font size, 16 px."""

SVG_TRANSFORM = "svg-transform"
"""Name for the attribute: a picture moves its parts anywhere, so that only shrinking counts."""

# What LaTeXML writes most, and what can only hide together with other properties.
_IRRELEVANT = frozenset(
    {
        "width", "height", "padding", "padding-top", "padding-left", "padding-right", "padding-bottom",
        "vertical-align", "stroke", "list-style-type", "float", "--ltx-stroke-color",
        "--ltx-fill-color", "--fo_width", "--fo_height", "--fo_depth",
    }
)  # fmt: skip
_CUTTING = frozenset(
    {
        "clip", "clip-path", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "overflow",
        "overflow-x", "overflow-y",
    }
)  # fmt: skip
_MOVING = frozenset(
    {
        "position", "text-indent", "margin", "margin-left", "margin-top", "margin-right",
        "margin-inline-start", "transform",
    }
)  # fmt: skip
_SIZES = {
    "xx-small": 7.2, "x-small": 9.0, "small": 10.7, "medium": 12.0, "large": 14.4, "x-large": 18.0,
    "xx-large": 24.0, "xxx-large": 36.0,
}  # fmt: skip
_INHERIT = {"inherit", "unset", "revert", "revert-layer", "currentcolor", ""}
_TRANSFORM = re.compile(r"([a-z0-9]+)\(([^()]*)\)")
_PAINT = re.compile(r"(?:rgb|hsl)a?\([^()]*\)|#[0-9a-f]+|[a-z-]+")


@dataclass(frozen=True, slots=True)
class Look:
    """How writing inside an element looks. None for a colour means that it cannot be told."""

    gone: bool = False
    """Nothing inside can be seen, whatever it says of itself."""
    hidden: bool = False
    """`visibility`: an element inside may turn it back on."""
    text: Color | None = BLACK
    back: Color | None = WHITE
    size: float = MEDIUM
    scale: float = 1.0
    opacity: float = 1.0

    @property
    def shows(self) -> bool:
        return (
            not self.gone
            and not self.hidden
            and self.opacity >= FAINTEST
            and self.size * self.scale >= SMALLEST
            and self.text is not None
            and self.back is not None
            and stands_out(self.text, self.back)
        )


def look_inside(look: Look, style: Style) -> Look:
    """How writing looks inside an element with this style of its own, in a place that looks like `look`."""
    if _IRRELEVANT.issuperset(style):
        return look
    size = _size(style, look.size)
    back = _back(style, look.back)
    return replace(
        look,
        gone=look.gone or _is_gone(style, size),
        hidden=_is_hidden(style, hidden=look.hidden),
        back=back,
        text=_text(style, look.text, back),
        size=size,
        scale=look.scale
        * _scale(style.get("transform") or style.get(SVG_TRANSFORM, ""))
        * _factor(style.get("zoom", "1")),
        opacity=look.opacity * min(_factor(style.get("opacity", "1")), 1.0),
    )


def _is_gone(style: Style, size: float) -> bool:
    return (
        style.get("display") == "none"
        or style.get("content-visibility") == "hidden"
        or "opacity(" in style.get("filter", "")
        or _is_cut_off(style, size)
        or _is_far_off(style, size)
        or style.get("z-index", "").startswith("-")
    )


def _is_hidden(style: Style, *, hidden: bool) -> bool:
    value = style.get("visibility", "inherit")
    return hidden if value in _INHERIT else value in {"hidden", "collapse"}


def _is_cut_off(style: Style, size: float) -> bool:
    if _CUTTING.isdisjoint(style):
        return False
    masks = ("clip", "clip-path", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image")
    if any(style.get(mask, "none") not in {"none", "auto", *_INHERIT} for mask in masks):
        return True
    overflows = (style.get(name, "visible") for name in ("overflow", "overflow-x", "overflow-y"))
    if all(overflow.startswith("visible") for overflow in overflows):
        return False
    sides = ("width", "height", "max-width", "max-height", "block-size", "inline-size")
    lengths = (points(style.get(side, ""), size) for side in sides)
    return any(length is not None and length < SMALLEST for length in lengths)


def _is_far_off(style: Style, size: float) -> bool:
    if _MOVING.isdisjoint(style):
        return False
    if style.get("position", "static") != "static":
        sides = ("left", "right", "top", "bottom", "inset", "inset-inline-start", "inset-block-start")
        if any(_is_far(style.get(side, ""), size) for side in sides):
            return True
    shifts = ("text-indent", "margin", "margin-left", "margin-top", "margin-right", "margin-inline-start")
    if any(_is_far(part, size) for shift in shifts for part in style.get(shift, "").split()):
        return True
    return any(
        name.startswith("translate") and _is_far(part, size, FAR_SCALED)
        for name, arguments in _TRANSFORM.findall(style.get("transform", ""))
        for part in re.split(r"[\s,]+", arguments)
    )


def _is_far(value: str, size: float, limit: float = FAR) -> bool:
    if value.startswith("-") and value.endswith("%"):
        # Of the page's width or the element's own: -100 % is out of either.
        return (points(value, 100.0) or 0.0) <= -100.0
    length = points(value, size)
    return length is not None and abs(length) >= limit


def _size(style: Style, inherited: float) -> float:
    value = style.get("font-size") or _size_in_font(style.get("font", ""))
    if value in _INHERIT:
        return inherited
    if value in {"smaller", "larger"}:
        return inherited * (0.83 if value == "smaller" else 1.2)
    if value in _SIZES:
        return _SIZES[value]
    length = points(value, inherited)
    # A size that cannot be told, e.g. calc(), counts as none.
    return 0.0 if length is None else max(length, 0.0)


def _size_in_font(font: str) -> str:
    """The size in the shorthand `italic 12px/1.5 serif`."""
    for word in font.split():
        size = word.partition("/")[0]
        if size in _SIZES or (points(size, 1.0) is not None and not size.isdigit()) or size == "0":
            return size
    return ""


def _text(style: Style, inherited: Color | None, back: Color | None) -> Color | None:
    value = style.get("-webkit-text-fill-color") or style.get("color") or style.get("--ltx-fg-color", "")
    if value in _INHERIT:
        return inherited
    if value in {"initial", "windowtext", "canvastext"}:
        return BLACK
    found = parse_color(value)
    if found is None or back is None:
        return None
    return blend(*found, below=back)


def _back(style: Style, inherited: Color | None) -> Color | None:
    value = (
        style.get("background-color") or style.get("--ltx-bg-color") or _color_in(style.get("background", ""))
    )
    if "(" in style.get("background-image", ""):
        value = "image"
    if value in _INHERIT or value in {"none", "initial", "transparent"}:
        return inherited
    found = parse_color(value)
    if found is None or (inherited is None and found[1] < 1):
        return None
    return blend(*found, below=inherited or WHITE)


def _color_in(shorthand: str) -> str:
    """The colour in the shorthand `background`, or something that is no colour when there is a picture."""
    if re.search(r"(?:url|image|image-set|gradient|element|paint)\(", shorthand):
        return "image"
    words = _PAINT.findall(shorthand)
    return next((word for word in words if parse_color(word)), shorthand)


def _scale(transform: str) -> float:
    """The smaller of the two factors by which a transformation shrinks or stretches."""
    if not transform or transform.startswith("matrix(1.0 0.0 0.0 1.0 "):
        return 1.0
    scale = 1.0
    for name, arguments in _TRANSFORM.findall(transform):
        numbers = [_factor(part, 0.0) for part in re.split(r"[\s,]+", arguments.strip())]
        if name.startswith("scale"):
            scale *= min(abs(number) for number in numbers)
        elif name == "matrix" and len(numbers) == 6:
            scale *= min(
                (numbers[0] ** 2 + numbers[1] ** 2) ** 0.5, (numbers[2] ** 2 + numbers[3] ** 2) ** 0.5
            )
        elif name in {"rotatex", "rotatey", "rotate3d", "matrix3d", "perspective"}:
            # Out of the plane: LaTeX does not do it, and edge-on nothing is seen.
            return 0.0
    return scale


def _factor(value: str, unknown: float = 0.0) -> float:
    number = points(value, 1.0)
    if number is None:
        return 1.0 if value in _INHERIT or value in {"normal", "initial", "auto"} else unknown
    return number if value.endswith("%") else number / 0.75
