"""What every command does alike: settings, the event loop, and how it ends."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any, NoReturn

import typer

from bot.config import BadSettings, Settings, load
from bot.domain.message import Channel, NotAChannel, parse_channel
from bot.domain.paper import NotAPaperId, PaperId, parse_paper_id
from bot.errors import Failure

DONE, BUG, WRONG_USE, NOT_WHOLE, UNREACHABLE = 0, 1, 2, 3, 4


class Wrong(Exception):
    """Wrong use or settings: one line for stderr, exit code 2."""


def fail(line: str, code: int) -> NoReturn:
    """Ends the command with one line on stderr."""
    sys.stderr.write(f"nonmun: {line}\n")
    raise typer.Exit(code)


def settings(**overrides: object) -> Settings:
    """The settings, or every fault of the environment on stderr and exit code 2."""
    try:
        return load(overrides)
    except BadSettings as error:
        for fault in error.faults:
            sys.stderr.write(f"nonmun: {fault}\n")
        raise typer.Exit(WRONG_USE) from None


def run(main: Callable[[], Coroutine[Any, Any, int]]) -> NoReturn:
    """Runs a command's coroutine to its exit code; known faults end in one line."""
    try:
        code = asyncio.run(main())
    except Wrong as error:
        fail(str(error), WRONG_USE)
    except Failure as error:
        fail(str(error), WRONG_USE)
    except KeyboardInterrupt:
        fail("stopped", 130)
    raise typer.Exit(code)


def day_of(text: str) -> date:
    """Reads YYYY-MM-DD. Raises typer.BadParameter."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day; write YYYY-MM-DD, for example 2025-12-08") from None
    if text != day.isoformat():
        raise typer.BadParameter(f"{text!r} is not a day; write YYYY-MM-DD, for example 2025-12-08")
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
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
