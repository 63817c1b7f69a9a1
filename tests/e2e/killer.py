"""`python -m tests.e2e.killer`: the bot, killed with SIGKILL at one step of one delivery.

KILL_AT: `claimed` (before the send), `torn` (half of the line is written), `written` (the line stands, we
have not heard), `heard` (before the record), `settled` (the record is made). KILL_KEY: which delivery, by
the start of its key. Everything else is the real bot.
"""

import os
import signal
from datetime import datetime
from pathlib import Path

from adapters.chats import console
from bot.domain.message import MessageRef
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


async def settle(self: OutboxStore, key: str, ref: MessageRef, at: datetime) -> None:
    die("heard", key)
    await real_settle(self, key, ref, at)
    die("settled", key)


if __name__ == "__main__":
    console._append = append
    OutboxStore.settle = settle  # type: ignore[method-assign]
    from bot.__main__ import app

    app()
