"""Ways to hide a sentence from people and filters while a model still reads it, undone."""

import base64
import binascii
import html
import re
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
_CONFUSABLE = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})
_LEET = str.maketrans("0134578@$!|+€", "oieastbasiite")
_LEET_SIGN = re.compile(r"[A-Za-z][0134578@$!|+€]|[0134578@$!|+€][A-Za-z]")
_ROT13 = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz",
    "nopqrstuvwxyzabcdefghijklm",
)
_SPACED = re.compile(r"(?<!\w)(?:[A-Za-z][\s._*|~-]{1,3}){11,}[A-Za-z](?!\w)")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{20,}(?:\s[A-Za-z0-9+/]{20,})*={0,2}")
_HEX = re.compile(r"(?<![0-9A-Fa-f])(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[\s,:]?){16,2000}")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._~-]){20,}")
_NOT_LETTERS = re.compile(r"[^a-z]+")


def letters(text: str) -> str:
    """Only a to z, in lower case."""
    return _NOT_LETTERS.sub("", text.lower())


def undisguised(text: str) -> Iterator[str]:
    """The text's letters under each disguise that can be undone: what they spell if it was worn.

    `text` is raw. What comes out as the undisguised text itself is left out.
    """
    bare = letters(text)
    unescaped = html.unescape(html.unescape(text)) if "&" in text else text
    readable = plain(_ZERO_WIDTH.sub("", unescaped))
    lower = readable.lower()
    shown = letters(lower)
    disguised = [letters(unescaped), shown, shown.translate(_ROT13), shown[::-1]]
    if not readable.isascii():
        disguised.append(letters(readable.translate(_CONFUSABLE)))
    if _LEET_SIGN.search(unescaped):  # Not in the readable text: it has lost its dollars.
        leet = unescaped.lower()
        disguised += [letters(leet.translate(_LEET)), letters(leet.translate(_LEET | {ord("1"): "l"}))]
    yield from (spelled for spelled in disguised if spelled != bare)


def spelled_out(text: str) -> Iterator[str]:
    """The letters of each stretch that is spaced out, encoded or written in invisible characters."""
    for run in _SPACED.finditer(text):
        yield letters(run[0])
    for run in _TAGS.finditer(text):
        yield letters("".join(chr(ord(character) - 0xE0000) for character in run[0]))
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
        yield letters(text).translate(_ROT13)
