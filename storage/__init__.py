"""What the bot remembers: the stores behind the ports, in one SQLite file."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.ports import Books, Chronicle, Editions, Library, Outbox, Requests, Subscriptions, Threads
from storage.books import BookStore
from storage.chronicle import ChronicleStore
from storage.editions import EditionStore
from storage.library import LibraryStore
from storage.lock import hold_lock
from storage.opening import open_database
from storage.outbox import OutboxStore
from storage.requests import RequestStore
from storage.sqlite import Database
from storage.subscriptions import SubscriptionStore
from storage.threads import ThreadStore


@dataclass(frozen=True, slots=True)
class Store:
    """All that is remembered, one port each; they share the file."""

    library: Library
    editions: Editions
    chronicle: Chronicle
    subscriptions: Subscriptions
    outbox: Outbox
    requests: Requests
    threads: Threads
    books: Books


@asynccontextmanager
async def open_store(path: Path, *, lock: bool = False) -> AsyncIterator[Store]:
    """The store in the file at `path`, made when it is not there; closed at the end of the block.

    `lock`: holds the file's lock as well, for the one process that sends. Raises Rejected with one line when
    another process holds it or the file cannot be ours or written, Unavailable when a write waits too long.
    """
    async with AsyncExitStack() as stack:
        # First, so that a newer version does not change the schema below a running one.
        if lock:
            await stack.enter_async_context(hold_lock(path))
        database = await stack.enter_async_context(open_database(path))
        yield store_in(database)


def store_in(database: Database) -> Store:
    """The stores over an open database with our schema."""
    return Store(
        LibraryStore(database),
        EditionStore(database),
        ChronicleStore(database),
        SubscriptionStore(database),
        OutboxStore(database),
        RequestStore(database),
        ThreadStore(database),
        BookStore(database),
    )
