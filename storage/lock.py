"""One process at a time sends: a lock beside the database that the system lets go of when its holder dies."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import filelock

from bot.errors import Rejected
from storage.opening import look


@asynccontextmanager
async def hold_lock(database: Path) -> AsyncIterator[None]:
    """Holds `<database>.lock` until the block ends. Raises Rejected when another process does, or when it
    cannot be made.
    """
    lock = await asyncio.to_thread(_acquire, database)
    try:
        yield
    finally:
        await asyncio.to_thread(lock.release)


def _acquire(database: Path) -> filelock.BaseFileLock:
    look(database)
    try:
        # Resolved, so that two names of one file share one lock.
        path = Path(f"{database.resolve()}.lock")
        # Never the soft kind, a mere file: a dead process would leave it behind.
        lock = filelock.FileLock(path, thread_local=False, fallback_to_soft=False)
        lock.acquire(blocking=False)
    except filelock.Timeout as error:
        # Where no file can be made at all (below /proc), it comes to the same error.
        reason = f"another nonmun process is using {database}" if path.exists() else f"{path}: cannot be made"
        raise Rejected(reason) from error
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", "") or "cannot be resolved"
        raise Rejected(f"{database}.lock: {reason}") from error
    return lock
