"""The real store over real SQLite, in memory and on the caller's own thread.

For tests whose subject is not the store: a call costs a tenth of one that another thread answers. What hangs
on files, threads and locks is shown by the contract tests, which use the store as the bot opens it.
"""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor, Future
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar

import sqlite_utils

from storage import Store, store_in
from storage.opening import prepare
from storage.schema import STEPS
from storage.sqlite import Database

P = ParamSpec("P")
T = TypeVar("T")

MEMORY = Path(":memory:")


class AtOnce(Executor):
    """Carries out at once what is handed to it; whoever waits for it gives way to others once."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 -- it is raised where the result is asked for
            future.set_exception(error)
        return future


class Unwatched(sqlite3.Connection):
    """As it is before the tests watch for blocking calls: there is no file and no lock to wait for."""

    execute = sqlite3.Connection.execute
    commit = sqlite3.Connection.commit
    rollback = sqlite3.Connection.rollback


@asynccontextmanager
async def memory_store(image: bytes = b"") -> AsyncIterator[Store]:
    """A store with what `image` holds, by default nothing; gone at the end of the block."""
    async with memory_database(image) as database:
        yield store_in(database)


async def image_after(work: Callable[[Store], Awaitable[object]]) -> bytes:
    """What a new store holds after `work`, for stores that begin with it."""
    connection = _connected(_empty())
    database = Database(AtOnce(), connection)
    try:
        await work(store_in(database))
        return bytes(connection.conn.serialize())
    finally:
        await database.close()


@asynccontextmanager
async def memory_database(image: bytes = b"") -> AsyncIterator[Database]:
    database = Database(AtOnce(), _connected(image or _empty()))
    try:
        yield database
    finally:
        await database.close()


def _connected(image: bytes = b"") -> sqlite_utils.Database:
    raw = sqlite3.connect(MEMORY, isolation_level=None, factory=Unwatched)
    if image:
        raw.deserialize(image)
    raw.execute("PRAGMA foreign_keys = ON")
    return sqlite_utils.Database(raw, recursive_triggers=False, execute_plugins=False)


@cache
def _empty() -> bytes:
    """The image of an empty store, made once a process."""
    connection = _connected()
    try:
        prepare(connection, MEMORY, STEPS, "MEMORY")
        return bytes(connection.conn.serialize())
    finally:
        connection.close()
