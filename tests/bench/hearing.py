"""`python -m tests.bench.hearing`: the bot, whose console hears what stands in a file. All else is the bot.

The file is QUESTIONS in its folder, one question a line; all are handed over at once when it is there.
"""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.chats.console import ConsoleChat
from bot.domain.conversation import Person, Said
from bot.domain.message import Channel
from bot.ports import Inbox

QUESTIONS = "questions.jsonl"


async def serve(self: ConsoleChat, inbox: Inbox) -> None:
    while not await asyncio.to_thread(Path(QUESTIONS).exists):  # noqa: ASYNC110 - another process makes it
        await asyncio.sleep(0.02)
    lines = await asyncio.to_thread(Path(QUESTIONS).read_text, "utf-8")
    await asyncio.gather(*(inbox.said(_said(json.loads(line))) for line in lines.splitlines()))
    await asyncio.Event().wait()


def _said(row: dict[str, Any]) -> Said:
    return Said(
        event=row["event"],
        channel=Channel("console", row["channel"]),
        thread=row["thread"],
        message=row["event"],
        person=Person(row["person"]),
        text=row["text"],
        at=datetime.fromisoformat(row["at"]),
    )


if __name__ == "__main__":
    ConsoleChat.serve = serve  # type: ignore[method-assign]
    from bot.__main__ import app

    app()
