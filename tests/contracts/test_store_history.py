"""A long history costs nothing: what is asked all day reads indexes only, however much was sent before.

Plans and SQLite's own count of its steps are compared, not seconds.
"""

import asyncio
import contextlib
import re
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from storage import deliveries, editions, outbox, requests
from storage.opening import open_database
from storage.sqlite import _bound
from tests.fakes.deliveries import NOON, after

SENT = 200_000
FILL = """
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :sent)
INSERT INTO {table} SELECT {columns} FROM number
"""
TABLES = {
    "editions": "n, 'console:main', n, 1, '[]', 1, '2024', NULL, NULL, 'card', 1, 0",
    "taken": "'console:main', 'old/' || n, n, 1, 'card', 1, '', 'posted', '', '', '2024'",
    "deliveries": """n, 'old/' || n, 'edition/' || (n % 50), 'card', 'console', 'console:main', 'old/' || n,
        NULL, n, '{}', 'sent', '{}', 1, 0, '', NULL, NULL, n - 1, n, '2024', '2024'""",
    "threads": "'console:main', n, 'old/' || n, 'old/' || n",
    "requests": """n, 'old/' || n, 'question', 'console:main', '', '', '', '', 0, '', NULL, '', NULL,
        '2024', 'answered', 1, NULL, NULL, '2024'""",
    "turns": "n, n",
}
OPEN = """
INSERT INTO deliveries
SELECT {sent} + seq, 'new/' || seq, 'lane/' || (seq % 3), 'card', 'console', 'console:main', NULL, NULL, NULL,
    '{{}}', 'pending', NULL, 0, 0, '', NULL, NULL, NULL, NULL, '2024', NULL
FROM (SELECT 1 AS seq UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6)
"""
WAITING = """
INSERT INTO requests VALUES (
    {sent} + 1, 'new', 'question', 'console:main', 'thread', 'message', 'console/U1', '', 0, '', NULL,
    '', NULL, '2024', 'waiting', 0, NULL, NULL, NULL
)
"""
LINE = {
    "key": "new/7",
    "lane": "lane/7",
    "kind": "card",
    "platform": "console",
    "channel": "console:main",
    "paper": "new",
    "parent": "new/1",
    "edition": None,
    "message": "{}",
    "due": None,
    "at": NOON.isoformat(),
}
ASKED_ALL_DAY: dict[str, tuple[str, Mapping[str, Any]]] = {
    "owe": (deliveries.OWE, LINE),
    "expired leases": (outbox.ABANDON, {"until": NOON.isoformat(), "reason": ""}),
    "unlease": (outbox.UNLEASE, {}),
    "orphans": (outbox.FAIL_ORPHANS, {"reason": ""}),
    "claim": (
        outbox.CLAIM,
        {"now": NOON.isoformat(), "lease_until": after(1).isoformat(), "platforms": ("console", "slack")},
    ),
    "next due": (outbox.NEXT_DUE, {"platforms": ("console", "slack")}),
    "settle": (outbox.SETTLE, {"key": "new/1", "ref": "{}", "at": NOON.isoformat()}),
    "put back": (
        outbox.PUT_BACK,
        {"key": "new/2", "state": "pending", "due": None, "reason": "", "absences": 0, "lease_until": None},
    ),
    "anchor": (outbox.ANCHOR, {"key": "new/3"}),
    "anchor in a thread": (outbox.ANCHOR_IN_THREAD, {"key": "new/3"}),
    "owed": (outbox.OWED, {"some": ("console:main",)}),
    "taken": (editions.TAKEN, {"channel": "console:main", "some": ("new/1", "old/7")}),
    "unfinished": (editions.UNFINISHED, {"channel": "console:main", "since": "2025"}),
    "thread": (requests.THREAD, {"channel": "console:main", "thread": "7"}),
    "request": (
        requests.CLAIM,
        {"now": NOON.isoformat(), "lease_until": after(1).isoformat(), "questions": 1, "others": 1},
    ),
    "ahead": (requests.AHEAD, {"now": NOON.isoformat()}),
    "forget": (
        requests.FORGET,
        {"channel": "console:main", "message": "m", "state": "forgotten", "at": None},
    ),
    "done": (requests.DONE, {"event": "new", "state": "answered", "at": NOON.isoformat()}),
}
OPEN_ONLY = ("deliveries_open", "deliveries_lane", "requests_waiting", "requests_message")
"""Indexes of what is open: to read one from end to end is to read what is open."""


async def made(path: Path) -> None:
    async with open_database(path):
        pass


def filled(path: Path, sent: int) -> sqlite3.Connection:
    asyncio.run(made(path))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN")
    for table, columns in TABLES.items():
        connection.execute(
            FILL.format(table=table, columns=columns), {"sent": sent if table == "deliveries" else sent // 10}
        )
    connection.execute(OPEN.format(sent=sent))
    connection.execute(WAITING.format(sent=sent))
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = MEMORY")
    return connection


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, sqlite3.Connection]]:
    folder = tmp_path_factory.mktemp("history")
    with contextlib.ExitStack() as stack:
        yield {
            sent: stack.enter_context(contextlib.closing(filled(folder / f"{sent}.db", sent)))
            for sent in (1000, SENT)
        }


def plan(connection: sqlite3.Connection, sql: str, params: Mapping[str, Any]) -> list[str]:
    statement, values = _bound(sql, params)
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]


def reads_history(step: str) -> bool:
    """True for a step that reads a table, or an index of more than what is open, from end to end."""
    return step.startswith("SCAN") and not any(re.search(rf"INDEX {name}\b", step) for name in OPEN_ONLY)


def steps_of(connection: sqlite3.Connection, sql: str, params: Mapping[str, Any]) -> int:
    """How many instructions of its machine SQLite carries out; undone afterwards."""
    count = 0

    def one_more() -> int:
        nonlocal count
        count += 1
        return 0

    statement, values = _bound(sql, params)
    connection.execute("BEGIN")
    connection.set_progress_handler(one_more, 1)
    connection.execute(statement, values).fetchall()
    connection.set_progress_handler(None, 1)
    connection.execute("ROLLBACK")
    return count


@pytest.mark.parametrize("name", ASKED_ALL_DAY)
def test_a_long_history_is_not_read(histories: dict[int, sqlite3.Connection], name: str) -> None:
    sql, params = ASKED_ALL_DAY[name]
    found = [step for step in plan(histories[SENT], sql, params) if reads_history(step)]
    assert found == []
    short, long = (steps_of(connection, sql, params) for connection in histories.values())
    assert long <= short * 1.1


def test_what_was_taken_is_found_in_the_index_alone(histories: dict[int, sqlite3.Connection]) -> None:
    (step,) = plan(histories[SENT], *ASKED_ALL_DAY["taken"])
    assert step == "SEARCH taken USING COVERING INDEX sqlite_autoindex_taken_1 (channel=? AND paper=?)"


def test_the_measure_notices_a_scan(histories: dict[int, sqlite3.Connection]) -> None:
    sql = "SELECT COUNT(*) FROM deliveries WHERE lane = 'lane/1'"
    assert [reads_history(step) for step in plan(histories[SENT], sql, {})] == [True]
    short, long = (steps_of(connection, sql, {}) for connection in histories.values())
    assert long > short * 100
