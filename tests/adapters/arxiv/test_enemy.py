"""What a hostile or broken page or file does to us: nothing, and soon."""

import asyncio
import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.archives.arxiv.html import read_html
from adapters.archives.arxiv.markup import DEEPEST, LARGEST_PAGE, STRETCH
from adapters.archives.arxiv.passages import MOST_CHARACTERS, MOST_PASSAGES, NoText
from adapters.archives.arxiv.process import read_aside
from adapters.archives.arxiv.walk import LARGEST_TABLE
from bot.domain.paper import Origin, PassageKind
from tests.adapters.arxiv.pages import FILLER, page, paragraph, section
from tests.adapters.arxiv.pdfs import pdf

DEEP = 100_000


@pytest.mark.parametrize(
    "nest",
    [
        pytest.param("<div>" * DEEP + "x" + "</div>" * DEEP, id="div"),
        pytest.param("<div>" * DEEP, id="never closed"),
        pytest.param("<div>x</p></span></b>" * DEEP, id="closed by others"),
        pytest.param("<nobody-knows>" * DEEP, id="unknown elements"),
        pytest.param("<path/>" * DEEP, id="closed only to the eye"),
        pytest.param("<DIV\nclass=x>" * DEEP, id="capitals"),
        pytest.param(
            ("</div>" * 2_000 + "<div>" * 2_000) * 5 + "<div>" * DEEP, id="closed before they are opened"
        ),
        pytest.param("".join(f"</n{n}><n{n}>" for n in range(DEEP)), id="every name once"),
        pytest.param(
            "".join(f"<b id={n}>" for n in range(1_000)) + "<p>x</p>" * DEEP, id="styles in every block"
        ),
        pytest.param("<table><tr><td>" * DEEP, id="tables"),
    ],
)
def test_markup_without_end_is_refused_before_it_is_parsed(nest: str) -> None:
    with pytest.raises(NoText, match="deep"):
        read_html(page(section("1 One", paragraph(nest))))


def test_depth_that_is_allowed_is_walked_without_recursion() -> None:
    levels = min(DEEPEST, STRETCH) - 200
    assert levels > 3 * sys.getrecursionlimit()
    nest = "<div>" * levels + "Deep down." + "</div>" * levels
    found = read_html(page(section("1 One", nest)))
    assert found[0].text == "Deep down."


def test_a_table_of_a_hundred_thousand_cells_leaves_room_for_the_rest() -> None:
    row = '<tr class="ltx_tr">' + '<td class="ltx_td">123.45</td>' * 100 + "</tr>"
    body = section("1 One", f'<table class="ltx_tabular">{row * 1_000}</table>') + section(
        "2 Two", paragraph("End.")
    )
    found = read_html(page(body))
    table = [passage.text for passage in found if passage.kind is PassageKind.TABLE]
    assert 0.9 * LARGEST_TABLE < sum(map(len, table)) <= LARGEST_TABLE
    assert ("2 Two", "End.") in {(passage.section, passage.text) for passage in found}


def test_thousands_of_tiny_paragraphs_and_one_endless_word_are_bounded() -> None:
    formulas = (
        '<table class="ltx_equation ltx_eqn_table"><tr><td>x</td></tr></table><p class="ltx_p">y</p>' * 20_000
    )
    assert len(read_html(page(formulas))) == MOST_PASSAGES
    endless = read_html(page(paragraph("x" * 5_000_000)))
    assert sum(len(passage.text) for passage in endless) <= MOST_CHARACTERS


STYLES = (
    "(" * 3_999, "a:" + "('\"" * 1_300, "\\" * 3_000, ";" * 3_999, "/*" * 1_900, "transform:" + "a(" * 1_900,
    "1" * 3_900, "font:" + "9" * 3_000, "color:rgb(" + "1," * 1_900 + ")", "x" * 1_000_000,
)  # fmt: skip


@pytest.mark.parametrize("style", STYLES, ids=[style[:9] for style in STYLES])
def test_style_attributes_made_to_hurt(style: str) -> None:
    escaped = style.replace('"', "&quot;")
    found = read_html(page(section("1 One", paragraph("Kept.") + f'<p style="{escaped}">{FILLER}</p>' * 20)))
    assert found[0].text.startswith("Kept.")


@pytest.mark.parametrize(
    "sheet",
    [
        "{" * 50_000,
        "}" * 50_000,
        "@media{" * 10_000,
        ".a{" * 20_000,
        "a" * 99_000,
        ",," * 40_000,
        "[" * 90_000,
    ],
)
def test_style_sheets_made_to_hurt(sheet: str) -> None:
    try:
        found = read_html(page(section("1 One", paragraph("Kept.")), f"<style>{sheet}</style>"))
    except NoText:
        return
    assert found[0].text == "Kept."


@pytest.mark.parametrize("cut", range(200, 2_000, 150))
def test_a_page_cut_anywhere_is_no_text_or_read(cut: int) -> None:
    whole = page(section("1 One", paragraph("Größe " * 400)))
    with pytest.raises(NoText):
        read_html(whole[:cut])


@pytest.mark.parametrize(
    "junk", [bytes(range(256)) * 400, b"\x00" * 100_000, b"<" * 100_000, b"\xff\xfe" * 50_000]
)
def test_bytes_that_are_no_page(junk: bytes) -> None:
    with pytest.raises(NoText):
        read_html(junk)
    found = read_html(
        page(section("1 One", paragraph("Kept."))).replace(b"Kept.", b"Kept. " + junk + b" <p>")
    )
    assert found[0].text.startswith("Kept.")


BOMB = pdf([zlib.compress(b"q " * 20_000_000, 1)], stream=b"/Filter/FlateDecode")
"""Every `q` keeps a copy of the graphics state: 40 MB of them, packed into 0.2 MB, would take gigabytes."""


async def test_a_file_that_wants_gigabytes_costs_only_its_own_process() -> None:
    assert len(BOMB) < 500_000
    with pytest.raises(NoText, match="bounds"):
        await read_aside(Origin.PDF, BOMB)


def filled(unit: str, start: str = "") -> bytes:
    """A page of nothing but `unit`, as large as one may be."""
    empty = len(page(section("1 One", start)))
    return page(section("1 One", start + unit * ((LARGEST_PAGE - empty) // len(unit))))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(filled("<br>"), id="elements"),
        pytest.param(filled("<p>abc</p>"), id="paragraphs"),
        pytest.param(filled("<a b c d e f g h=1></a>"), id="attributes"),
        pytest.param(filled(f"<tr>{'<td>1</td>' * 50}</tr>", "<table>"), id="one table"),
        pytest.param(
            filled("<p>x", "".join(f"<i id={number}>" for number in range(400))), id="repeated by the parser"
        ),
    ],
)
async def test_a_page_that_wants_gigabytes_costs_only_its_own_process(body: bytes) -> None:
    assert len(body) <= LARGEST_PAGE
    with pytest.raises(NoText, match=r"bounds of memory|nests too deeply"):
        await read_aside(Origin.HTML, body)


async def test_a_page_larger_than_any_measured_is_read() -> None:
    """As dense as arXiv's densest: 50 elements and 20 attributes a kB."""
    row = '<span class="ltx_text" id="S1.p1">word</span> <a href="#b1">1</a> by hand and at length, ' * 14
    sections = [section(f"{number} On", paragraph(f"{number}: {row}")) for number in range(1, 2_200)]
    body = page("".join(sections))
    assert len(body) > 2_700_000
    found = await read_aside(Origin.HTML, body)
    assert found[0].text.startswith("1: word 1 by hand")
    assert sum(len(passage.text) for passage in found) > 900_000


def test_the_bot_s_own_process_does_not_hold_a_parser() -> None:
    looks = "import sys, adapters.archives.arxiv.archive; print({'selectolax', 'pypdfium2'} & {*sys.modules})"
    ended = subprocess.run([sys.executable, "-c", looks], capture_output=True, text=True, check=True)
    assert ended.stdout == "set()\n"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for the process in /proc")
async def test_a_process_that_nobody_waits_for_is_ended_and_knows_no_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "a secret")
    before = children()
    reading = asyncio.create_task(read_aside(Origin.PDF, BOMB))
    await until(lambda: children() > before)
    (child,) = children() - before
    await until(lambda: b"reader" in of(child, "cmdline"))
    assert b"secret" not in of(child, "environ")
    os.kill(child, signal.SIGSTOP)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await until(lambda: children() == before)


def children() -> set[int]:
    lists = Path("/proc/self/task").glob("*/children")
    return {int(pid) for path in lists for pid in path.read_text().split()}


def of(process: int, what: str) -> bytes:
    return Path(f"/proc/{process}/{what}").read_bytes()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 (the system gives no event for it)
            await asyncio.sleep(0.005)
