"""The bot through hours and days in virtual time: ticks, sends, restarts, and when each message went out."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.edition import Subscription
from bot.domain.message import Message, MessageRef, Place
from bot.domain.paper import PaperId
from storage import Store
from tests.fakes.clock import SteppedClock
from tests.fakes.papers import MONDAY
from tests.fakes.ports import FakeChat
from tests.usecases.conftest import CHANNEL, World, papers_world

DUE = datetime(2025, 12, 8, 23, 15, tzinfo=UTC)
"""08:15 on Tuesday, 9 December, in Seoul: when the list of Monday is due."""
EVENING = DUE - timedelta(hours=3)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
TUESDAY = MONDAY + DAY
WEDNESDAY = MONDAY + 2 * DAY


@dataclass
class TimedChat(FakeChat):
    """Also knows when each message was posted."""

    clock: SteppedClock = field(default_factory=SteppedClock)
    at: dict[str, datetime] = field(default_factory=dict)

    async def post(self, place: Place, message: Message, key: str) -> MessageRef:
        ref = await super().post(place, message, key)
        self.at.setdefault(key, self.clock.now())
        return ref

    def message(self, key: str) -> Message:
        return next(message for _, posted, message in self.standing if posted == key)


class Mornings:
    """One bot on one store file. `restart` makes everything anew but the store."""

    def __init__(self, world: World, clock: SteppedClock, chat: TimedChat) -> None:
        self.world = world
        self.clock = clock
        self.chat = chat
        self.keep = world.keep_time()

    async def subscribe(self, *subscriptions: Subscription) -> None:
        for subscription in subscriptions or (Subscription(CHANNEL, since=EVENING),):
            await self.world.store.subscriptions.save(subscription)

    async def tick(self) -> None:
        """One look at the clock, and all that follows from it."""
        await self.keep.tick()
        await self.keep.idle()
        await self.send()

    async def send(self) -> None:
        await self.world.deliverer().work(0)

    async def until(self, moment: datetime, step: timedelta = 5 * MINUTE) -> None:
        """Lives until `moment`, and looks at the clock on the way and at its end."""
        while self.clock.moment < moment:
            self.clock.move_to(min(self.clock.moment + step, moment))
            await self.tick()

    async def restart(self) -> None:
        await self.keep.close()
        await self.world.store.outbox.abandoned(self.clock.now())
        self.keep = self.world.keep_time()

    async def soon(self, condition: Callable[[], bool]) -> None:
        """Lets what was begun go on until `condition` holds, without moving time."""
        for _ in range(2_000):
            if condition():
                return
            await asyncio.sleep(0.001)
        raise AssertionError("it never came to that")

    async def all_read(self, papers: Sequence[PaperId]) -> None:
        """Lets what was begun go on until these papers have their readings."""
        for paper in papers:
            for _ in range(2_000):
                if await self.world.store.library.best_reading(paper):
                    break
                await asyncio.sleep(0.001)

    @property
    def headers(self) -> list[str]:
        return [key for key in self.chat.keys if key.startswith("edition/") and "listed" not in key]


def mornings(store: Store, start: datetime = EVENING, papers: int = 8) -> Mornings:
    """A subscription's evening: Monday's list stands, nothing was read yet."""
    clock = SteppedClock(start)
    chat = TimedChat(clock=clock)
    world = papers_world(store, range(1, papers + 1))
    world.clock, world.chat = clock, chat
    return Mornings(world, clock, chat)
