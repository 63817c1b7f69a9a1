"""Opening the file: what is refused, and in which words."""

# ruff: noqa: ASYNC240 (files are looked at while nothing else waits)

import asyncio
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.edition import Subscription
from bot.errors import Rejected, Unavailable
from storage import open_store
from storage.opening import APPLICATION_ID, open_database, safe_journal
from storage.schema import STEPS
from storage.sqlite import Transaction
from tests.fakes import papers
from tests.fakes.deliveries import MAIN, NOON

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534


async def refusal(path: Path) -> str:
    with pytest.raises(Rejected) as raised:
        async with open_store(path):
            pass
    text = str(raised.value)
    assert "\n" not in text
    return text


async def test_a_directory(tmp_path: Path) -> None:
    assert await refusal(tmp_path) == f"{tmp_path}: is a directory"


async def test_not_a_database(database: Path) -> None:
    database.write_text("this is a letter to a friend, not a database\n" * 100)
    assert await refusal(database) == f"{database}: is not an SQLite database"
    assert database.read_text().startswith("this is a letter")


async def test_a_damaged_one(database: Path) -> None:
    async with open_store(database) as store:
        await store.library.save_listings(papers.MONDAY, papers.day_of(50), NOON)
    whole = database.read_bytes()
    database.write_bytes(whole[:100] + b"\xff" * 4000 + whole[4100:])
    assert await refusal(database) == f"{database}: is damaged"


async def test_damage_found_later_is_told_in_our_words(database: Path) -> None:
    async with open_store(database) as store:
        await store.library.save_listings(papers.MONDAY, papers.day_of(500), NOON)
    whole = bytearray(database.read_bytes())
    for page in range(60, len(whole) // 4096):
        whole[page * 4096 : page * 4096 + 4096] = b"\xff" * 4096
    database.write_bytes(whole)
    async with open_store(database) as store:
        with pytest.raises(Rejected, match=r"^database: database disk image is malformed$"):
            await store.library.save_listings(papers.MONDAY, papers.day_of(500), NOON)


async def test_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "nonmun.db"
    assert await refusal(path) == f"'{path}': its folder does not exist"


async def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    path = tmp_path / "pipe.db"
    os.mkfifo(path)
    assert await refusal(path) == f"{path}: is not a regular file"


async def test_a_name_too_long(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 300)
    assert await refusal(path) == f"{path}: File name too long"


async def test_a_name_that_no_file_has(tmp_path: Path) -> None:
    assert "does not exist" in await refusal(tmp_path / "a\0b.db")


async def test_a_name_that_means_something_to_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept in memory it would be forgotten, silently."""
    monkeypatch.chdir(tmp_path)
    async with open_store(Path(":memory:")) as store:
        await store.subscriptions.save(Subscription(MAIN))
    assert (tmp_path / ":memory:").stat().st_size > 0


async def test_another_programs_database(database: Path) -> None:
    with contextlib.closing(sqlite3.connect(database)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE cookies (name TEXT)")
    before = database.read_bytes()
    assert await refusal(database) == f"{database}: is another program's database"
    assert database.read_bytes() == before


async def test_a_newer_schema_is_refused_and_left_alone(database: Path) -> None:
    async with open_database(database, (*STEPS, "CREATE TABLE tomorrow (day TEXT)"), journal="WAL"):
        pass
    before = database.read_bytes()
    newer, known = len(STEPS) + 1, len(STEPS)
    words = f"{database}: written by a newer nonmun (schema {newer}, this one knows {known})"
    assert await refusal(database) == words
    assert database.read_bytes() == before


@pytest.fixture
def folder_for_all() -> Iterator[Path]:
    """pytest's own folders can be entered by their owner alone."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


OPEN_AS_NOBODY = """
import asyncio, os, sys
from pathlib import Path
from storage import open_store

async def main():
    async with open_store(Path(sys.argv[1])):
        pass

os.setgroups([])
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[2]))
asyncio.run(main())
"""


def opened_as_nobody(path: Path) -> str:
    """The last line of what somebody without rights to `path` gets to see."""
    if os.getuid() != 0:
        pytest.skip("only root can become somebody else")
    run = subprocess.run(
        [sys.executable, "-c", OPEN_AS_NOBODY, str(path), str(NOBODY)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stderr.strip().splitlines()[-1] if run.returncode else ""


async def made(path: Path) -> Path:
    async with open_store(path):
        pass
    return path


async def test_a_file_that_may_not_be_read(folder_for_all: Path) -> None:
    path = await made(folder_for_all / "nonmun.db")
    path.chmod(0o000)
    assert opened_as_nobody(path).endswith(f"{path}: may not be read and written")


async def test_a_file_that_may_not_be_written(folder_for_all: Path) -> None:
    path = await made(folder_for_all / "nonmun.db")
    folder_for_all.chmod(0o777)
    path.chmod(0o444)
    assert opened_as_nobody(path).endswith(f"{path}: may not be read and written")


async def test_a_folder_that_may_not_be_written(folder_for_all: Path) -> None:
    path = await made(folder_for_all / "nonmun.db")
    path.chmod(0o666)
    assert opened_as_nobody(path).endswith(f"{path}: its folder may not be written")


async def test_a_folder_that_may_not_be_entered(folder_for_all: Path) -> None:
    path = await made(folder_for_all / "nonmun.db")
    folder_for_all.chmod(0o700)
    assert opened_as_nobody(path).endswith(f"{path}: Permission denied")


async def test_a_file_that_another_process_keeps_locked(database: Path) -> None:
    await made(database)
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable, match=r"^database: database is locked$"):
            async with open_database(database, patience=0.01):
                pass
    async with open_store(database):
        pass


@pytest.mark.parametrize("journal", ["TRUNCATE", "WAL"])
async def test_a_file_that_another_process_writes_just_now_is_waited_for(
    database: Path, journal: str
) -> None:
    """SQLite itself would not wait before it changes the journal's mode."""
    await made(database)
    loop = asyncio.get_running_loop()
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        loop.call_later(0.2, other.execute, "COMMIT")
        async with open_database(database, journal=journal) as opened:
            assert await opened.read(Transaction.row, "PRAGMA journal_mode") == {
                "journal_mode": journal.lower()
            }


async def test_a_file_that_others_keep_in_wal_where_that_is_not_safe(database: Path) -> None:
    async with open_database(database, journal="WAL"):
        with pytest.raises(Unavailable, match=r"^database: (database is locked|its journal mode cannot)"):
            async with open_database(database, journal="TRUNCATE", patience=0.01):
                pass


@pytest.mark.parametrize(
    ("version", "journal"),
    [
        ((3, 35, 0), "TRUNCATE"),
        ((3, 40, 1), "TRUNCATE"),
        ((3, 44, 5), "TRUNCATE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "TRUNCATE"),
        ((3, 50, 6), "TRUNCATE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 0), "TRUNCATE"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
        ((3, 53, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_wal_only_where_it_is_safe(version: tuple[int, int, int], journal: str) -> None:
    assert safe_journal(version) == journal


@pytest.mark.parametrize("journal", ["TRUNCATE", "WAL"])
async def test_how_the_file_is_opened(database: Path, journal: str) -> None:
    async with open_database(database, journal=journal) as opened:
        for pragma, value in {
            "journal_mode": journal.lower(),
            "synchronous": 2,
            "foreign_keys": 1,
            "application_id": APPLICATION_ID,
            "user_version": len(STEPS),
        }.items():
            assert await opened.read(Transaction.row, f"PRAGMA {pragma}") == {pragma: value}
        assert await opened.read(Transaction.row, "PRAGMA busy_timeout") == {"timeout": 5000}


async def test_a_file_from_a_place_where_wal_is_safe(database: Path) -> None:
    async with open_database(database, journal="WAL"):
        pass
    async with open_database(database, journal="TRUNCATE") as opened:
        assert await opened.read(Transaction.row, "PRAGMA journal_mode") == {"journal_mode": "truncate"}
