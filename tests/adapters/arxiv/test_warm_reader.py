"""One process reads page after page: what it answers is what a new one would, and nothing of it is left."""

import asyncio
import io
import os
import signal
from pathlib import Path

import pytest

from adapters.archives.arxiv import reader
from adapters.archives.arxiv.html import read_html
from adapters.archives.arxiv.markup import LARGEST_PAGE
from adapters.archives.arxiv.passages import NoText
from adapters.archives.arxiv.process import WarmReader
from bot.domain.paper import Origin
from tests.adapters.arxiv.pages import page, paragraph, section
from tests.adapters.arxiv.test_enemy import children, filled, of
from tests.adapters.arxiv.test_enemy import until as until_true

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")

ONE = page(section("1 One", paragraph("The first page says this. " * 90)))
TWO = page(section("2 Two", paragraph("The second page says that. " * 90)))


async def test_page_after_page_is_read_by_one_process_and_none_is_left() -> None:
    before = children()
    async with WarmReader() as read:
        assert await read(Origin.HTML, ONE) == read_html(ONE)
        (child,) = children() - before
        assert await read(Origin.HTML, TWO) == read_html(TWO)
        assert children() - before == {child}
    assert children() == before


async def test_a_page_without_a_text_costs_no_process() -> None:
    before = children()
    async with WarmReader() as read:
        for _ in range(2):
            for body in (b"", b"<html>no paper</html>"):
                with pytest.raises(NoText) as refused:
                    await read(Origin.HTML, body)
                with pytest.raises(NoText) as there:
                    read_html(body)
                assert str(refused.value) == str(there.value)
        assert len(children() - before) == 1


async def test_a_page_that_is_too_much_costs_a_process_and_not_the_next_page() -> None:
    before = children()
    async with WarmReader() as read:
        await read(Origin.HTML, ONE)
        (first,) = children() - before
        with pytest.raises(NoText, match="bounds"):
            await read(Origin.HTML, filled("<br>"))
        assert await read(Origin.HTML, TWO) == read_html(TWO)
        (second,) = children() - before
        assert second != first


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_a_process_that_died_meanwhile_is_replaced(how: signal.Signals) -> None:
    before = children()
    async with WarmReader() as read:
        await read(Origin.HTML, ONE)
        (first,) = children() - before
        os.kill(first, how)
        await until_true(lambda: of(first, "cmdline") == b"")
        assert await read(Origin.HTML, TWO) == read_html(TWO)
        assert len(children() - before) == 1


async def test_one_that_has_held_much_is_not_used_again() -> None:
    dense = page(section("1 On", "".join(paragraph(f"{number} words.") for number in range(70_000))))
    assert len(dense) < LARGEST_PAGE
    before = children()
    async with WarmReader() as read:
        await read(Origin.HTML, dense)
        (first,) = children() - before
        await until_true(lambda: of(first, "cmdline") == b"")
        assert await read(Origin.HTML, ONE) == read_html(ONE)
        assert first not in children()


async def test_whoever_gives_up_ends_the_process_and_the_next_one_reads() -> None:
    before = children()
    async with WarmReader() as read:
        await read(Origin.HTML, ONE)
        (first,) = children() - before
        os.kill(first, signal.SIGSTOP)
        reading = asyncio.create_task(read(Origin.HTML, TWO))
        await asyncio.sleep(0.05)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert await read(Origin.HTML, TWO) == read_html(TWO)
        assert first not in children()
    assert children() == before


async def test_many_who_want_to_read_at_once_take_turns() -> None:
    before = children()
    async with WarmReader() as read:
        found = await asyncio.gather(*(read(Origin.HTML, body) for body in (ONE, TWO) * 5))
        assert found == [read_html(ONE), read_html(TWO)] * 5
        assert len(children() - before) == 1


async def test_a_process_with_nothing_to_read_ends() -> None:
    before = children()
    async with WarmReader(rest=0.05) as read:
        await read(Origin.HTML, ONE)
        await until_true(lambda: children() == before)
        assert await read(Origin.HTML, TWO) == read_html(TWO)
    assert children() == before


@pytest.mark.parametrize(
    "written", [b"", b"\0\0\0", (9).to_bytes(8) + b"too few", (2**63).to_bytes(8) + b"and more"]
)
def test_what_is_no_whole_answer_is_none(written: bytes) -> None:
    assert reader.read(io.BytesIO(written)) is None


def test_what_one_side_writes_the_other_reads() -> None:
    pipe = io.BytesIO()
    for body in (b"one", b"", b"two" * 100_000):
        reader.write(pipe, body)
    pipe.seek(0)
    assert [reader.read(pipe) for _ in range(4)] == [b"one", b"", b"two" * 100_000, None]
