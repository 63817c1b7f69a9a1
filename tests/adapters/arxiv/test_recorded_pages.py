"""The recorded pages: their sections, and none of their furniture. Their text stays out of this file."""

import hashlib
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from adapters.archives.arxiv.html import read_html
from adapters.archives.arxiv.passages import NoText, plain
from bot.domain.paper import FullText, Origin, PaperId, Passage, sections
from tests.adapters.arxiv.pages import recorded

PAGES = {
    "2510.14362": (8, "9e1a25def477"),
    "2510.14472": (7, "044b550e2bd0"),
    "2510.14797": (6, "1d1ee329d6f7"),
    "2510.14943": (25, "d8fa87bc112f"),
    "2510.14949": (30, "172c71bd6080"),
    "2510.14958": (20, "e5937320bdfa"),
    "2510.14967": (23, "cee058bcd50d"),
    "2510.14969": (27, "99d8f97faf32"),
    "2510.14972": (26, "d17c4c95bfd1"),
    "2510.14975": (29, "88a55540ab97"),
    "2510.14978": (22, "9cd51b0b8475"),
    "2510.14979": (16, "757204dd3264"),
    "ar5iv-2305.18290v2": (30, "1ce373c4fa67"),
}
"""How many sections have text of their own, and a hash of their headings."""


def passages_of(name: str) -> tuple[Passage, ...]:
    return read_html(recorded(f"arxiv_html/{name}.html"))


def fingerprint(texts: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


@pytest.mark.parametrize("name", PAGES)
def test_sections_and_their_headings(name: str) -> None:
    found = sections(passages_of(name))
    assert (len(found), fingerprint(found)) == PAGES[name]


@pytest.mark.parametrize("name", PAGES)
def test_every_section_is_a_heading_of_the_page_in_its_order(name: str) -> None:
    tree = LexborHTMLParser(recorded(f"arxiv_html/{name}.html"))
    headings = iter(words(node.text()) for node in tree.css("article h2, article h3, article h4, article h6"))
    for section in sections(passages_of(name)):
        if section not in {"Abstract", "Main text"}:
            assert any(words(section) <= heading for heading in headings), section


@pytest.mark.parametrize("name", PAGES)
def test_no_navigation_authors_or_bibliography(name: str) -> None:
    page = recorded(f"arxiv_html/{name}.html")
    furniture = "nav, footer, .ltx_authors, .ltx_bibliography, .ltx_page_footer, .ltx_dates, .ltx_ERROR"
    tree = LexborHTMLParser(page)
    theirs = {word for node in tree.css(furniture) for word in words(node.text())}
    for node in tree.css(furniture):
        node.decompose()
    only_there = theirs - words(tree.body.text() if tree.body else "")
    assert len(only_there) > 20
    text = " ".join(f"{passage.section} {passage.text}" for passage in passages_of(name))
    assert not only_there & words(text)


@pytest.mark.parametrize("name", PAGES)
def test_passages_are_of_a_size_to_cite_and_keep_the_whole_body(name: str) -> None:
    found = passages_of(name)
    assert [passage.number for passage in found] == list(range(len(found)))
    assert all(0 < len(passage.text) <= 1_500 for passage in found)
    tree = LexborHTMLParser(recorded(f"arxiv_html/{name}.html"))
    for node in tree.css(
        ".ltx_note, .ltx_bibliography, .ltx_ERROR, math, .ltx_authors, .ltx_align_center, .ltx_phantom"
    ):
        node.decompose()
    body = [word for node in tree.css("article p.ltx_p") for word in sorted(words(node.text()))]
    text = words(" ".join(passage.text for passage in found))
    assert sum(word in text for word in body) > 0.995 * len(body)


@pytest.mark.parametrize("name", ["ar5iv-2403.06634", "ar5iv-2403.15796v2"])
def test_empty_shells_are_no_text(name: str) -> None:
    with pytest.raises(NoText):
        passages_of(name)


@pytest.mark.parametrize("name", ["bad_id", "no_html", "not_found", "unavailable", "withdrawn"])
def test_arxivs_own_pages_are_no_text(name: str) -> None:
    with pytest.raises(NoText):
        read_html(recorded(f"arxiv_pages/arxiv-browse__{name}.html"))


def test_a_text_survives_being_stored() -> None:
    found = passages_of("2510.14943")
    text = FullText(PaperId("2510.14943"), Origin.HTML, found)
    assert FullText.from_json(text.paper, text.origin, text.to_json()) == text


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{5,}", plain(text)))
