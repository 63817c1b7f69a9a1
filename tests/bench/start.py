"""Starting `python -m bot run`: how long until it is ready, and what it then holds in memory."""

import asyncio
import os
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.edition import Subscription
from bot.domain.message import Channel
from storage import open_store
from tests.bench.rows import ROOT, Row, seconds, spread

NOWHERE = "http://127.0.0.1:9"
PATIENCE = 60.0
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Start:
    ready: float
    """Seconds."""
    memory: int | None
    """Bytes; None where the system does not tell."""


def rows(runs: int = 5, idle: float = 2.0) -> list[Row]:
    starts = asyncio.run(measure(runs, idle))
    times = [start.ready for start in starts]
    sizes = [start.memory / MEGABYTE for start in starts if start.memory is not None]
    return [
        Row("`python -m bot run` until it is ready", seconds(times), "at most 1.5 s", spread(times)),
        Row(
            "its memory when idle",
            f"{sorted(sizes)[len(sizes) // 2]:.0f} MB" if sizes else "not measured",
            "at most 120 MB",
            f"VmRSS after {idle:g} s; {spread(sizes, 0)} MB" if sizes else "this system has no /proc",
        ),
    ]


async def measure(runs: int, idle: float) -> list[Start]:
    """One after the other, the console alone, one subscription with nothing to do for hours."""
    with TemporaryDirectory() as folder:
        async with open_store(Path(folder) / "nonmun.db") as store:
            await store.subscriptions.save(_subscription(datetime.now(UTC)))
        return [await _start(Path(folder), idle) for _ in range(runs)]


def _subscription(now: datetime) -> Subscription:
    at = now + timedelta(hours=12)
    return Subscription(Channel("console", "main"), at=f"{at:%H:%M}", timezone="UTC", since=now)


async def _start(folder: Path, idle: float) -> Start:
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "CHATS": "console",
            "HUGGINGFACE_URL": NOWHERE,
            "ARXIV_URL": NOWHERE,
            "ARXIV_API_URL": NOWHERE,
        },
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            await _ready(process)
        ready = time.monotonic() - began
        await asyncio.sleep(idle)
        return Start(ready, resident(process.pid))
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def _ready(process: Process) -> None:
    assert process.stderr is not None
    said = b""
    while b"ready" not in said:
        line = await process.stderr.readline()
        if not line:
            raise RuntimeError(f"the bot ended instead of starting: {said.decode(errors='replace')[-500:]}")
        said = line


def resident(process: int) -> int | None:
    """Bytes that it holds in memory."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return None
    fields = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
    return int(fields["VmRSS"].split()[0]) * 1024
