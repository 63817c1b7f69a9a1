"""Three hundred questions in thirty threads at once: the bot as a process of its own, services in ours."""

import asyncio
import os
import statistics
from asyncio.subprocess import Process
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.domain.delivery import Kind
from bot.domain.message import Channel
from bot.domain.paper import PaperId
from storage import open_store
from tests.bench.asking import Place, Question, on_console, on_slack
from tests.bench.edition import ABSTRACT, DAY, pages
from tests.bench.rows import Row
from tests.bench.start import MEGABYTE, resident
from tests.e2e.services import World, summary, world
from tests.fakes.huggingface_server import row
from tests.fakes.openai_server import Says

PLACES: Mapping[str, Callable[[Path], AbstractAsyncContextManager[Place]]] = {
    "console": on_console,
    "slack": on_slack,
}
SPARE = 1.15
"""How much longer than the floor it may take."""
SLACK_GAP = 1.0
"""Seconds between two messages in a channel of Slack's."""
LONGEST = 10.0
"""Times the floor; then something hangs."""


@dataclass(frozen=True, slots=True)
class Size:
    channels: int = 10
    papers: int = 3
    each: int = 10
    """Questions in a thread."""
    at_once: int = 8
    call: float = 2.0
    """Seconds that the model takes for one call."""

    @property
    def questions(self) -> int:
        return self.channels * self.papers * self.each


@dataclass(frozen=True, slots=True)
class Measured:
    asked: Mapping[str, Question]
    """By event."""
    standing: Sequence[str]
    """The events of the answers on the platform, in the order in which they stand there."""
    began: datetime
    sent: Mapping[str, datetime]
    """When the bot knew that the answer stands."""
    late: int
    """Answers that were preceded by a line that asks for patience."""
    calls: int
    most_at_once: int
    memory: tuple[int, int] | None
    """Bytes after half of the answers and after the last."""
    computed: float
    """Seconds of computing in the bot's process."""
    note: str

    @property
    def wall(self) -> float:
        return (max(self.sent.values()) - self.began).total_seconds()

    def waits(self) -> list[float]:
        """Seconds between two answers in a thread; the first is waited for from the first question on."""
        moments: defaultdict[str, list[datetime]] = defaultdict(lambda: [self.began])
        for event, at in sorted(self.sent.items(), key=lambda pair: pair[1]):
            moments[self.asked[event].card].append(at)
        return [(b - a).total_seconds() for thread in moments.values() for a, b in pairwise(thread)]

    def lag(self) -> int:
        """By how many answers a thread was ever behind another."""
        done = Counter({one.card: 0 for one in self.asked.values()})
        widest = 0
        for event in sorted(self.sent, key=self.sent.__getitem__):
            done[self.asked[event].card] += 1
            widest = max(widest, max(done.values()) - min(done.values()))
        return widest


def rows(size: Size | None = None) -> list[Row]:
    size = size or Size()
    return [one for place in PLACES for one in _rows(place, size, asyncio.run(measure(place, size)))]


def floor(size: Size, found: Measured, place: str) -> float:
    """Seconds that no bot can be faster than: the model's slots, or the platform's pace."""
    pace = size.papers * size.each * SLACK_GAP if place == "slack" else 0.0
    return max(found.calls / size.at_once * size.call, pace)


def _rows(place: str, size: Size, found: Measured) -> list[Row]:
    least, waits = floor(size, found, place), found.waits()
    answered = len(set(found.standing))
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    threads = size.channels * size.papers
    return [
        Row(
            f"{size.questions} questions in {threads} threads on {place}, first question to last answer",
            f"{found.wall:.1f} s",
            f"at most {SPARE * least:.1f} s",
            f"one run; floor {least:.1f} s; {found.computed:.1f} s of computing in the bot; {load}",
        ),
        Row("  model calls", str(found.calls), "", f"at most {found.most_at_once} at once"),
        Row(
            "  questions answered",
            str(answered),
            str(size.questions),
            f"{len(found.standing) - answered} twice, {found.late} after a line that asks for patience"
            + found.note,
        ),
        Row(
            "  between two answers in a thread",
            f"{statistics.median(waits):.1f} s",
            "",
            f"longest {max(waits):.1f} s; never was a thread more than {found.lag()} answers behind another",
        ),
        _memory(found),
    ]


def _memory(found: Measured) -> Row:
    if found.memory is None:
        return Row("  memory grown in the second half", "not measured", "", "this system has no /proc")
    half, end = (size / MEGABYTE for size in found.memory)
    return Row("  memory grown in the second half", f"{end - half:.1f} MB", "", f"VmRSS {half:.0f} MB before")


async def measure(place: str, size: Size) -> Measured:
    papers = [f"2512.{number:05}" for number in range(1, size.papers + 1)]
    channels = [Channel(place, f"C{number}") for number in range(size.channels)]
    listed = [row(paper, summary=ABSTRACT, upvotes=99 - number) for number, paper in enumerate(papers)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with (
            PLACES[place](folder) as people,
            world(folder, {DAY.isoformat(): listed}, pages(papers), _model(size)) as outside,
        ):
            outside.env.update(people.environment(), CHATS=place, MODEL_CONCURRENCY=str(size.at_once))
            people.open(channels)
            await _publish(outside, channels)
            process = await outside.start("run", program=people.program)
            try:
                return await _ask(outside, people, process, _questions(size, channels, papers), size)
            finally:
                process.terminate()
                await process.wait()


async def _publish(outside: World, channels: Sequence[Channel]) -> None:
    named = [word for channel in channels for word in ("--channel", str(channel))]
    done = await outside.bot("publish", "--day", DAY.isoformat(), *named)
    assert done.code == 0, done.err


def _questions(size: Size, channels: Sequence[Channel], papers: Sequence[str]) -> list[Question]:
    """Thread after thread: the first ones could take everything. As many people as threads in a channel."""
    return [
        Question(channel, PaperId(paper), number, f"U{channel.id}{(place + number) % len(papers)}")
        for channel in channels
        for place, paper in enumerate(papers)
        for number in range(size.each)
    ]


async def _ask(
    outside: World, people: Place, process: Process, questions: Sequence[Question], size: Size
) -> Measured:
    await people.ready()
    before, computed = len(outside.model.calls), _computed(process.pid)
    outside.model.most_at_once = 0
    began = datetime.now(UTC)
    asked = await people.ask(questions)
    limit = 60 + LONGEST * len(questions) / size.at_once * size.call
    half = await _answered(people, process, len(questions) // 2, limit)
    end = await _answered(people, process, len(questions), limit)
    sent, late = await _sent(outside.folder, set(asked))
    return Measured(
        asked,
        people.answers(),
        began,
        sent,
        late,
        len(outside.model.calls) - before,
        outside.model.most_at_once,
        (half, end) if half and end else None,
        _computed(process.pid) - computed,
        people.troubles(),
    )


async def _answered(people: Place, process: Process, number: int, limit: float) -> int | None:
    """Until so many answers stand; what the bot holds in memory then."""
    async with asyncio.timeout(limit):
        while len(await asyncio.to_thread(people.answers)) < number:
            assert process.returncode is None, "the bot ended"
            await asyncio.sleep(0.1)
    return resident(process.pid)


async def _sent(folder: Path, events: set[str]) -> tuple[dict[str, datetime], int]:
    """When each answer stood, and how many were there as a promise first."""
    async with open_store(folder / "nonmun.db") as store:
        while True:
            log = await store.outbox.log(None)
            sent = {one.key.partition("/")[2]: one.sent_at for one in log if one.kind is Kind.ANSWER}
            edits = {one.parent: one.sent_at for one in log if one.kind is Kind.EDIT}
            last = {event: edits.get(f"answer/{event}", at) for event, at in sent.items()}
            known = {event: at for event, at in last.items() if at is not None}
            if set(known) == events:
                return known, len(edits)
            await asyncio.sleep(0.1)


def _model(size: Size) -> Callable[[dict[str, Any]], Any]:
    """Summaries at once; what a question needs takes its time. Each answer quotes the paper it was given."""

    async def answer(call: dict[str, Any]) -> Says:
        whole = summary(call)
        if call["messages"][0]["content"].startswith("nonmun/summary"):
            return Says(whole)
        await asyncio.sleep(size.call)
        if call["messages"][0]["content"].startswith("nonmun/keywords"):
            return Says({"keywords": ["performance", "results"]})
        cited = {"section": "", "quote": whole["quotes"][0]["quote"]}
        said = "제안한 방법이 비교한 방법보다 나은 성능을 보였습니다."
        return Says({"answer": said, "found": True, "citations": [cited]})

    return answer


def _computed(process: int) -> float:
    """Seconds of processor time that it has used; 0 where the system does not tell."""
    file = Path(f"/proc/{process}/stat")
    if not file.exists():
        return 0.0
    fields = file.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
