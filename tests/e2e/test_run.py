"""`run` as a process: editions at their time, an end in time whatever hangs, nothing lost or doubled."""

import asyncio
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.processes import ROOT
from tests.e2e.services import HTML, World, world
from tests.e2e.test_publish import ABSTRACT
from tests.fakes.arxiv_server import Answer as Page
from tests.fakes.huggingface_server import row
from tests.fakes.openai_server import Answer, Status

PAPERS = 3
DUE = datetime.now(UTC) - timedelta(minutes=1)
LISTING = (DUE - timedelta(days=1)).date().isoformat()
ROWS = [row(f"2512.0000{number}", summary=ABSTRACT, upvotes=9 - number) for number in range(1, PAPERS + 1)]
KEYS = [
    f"edition/console/main/{LISTING}/1",
    *(f"paper/console/main/2512.0000{number}" for number in range(1, PAPERS + 1)),
    *(f"detail/console/main/2512.0000{number}" for number in range(1, PAPERS + 1)),
]


@asynccontextmanager
async def due(
    folder: Path, script: Any = None, pages: Mapping[str, Page] | None = None
) -> AsyncIterator[World]:
    """A channel whose edition has been due for a minute, and the list and papers for it."""
    async with world(folder, {LISTING: ROWS}, pages, script) as outside:
        await subscribe(outside)
        yield outside


async def subscribe(outside: World) -> None:
    when = ("--at", DUE.strftime("%H:%M"), "--timezone", "UTC", "--weekdays", "mon-sun")
    assert (await outside.bot("subscribe", "console:main", *when)).code == 0


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not happened():  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)


async def running(outside: World, **env: str) -> Process:
    """From then on a signal ends it; before, it would just kill it."""
    process = await outside.start("run", new=False, **env)
    await until_said(process, "ready")
    return process


async def ended(process: Process, how: signal.Signals = signal.SIGTERM) -> str:
    """Told to stop, it ends with exit code 0 and in its own way; gives what it said on stderr."""
    process.send_signal(how)
    _, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    assert err.decode().splitlines()[-1].endswith("stopped"), err.decode()
    assert "Traceback" not in err.decode()
    return err.decode()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_what_is_due_is_sent_once_and_a_signal_ends_it(tmp_path: Path, how: signal.Signals) -> None:
    async with due(tmp_path) as outside:
        first = await running(outside)
        await until(lambda: len(outside.keys) == len(KEYS))
        said = await ended(first, how)
        assert outside.keys == KEYS
        for event in (f"edition 1 of {LISTING}", f"sent {KEYS[-1]}", "stopping"):
            assert event in said, said
        await ended(await running(outside), how)
        assert outside.keys == KEYS
        assert len(outside.model.calls) == PAPERS


async def test_what_falls_due_while_it_runs_is_seen(tmp_path: Path) -> None:
    async with world(tmp_path, {LISTING: ROWS}) as outside:
        process = await outside.start("run", program="tests.e2e.looking", new=False)
        await until_said(process, "0 subscribed")
        await subscribe(outside)
        await until(lambda: len(outside.keys) == len(KEYS))
        assert "RuntimeWarning" not in await ended(process)
        assert outside.keys == KEYS


async def test_a_new_subscription_begins_with_its_own_day(tmp_path: Path) -> None:
    """However often it is changed afterwards, what was due the day before is nobody's."""
    noon = datetime.now(UTC).hour - 12
    when = ("--at", "16:00", "--timezone", f"Etc/GMT{noon:+d}", "--weekdays", "mon-sun")
    async with world(tmp_path, {LISTING: ROWS}) as outside:
        process = await outside.start("run", program="tests.e2e.looking", new=False)
        await until_said(process, "0 subscribed")
        for limit in ("3", "4"):
            assert (await outside.bot("subscribe", "console:main", *when, "--limit", limit)).code == 0
        await asyncio.sleep(1)
        await ended(process)
        assert outside.keys == []
        assert outside.lists.requests == []


async def test_a_stuck_model_does_not_hold_up_the_end(tmp_path: Path) -> None:
    gate = asyncio.Event()

    async def stuck(_call: object) -> Answer:
        await gate.wait()
        return Status(500)

    async with due(tmp_path, stuck) as outside:
        process = await running(outside)
        await outside.model.until(PAPERS)
        await ended(process)
        gate.set()
        assert outside.keys == []


async def test_a_stuck_archive_does_not_hold_up_the_end(tmp_path: Path) -> None:
    gate = asyncio.Event()
    pages = {f"/html/2512.0000{number}": Page(200, HTML, b"", gate) for number in range(1, PAPERS + 1)}
    async with due(tmp_path, pages=pages) as outside:
        process = await running(outside)
        await until(lambda: outside.archive.requests)
        await ended(process)
        gate.set()
        again = await outside.bot("publish", "--day", LISTING)
        assert again.code == 0, again.err
        assert outside.keys == KEYS


@pytest.mark.parametrize("at", [1, 3, len(KEYS)])
async def test_a_send_under_way_is_ended_and_the_rest_goes_out_next_time(tmp_path: Path, at: int) -> None:
    async with due(tmp_path) as outside:
        process = await outside.start("run", program="tests.e2e.halting", HALT_AT=str(at))
        await until((tmp_path / "halted").exists)
        process.send_signal(signal.SIGTERM)
        await until_said(process, "stopping")
        (tmp_path / "go").touch()
        assert await process.wait() == 0
        assert outside.keys == KEYS[:at]
        log = (await outside.bot("log", "--json")).json["deliveries"]
        assert [line["state"] for line in log] == ["sent"] * at + ["pending"] * (len(KEYS) - at)
        second = await running(outside)
        await until(lambda: len(outside.keys) == len(KEYS))
        await ended(second)
        assert outside.keys == KEYS


async def until_said(process: Process, words: str) -> None:
    assert process.stderr is not None
    while words not in (await process.stderr.readline()).decode():
        assert not process.stderr.at_eof()


@pytest.mark.parametrize("at", [1, 3])
async def test_killed_it_goes_on_where_it_was(tmp_path: Path, at: int) -> None:
    async with due(tmp_path) as outside:
        process = await outside.start("run", program="tests.e2e.halting", HALT_AT=str(at))
        await until((tmp_path / "halted").exists)
        process.kill()
        assert await process.wait() == -signal.SIGKILL
        second = await running(outside)
        await until(lambda: len(outside.keys) == len(KEYS))
        await ended(second)
        assert outside.keys == KEYS


@pytest.mark.long
async def test_a_thread_that_hangs_does_not_hold_up_the_end(tmp_path: Path) -> None:
    """Nothing can cancel a write that never ends; the next start finds out that it came to nothing."""
    async with due(tmp_path) as outside:
        process = await outside.start("run", program="tests.e2e.halting", HALT_AT="2")
        await until((tmp_path / "halted").exists)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(60):
            assert await process.wait() == 0
        assert outside.keys == KEYS[:1]
        second = await running(outside)
        await until(lambda: len(outside.keys) == len(KEYS))
        await ended(second)
        assert outside.keys == KEYS


async def test_a_channel_on_a_platform_that_is_not_served_is_told_and_left_alone(tmp_path: Path) -> None:
    async with due(tmp_path) as outside:
        slack = {"CHATS": "slack", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
        assert (await outside.bot("subscribe", "slack:C0123ABCD", **slack)).code == 0
        process = await outside.start("run", ADMIN_CHANNEL="slack:C0456EFGH")
        await until_said(process, "slack:C0123ABCD is not served")
        await until_said(process, "ADMIN_CHANNEL is on slack, which is not served")
        await until(lambda: len(outside.keys) == len(KEYS))
        await ended(process)
        editions = (await outside.bot("log", "--json")).json["editions"]
        assert {edition["channel"] for edition in editions} == {"console:main"}


def test_a_run_loads_no_library_of_a_platform_or_model_before_it_is_needed() -> None:
    heavy = ("discord", "slack_sdk", "slack_bolt", "openai", "pypdfium2", "selectolax")
    code = "import sys, bot.__main__, bot.commands.run; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split()
    assert [name for name in heavy if name in loaded] == []
