"""A browser's screenshot as a PNG of at most 256 colours: far smaller, and text looks the same."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
Colour = tuple[int, ...]


def with_a_palette(picture: bytes) -> bytes:
    """Takes 8-bit RGB or RGBA without interlacing, as chromium writes it."""
    chunks = list(_chunks(picture))
    width, height, depth, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    if depth != 8 or kind not in {2, 6}:
        raise ValueError("not a picture of 8-bit RGB or RGBA")
    size = 3 if kind == 2 else 4
    packed = b"".join(data for name, data in chunks if name == b"IDAT")
    rows = list(_rows(zlib.decompress(packed), width * size, size))
    pixels = [[tuple(row[at : at + 3]) for at in range(0, len(row), size)] for row in rows]
    palette = _palette(pixels)
    places = _places(pixels, palette)
    drawn = b"".join(b"\0" + bytes(places[colour] for colour in row) for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    colours = bytes(value for colour in palette for value in colour)
    parts = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(drawn, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in parts)


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _rows(raw: bytes, length: int, size: int) -> Iterator[bytearray]:
    """https://www.w3.org/TR/png-3/#9Filters, undone."""
    above = bytearray(length)
    for start in range(0, len(raw), length + 1):
        how, row = raw[start], bytearray(raw[start + 1 : start + 1 + length])
        for at in range(length) if how else ():
            left = row[at - size] if at >= size else 0
            corner = above[at - size] if at >= size else 0
            row[at] = (row[at] + _predicted(how, left, above[at], corner)) & 255
        yield row
        above = row


def _predicted(how: int, left: int, up: int, corner: int) -> int:
    match how:
        case 1:
            return left
        case 2:
            return up
        case 3:
            return (left + up) // 2
        case _:
            guess = left + up - corner
            return min((left, up, corner), key=lambda value: abs(guess - value))


def _palette(pixels: list[list[Colour]]) -> list[Colour]:
    counted = Counter(colour for row in pixels for colour in row)
    return [colour for colour, _ in counted.most_common(COLOURS)]


def _places(pixels: list[list[Colour]], palette: list[Colour]) -> dict[Colour, int]:
    """Each colour's place in the palette, or that of the nearest there."""
    places = {colour: place for place, colour in enumerate(palette)}
    for colour in {colour for row in pixels for colour in row} - places.keys():
        places[colour] = min(range(len(palette)), key=lambda place: _far(palette[place], colour))
    return places


def _far(one: Colour, other: Colour) -> int:
    return sum((left - right) ** 2 for left, right in zip(one, other, strict=True))
