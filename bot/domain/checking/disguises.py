"""Ways to hide a sentence from people and filters while a model still reads it, undone."""

import base64
import binascii
import html
import re
import string
from collections.abc import Iterator

from bot.domain.checking.plain import plain

_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u180e]")
_TAGS = re.compile("[\U000e0020-\U000e007e]{4,}")
# Cyrillic and Greek letters with the Latin one that they pass for.
_PAIRS = (
    "аa вb еe ёe зe іi їi јj кk ӏl мm нh оo рp сc тt уy хx ѕs ԁd ԛq ԝw һh ҽe ьb гr пn иu цu шw дd лn "
    "АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ԌG αa βb εe ηn ιi κk νv οo ρp τt υu χx γy ωw "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ɑa ɡg ıi ⅼl"
)
_CONFUSABLE = {pair[0]: pair[1] for pair in _PAIRS.split()}
_CONFUSING = re.compile(f"[{''.join(_CONFUSABLE)}]")
_LEET_SIGN = re.compile(r"[A-Za-z][0134578@$!|+€]|[0134578@$!|+€][A-Za-z]")
_SPACED = re.compile(r"(?<!\w)(?:[A-Za-z][\s._*|~-]{1,3}){11,}[A-Za-z](?!\w)")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{20,}(?:\s[A-Za-z0-9+/]{20,})*={0,2}")
_HEX = re.compile(r"(?<![0-9A-Fa-f])(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[\s,:]{0,2}){16,2000}")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._~-]){20,}")

_SMALL = b"abcdefghijklmnopqrstuvwxyz"
_ROT13 = bytes.maketrans(_SMALL, _SMALL[13:] + _SMALL[:13])
_LEET = bytes.maketrans(b"0134578@$!|+", b"oieastbasiit")
_LEET_L = bytes.maketrans(b"0134578@$!|+", b"oleastbasiit")


def _all_but(kept: bytes) -> bytes:
    return bytes(set(range(256)) - set(kept))


_NO_SMALL, _NO_LEET = _all_but(_SMALL), _all_but(_SMALL + b"0134578@$!|+")


def letters(text: str) -> str:
    """Only a to z, in lower case."""
    return _ascii(text).translate(None, _NO_SMALL).decode()


def _ascii(text: str) -> bytes:
    return text.lower().encode("ascii", "ignore")


def undisguised(text: str) -> Iterator[str]:
    """The text's letters under each disguise that can be undone: what they spell if it was worn.

    `text` is raw. What comes out as the undisguised text itself is left out.
    """
    bare = letters(text)
    unescaped = html.unescape(html.unescape(text)) if "&" in text else text
    readable = plain(_ZERO_WIDTH.sub("", unescaped))
    shown = letters(readable)
    disguised = [letters(unescaped), shown, _decoded(shown.encode(), _ROT13), shown[::-1]]
    if not readable.isascii() and _CONFUSING.search(readable):
        disguised.append(letters(_CONFUSING.sub(lambda sign: _CONFUSABLE[sign[0]], readable)))
    if _LEET_SIGN.search(unescaped):  # Not in the readable text: it has lost its dollars.
        leet = _ascii(unescaped.replace("€", "e"))
        disguised += [_decoded(leet, _LEET, _NO_LEET), _decoded(leet, _LEET_L, _NO_LEET)]
    yield from (spelled for spelled in disguised if spelled != bare)


def _decoded(written: bytes, table: bytes, dropped: bytes = b"") -> str:
    return written.translate(table, dropped).decode()


def spelled_out(text: str) -> Iterator[str]:
    """The letters of each stretch that is spaced out, encoded or written in invisible characters."""
    if may_be_spaced(text):
        for run in _SPACED.finditer(text):
            yield letters(run[0])
    for run in _TAGS.finditer(text) if not text.isascii() else ():
        yield letters("".join(chr(ord(character) - 0xE0000) for character in run[0]))
    if may_be_encoded(text):
        yield from _from_code(text)


# The patterns of codes are slow, and nearly no text has a code. What every code has is quick to look for.
_ALNUM = bytes(code for code in range(128) if chr(code).isalnum())
_HEX_DIGITS = b"0123456789abcdefABCDEF"
_AS_RUNS = bytes.maketrans(_ALNUM + b"+/%._~-", b"b" * (len(_ALNUM) + 7))
_AS_HEX = bytes.maketrans(_HEX_DIGITS + b"h", b"h" * len(_HEX_DIGITS) + b"_")
_AS_SPACED = bytes(
    ord("a") if chr(code) in string.ascii_letters else ord(" " if chr(code) in " \t\n\r\f\v._*|~-?" else "#")
    for code in range(256)
)


def may_be_encoded(text: str) -> bool:
    """Whether twenty characters of a code, or as many hexadecimal digits as count, stand in a row."""
    written = text.encode("ascii", "replace")
    return b"b" * 20 in written.translate(_AS_RUNS) or b"h" * 32 in written.translate(
        _AS_HEX, b" \t\n\r\f\v,:\\x?"
    )


def may_be_spaced(text: str) -> bool:
    """Whether many letters stand alone; of twelve with a blank between them every other one is counted."""
    return text.encode("ascii", "replace").translate(_AS_SPACED).count(b" a ") >= 5


def _from_code(text: str) -> Iterator[str]:
    for run in _BASE64.finditer(text):
        yield from _readable(_from_base64(run[0]))
    for run in _HEX.finditer(text):
        yield from _readable(bytes.fromhex(re.sub(r"0x|\\x|[\s,:]", "", run[0])))
    for run in _PERCENT.finditer(text):
        if "%" in run[0]:
            yield letters(re.sub("%([0-9A-Fa-f]{2})", lambda code: chr(int(code[1], 16)), run[0]))


def _from_base64(run: str) -> bytes:
    run = "".join(run.split()).rstrip("=")
    try:
        return base64.b64decode(run[: len(run) // 4 * 4])
    except binascii.Error:
        return b""


def _readable(decoded: bytes) -> Iterator[str]:
    text = decoded.decode("latin-1")
    if decoded and sum(character.isprintable() for character in text) > 0.9 * len(text):
        yield letters(text)
        yield _decoded(letters(text).encode(), _ROT13)
