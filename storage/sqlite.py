"""SQLite behind the stores: one connection on a thread of its own, short transactions, our own errors.

Whatever only SQLite has (pragmas, BEGIN IMMEDIATE, its error codes) stands in this file and in opening.py.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlite_utils

from bot.errors import Rejected, Unavailable

P = ParamSpec("P")
T = TypeVar("T")

Row = dict[str, Any]
Value = str | int | bytes | None
Params = Mapping[str, Any]
"""Named values: each a Value, or a tuple of them for an IN list."""

CHUNK = 500
"""Most values in one IN list; SQLite's own bound was 999 for long."""

# https://sqlite.org/rescode.html, primary codes.
PASSING = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
LASTING = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)


class Transaction:
    """What a store's function works with, on the database's thread only."""

    def __init__(self, database: sqlite_utils.Database) -> None:
        self._database = database

    def rows(self, sql: str, params: Params | None = None) -> list[Row]:
        """All rows as dicts. A tuple among `params` fills an IN list: `IN (:papers)`."""
        # Not sqlite-utils' `query`, which wraps each statement in a savepoint of its own.
        cursor = self._database.execute(*_bound(sql, params or {}))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, params: Params | None = None) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(sql, params)), None)

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Runs a statement that gives no rows; the number of rows that it changed."""
        return self._database.execute(*_bound(sql, params or {})).rowcount

    def script(self, sql: str) -> None:
        """Several statements, inside the transaction (the driver's own executescript would commit it)."""
        for statement in statements(sql):
            self._database.execute(statement)


def statements(script: str) -> Iterator[str]:
    """The statements of a script, each with its semicolon; triggers, texts and comments may hold others."""
    start, end = 0, script.find(";")
    while end >= 0:
        # Asked at semicolons alone: asking at each character, as sqlite-utils does, takes half of a start.
        if sqlite3.complete_statement(script[start : end + 1]):
            yield script[start : end + 1]
            start = end + 1
        end = script.find(";", end + 1)
    if rest := script[start:].strip():
        yield rest


class Database:
    """The one open connection. Calls run one after the other on `thread`, each as one transaction.

    A call that was made is carried out, whole or not at all, even when its caller is cancelled:
    the cancellation is felt once the call has ended, so nobody is left with a commit that he did not see.
    Raises Unavailable (locked too long, disk full) and Rejected (damaged, read-only): nothing took effect.
    """

    def __init__(self, thread: Executor, connection: sqlite_utils.Database) -> None:
        self._thread = thread
        self._connection = connection

    async def read(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Calls `work(transaction, ...)`; all that it reads is of one moment."""
        return await self._run("BEGIN", lambda transaction: work(transaction, *args, **kwargs))

    async def write(
        self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Calls `work(transaction, ...)`; all that it writes is kept, or nothing when it raises."""
        # Not the plain BEGIN of sqlite-utils' `atomic`: a read that turns into a write can fail at once.
        return await self._run("BEGIN IMMEDIATE", lambda transaction: work(transaction, *args, **kwargs))

    async def close(self) -> None:
        """After all that was asked for before. The thread ends with it."""
        try:
            await to_end(self._thread, self._connection.close)
        finally:
            self._thread.shutdown(wait=False)

    async def _run(self, begin: str, work: Callable[[Transaction], T]) -> T:
        return await to_end(self._thread, lambda: _transact(self._connection, begin, work))


async def to_end(thread: Executor, work: Callable[[], T]) -> T:
    """Runs `work` on the thread and waits for its end, also when cancelled meanwhile (then raises that)."""
    future = asyncio.get_running_loop().run_in_executor(thread, work)
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError as cancelled:
        while not future.done():
            await _wait(future)
        raise cancelled from future.exception()


async def _wait(future: asyncio.Future[Any]) -> None:
    try:
        await asyncio.wait([future])
    except asyncio.CancelledError:
        # One is on its way already, and the work takes milliseconds.
        return


def _transact(connection: sqlite_utils.Database, begin: str, work: Callable[[Transaction], T]) -> T:
    with in_our_words(), transaction(connection, begin) as opened:
        return work(opened)


@contextmanager
def transaction(connection: sqlite_utils.Database, begin: str) -> Iterator[Transaction]:
    """Commits at the end, rolls back on any error. Needs a connection with isolation_level=None."""
    connection.execute(begin)
    try:
        yield Transaction(connection)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turns what the disk or another process did into our errors; what we did wrong stays loud."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in PASSING:
            raise Unavailable(f"database: {error}") from error
        if code in LASTING:
            raise Rejected(f"database: {error}") from error
        raise


def _bound(sql: str, params: Params) -> tuple[str, dict[str, Value]]:
    flat: dict[str, Value] = {}
    for name, value in params.items():
        if isinstance(value, tuple):
            names = [f"{name}_{number}" for number in range(len(value))]
            flat.update(zip(names, map(_storable, value), strict=True))
            sql = sql.replace(f"(:{name})", "(" + ", ".join(f":{one}" for one in names) + ")")
        else:
            flat[name] = _storable(value)
    return sql, flat


def _storable(value: Value) -> Value:
    """Half a surrogate pair, as broken JSON from outside brings it, cannot be stored: it becomes `?`."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def chunks(values: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    """Pieces of at most CHUNK, for IN lists."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
