"""What the model's replies took: summed by hours, for the day of any zone, also after a restart."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.domain.calendar import local_day
from bot.domain.prompt import Used
from bot.errors import Unavailable
from storage import Store, open_store
from storage.books import BookStore
from storage.opening import open_database

MIDNIGHT = datetime(2025, 12, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE = Used(1, 100, 10)


async def test_hours_add_up(store: Store) -> None:
    await store.books.book(MIDNIGHT, Used(1, 100, 10))
    await store.books.book(MIDNIGHT + timedelta(minutes=59, seconds=59.999999), Used(2, 20, 3))
    await store.books.book(MIDNIGHT + HOUR, Used(1, 7, 0))
    assert await store.books.used(MIDNIGHT, MIDNIGHT + HOUR) == Used(3, 120, 13)
    assert await store.books.used(MIDNIGHT, MIDNIGHT + 2 * HOUR) == Used(4, 127, 13)
    assert await store.books.used(MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR) == Used(1, 7, 0)


async def test_nothing_booked_is_nothing_used(store: Store) -> None:
    assert await store.books.used(MIDNIGHT, MIDNIGHT + HOUR) == Used()
    await store.books.book(MIDNIGHT, Used(1))
    assert await store.books.used(MIDNIGHT, MIDNIGHT + HOUR) == Used(1, 0, 0)
    assert await store.books.used(MIDNIGHT, MIDNIGHT) == Used()


async def test_moments_of_any_zone_are_the_same_hour(store: Store) -> None:
    await store.books.book(MIDNIGHT.astimezone(timezone(timedelta(hours=9))), ONE)
    await store.books.book(MIDNIGHT.astimezone(timezone(-timedelta(hours=5))), ONE)
    assert await store.books.used(MIDNIGHT, MIDNIGHT + HOUR) == Used(2, 200, 20)


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        ("Asia/Seoul", datetime(2025, 12, 8, 15, tzinfo=UTC)),
        ("America/New_York", datetime(2025, 12, 9, 5, tzinfo=UTC)),
        # Its day begins at 18:30 and is told from 18:00 on.
        ("Asia/Kolkata", datetime(2025, 12, 8, 18, tzinfo=UTC)),
        # 18:15, told from 18:00 on.
        ("Asia/Kathmandu", datetime(2025, 12, 8, 18, tzinfo=UTC)),
    ],
)
async def test_the_day_of_a_zone(store: Store, zone: str, begins: datetime) -> None:
    for hour in range(-36, 60):
        await store.books.book(MIDNIGHT + hour * HOUR, Used(1, 1_000 + hour, 1))
    noon = begins + 12 * HOUR
    hours = [1_000 + int((begins - MIDNIGHT) / HOUR) + hour for hour in range(24)]
    assert await store.books.used(*local_day(noon, zone)) == Used(24, sum(hours), 24)
    before = await store.books.used(*local_day(noon - 24 * HOUR, zone))
    after = await store.books.used(*local_day(noon + 24 * HOUR, zone))
    assert (before.input_tokens, after.input_tokens) == (sum(hours) - 24 * 24, sum(hours) + 24 * 24)


async def test_a_restart_and_another_process_keep_adding(store: Store, database: Path) -> None:
    await store.books.book(MIDNIGHT, ONE)
    async with open_store(database) as beside:
        await asyncio.gather(*(books.book(MIDNIGHT, ONE) for books in (store.books, beside.books) * 20))
    async with open_store(database) as later:
        assert await later.books.used(MIDNIGHT, MIDNIGHT + HOUR) == Used(41, 4_100, 410)


async def test_a_locked_file_books_nothing(store: Store, database: Path) -> None:
    await store.books.book(MIDNIGHT, ONE)
    other = sqlite3.connect(database, isolation_level=None)
    async with open_database(database, patience=0.05) as opened:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable):
            await BookStore(opened).book(MIDNIGHT, ONE)
        other.execute("ROLLBACK")
    other.close()
    assert await store.books.used(MIDNIGHT, MIDNIGHT + HOUR) == ONE


async def test_a_moment_without_a_zone_is_our_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        await store.books.book(datetime(2025, 12, 9), ONE)  # noqa: DTZ001 - that is the point
