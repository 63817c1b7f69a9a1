"""The schema: processes that open at once, a kill, older and newer files."""

# ruff: noqa: ASYNC240 (files are looked at while nothing else waits)

import asyncio
import hashlib
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from bot.domain.edition import Subscription
from bot.domain.message import Channel
from storage import open_store
from storage.opening import open_database
from storage.schema import STEPS
from storage.sqlite import Transaction
from tests.fakes import papers
from tests.fakes.deliveries import MAIN

ROOT = Path(__file__).resolve().parents[2]

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
@pytest.mark.parametrize("turn", range(2))
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
PINNED = (
    "72801309f74754bc",
    "bb1edc6b47dad7b0",
    "6377060d9ada1aa1",
    "a8cb44b1eb95e233",
    "e96232db8a6161af",
    "91ba62e4fe146aa1",
    "46b1cf5a5f360bf3",
    "a4ac74be5d3c30d8",
)


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
