"""Opening the file: what is refused and in which words, what two processes and a kill do to it."""

# ruff: noqa: ASYNC240 (files are looked at while nothing else waits)

import asyncio
import contextlib
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.edition import Subscription
from bot.domain.message import Channel
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
    for page in range(40, len(whole) // 4096):
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
        other.execute("CREATE TABLE cookies (name TEXT)")
    before = database.read_bytes()
    assert await refusal(database) == f"{database}: is another program's database"
    assert database.read_bytes() == before


async def test_a_newer_schema_is_refused_and_left_alone(database: Path) -> None:
    async with open_database(database, (*STEPS, "CREATE TABLE tomorrow (day TEXT)")):
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


OPEN_AND_SAVE = """
import asyncio, sys
from pathlib import Path
from bot.domain.edition import Subscription
from bot.domain.message import Channel
from storage.opening import open_database
from storage.subscriptions import SubscriptionStore

async def main():
    async with open_database(Path(sys.argv[1]), journal=sys.argv[2]) as opened:
        await SubscriptionStore(opened).save(Subscription(Channel("console", sys.argv[3])))

print("ready", flush=True)
sys.stdin.readline()
asyncio.run(main())
"""


@pytest.mark.parametrize("journal", ["TRUNCATE", "WAL"])
@pytest.mark.parametrize("turn", range(3))
async def test_processes_that_open_the_same_new_file_at_once(database: Path, journal: str, turn: int) -> None:
    command = [sys.executable, "-c", OPEN_AND_SAVE, str(database), journal]
    pipe = asyncio.subprocess.PIPE
    names = ["one", "two", "three"]
    others = [
        await asyncio.create_subprocess_exec(*command, name, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe)
        for name in names
    ]
    for other in others:
        assert other.stdout is not None
        assert await other.stdout.readline() == b"ready\n"
    said = await asyncio.gather(*(other.communicate(b"go\n") for other in others))
    assert [(other.returncode, errors) for other, (_, errors) in zip(others, said, strict=True)] == [
        (0, b"")
    ] * len(names)
    async with open_store(database) as store:
        assert {row.channel.id for row in await store.subscriptions.all()} == set(names)


WRITE_AND_WAIT = """
import asyncio, sys, time
from datetime import UTC, datetime
from pathlib import Path
from storage.opening import open_database

def work(opened):
    opened.execute("UPDATE subscriptions SET at = '23:59'")
    # More than fits into the cache, so that the file itself is changed before the commit.
    body = bytes(range(256)) * 4000
    for number in range(20):
        params = {"hash": str(number), "body": body}
        opened.execute("INSERT INTO texts VALUES ('2512.00001', :hash, 'html', 1, :body, '')", params)
    print("half done", flush=True)
    time.sleep(60)

async def main():
    async with open_database(Path(sys.argv[1]), journal=sys.argv[2]) as opened:
        await opened.write(work)

asyncio.run(main())
"""


@pytest.mark.parametrize("journal", ["TRUNCATE", "WAL"])
async def test_a_kill_in_the_middle_of_a_transaction(database: Path, journal: str) -> None:
    async with open_store(database) as store:
        await store.subscriptions.save(Subscription(MAIN))
    size = database.stat().st_size
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        WRITE_AND_WAIT,
        str(database),
        journal,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"half done\n"
    process.send_signal(signal.SIGKILL)
    await process.wait()
    written = database if journal == "TRUNCATE" else database.with_name("nonmun.db-wal")
    assert written.stat().st_size > size + 10_000_000
    async with open_store(database) as store:
        assert list(await store.subscriptions.all()) == [Subscription(MAIN)]
        assert await store.library.text(papers.paper_id(1)) is None


# A step that was released is never changed: files out there have run it. A change is a new step.
PINNED: tuple[str, ...] = ()


def test_steps_stay_as_they_were() -> None:
    assert tuple(hashlib.sha256(step.encode()).hexdigest()[:16] for step in STEPS) == PINNED


@pytest.mark.parametrize("done", range(len(STEPS) + 1))
async def test_an_older_file_is_brought_up_to_date_with_its_data(database: Path, done: int) -> None:
    async with open_database(database, STEPS[:done]) as opened:
        if done:
            sql = "INSERT INTO papers VALUES ('2512.00001', 'Kept', 'a', '[]', NULL, '', '', '', 0)"
            await opened.write(Transaction.execute, sql)
    async with open_store(database) as store:
        paper = await store.library.paper(papers.paper_id(1))
        assert (paper.title if paper else "") == ("Kept" if done else "")
        await store.subscriptions.save(Subscription(MAIN))
    later = (*STEPS, "ALTER TABLE subscriptions ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'")
    async with open_database(database, later) as opened:
        row = await opened.read(Transaction.row, "SELECT channel, colour FROM subscriptions")
        assert row == {"channel": str(MAIN), "colour": "blue"}


async def test_a_step_that_fails_leaves_the_file_as_it_was(database: Path) -> None:
    async with open_store(database) as store:
        await store.subscriptions.save(Subscription(Channel("console", "before")))
    before = database.read_bytes()
    broken = (*STEPS, "CREATE TABLE half (a TEXT); INSERT INTO half VALUES ('x'); CREATE TABEL typo;")
    with pytest.raises(sqlite3.OperationalError, match="syntax error"):
        async with open_database(database, broken):
            pass
    assert database.read_bytes() == before
    async with open_store(database) as store:
        assert len(await store.subscriptions.all()) == 1
