"""The whole bot as `run` serves it, in this process, on a clock that is as quick as the test likes."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.wiring import Bot, Staff
from tests.e2e.platforms import TUESDAY_MORNING, DiscordWire, SlackWire


class FastClock:
    """So many seconds pass in one; what sleeps wakes in the right order."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._began = time.monotonic()

    def now(self) -> datetime:
        return TUESDAY_MORNING + timedelta(seconds=(time.monotonic() - self._began) * self.speed)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)


@asynccontextmanager
async def serving(bot: Bot, slack: SlackWire, discord: DiscordWire) -> AsyncIterator[Staff]:
    """Both platforms are connected when the block begins."""
    staff = await bot.staff()
    works = [staff.deliver.work(None), staff.desk.work()]
    works += [chat.serve(staff.desk) for chat in bot.chats.values()]
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await slack.server.sockets.connected()
        await until(lambda: discord.server.gateway.sessions and discord.server.world.commands)
        yield staff
        assert not [task for task in tasks if task.done()], "a part of the bot ended by itself"
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with contextlib.suppress(asyncio.CancelledError):
            await staff.keep_time.close()


async def until(happened: Callable[[], object]) -> None:
    """Lets the bot work until it has happened; the test's own time limit is the only other end."""
    while not happened():  # noqa: ASYNC110 - what the fakes see has no event of its own
        await asyncio.sleep(0.005)


async def quiet(bot: Bot, slack: SlackWire, discord: DiscordWire) -> None:
    """Lets the bot work until no request waits and nothing is owed in either channel."""

    async def busy() -> bool:
        owed = await bot.store.outbox.owed([slack.channel, discord.channel])
        return bool(owed) or await waiting(bot) > 0

    await until_not(busy)


async def until_not(busy: Callable[[], Awaitable[bool]]) -> None:
    while await busy():  # noqa: ASYNC110 - the store has no event of its own
        await asyncio.sleep(0.02)


async def waiting(bot: Bot) -> int:
    """Requests that are not answered yet."""
    return await bot.store.requests.ahead(bot.clock.now() + timedelta(days=1))
