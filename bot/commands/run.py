"""`run`: the bot itself, until it is told to stop."""

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Coroutine, Sequence
from typing import Any

from adapters.schedule import ticking
from bot import VERSION
from bot.commands import screen
from bot.commands.shared import BUG, DONE, UNREACHABLE, WRONG_USE
from bot.config import Settings
from bot.errors import Failure, Rejected
from bot.usecases.keep_time import KeepTime
from bot.wiring import Bot, open_bot

TICK = 20.0
"""Seconds between two looks at the clock."""
GRACE = 9.0
"""Seconds for everything to end once we are told to stop; what is owed stays in the outbox."""
LAST_GRACE = 0.7
"""Seconds after that for a thread that hangs, in a lookup of names or on a disk; nothing of ours does."""

log = logging.getLogger(__name__)


async def run(settings: Settings, tick: float = TICK) -> int:
    """Serves until SIGTERM, SIGHUP or Ctrl-C; gives the exit code.

    `tick`: seconds between looks at the clock.
    """
    stop = asyncio.Event()
    for name in _endings():
        asyncio.get_running_loop().add_signal_handler(name, _stop, stop)
    async with open_bot(settings, show=screen.show, alone=True) as bot:
        log.info("nonmun %s starts on %s", VERSION, settings.database_path)
        code = await _serve(bot, stop, tick)
    log.info("stopped")
    return code


def _endings() -> Sequence[signal.Signals]:
    """What ends it. Started with nohup, it outlives its terminal."""
    hears = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
    return (signal.SIGTERM, signal.SIGINT, *((signal.SIGHUP,) if hears else ()))


def _stop(stop: asyncio.Event) -> None:
    if not stop.is_set():
        stop.set()
        _end_for_sure(DONE)


async def _serve(bot: Bot, stop: asyncio.Event, tick: float) -> int:
    staff = await bot.staff()
    works = [staff.deliver.work(None), staff.desk.work()]
    works += [chat.serve(staff.desk) for chat in bot.chats.values()]
    parts = [asyncio.create_task(work) for work in works]
    told = asyncio.create_task(stop.wait())
    async with ticking(lambda: _tick(staff.keep_time), tick):
        await _say_ready(bot)
        await asyncio.wait([told, *parts], return_when=asyncio.FIRST_COMPLETED)
    code = max((_why_ended(part) for part in parts if part.done()), default=DONE)
    log.info("stopping")
    if not stop.is_set():
        _end_for_sure(code)
    await _end([told, *parts], staff.keep_time.close())
    return code


async def _say_ready(bot: Bot) -> None:
    subscriptions = await bot.store.subscriptions.all()
    for channel in (row.channel for row in subscriptions if row.channel.platform not in bot.chats):
        log.warning("%s is not served: %s is not among CHATS, or has no tokens", channel, channel.platform)
    admin = bot.settings.admin
    if admin is not None and admin.platform not in bot.chats:
        log.warning("nobody hears of troubles: ADMIN_CHANNEL is on %s, which is not served", admin.platform)
    served = sum(row.channel.platform in bot.chats and not row.paused for row in subscriptions)
    log.info("ready: %s; model %s; %d subscribed", ", ".join(bot.chats), bot.model.name, served)


async def _tick(keep_time: KeepTime) -> None:
    try:
        await keep_time.tick()
    except Failure as error:
        log.warning("the subscriptions could not be looked at: %s", error)


def _why_ended(part: asyncio.Task[None]) -> int:
    """The exit code for a part that ended by itself; without it the bot would only look alive."""
    error = part.exception()
    if isinstance(error, Failure):
        log.error("%s", error)
        return WRONG_USE if isinstance(error, Rejected) else UNREACHABLE
    log.error("a part of the bot ended in a bug", exc_info=error)
    return BUG


def _end_for_sure(code: int) -> None:
    """Threads cannot be cancelled, and Python waits for them. Whatever hangs in one, we end in time.

    That costs nothing: all that counts is in the database, as if we had been killed.
    """
    last = threading.Timer(GRACE + LAST_GRACE, os._exit, [code])
    last.daemon = True
    last.start()


async def _end(parts: Sequence[asyncio.Task[Any]], closing: Coroutine[Any, Any, None]) -> None:
    for part in parts:
        part.cancel()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GRACE):
            await asyncio.gather(*parts, closing, return_exceptions=True)
