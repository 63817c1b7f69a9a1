"""`python -m tests.e2e.killer`: the bot, killed with SIGKILL at one step of one delivery.

KILL_AT: `claimed` (before the send), `torn` (half of the console's line is written), `written` (that line
stands, we have not heard), `heard` (before the record), `settled` (the record is made). KILL_KEY: which
delivery, by the start of its key. Everything else is the real bot.
"""

import os
import signal
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.chats import console
from adapters.chats.discord.chat import DiscordChat
from adapters.chats.slack.chat import SlackChat
from bot.domain.message import Message, MessageRef, Place
from storage.outbox import OutboxStore

AT = os.environ.get("KILL_AT", "")
KEY = os.environ.get("KILL_KEY", "")


def die(step: str, key: str) -> None:
    if step == AT and key.startswith(KEY):
        os.kill(os.getpid(), signal.SIGKILL)


real_append = console._append
real_settle = OutboxStore.settle


def append(path: Path, line: str) -> None:
    key = line.split('"')[3]
    die("claimed", key)
    if AT == "torn" and key.startswith(KEY):
        with path.open("ab") as file:
            file.write(line.encode()[: len(line) // 2])
        die("torn", key)
    real_append(path, line)
    die("written", key)


def dying_before_it_posts(chat: type[SlackChat] | type[DiscordChat]) -> None:
    real_post = chat.post

    async def post(self: Any, place: Place, message: Message, key: str) -> MessageRef:
        die("claimed", key)
        return await real_post(self, place, message, key)

    chat.post = post  # type: ignore[method-assign]


async def settle(self: OutboxStore, key: str, ref: MessageRef, at: datetime) -> None:
    die("heard", key)
    await real_settle(self, key, ref, at)
    die("settled", key)


if __name__ == "__main__":
    console._append = append
    dying_before_it_posts(SlackChat)
    dying_before_it_posts(DiscordChat)
    OutboxStore.settle = settle  # type: ignore[method-assign]
    from bot.__main__ import app

    app()
