"""CSS colours, as far as needed to tell whether writing stands out from what it is written on."""

import colorsys
import re

Color = tuple[float, float, float]
"""Red, green, blue, each 0 to 255."""

BLACK: Color = (0.0, 0.0, 0.0)
WHITE: Color = (255.0, 255.0, 255.0)

NEAR = 40.0
"""Colours whose red, green and blue all differ by less than this (of 255) are taken for the same: light
grey #D8D8D8 on white is already hard to see, and nobody typesets a paper in it."""

_NAMES = {
    "black": 0x000000, "silver": 0xC0C0C0, "gray": 0x808080, "grey": 0x808080, "white": 0xFFFFFF,
    "maroon": 0x800000, "red": 0xFF0000, "purple": 0x800080, "fuchsia": 0xFF00FF, "magenta": 0xFF00FF,
    "green": 0x008000, "lime": 0x00FF00, "olive": 0x808000, "yellow": 0xFFFF00, "navy": 0x000080,
    "blue": 0x0000FF, "teal": 0x008080, "aqua": 0x00FFFF, "cyan": 0x00FFFF, "orange": 0xFFA500,
    "brown": 0xA52A2A, "pink": 0xFFC0CB, "violet": 0xEE82EE, "gold": 0xFFD700, "indigo": 0x4B0082,
    "darkred": 0x8B0000, "darkgreen": 0x006400, "darkblue": 0x00008B, "darkgray": 0xA9A9A9,
    "darkgrey": 0xA9A9A9, "dimgray": 0x696969, "dimgrey": 0x696969, "lightgray": 0xD3D3D3,
    "lightgrey": 0xD3D3D3, "crimson": 0xDC143C, "tomato": 0xFF6347, "coral": 0xFF7F50,
    "steelblue": 0x4682B4, "royalblue": 0x4169E1, "lightblue": 0xADD8E6, "lightgreen": 0x90EE90,
    "lightyellow": 0xFFFFE0, "whitesmoke": 0xF5F5F5, "ghostwhite": 0xF8F8FF, "snow": 0xFFFAFA,
    "ivory": 0xFFFFF0, "beige": 0xF5F5DC, "linen": 0xFAF0E6, "azure": 0xF0FFFF,
}  # fmt: skip
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_HEX = re.compile(r"#([0-9a-f]{3,8})")


def parse_color(text: str) -> tuple[Color, float] | None:
    """A lower-case CSS colour and its opacity (0 to 1); None for what is no colour known here."""
    if text == "transparent":
        return WHITE, 0.0
    if text in _NAMES:
        return _split(_NAMES[text]), 1.0
    if found := _HEX.fullmatch(text):
        return _from_hex(found[1])
    if found := _FUNCTION.fullmatch(text):
        return _from_function(found[1], found[2].replace(",", " ").replace("/", " ").split())
    return None


def blend(above: Color, opacity: float, below: Color) -> Color:
    """What the eye sees of a colour that lets some of what lies below it shine through."""
    red, green, blue = (a * opacity + b * (1 - opacity) for a, b in zip(above, below, strict=True))
    return red, green, blue


def stands_out(text: Color, back: Color) -> bool:
    return any(abs(a - b) >= NEAR for a, b in zip(text, back, strict=True))


def _split(number: int) -> Color:
    return float(number >> 16), float(number >> 8 & 255), float(number & 255)


def _from_hex(digits: str) -> tuple[Color, float] | None:
    if len(digits) in {3, 4}:
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) not in {6, 8}:
        return None
    return _split(int(digits[:6], 16)), int(digits[6:] or "ff", 16) / 255


def _from_function(name: str, arguments: list[str]) -> tuple[Color, float] | None:
    if len(arguments) not in {3, 4}:
        return None
    try:
        opacity = _number(arguments[3], 1.0) if len(arguments) == 4 else 1.0
        if name == "rgb":
            red, green, blue = (min(max(_number(a, 255.0), 0.0), 255.0) for a in arguments[:3])
            return (red, green, blue), opacity
        hue = float(re.sub(r"deg$", "", arguments[0])) / 360 % 1
        saturation, lightness = (min(max(_number(a, 1.0, 100.0), 0.0), 1.0) for a in arguments[1:3])
    except ValueError:
        return None
    red, green, blue = (255 * part for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return (red, green, blue), opacity


def _number(text: str, whole: float, divisor: float = 1.0) -> float:
    """A number, or a percentage of `whole`; a bare number is divided by `divisor`."""
    if text.endswith("%"):
        return float(text[:-1]) / 100 * whole
    return float(text) / divisor
