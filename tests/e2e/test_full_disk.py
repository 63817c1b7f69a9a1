"""A disk that is full, and has room again: a line each time, nothing lost, nothing said twice."""

import resource
import signal
from pathlib import Path

from tests.e2e.processes import Finished
from tests.e2e.services import World, world
from tests.e2e.test_publish import ABSTRACT
from tests.e2e.test_run import KEYS, due, until, until_said
from tests.fakes.huggingface_server import row

DAY = "2025-12-05"
PAPERS = 30
ROOM = 300_000
"""Bytes: enough to begin the day, not to end it."""
FULL = 12_000
"""Bytes: enough for some lines of the transcript, none for the database."""


def lines(ended: Finished) -> list[str]:
    assert "Traceback" not in ended.err
    assert "bug" not in ended.err
    return ended.err.splitlines()


async def on_a_small_disk(outside: World) -> Finished:
    return await outside.bot("publish", "--day", DAY, program="tests.e2e.small_disk", DISK=str(ROOM))


async def test_a_disk_that_fills_up_while_a_day_is_published(tmp_path: Path) -> None:
    rows = [row(f"2512.{number:05}", summary=ABSTRACT * 4) for number in range(1, PAPERS + 1)]
    async with world(tmp_path, {DAY: rows}) as outside:
        assert (await outside.bot("subscribe", "console:main", "--limit", str(PAPERS))).code == 0
        full = await on_a_small_disk(outside)
        assert full.code == 2
        *held, last = lines(full)
        assert held
        assert all(" is held: database: " in line for line in held)
        assert last.startswith("nonmun: database: ")
        again = await on_a_small_disk(outside)
        assert again.code == 2
        assert lines(again)[-1] == last
        whole = await outside.bot("publish", "--day", DAY)
        assert (whole.code, whole.err) == (0, "")
        cards = [key for key in outside.keys if key.startswith("paper/")]
        assert len(outside.keys) == len(set(outside.keys)) == 1 + 2 * PAPERS
        assert len(cards) == PAPERS


async def test_a_disk_that_is_full_for_a_while_does_not_end_the_bot(tmp_path: Path) -> None:
    async with due(tmp_path) as outside:
        bot = await outside.start(
            "run", program="tests.e2e.halting", HALT_AT="3", SEND_TIMEOUT="2", LEASE="3"
        )
        await until((tmp_path / "halted").exists)
        room = resource.prlimit(bot.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (FULL, room[1]))
        (tmp_path / "go").touch()
        await until_said(bot, "what became of a message could not be stored: database: ")
        await until_said(bot, "what is owed cannot be looked at: database: ")
        assert outside.keys == KEYS[:3]
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, room)
        await until(lambda: len(outside.keys) == len(KEYS))
        bot.send_signal(signal.SIGTERM)
        _, err = await bot.communicate()
        assert "Traceback" not in err.decode()
        assert (bot.returncode, outside.keys) == (0, KEYS)
