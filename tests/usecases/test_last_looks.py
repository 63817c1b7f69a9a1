"""The last minutes before an edition is due, with no list in sight."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import open_store
from tests.fakes.papers import MONDAY, day_of
from tests.usecases.mornings import DUE, MINUTE, Mornings, mornings

TICK = timedelta(seconds=20)


@pytest.fixture
async def bot(quick_path: Path) -> AsyncIterator[Mornings]:
    async with open_store(quick_path / "nonmun.db") as store:
        world = mornings(store)
        await world.subscribe()
        yield world


async def test_a_list_that_is_not_there_is_asked_for_once_a_minute_and_at_the_moment_itself(
    bot: Mornings,
) -> None:
    bot.world.source.days.clear()
    await bot.until(DUE - 4 * MINUTE, TICK)
    before = len(bot.world.source.calls)
    await bot.until(DUE - TICK, TICK)
    assert len(bot.world.source.calls) - before == 3
    bot.world.source.days[MONDAY] = day_of(2)
    await bot.until(DUE, TICK)
    assert len(bot.world.source.calls) - before == 4
    assert bot.headers == ["edition/console/main/2025-12-08/1"]
