"""Retrieval: the share of questions whose passage is in the context, on recorded pages.

`questions.tsv`: page, hash of the passage that answers, a Korean question, English keywords as a model would
give them. Passages are named by hash, never by text. Needs `../shared/data/arxiv_html`.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from adapters.archives.arxiv.html import read_html
from bot.domain.context import CHARACTERS_PER_TOKEN
from bot.domain.paper import FullText, Origin, PaperId, Passage
from bot.domain.talk.retrieval import best_passages

PAGES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "arxiv_html"
QUESTIONS = Path(__file__).with_name("questions.tsv")
BUDGETS = (4_000, 8_000, 24_000)
"""Tokens."""


@dataclass(frozen=True, slots=True)
class Question:
    page: str
    passage: str
    """Hash of the passage that answers it."""
    text: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    tokens: int
    keywords: bool
    found: int
    of: int

    @property
    def share(self) -> float:
        return self.found / self.of


def questions() -> list[Question]:
    lines = QUESTIONS.read_text("utf-8").splitlines()
    fields = (line.split("\t") for line in lines)
    return [Question(page, passage, text, tuple(words.split(", "))) for page, passage, text, words in fields]


def rows() -> list[Row]:
    """One row for each budget, with scripted keywords and with none."""
    return [_row(tokens, keywords=keywords) for tokens in BUDGETS for keywords in (True, False)]


def _row(tokens: int, *, keywords: bool) -> Row:
    asked = questions()
    return Row(tokens, keywords, sum(_is_found(one, tokens, keywords=keywords) for one in asked), len(asked))


def _is_found(asked: Question, tokens: int, *, keywords: bool) -> bool:
    words = asked.keywords if keywords else ()
    shown = best_passages(page(asked.page), asked.text, words, tokens * CHARACTERS_PER_TOKEN)
    return any(digest(passage) == asked.passage for passage in shown)


@cache
def page(name: str) -> FullText:
    passages = read_html((PAGES / f"{name}.html").read_bytes())
    return FullText(PaperId(name), Origin.HTML, passages)


def digest(passage: Passage) -> str:
    """A passage that was cut to fit has another one: it does not count as found."""
    return hashlib.sha256(passage.text.encode()).hexdigest()[:16]


def missed(tokens: int, *, keywords: bool) -> Iterator[Question]:
    """For whoever works on the ranking."""
    for asked in questions():
        if not _is_found(asked, tokens, keywords=keywords):
            yield asked


def main() -> None:
    print("tokens  keywords  found")
    for row in rows():
        words = "scripted" if row.keywords else "none"
        print(f"{row.tokens:6}  {words:8}  {row.found}/{row.of} = {row.share:.2f}")


if __name__ == "__main__":
    main()
