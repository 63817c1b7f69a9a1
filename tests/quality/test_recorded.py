"""Real papers hold no orders to a model, whatever they are about."""

import re
from html import unescape
from pathlib import Path

import pytest

from bot.domain.checking import instructs
from bot.domain.paper import FullText, Origin, PaperId, Passage
from tests.quality.cases import cases

PAGES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "arxiv_html"


def test_abstracts_and_texts_of_the_benchmark_are_clean() -> None:
    assert [case.paper.id for case in cases() if instructs(case.text)] == []


@pytest.mark.skipif(not PAGES.is_dir(), reason="recorded arXiv pages are not here")
def test_recorded_pages_are_clean() -> None:
    marked = {page.name: instructs(_page(page.read_text())) for page in sorted(PAGES.glob("*.html"))}
    assert len(marked) >= 12
    assert {name: pieces for name, pieces in marked.items() if pieces} == {}


def _page(source: str) -> FullText:
    """A page's words without its tags: rough, but everything that could be taken for an order is there."""
    source = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", source)
    blocks = re.split(r"</?(?:p|div|section|h\d|li|td|tr|figure|figcaption|br)\b[^>]*>", source)
    words = filter(None, (" ".join(unescape(re.sub(r"<[^>]+>", " ", block)).split()) for block in blocks))
    passages = (Passage(number, "", text) for number, text in enumerate(words))
    return FullText(PaperId("2512.00001"), Origin.HTML, tuple(passages))
