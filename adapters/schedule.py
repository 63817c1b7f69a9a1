"""The ticker: APScheduler calls one coroutine again and again. What is due is not its business."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


@asynccontextmanager
async def ticking(tick: Callable[[], Awaitable[None]], seconds: float) -> AsyncIterator[None]:
    """Calls `tick` at once and then every `seconds`, never twice at a time, until the block ends.

    A tick that a stalled loop missed runs as soon as it can (the library's own default drops it after 1 s);
    several missed ones run as one.
    """

    # Of any other callable, such as a lambda that gives a coroutine, the library never awaits what it gives.
    async def tick_once() -> None:
        await tick()

    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(
        tick_once,
        IntervalTrigger(seconds=seconds, timezone=UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    try:
        await tick()
        yield
    finally:
        scheduler.shutdown(wait=False)
