"""Pages as arXiv serves them, made here; and where the recorded ones are."""

from pathlib import Path

import pytest

from adapters.archives.arxiv.html import read_html
from bot.domain.paper import Passage

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data"
FILLER = "The quick brown fox jumps over the lazy dog and comes back to where it began. " * 25


def recorded(name: str) -> bytes:
    """A recorded file, or the test is skipped."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"recorded input {name} is not here")
    return path.read_bytes()


def page(body: str, head: str = "", *, filler: bool = True) -> bytes:
    """A LaTeXML page whose article holds `body`, and a section that makes it long enough to be a paper."""
    rest = section("9 Rest", paragraph(FILLER)) if filler else ""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>'
        f'<nav class="ltx_page_navbar">Navigation</nav><div class="ltx_page_main">'
        f'<article class="ltx_document">{body}{rest}</article></div></body></html>'
    ).encode()


def section(heading: str, body: str, kind: str = "section") -> str:
    number, _, title = heading.partition(" ")
    return (
        f'<section class="ltx_{kind}"><h2 class="ltx_title ltx_title_{kind}">'
        f'<span class="ltx_tag ltx_tag_{kind}">{number} </span>{title}</h2>{body}</section>'
    )


def el(spec: str, *content: str) -> str:
    """An element: `el("td.ltx_td.ltx_th", "1")` is `<td class="ltx_td ltx_th">1</td>`."""
    tag, *classes = spec.split(".")
    return f'<{tag} class="{" ".join(classes)}">{"".join(content)}</{tag}>'


def paragraph(text: str) -> str:
    return f'<div class="ltx_para"><p class="ltx_p">{text}</p></div>'


def read(body: str, head: str = "") -> list[Passage]:
    """The passages of `body`, without those of the filler."""
    return [passage for passage in read_html(page(body, head)) if passage.section != "9 Rest"]


def text_of(body: str, head: str = "") -> str:
    return "\n".join(passage.text for passage in read(body, head))
