"""Makes a paper's text fit a model's context without losing what a summary stands on."""

import re

from bot.domain.paper import FullText, Passage, PassageKind

CHARACTERS_PER_TOKEN = 4
"""English; measured against servers' own `usage`."""

_WEIGHTY = re.compile(
    r"abstract|introduction|conclusion|concluding|limitation|discussion|future|contribution|result|experiment|evaluation",
    re.IGNORECASE,
)


def condense(text: FullText, characters: int) -> FullText:
    """`text` in at most about `characters`: whole if it fits, else the passages that matter most, in order.

    Cutting at a fixed length loses the conclusion of every second paper and the limitations of every third,
    so what goes first is appendices, then tables and formulas, then prose from the end of its sections.
    """
    if text.characters <= characters:
        return text
    room = characters
    kept: set[int] = set()
    for passage in sorted(text.passages, key=_rank):
        if len(passage.text) <= room:
            room -= len(passage.text)
            kept.add(passage.number)
    chosen = tuple(passage for passage in text.passages if passage.number in kept)
    return FullText(text.paper, text.origin, chosen or _first_words(text, characters))


def _rank(passage: Passage) -> tuple[int, int]:
    """Lower comes first: what was meant, found and missing; other prose; tables; appendices."""
    if passage.appendix:
        return 4, passage.number
    if passage.kind in {PassageKind.TABLE, PassageKind.FORMULA}:
        return 3, passage.number
    return (1 if _WEIGHTY.search(passage.section) else 2), passage.number


def _first_words(text: FullText, characters: int) -> tuple[Passage, ...]:
    first = text.passages[0]
    return (Passage(first.number, first.section, first.text[:characters], first.kind),)


def render(text: FullText) -> str:
    """The text as the model reads it: headings, and passages with their numbers."""
    lines: list[str] = []
    heading = None
    for passage in text.passages:
        if passage.section != heading:
            heading = passage.section
            lines.append(f"\n## {heading}{' (appendix)' if passage.appendix else ''}")
        lines.append(f"[{passage.number}] {passage.text}")
    return "\n".join(lines).strip()
