"""What every command does alike: settings, the event loop, and how it ends."""

import asyncio
import json
import os
import sys
import threading
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any, NoReturn

import typer

from bot import logs
from bot.commands import streams
from bot.config import BadSettings, Settings, load
from bot.domain.message import Channel, NotAChannel, parse_channel
from bot.domain.paper import NotAPaperId, PaperId, parse_paper_id
from bot.domain.plain import visible
from bot.errors import Failure

DONE, BUG, WRONG_USE, NOT_WHOLE, UNREACHABLE = 0, 1, 2, 3, 4
INTERRUPTED = 130
"""What shells expect after Ctrl-C: 128 and the signal's number."""
LETTING_GO = 5.0
"""Seconds that a command has to end after Ctrl-C."""


class Wrong(Exception):
    """Wrong use or settings: one line for stderr, exit code 2."""


def fail(line: str, code: int) -> NoReturn:
    """Ends the command with one line on stderr."""
    complain(line)
    raise typer.Exit(code)


def complain(line: str) -> None:
    """One line on stderr, whatever `line` holds."""
    sys.stderr.write(f"nonmun: {' '.join(visible(line).split())}\n")


def explain(error: typer.TyperException) -> None:
    """What is wrong with the call and where to look; without any command, the whole help."""
    text = error.format_message()
    context = getattr(error, "ctx", None)
    if "\n" in text:
        sys.stderr.write(text + "\n")
        return
    text = text[:1].lower() + text[1:].rstrip(".")
    complain(f"{text} (see: {context.command_path} --help)" if context else text)


def settings(**overrides: object) -> Settings:
    """The settings, or every fault of the environment on stderr and exit code 2."""
    try:
        return load(overrides)
    except BadSettings as error:
        for fault in error.faults:
            complain(fault)
        raise typer.Exit(WRONG_USE) from None


def check_served(settings: Settings, *channels: Channel) -> None:
    """Ends the command when one of them is on a platform that these settings do not serve."""
    wrong = [channel for channel in channels if channel.platform not in settings.platforms]
    for channel in wrong:
        complain(f"{channel}: {channel.platform} is not among CHATS, or its tokens are missing")
    if wrong:
        raise typer.Exit(WRONG_USE)


def run(settings: Settings, main: Callable[[], Coroutine[Any, Any, int]], *, quiet: bool = True) -> NoReturn:
    """Runs a command's coroutine to its exit code; known faults end in one line.

    `quiet`: the command prints its own results, so that logs may keep to warnings.
    """
    logs.set_up(settings, quiet=quiet)
    try:
        code = asyncio.run(_interruptible(main))
    except Wrong as error:
        fail(str(error), WRONG_USE)
    except Failure as error:
        fail(str(error), WRONG_USE)
    except KeyboardInterrupt:
        fail("stopped", INTERRUPTED)
    raise typer.Exit(code)


async def _interruptible(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Ctrl-C cancels the command, and should something in it not let go, ends the process all the same."""
    work = asyncio.create_task(main())
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        last = threading.Timer(LETTING_GO, _end_at_once)
        last.daemon = True
        last.start()
        work.cancel()
        await asyncio.wait([work])
        raise


def _end_at_once() -> None:
    complain("stopped")
    os._exit(INTERRUPTED)


def day_of(text: str) -> date:
    """Reads YYYY-MM-DD. Raises typer.BadParameter."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # Other forms of ISO 8601 are read as well, such as 20251208.
    if day is None or text != day.isoformat():
        raise typer.BadParameter(
            f"{text[:40]!r} is not a day; write YYYY-MM-DD, for example 2025-12-08", param_hint="--day"
        )
    return day


def channel_of(text: str) -> Channel:
    """Reads PLATFORM:ID. Raises typer.BadParameter."""
    try:
        return parse_channel(text)
    except NotAChannel as error:
        raise typer.BadParameter(str(error)) from None


def paper_of(text: str) -> PaperId:
    """Reads an arXiv id or a link to one. Raises typer.BadParameter."""
    try:
        return parse_paper_id(text)
    except NotAPaperId:
        raise typer.BadParameter(
            f"{text[:40]!r} is no arXiv id; write one such as 2512.05150, or a link to the paper"
        ) from None


def print_json(data: object) -> None:
    """Raises Wrong when it cannot be written; a reader who has gone is no fault."""
    # In a charset that lacks some of the letters they would become question marks.
    plain = not (sys.stdout.encoding or "").lower().startswith("utf")
    try:
        sys.stdout.write(json.dumps(data, ensure_ascii=plain, indent=2) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        streams.drop_output()
    except OSError as error:
        streams.drop_output()
        raise Wrong(f"the output cannot be written: {error.strerror}") from None
