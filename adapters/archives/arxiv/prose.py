"""From the lines of a PDF to blocks: sections found, references dropped, lines joined to paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from adapters.archives.arxiv.front import without_front_matter
from adapters.archives.arxiv.furniture import without_furniture
from adapters.archives.arxiv.headings import Headings, is_appendix, is_references
from adapters.archives.arxiv.layout import Line
from adapters.archives.arxiv.passages import ABSTRACT, MAIN, Block, plain
from bot.domain.paper import PassageKind

FARTHEST = 30
"""Paragraphs that figures and tables may put between the halves of a sentence."""

_ABSTRACT = re.compile(r"abstract\b\s*[.:—–-]*\s*", re.IGNORECASE)
_CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Tab\.|Algorithm|Listing)\s*[A-Z]?\d+\s*[.:|]")
_BULLET = re.compile(r"(?:[•◦▪–‣∙⋄]|\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}\.)\s")
_ENDS = re.compile(r"[.!?:][\"'”’)\]]*(?:\s*\[[\d, –-]+\])?$")
_HYPHEN = re.compile(r"(?P<word>[A-Za-z]+)-$")
_WORD = re.compile(r"[A-Za-z]+")
_COMPOUND = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a document whose lines come in reading order."""
    if not lines:
        return []
    body = _body_size(lines)
    kept = without_furniture(lines, body)
    page = _Page(kept, body)
    blocks = [
        block
        for section, appendix, part in _sections(kept, body)
        for block in page.blocks(part, section, appendix=appendix)
    ]
    if all(block.section == ABSTRACT for block in blocks):
        blocks = blocks[:1] + [replace(block, section=MAIN) for block in blocks[1:]]
    return without_front_matter(blocks, "")


def _body_size(lines: Sequence[Line]) -> float:
    counts: Counter[float] = Counter()
    for line in lines:
        counts[round(line.size, 1)] += len(line.text)
    return max(counts, key=lambda size: counts[size])


def _sections(lines: Sequence[Line], body: float) -> Iterator[tuple[str, bool, list[Line]]]:
    """Each section's heading, whether it belongs to the appendix, and its lines."""
    headings = Headings(body)
    section, appendix = MAIN, False
    part: list[Line] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        heading, used = headings.take(lines, place) or ("", 1)
        place += used
        if not heading and section == MAIN and _is_abstract(line):
            rest = line.text[_end_of_label(line.text) :]
            headings.begin()
            section, part = ABSTRACT, [replace(line, text=rest)] if rest else []
        elif not heading:
            part.append(line)
        else:
            if not is_references(section) and not (section == MAIN and _is_label(heading)):
                yield section, appendix, part
            section, part = (ABSTRACT if _is_label(heading) else heading), []
            appendix = is_appendix(heading, after_references=headings.after_references)
    if not is_references(section):
        yield section, appendix, part


def _is_abstract(line: Line) -> bool:
    """`Abstract. In this paper ...`: the word in bold, in capitals or with a dash behind."""
    found = _ABSTRACT.match(line.text)
    if found is None or not line.text[0].isupper():
        return False
    label = found[0].strip()
    return bool(line.lead) or label.isupper() or label[-1] in ".:—–-" or label == line.text


def _is_label(heading: str) -> bool:
    return _end_of_label(heading) == len(heading)


def _end_of_label(text: str) -> int:
    found = _ABSTRACT.match(text)
    return found.end() if found else -1


class _Page:
    """Knows a document's columns, line spacing and words, and joins its lines with that."""

    def __init__(self, lines: Sequence[Line], body: float) -> None:
        self._body = body
        lefts: dict[tuple[int, int], list[float]] = {}
        rights: dict[tuple[int, int], list[float]] = {}
        for line in lines:
            lefts.setdefault(_place(line), []).append(line.left)
            rights.setdefault(_place(line), []).append(line.right)
        self._left = {place: sorted(found)[len(found) // 10] for place, found in lefts.items()}
        self._right = {place: sorted(found)[-1 - len(found) // 10] for place, found in rights.items()}
        steps = [one.base - other.base for one, other in pairwise(lines) if _place(one) == _place(other)]
        near = [step for step in steps if 0.8 * body < step < 2.5 * body]
        self._step = median(near) if near else 1.2 * body
        self._words = _words(lines)

    def blocks(self, lines: Sequence[Line], section: str, *, appendix: bool) -> Iterator[Block]:
        for paragraph in self._whole(self._paragraphs(lines)):
            first = paragraph[0].text
            kind = PassageKind.PARAGRAPH
            if _CAPTION.match(first):
                kind = PassageKind.CAPTION
            elif sum(line.cells > 2 for line in paragraph) > max(1, len(paragraph) // 2):
                kind = PassageKind.TABLE
            text = plain(_rows(paragraph) if kind is PassageKind.TABLE else self._joined(paragraph))
            if text:
                yield Block(section, text, kind, appendix, listed=_BULLET.match(first) is not None)

    def _paragraphs(self, lines: Sequence[Line]) -> list[list[Line]]:
        found: list[list[Line]] = []
        for line in lines:
            if found and not self._is_new(found[-1][-1], line):
                found[-1].append(line)
            else:
                found.append([line])
        return found

    def _is_new(self, last: Line, line: Line) -> bool:
        if (
            _CAPTION.match(line.text)
            or _BULLET.match(line.text)
            or abs(last.size - line.size) > 0.06 * self._body
        ):
            return True
        if (line.cells > 2) != (last.cells > 2):
            return True
        ended = _ENDS.search(last.text) is not None
        if _place(last) != _place(line):
            return ended
        gap = last.base - line.base
        if not 0 < gap < 1.4 * self._step:
            return ended or not line.text[0].islower() or not 0 < gap < 3 * self._step
        return ended and (self._is_indented(line, last) or self._is_short(last) or bool(line.lead))

    def _is_indented(self, line: Line, last: Line) -> bool:
        start = self._left[_place(line)] + 0.6 * self._body
        return line.left > start >= last.left

    def _is_short(self, line: Line) -> bool:
        left, right = self._left[_place(line)], self._right[_place(line)]
        return line.right < right - 0.15 * (right - left)

    def _whole(self, paragraphs: list[list[Line]]) -> list[list[Line]]:
        """Paragraphs that a column's end and a figure have cut in two are put together again."""
        whole: list[list[Line]] = []
        taken: set[int] = set()
        for place, paragraph in enumerate(paragraphs):
            if place in taken:
                continue
            joined = list(paragraph)
            rest = self._rest(joined, paragraphs, place)
            while rest is not None and rest not in taken:
                joined += paragraphs[rest]
                taken.add(rest)
                rest = self._rest(joined, paragraphs, rest)
            whole.append(joined)
        return whole

    def _rest(
        self, paragraph: Sequence[Line], paragraphs: Sequence[Sequence[Line]], place: int
    ) -> int | None:
        """Where the sentence goes on that this paragraph leaves open at the end of its column."""
        last = paragraph[-1]
        if _ENDS.search(last.text) or _CAPTION.match(paragraph[0].text) or last.cells > 2:
            return None
        for other in range(place + 1, min(place + FARTHEST, len(paragraphs))):
            first = paragraphs[other][0]
            if _place(first) == _place(last) and not _CAPTION.match(first.text):
                return None
            if abs(first.size - last.size) < 0.06 * self._body and first.text[0].islower():
                return other
        return None

    def _joined(self, lines: Sequence[Line]) -> str:
        text = ""
        for line in lines:
            text = self._with_next(text, line.text) if text else line.text
        return text

    def _with_next(self, text: str, more: str) -> str:
        """A word divided at the line's end is made whole; a compound keeps its hyphen."""
        found, rest = _HYPHEN.search(text[-60:]), _WORD.match(more)
        if found is None or rest is None:
            return f"{text} {more}"
        keeps = rest[0][0].isupper() or self._is_compound(found["word"], rest[0])
        return text + more if keeps else text[:-1] + more

    def _is_compound(self, first: str, second: str) -> bool:
        """Judged by the rest of the paper: how it writes the word, or whether both halves are words in it."""
        whole, compound = self._words[first + second], self._words[f"{first}-{second}"]
        if whole or compound:
            return compound > whole
        return bool(self._words[first] and self._words[second])


def _words(lines: Sequence[Line]) -> Counter[str]:
    """Every word of the document and every compound, without those that a line's end divides."""
    found: Counter[str] = Counter()
    divided = False
    for line in lines:
        words = _COMPOUND.findall(line.text)
        found.update(words[1 if divided else 0 : -1 if line.text.endswith("-") else None])
        divided = line.text.endswith("-")
    return found


def _rows(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _place(line: Line) -> tuple[int, int]:
    return line.page, line.column
