"""However many papers are wanted, one page or PDF is in memory; what cannot be used is told."""

import asyncio
import logging

import pytest

from adapters.archives.arxiv.pace import Lane, Pace
from bot.domain.paper import Origin, PaperId
from tests.adapters.arxiv.test_archive import GOOD_PAGE, GOOD_PDF, HTML, PAPER, PDF, World, world
from tests.adapters.arxiv.test_enemy import until
from tests.fakes.arxiv_server import Answer
from tests.fakes.clock import VirtualClock

__all__ = ["world"]


async def test_the_next_text_is_asked_for_once_the_last_one_is_read(world: World) -> None:
    gate = asyncio.Event()
    second = PaperId("2512.00002")
    world.server.pages = {HTML: GOOD_PAGE, f"/html/{second}": Answer(body=GOOD_PAGE.body, after=gate)}
    archive = world.archive(delay=0)
    reading = asyncio.create_task(archive.text(PAPER))
    waiting = asyncio.create_task(archive.text(second))
    await until(lambda: len(world.server.targets) == 2)
    was_read = reading.done()
    gate.set()
    await asyncio.gather(reading, waiting)
    assert was_read


async def test_metadata_does_not_wait_for_a_text_that_is_being_read() -> None:
    pace, texts, feeds = Pace(VirtualClock()), Lane(0), Lane(0)
    async with pace.turn(texts):
        pass
    with pace.occupied(texts):
        async with pace.turn(feeds):
            pass
        later = asyncio.create_task(pace.turn(texts).__aenter__())
        for _ in range(20):
            await asyncio.sleep(0)
        assert not later.done()
    await later


@pytest.mark.parametrize("ends", ["read", "cancelled"])
async def test_whoever_reads_makes_room_at_the_end(world: World, ends: str) -> None:
    world.server.pages = {HTML: GOOD_PAGE}
    archive = world.archive(delay=0)
    reading = asyncio.create_task(archive.text(PAPER))
    await world.server.reached.wait()
    if ends == "cancelled":
        reading.cancel()
    await asyncio.wait([reading])
    assert (await archive.text(PAPER)).origin is Origin.HTML


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<h1>No HTML</h1>", "the page holds no whole article"),
        (b"<div>" * 100_000 + b"</article>", "the page nests too deeply"),
        (b"x" * 9_000_000, "more than 8388608 bytes"),
    ],
)
async def test_why_a_page_is_not_read_is_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture, body: bytes, why: str
) -> None:
    world.server.pages = {HTML: Answer(body=body), PDF: GOOD_PDF}
    with caplog.at_level(logging.INFO, "adapters"):
        assert (await world.archive().text(PAPER)).origin is Origin.PDF
    (line,) = [record.getMessage() for record in caplog.records if record.name.startswith("adapters")]
    assert line.startswith(f"{PAPER}: no text from HTML: ")
    assert why in line
