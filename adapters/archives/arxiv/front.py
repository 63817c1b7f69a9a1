"""What stands before the first section: the title and its authors again, keywords, an unmarked abstract."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.archives.arxiv.passages import ABSTRACT, MAIN, Block
from bot.domain.paper import PassageKind

LONG = 300
"""Characters. A paragraph that long, not centred, begins a paper that has no section headings."""
MOSTLY = 0.6
"""A paragraph of which this share are words of title and authors is the title block set again."""

_ABSTRACT = re.compile(r"abstract(?:\s*[.:—–-]+\s*|\s+(?=[A-Z]))", re.IGNORECASE)
_LABELS = re.compile(
    r"(?:keywords?|key\s?words|index terms|ccs concepts|pacs|msc|mathematics subject classification"
    r"|acm reference format)\b",
    re.IGNORECASE,
)
_DIVIDER = re.compile(r"(?:appendix|appendices|supplementary (?:material|information)s?)\W*", re.IGNORECASE)
"""A page that only says what follows."""
_ADDRESS = re.compile(r"\S@\S+\.\w")


def without_front_matter(blocks: Sequence[Block], names: str) -> list[Block]:
    """The blocks without title block, keywords and dividers; an abstract without a heading gets its section.

    `names`: title and authors as the page marks them, or empty.
    """
    known = frozenset(_words(names))
    end = _end(blocks)
    kept = [found for block in blocks[:end] if (found := _judged(block, known)) is not None]
    return [block for block in (*kept, *blocks[end:]) if not _DIVIDER.fullmatch(block.text)]


def _end(blocks: Sequence[Block]) -> int:
    """How many blocks are front matter."""
    for place, block in enumerate(blocks):
        if block.section not in {MAIN, ABSTRACT}:
            return place
        opens = block.section == MAIN and not block.centered and block.kind is PassageKind.PARAGRAPH
        if opens and len(block.text) >= LONG and not _ABSTRACT.match(block.text):
            return place
    return len(blocks)


def _judged(block: Block, known: frozenset[str]) -> Block | None:
    if block.kind not in {PassageKind.PARAGRAPH, PassageKind.TABLE}:
        return block
    if _LABELS.match(block.text):
        return None
    if block.section == ABSTRACT:
        return block
    if label := _ABSTRACT.match(block.text):
        return replace(block, section=ABSTRACT, text=block.text[label.end() :])
    words = _words(block.text)
    is_title = known and sum(word in known for word in words) >= MOSTLY * len(words)
    is_address = len(block.text) < LONG and _ADDRESS.search(block.text)
    if block.centered or is_title or is_address:
        return None
    return block


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
