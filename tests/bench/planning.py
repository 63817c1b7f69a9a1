"""Planning an edition for a channel with a long past: 1,000,000 deliveries and as many papers taken."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.edition import Edition, Subscription
from bot.domain.message import Channel
from bot.domain.paper import Listing, Paper, PaperId
from bot.usecases.publish_edition import PublishEdition, Turn
from storage import Store, open_store
from tests.bench.rows import Row, milliseconds, spread
from tests.fakes.clock import VirtualClock
from tests.fakes.ports import FakeSource
from tests.usecases.conftest import World, papers_world

CHANNEL = Channel("console", "main")
PAST = 1_000_000
PER_EDITION = 50
"""Papers that one edition of the past took."""
LISTED = 60
FIRST_DAY = date(2100, 1, 4)
"""A Monday; the past lies before it."""

# One statement a table: a paper, its edition and its card are found from the same number n.
PAST_SQL = """
CREATE TEMP TABLE numbers AS
WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < :past)
SELECT n, printf('%02d%02d.%05d', n / 99999 / 12, n / 99999 % 12 + 1, n % 99999 + 1) AS paper FROM counted
"""
EDITIONS_SQL = """
INSERT INTO editions
SELECT n / :each + 1, :channel, date('2000-01-01', '+' || (n / :each) || ' days'), 1, '[]', :each, :at,
    NULL, NULL, 'card', 1, 0
FROM numbers WHERE n % :each = 0
"""
TAKEN_SQL = """
INSERT INTO taken
SELECT :channel, paper, n / :each + 1, n % :each + 1, 'card', 3, '', 'posted', '', '', :at FROM numbers
"""
DELIVERIES_SQL = """
INSERT INTO deliveries
SELECT n + 1, 'paper/console/main/' || paper, 'channel/' || :channel, 'card', 'console', :channel, paper, NULL,
    n / :each + 1, '{"push": ""}', 'sent', NULL, 1, 0, '', NULL, NULL, n, n + 1, :at, :at
FROM numbers
"""


@dataclass(frozen=True, slots=True)
class Measured:
    plan: list[float]
    """Seconds."""
    record: list[float]
    papers: list[int]
    """How many each edition took."""


def rows(runs: int = 9, past: int = PAST) -> list[Row]:
    with TemporaryDirectory() as folder:
        long = asyncio.run(measure(Path(folder) / "long.db", runs, past))
        short = asyncio.run(measure(Path(folder) / "short.db", runs, 0))
    return [
        Row(
            f"planning an edition after {past:,} deliveries",
            milliseconds(long.plan),
            "at most 50 ms",
            f"{LISTED} papers listed, half of them taken before; with an empty log {milliseconds(short.plan)}; "
            f"{spread([1000 * one for one in long.plan], 1)} ms",
        ),
        Row(
            "recording it",
            milliseconds(long.record),
            "",
            f"one transaction, on the disk; with an empty log {milliseconds(short.record)}",
        ),
    ]


async def measure(path: Path, runs: int, past: int) -> Measured:
    """Plans and records `runs` editions, each of the next day's list."""
    async with open_store(path):
        pass
    taken = await asyncio.to_thread(make_past, path, past) if past else []
    plans, records, papers = [], [], []
    async with open_store(path) as store:
        for number in range(runs):
            day = FIRST_DAY + timedelta(days=number)
            publish = _publisher(store, day, taken[number * LISTED // 2 :][: LISTED // 2])
            turn = Turn(Subscription(CHANNEL), due=day + timedelta(days=1))
            began = time.perf_counter()
            planned = await publish.plan(turn)
            plans.append(time.perf_counter() - began)
            assert isinstance(planned, Edition)
            began = time.perf_counter()
            papers.append(len((await publish.record(planned)).entries))
            records.append(time.perf_counter() - began)
    return Measured(plans, records, papers)


def make_past(path: Path, past: int) -> list[str]:
    """Fills the tables by SQL alone, without a care for a crash; gives papers taken, from all over them."""
    values = {
        "past": past,
        "each": PER_EDITION,
        "channel": str(CHANNEL),
        "at": "2000-01-01T00:00:00.000000+00:00",
    }
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute(PAST_SQL, values)
        connection.execute("BEGIN")
        for statement in (EDITIONS_SQL, TAKEN_SQL, DELIVERIES_SQL):
            connection.execute(statement, values)
        connection.execute("COMMIT")
        some = "SELECT paper FROM numbers WHERE n % :step = 0 ORDER BY n * 7919 % :past"
        return [row[0] for row in connection.execute(some, {"past": past, "step": max(past // 1_000, 1)})]
    finally:
        connection.close()


def _publisher(store: Store, day: date, taken: Sequence[str]) -> PublishEdition:
    """One that reads a list of `day` with `taken` and papers that are new; the day before had none."""
    new = [f"{day:%y%m}.{50_000 + day.day * LISTED + number}" for number in range(LISTED - len(taken))]
    listed = [
        Listing(Paper(PaperId(paper), f"Paper {paper}", "We study search.", ("Ada Lovelace",)), day, 3, place)
        for place, paper in enumerate([*taken, *new])
    ]
    earlier = {day - timedelta(days=back): list[Listing]() for back in range(1, 40)}
    world: World = papers_world(store)
    world.source = FakeSource(earlier | {day: listed})
    world.clock = VirtualClock(datetime(day.year, day.month, day.day, 23, 15, tzinfo=UTC))
    return world.publisher(world.summarizer())
