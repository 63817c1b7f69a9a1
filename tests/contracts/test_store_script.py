"""A schema step's statements, one by one; and the store in memory, which is the same but for its thread."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils
from blockbuster import BlockingError

from bot.domain.edition import Subscription
from storage.opening import open_database
from storage.schema import STEPS
from storage.sqlite import Database, Transaction, statements
from tests.fakes.deliveries import MAIN
from tests.fakes.memory_store import AtOnce, memory_database, memory_store

TRIGGER = """CREATE TRIGGER counted AFTER INSERT ON a BEGIN
    UPDATE b SET n = n + 1; -- not here; nor here
    INSERT INTO c VALUES ('x; y');
END;"""
SCRIPTS = {
    "": [],
    " \n\t": [],
    ";": [";"],
    "SELECT 1": ["SELECT 1"],
    "SELECT 1;SELECT 2 ; ": ["SELECT 1;", "SELECT 2 ;"],
    "PRAGMA application_id = 7; PRAGMA user_version = 3;": [
        "PRAGMA application_id = 7;",
        " PRAGMA user_version = 3;",
    ],
    "SELECT ';', 'it''s; so', \"a;b\", [c;d], `e;f`;": ["SELECT ';', 'it''s; so', \"a;b\", [c;d], `e;f`;"],
    "SELECT 1 /* ; */ -- ;\n, 2; -- the end; really": ["SELECT 1 /* ; */ -- ;\n, 2;", "-- the end; really"],
    f"CREATE TABLE a (n);{TRIGGER}\nDROP TABLE a;": ["CREATE TABLE a (n);", TRIGGER, "\nDROP TABLE a;"],
    "SELECT 'never closed; SELECT 2;": ["SELECT 'never closed; SELECT 2;"],
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_split_where_statements_end(script: str) -> None:
    assert list(statements(script)) == SCRIPTS[script]


@pytest.mark.parametrize("step", STEPS)
def test_nothing_of_a_step_is_lost(step: str) -> None:
    assert "".join(statements(step)).strip() == step.strip()
    assert all(sqlite3.complete_statement(statement) for statement in statements(step))


async def test_a_script_is_taken_back_whole(database: Path) -> None:
    """The driver's own executescript would commit what stands before the fault."""

    def work(opened: Transaction) -> None:
        opened.script("CREATE TABLE a (n); CREATE TABLE b (n); CREATE TABLE c (n); INSERT INTO b VALUES (0);")
        opened.script(TRIGGER)
        opened.script("INSERT INTO a VALUES (1);")
        assert opened.row("SELECT n FROM b") == {"n": 1}
        opened.script("DROP TABLE a; DROP TABLE nowhere;")

    async with open_database(database) as opened:
        with pytest.raises(sqlite3.OperationalError, match="no such table: nowhere"):
            await opened.write(work)
        assert await opened.read(Transaction.row, "SELECT 1 FROM sqlite_master WHERE name = 'b'") is None


async def test_the_store_in_memory_has_the_same_schema_and_rules(database: Path) -> None:
    async with open_database(database) as in_file, memory_database() as in_memory:
        for sql in (
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name",
            "PRAGMA application_id",
            "PRAGMA user_version",
            "PRAGMA foreign_keys",
        ):
            rows = await in_file.read(Transaction.rows, sql)
            assert rows == await in_memory.read(Transaction.rows, sql) != []


async def test_stores_in_memory_share_nothing() -> None:
    async with memory_store() as one, memory_store() as other:
        await one.subscriptions.save(Subscription(MAIN))
        assert [row.channel for row in await one.subscriptions.all()] == [MAIN]
        assert list(await other.subscriptions.all()) == []


async def test_any_other_connection_on_the_loop_is_found() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        opened = Database(AtOnce(), sqlite_utils.Database(raw, recursive_triggers=False))
        with pytest.raises(BlockingError):
            await opened.read(Transaction.row, "SELECT 1 AS one")
