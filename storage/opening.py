"""Opening the file: is it ours, may we write, which journal is safe, which schema steps are missing."""

import contextlib
import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import sqlite_utils

from bot.errors import Rejected, Unavailable
from storage.schema import STEPS
from storage.sqlite import Database, Transaction, in_our_words, to_end, transaction

APPLICATION_ID = 0x4E4D554E
"""`NMUN` in the file's header: tells our file from another program's."""
BUSY_TIMEOUT = 5.0
JOURNAL_TRIES = 20


@asynccontextmanager
async def open_database(
    path: Path, steps: Sequence[str] = STEPS, *, journal: str = "", patience: float = BUSY_TIMEOUT
) -> AsyncIterator[Database]:
    """The file at `path`, made if it is not there, its schema brought up to `steps`.

    `journal`: SQLite's journal_mode; empty for the best that is safe here. `patience`: seconds to wait for
    another process's transaction.
    Raises Rejected with one line: not a file of ours, damaged, not writable, or of a newer schema;
    Unavailable when another process keeps it locked.
    """
    mode = journal or safe_journal(sqlite3.sqlite_version_info)
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
    try:
        connection = await to_end(thread, lambda: _open(path, steps, mode, patience))
    except BaseException:
        thread.shutdown(wait=False)
        raise
    database = Database(thread, connection)
    try:
        yield database
    finally:
        await database.close()


def safe_journal(version: tuple[int, ...]) -> str:
    """WAL only where SQLite has the WAL-reset fix, see https://sqlite.org/wal.html#walresetbug."""
    fixed = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "WAL" if fixed else "TRUNCATE"


def _open(path: Path, steps: Sequence[str], journal: str, patience: float) -> sqlite_utils.Database:
    look(path)
    _make(path)
    try:
        # Absolute, so that no name means something else to SQLite (`:memory:`, an empty one).
        raw = sqlite3.connect(str(path.absolute()), timeout=patience, isolation_level=None)
    except sqlite3.Error as error:
        raise Rejected(f"{path}: cannot be opened") from error
    connection = sqlite_utils.Database(raw, recursive_triggers=False, execute_plugins=False)
    try:
        with in_our_words():
            prepare(connection, path, steps, journal)
    except Rejected as error:
        connection.close()
        raise _clear(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _make(path: Path) -> None:
    """A new file is for its owner alone: it holds questions and names. Its journal gets the same mode."""
    # What is there already keeps its mode; and what cannot be made, SQLite refuses in its own words.
    with contextlib.suppress(OSError, RuntimeError):
        os.close(os.open(path.resolve(), os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def look(path: Path) -> None:
    """Raises Rejected for what SQLite would only say unclearly, or wait on for ever, like a pipe."""
    try:
        folder, exists, is_file = path.absolute().parent.is_dir(), path.exists(), path.is_file()
    except OSError as error:
        raise Rejected(f"{path}: {error.strerror}") from error
    if path.is_dir():
        raise Rejected(f"{path}: is a directory")
    if exists and not is_file:
        raise Rejected(f"{path}: is not a regular file")
    if not folder or "\0" in str(path):
        raise Rejected(f"{str(path)!r}: its folder does not exist")
    if exists and not os.access(path, os.R_OK | os.W_OK):
        raise Rejected(f"{path}: may not be read and written")
    # The journal comes and goes beside the file.
    if not os.access(path.absolute().parent, os.W_OK | os.X_OK):
        raise Rejected(f"{path}: its folder may not be written")


def prepare(connection: sqlite_utils.Database, path: Path, steps: Sequence[str], journal: str) -> None:
    """Sets the connection up and brings the schema up to `steps`. Raises Rejected if it is none of ours."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # Before the journal's mode, which would write into whatever file this is.
    with transaction(connection, "BEGIN") as reading:
        _ours(reading, path, len(steps))
    _set_journal(connection, journal)
    with transaction(connection, "BEGIN IMMEDIATE") as opened:
        # Once more: another process may have come between.
        done = _ours(opened, path, len(steps))
        for step in steps[done:]:
            opened.script(step)
        # Always written, so that a file or folder that we may only read is found out now.
        opened.script(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {len(steps)};")


def _set_journal(connection: sqlite_utils.Database, journal: str) -> None:
    for _ in range(JOURNAL_TRIES):
        try:
            row = next(connection.query(f"PRAGMA journal_mode = {journal}"))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            # SQLite does not wait for another process here, as it does for a transaction.
            with transaction(connection, "BEGIN IMMEDIATE"):
                continue
        if row["journal_mode"] == journal.lower():
            return
    raise Unavailable(f"database: its journal mode cannot be set to {journal}")


def _ours(opened: Transaction, path: Path, known: int) -> int:
    """How many steps the file has seen. Raises Rejected for another program's file or a newer one of ours."""
    done = _pragma(opened, "user_version")
    empty = opened.row("SELECT 1 FROM sqlite_master LIMIT 1") is None
    if _pragma(opened, "application_id") != APPLICATION_ID and not (empty and done == 0):
        raise Rejected(f"{path}: is another program's database")
    if done > known:
        raise Rejected(f"{path}: written by a newer nonmun (schema {done}, this one knows {known})")
    return done


def _pragma(opened: Transaction, name: str) -> int:
    row = opened.row(f"PRAGMA {name}")
    return int(row[name]) if row else 0


MEANINGS = {
    sqlite3.SQLITE_NOTADB: "is not an SQLite database",
    sqlite3.SQLITE_CORRUPT: "is damaged",
    sqlite3.SQLITE_READONLY: "may not be written",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
}


def _clear(path: Path, error: Rejected) -> Rejected:
    """The same with the file's name and in words that tell what to do about it."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    return Rejected(f"{path}: {MEANINGS[code]}") if code in MEANINGS else error
