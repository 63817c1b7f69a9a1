"""What the bot remembers: the stores behind the ports, in one SQLite file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.ports import Editions, Library, Outbox, Requests, Subscriptions
from storage.editions import EditionStore
from storage.library import LibraryStore
from storage.opening import open_database
from storage.outbox import OutboxStore
from storage.requests import RequestStore
from storage.subscriptions import SubscriptionStore


@dataclass(frozen=True, slots=True)
class Store:
    """All that is remembered, one port each; they share the file."""

    library: Library
    editions: Editions
    subscriptions: Subscriptions
    outbox: Outbox
    requests: Requests


@asynccontextmanager
async def open_store(path: Path) -> AsyncIterator[Store]:
    """The store in the file at `path`, made when it is not there; closed at the end of the block.

    Raises Rejected with one line when the file cannot be ours or cannot be written, Unavailable when
    another process keeps it locked.
    """
    async with open_database(path) as database:
        yield Store(
            LibraryStore(database),
            EditionStore(database),
            SubscriptionStore(database),
            OutboxStore(database),
            RequestStore(database),
        )
