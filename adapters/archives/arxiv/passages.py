"""From blocks, as a page or a PDF gives them, to numbered passages of a size that an answer can cite."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.domain.paper import Passage, PassageKind
from bot.domain.plain import visible

LONGEST = 1_500
"""Characters of a passage. Longer paragraphs are cut at the end of a sentence."""
TINY = 200
"""Characters. A shorter paragraph takes the next one of its section along."""
MOST_PASSAGES = 5_000
MOST_CHARACTERS = 1_000_000
"""Of a whole text; the longest paper measured has 182,000. What comes after is not read."""
LEAST_BODY = 1_500
"""Characters without abstract and captions; a page with less is an empty shell, not a paper's text."""

ABSTRACT = "Abstract"
MAIN = "Main text"
"""The section of what stands before the first heading, or in a paper without any."""

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u2800\u02dc]+")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
# Not after an abbreviation or an initial: "et al. 2020", "Fig. 3", "e.g. BERT", "J. Doe".
_SENTENCE_END = re.compile(
    r"(?<!\bet al)(?<!\bFig)(?<!\bEq)(?<!\bSec)(?<!\bTab)(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bcf)(?<!\b[A-Z])"
    r"[.!?][\"'”’)\]]*\s+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a text between two breaks, as it stands on the page."""

    section: str
    text: str
    kind: PassageKind = PassageKind.PARAGRAPH
    appendix: bool = False
    listed: bool = False
    """One of a list or listing: stays with its neighbours as far as they fit."""
    centered: bool = False


class NoText(Exception):
    """What came is no readable text of a paper. `str(error)` is one line."""


def plain(text: str) -> str:
    """Without what shows nothing; blanks run together, line breaks kept, ligatures as letters.

    The small tilde that LaTeXML writes between `Figure` and its number becomes the blank it stands for.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = visible(_CONTROL.sub(" ", text.replace("\r\n", "\n"))).translate(_LIGATURES)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def is_paper(blocks: Iterable[Block]) -> bool:
    """Whether there is a body, and not just an abstract or the shell of a failed conversion."""
    body = sum(
        len(block.text)
        for block in blocks
        if block.section != ABSTRACT and block.kind is not PassageKind.CAPTION
    )
    return body >= LEAST_BODY


def passages(blocks: Iterable[Block]) -> tuple[Passage, ...]:
    """Numbered from 0 in reading order; tiny paragraphs joined, long ones cut, the whole bounded."""
    found: list[Passage] = []
    characters = 0
    for block in _joined(blocks):
        for text in _cut(block.text, block.kind):
            characters += len(text)
            if characters > MOST_CHARACTERS or len(found) == MOST_PASSAGES:
                return tuple(found)
            found.append(Passage(len(found), block.section, text, block.kind, block.appendix))
    return tuple(found)


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    last: Block | None = None
    for block in blocks:
        if last is not None and _belong(last, block):
            last = replace(last, text=f"{last.text}\n{block.text}", listed=block.listed)
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _belong(one: Block, other: Block) -> bool:
    if one.kind is not other.kind or one.kind is not PassageKind.PARAGRAPH:
        return False
    if (one.section, one.appendix) != (other.section, other.appendix):
        return False
    if len(one.text) + len(other.text) >= LONGEST:
        return False
    return len(one.text) < TINY or (other.listed and (one.listed or one.text.endswith(":")))


def _cut(text: str, kind: PassageKind) -> Iterator[str]:
    """Pieces of about equal length, none over LONGEST."""
    text = text[:MOST_CHARACTERS]
    while len(text) > LONGEST:
        share = len(text) / -(-len(text) // LONGEST)
        end = _end(text, int(min(share * 1.15, LONGEST)), kind)
        yield text[:end].strip()
        text = text[end:].strip()
    if text:
        yield text


def _end(text: str, limit: int, kind: PassageKind) -> int:
    """Where to cut: at the last row or sentence before `limit`, else at a blank, else anywhere."""
    line = text.rfind("\n", 0, limit)
    if kind is not PassageKind.PARAGRAPH and line > 0:
        return line
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, limit)]
    if ends or line > 0:
        return max([*ends, line])
    blank = text.rfind(" ", limit // 2, limit)
    return blank if blank > 0 else limit
