"""The due moment: how late the first message goes out when all was prepared. Real time, real store, fake chat."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.edition import Subscription
from bot.domain.message import Channel, Message, MessageRef, Place
from storage import Store, open_store
from tests.bench.rows import Row, milliseconds, spread
from tests.fakes.clock import VirtualClock
from tests.fakes.ports import FakeChat
from tests.usecases.conftest import papers_world

DUE = datetime(2025, 12, 8, 23, 15, tzinfo=UTC)
"""08:15 on Tuesday, 9 December, in Seoul."""
BEFORE = timedelta(seconds=0.4)
"""How long before the due moment the sending is begun to be watched."""


class RealClock(VirtualClock):
    """Real time, counted from a moment of our choice."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self._began = time.monotonic()

    def now(self) -> datetime:
        return self.moment + timedelta(seconds=time.monotonic() - self._began)

    def move_to(self, moment: datetime) -> None:
        self.moment, self._began = moment, time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass
class WatchedChat(FakeChat):
    """Knows when each channel got its first message."""

    clock: VirtualClock = field(default_factory=VirtualClock)
    firsts: dict[Channel, datetime] = field(default_factory=dict)
    all_there: asyncio.Event = field(default_factory=asyncio.Event)
    messages: int = 0
    """Expected in all."""

    async def post(self, place: Place, message: Message, key: str) -> MessageRef:
        self.firsts.setdefault(place.channel, self.clock.now())
        ref = await super().post(place, message, key)
        if len(self.standing) == self.messages:
            self.all_there.set()
        return ref


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds after the due moment; negative would be too early."""

    first: float
    last: float
    """Of the channels' first messages."""
    end: float
    """The last message of all."""
    messages: int
    channels: int


def rows(runs: int = 5, channels: int = 10) -> list[Row]:
    found = [asyncio.run(measure(channels)) for _ in range(runs)]
    firsts = [one.first for one in found]
    note = f"of {channels} channels, all prepared; {spread([1000 * one for one in firsts], 1)} ms"
    return [
        Row("due moment to the first message", milliseconds(firsts), "", note),
        Row("due moment to the last channel's first message", milliseconds([one.last for one in found])),
        Row(
            f"due moment to the last of {found[-1].messages} messages",
            milliseconds([one.end for one in found]),
            "",
            "the chat answers at once: what the store alone takes",
        ),
    ]


async def measure(channels: int, papers: int = 6) -> Measured:
    with TemporaryDirectory() as folder:
        async with open_store(Path(folder) / "nonmun.db") as store:
            return await _morning(store, channels, papers)


async def _morning(store: Store, channels: int, papers: int) -> Measured:
    clock = RealClock(DUE - timedelta(hours=1))
    chat = WatchedChat(clock=clock, messages=channels * (2 * papers + 1))
    world = papers_world(store, range(1, papers + 1))
    world.clock, world.chat = clock, chat
    for number in range(channels):
        await store.subscriptions.save(Subscription(Channel("console", f"c{number}"), since=clock.now()))
    keep = world.keep_time()
    for moment in (clock.now(), DUE - timedelta(minutes=2)):
        clock.move_to(moment)
        await keep.tick()
        await keep.idle()
    clock.move_to(DUE - BEFORE)
    work = asyncio.create_task(world.deliverer().work(None))
    await chat.all_there.wait()
    end = clock.now()
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    late = sorted((at - DUE).total_seconds() for at in chat.firsts.values())
    return Measured(late[0], late[-1], (end - DUE).total_seconds(), len(chat.standing), len(chat.firsts))
