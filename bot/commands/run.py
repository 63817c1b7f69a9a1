"""`run`: the bot itself, until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Coroutine
from typing import Any

from adapters.schedule import ticking
from bot.commands import screen
from bot.commands.shared import DONE
from bot.config import Settings
from bot.wiring import Bot, open_bot, set_up_logs

TICK = 20.0
"""Seconds between two looks at the clock."""
GRACE = 9.0
"""Seconds for everything to end once we are told to stop; what is owed stays in the outbox."""

log = logging.getLogger(__name__)


async def run(settings: Settings) -> int:
    """Serves until SIGTERM or Ctrl-C. Gives the exit code."""
    set_up_logs(settings)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with open_bot(settings, show=screen.show, alone=True) as bot:
        await _serve(bot, stop)
    log.info("stopped")
    return DONE


async def _serve(bot: Bot, stop: asyncio.Event) -> None:
    deliver, desk = bot.desk()
    keep_time = bot.keep_time(deliver)
    works = [deliver.work(None), desk.work(), *(chat.serve(desk) for chat in bot.chats.values())]
    tasks = [asyncio.create_task(_loud(work, stop)) for work in works]
    async with ticking(keep_time.tick, TICK):
        log.info("ready: %s", ", ".join(bot.chats))
        await stop.wait()
        log.info("stopping")
    await _end(tasks, keep_time.close())


async def _loud(work: Coroutine[Any, Any, None], stop: asyncio.Event) -> None:
    """A part that ends by itself is a bug; without it the bot would only look alive."""
    try:
        await work
    except asyncio.CancelledError:
        raise
    except Exception:
        log.exception("a part of the bot ended in a bug")
    stop.set()


async def _end(tasks: list[asyncio.Task[None]], closing: Coroutine[Any, Any, None]) -> None:
    for task in tasks:
        task.cancel()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GRACE):
            await asyncio.gather(*tasks, closing, return_exceptions=True)
