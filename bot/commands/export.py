"""`export`: an edition as a file of the blog."""

import asyncio
from datetime import date
from pathlib import Path

from bot.commands import screen
from bot.commands.shared import DONE, Wrong
from bot.config import Settings
from bot.domain.edition import Edition
from bot.domain.export import blog_file, file_name
from bot.domain.message import Channel
from bot.domain.paper import Paper
from bot.domain.summary import Outcome, Summary
from bot.wiring import open_store_of
from storage import Store


async def export(settings: Settings, day: date, channel: Channel, output: str) -> int:
    """Writes the channel's editions of that listing day; papers without a summary are left out."""
    async with open_store_of(settings) as store:
        editions = [edition for edition in await store.chronicle.editions(day) if edition.channel == channel]
        entries = [pair for edition in editions for pair in await _entries(store, edition)]
    if not entries:
        raise Wrong(f"{channel} has no edition of {day}")
    path = Path(output) / file_name(day)
    try:
        await asyncio.to_thread(_write, path, blog_file(day, entries))
    except OSError as error:
        raise Wrong(f"{path}: {error.strerror}") from None
    screen.line(str(path))
    return DONE


async def _entries(store: Store, edition: Edition) -> list[tuple[Paper, Summary]]:
    """The posted papers in order, each with the newest summary that passed."""
    posted = [entry.paper for entry in edition.cards if entry.outcome is Outcome.POSTED]
    readings = [(paper, await store.library.best_reading(paper)) for paper in posted]
    return [
        (edition.papers[paper], reading.summary) for paper, reading in readings if reading and reading.summary
    ]


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    half.write_text(text, encoding="utf-8", newline="\n")
    half.replace(path)
