"""Makes a text fit: at a sentence's end if it can, never inside a word, a syllable or an English term."""

import re
import unicodedata

_SENTENCE_END = re.compile(r"(?:다\.|다|[.!?])(?=\s|$)")
ELLIPSIS = "…"


def sentences(text: str) -> tuple[str, ...]:
    """Splits Korean text after `다.` and a blank; `vs.`, `Fig.` and decimals stay whole."""
    return tuple(part.strip() for part in re.split(r"(?<=다\.)\s+", text.strip()) if part.strip())


def first_sentence(text: str) -> str:
    parts = sentences(text)
    return parts[0] if parts else ""


def fit(text: str, limit: int) -> str:
    """`text` in at most `limit` characters: whole, or up to a sentence's end, or up to a word with `…`."""
    text = unicodedata.normalize("NFC", text)
    if len(text) <= limit:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, limit) if found.end() > limit // 2]
    if ends:
        return text[: ends[-1]]
    return cut(text, limit)


def cut(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut at a blank where one is near, with `…`."""
    if len(text) <= limit:
        return text
    room = text[: max(limit - 1, 0)]
    blank = room.rfind(" ")
    kept = room[:blank] if blank > limit // 2 else _whole_characters(room, text)
    return kept.rstrip(" ,;:·-\u200d") + ELLIPSIS


def _whole_characters(room: str, text: str) -> str:
    """Drops a cluster that the cut would split: combining marks, joiners and variation selectors."""
    end = len(room)
    while 0 < end < len(text) and (_joins(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    return room[:end]


def _joins(character: str) -> bool:
    """Whether it belongs to the character before it."""
    return bool(unicodedata.combining(character)) or character in "\u200d\ufe0f"
