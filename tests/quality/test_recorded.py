"""Real papers hold no orders to a model, whatever they are about."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from bot.domain.checking import TextIndex, index_text, instructs
from bot.domain.checking.korean import sentences
from bot.domain.checking.rules import findings
from bot.domain.paper import FullText, Origin, Paper, PaperId, Passage, abstract_text
from bot.domain.summary import LimitationsFrom, Summary
from tests.quality.cases import cases

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PAGES = SHARED / "arxiv_html"
SEED = SHARED / "daily-papers-2025-12-08.md"
STYLE = """
name-spelling transliteration polite-style command sentence-ending first-person exclamation emoji
foreign-script
broken-characters little-hangul repetition parts-alike sentence-count refusal placeholder echo label markup
address mention missing-part no-information too-long
"""


@pytest.mark.skipif(not SEED.is_file(), reason="the seed is not here")
def test_the_seed_trips_no_rule_of_style_but_for_its_known_faults() -> None:
    """Its facts are not judged here: only the abstract of one paper is at hand."""
    told = {
        title: {f.name for f in findings(summary, index)} & {*STYLE.split()}
        for title, summary, index in _seed()
    }
    assert len(told) == 6
    assert {title.partition(":")[0]: names for title, names in told.items() if names} == {
        "TwinFlow": {"name-spelling"},
        "SpaceControl": {"name-spelling", "transliteration"},
    }


def _seed() -> Iterator[tuple[str, Summary, TextIndex]]:
    for entry in re.split(r"(?m)^# \d+\. ", SEED.read_text())[1:]:
        title = entry[1 : entry.index("](")]
        parts = [_lines(section) for section in re.split(r"(?m)^## .*$", entry)[1:]]
        (goal, motivation, contribution), method, (results,), (limitations,), (conclusion,) = parts
        steps = tuple(sentence for line in method for sentence in sentences(line))
        summary = Summary(
            "한 줄은 없다고 본다.", goal, motivation, contribution, steps, results, limitations,
            LimitationsFrom.INFERRED, conclusion,
        )  # fmt: skip
        paper = Paper(PaperId("2512.00001"), title, title)
        yield title, summary, index_text(paper, abstract_text(paper))


def _lines(section: str) -> list[str]:
    lines = (re.sub(r"^- (?:\w+: )?", "", line).strip() for line in section.strip().splitlines())
    return list(filter(None, lines))


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
