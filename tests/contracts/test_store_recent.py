"""The newest papers, for suggestions."""

from dataclasses import replace
from datetime import timedelta

from storage import Store
from tests.fakes.clock import VirtualClock
from tests.fakes.papers import MONDAY, day_of, listing, paper_id

NOW = VirtualClock().now()
FRIDAY = MONDAY - timedelta(days=3)


async def test_newest_list_first_there_by_upvotes_each_once(store: Store) -> None:
    await store.library.save_listings(FRIDAY, day_of(3, FRIDAY, first=4), NOW)
    again = replace(listing(5, upvotes=9, place=9), day=MONDAY)
    await store.library.save_listings(MONDAY, [*day_of(3)[::-1], again], NOW)
    found = [paper.id for paper in await store.library.recent(10)]
    assert found == [paper_id(number) for number in (5, 1, 2, 3, 4, 6)]
    assert len(await store.library.recent(2)) == 2


async def test_nothing_listed_nothing_recent(store: Store) -> None:
    assert await store.library.recent(10) == []
