"""One connection on a thread of its own: whole transactions, also when the caller goes away."""

import asyncio
import contextlib
import sqlite3
import threading
from pathlib import Path

import pytest
from blockbuster import BlockingError

from bot.domain.edition import Subscription
from bot.domain.message import Channel
from bot.errors import Unavailable
from storage import Store, opening
from storage.opening import open_database
from storage.sqlite import Database, Transaction
from tests.fakes.deliveries import MAIN

INSERT = "INSERT INTO turns VALUES (:person, 1)"
COUNT = "SELECT COUNT(*) AS number FROM turns"


class Gate:
    """Work that has begun on the database's thread and ends when it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go = threading.Event()

    def insert(self, opened: Transaction, fault: Exception | None = None) -> None:
        opened.execute(INSERT, {"person": "held"})
        self.begun.set()
        self.go.wait(20)
        if fault is not None:
            raise fault

    async def reached(self) -> None:
        await asyncio.to_thread(self.begun.wait, 20)


async def count(opened: Database) -> int:
    row = await opened.read(Transaction.row, COUNT)
    assert row is not None
    return int(row["number"])


async def test_what_blocks_the_loop_is_found(database: Path) -> None:
    """The proof that the other tests would notice it."""
    with pytest.raises(BlockingError):
        opening.look(database)
    with pytest.raises(BlockingError):
        opening._open(database.parent / "other.db", (), "TRUNCATE", 5)


async def test_the_loop_goes_on_while_the_database_works(database: Path) -> None:
    gate = Gate()
    async with open_database(database) as opened:
        work = asyncio.create_task(opened.write(gate.insert))
        await gate.reached()
        for _ in range(1000):
            await asyncio.sleep(0)
        assert not work.done()
        gate.go.set()
        await work


async def test_an_error_takes_everything_back(database: Path) -> None:
    def work(opened: Transaction) -> None:
        opened.execute(INSERT, {"person": "one"})
        raise KeyError("a bug")

    async with open_database(database) as opened:
        with pytest.raises(KeyError):
            await opened.write(work)
        assert await count(opened) == 0
        await opened.write(Transaction.execute, INSERT, {"person": "two"})
        assert await count(opened) == 1


async def test_a_statement_that_fails_takes_everything_back(database: Path) -> None:
    def work(opened: Transaction) -> None:
        opened.execute(INSERT, {"person": "one"})
        opened.execute(INSERT, {"person": "one"})

    async with open_database(database) as opened:
        with pytest.raises(sqlite3.IntegrityError):
            await opened.write(work)
        assert await count(opened) == 0


async def test_a_commit_that_fails_leaves_no_transaction_open(database: Path) -> None:
    """With another process reading, the commit cannot get the file to itself."""
    async with open_database(database, journal="TRUNCATE", patience=0.01) as opened:
        with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute("SELECT * FROM turns").fetchall()
            with pytest.raises(Unavailable, match="database is locked"):
                await opened.write(Transaction.execute, INSERT, {"person": "one"})
        await opened.write(Transaction.execute, INSERT, {"person": "two"})
        rows = await opened.read(Transaction.rows, "SELECT person FROM turns")
        assert rows == [{"person": "two"}]


async def test_a_full_disk(database: Path) -> None:
    async with open_database(database) as opened:
        pages = await opened.read(Transaction.row, "PRAGMA page_count")
        assert pages is not None
        await opened.read(Transaction.row, f"PRAGMA max_page_count = {pages['page_count']}")
        with pytest.raises(Unavailable, match=r"^database: database or disk is full$"):
            await opened.write(Transaction.execute, INSERT, {"person": "long" * 10_000})
        assert await count(opened) == 0
        await opened.write(Transaction.execute, INSERT, {"person": "short"})


async def test_our_own_mistakes_stay_loud(database: Path) -> None:
    async with open_database(database) as opened:
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            await opened.read(Transaction.rows, "SELECT * FROM nowhere")


async def test_a_cancelled_caller_learns_of_it_when_the_work_has_ended(database: Path) -> None:
    gate = Gate()
    async with open_database(database) as opened:
        caller = asyncio.create_task(opened.write(gate.insert))
        await gate.reached()
        for _ in range(3):
            caller.cancel()
            await asyncio.sleep(0)
            assert not caller.done()
        gate.go.set()
        with pytest.raises(asyncio.CancelledError):
            await caller
        assert await count(opened) == 1


async def test_a_call_that_waits_its_turn_is_carried_out_though_cancelled(database: Path) -> None:
    """A message was sent, its `settle` is asked for, and then we are told to stop: it must be recorded."""
    gate = Gate()
    async with open_database(database) as opened:
        first = asyncio.create_task(opened.write(gate.insert))
        await gate.reached()
        second = asyncio.create_task(opened.write(Transaction.execute, INSERT, {"person": "queued"}))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.sleep(0)
        gate.go.set()
        await first
        with pytest.raises(asyncio.CancelledError):
            await second
        assert await count(opened) == 2


async def test_a_cancelled_call_that_fails_is_taken_back_and_says_why(database: Path) -> None:
    gate = Gate()
    async with open_database(database) as opened:
        caller = asyncio.create_task(opened.write(gate.insert, ValueError("while cancelled")))
        await gate.reached()
        caller.cancel()
        await asyncio.sleep(0)
        gate.go.set()
        with pytest.raises(asyncio.CancelledError) as raised:
            await caller
        assert isinstance(raised.value.__cause__, ValueError)
        assert await count(opened) == 0


async def test_a_deadline_is_felt(database: Path) -> None:
    gate = Gate()
    async with open_database(database) as opened:
        asyncio.get_running_loop().call_later(0.05, gate.go.set)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(opened.write(gate.insert), 0.01)
        assert await count(opened) == 1


async def test_closing_waits_for_what_was_asked_before(database: Path) -> None:
    async with open_database(database) as opened:
        calls = [
            asyncio.create_task(opened.write(Transaction.execute, INSERT, {"person": str(number)}))
            for number in range(20)
        ]
        await asyncio.sleep(0)
    await asyncio.gather(*calls)
    async with open_database(database) as opened:
        assert await count(opened) == 20


async def test_after_closing_nothing_is_taken(database: Path) -> None:
    async with open_database(database) as opened:
        pass
    with pytest.raises(RuntimeError):
        await count(opened)


async def test_nothing_stays_behind(database: Path) -> None:
    async with open_database(database):
        assert "storage_0" in {thread.name for thread in threading.enumerate()}
    for thread in threading.enumerate():
        if thread.name.startswith("storage"):
            await asyncio.to_thread(thread.join, 20)
            assert not thread.is_alive()


async def test_a_read_is_of_one_moment(database: Path, store: Store) -> None:
    """Another connection commits between two statements of one read: the second does not see it."""
    begun, go = threading.Event(), threading.Event()

    def twice(opened: Transaction) -> list[int]:
        sql = "SELECT COUNT(*) AS number FROM turns"
        first = opened.rows(sql)
        begun.set()
        go.wait(20)
        return [first[0]["number"], opened.rows(sql)[0]["number"]]

    async with open_database(database, journal="WAL") as reader:
        reading = asyncio.create_task(reader.read(twice))
        await asyncio.to_thread(begun.wait, 20)
        async with open_database(database, journal="WAL") as writer:
            sql = "INSERT INTO turns VALUES ('a', 1)"
            await writer.write(Transaction.execute, sql)
        go.set()
        assert await reading == [0, 0]


async def test_reading_before_writing_never_fails_at_once(database: Path) -> None:
    """With a plain BEGIN, of two connections that read and then write one would fail without waiting."""
    both_have_read = threading.Barrier(2)

    def add(opened: Transaction) -> None:
        row = opened.row("SELECT COALESCE(MAX(turn), 0) AS turn FROM turns")
        assert row is not None
        # They never have, for the second begins when the first has ended.
        with contextlib.suppress(threading.BrokenBarrierError):
            both_have_read.wait(0.2)
        opened.execute(
            "INSERT INTO turns VALUES (:person, :turn)", {"person": str(row["turn"]), "turn": row["turn"] + 1}
        )

    async with open_database(database) as one, open_database(database) as other:
        await asyncio.gather(*(side.write(add) for side in (one, other) for _ in range(5)))
        assert await count(one) == 10


async def test_other_commands_work_beside_it(database: Path, store: Store) -> None:
    async with open_database(database) as other:
        await other.write(Transaction.execute, INSERT, {"person": "beside"})
    await store.subscriptions.save(Subscription(Channel("console", "beside")))
    assert await store.subscriptions.get(MAIN) is None
