"""The ticker: APScheduler says when one coroutine is called again. What is due is not its business."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)


@asynccontextmanager
async def ticking(tick: Callable[[], Awaitable[None]], seconds: float) -> AsyncIterator[None]:
    """Calls `tick` at once and then every `seconds`, never twice at a time, until the block ends.

    A tick that a stalled loop missed runs as soon as it can (the library's own default drops it after 1 s);
    several missed ones run as one. One that is under way at the end is cancelled, and over with the block.
    """
    await tick()
    bell = asyncio.Event()
    looking = asyncio.create_task(_at_each(bell, tick))
    scheduler = _ringing(bell, seconds)
    try:
        yield
    finally:
        scheduler.pause()
        looking.cancel()
        # Of a job that is under way the library would log that it was cancelled, as an error.
        await asyncio.wait([looking])
        await asyncio.sleep(0)
        scheduler.shutdown(wait=False)


async def _at_each(bell: asyncio.Event, tick: Callable[[], Awaitable[None]]) -> None:
    while True:
        await bell.wait()
        bell.clear()
        try:
            await tick()
        except Exception:
            log.exception("a look at the clock ended in a bug; the next one comes in time")


def _ringing(bell: asyncio.Event, seconds: float) -> AsyncIOScheduler:
    # The library awaits coroutine functions only: of any other callable that gives a coroutine, such as a
    # lambda or a bound method's partial, it drops what it gives.
    async def ring() -> None:
        bell.set()

    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(
        ring,
        IntervalTrigger(seconds=seconds, timezone=UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    return scheduler
