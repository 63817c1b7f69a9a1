"""The world of the use cases, for what goes on after an edition; and a bot that lives through mornings."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.memory_store import memory_store
from tests.flows.mornings import Mornings, mornings
from tests.usecases.conftest import full_world, monday, published, world

__all__ = ["bot", "full_world", "monday", "published", "world"]


@pytest.fixture
async def bot() -> AsyncIterator[Mornings]:
    async with memory_store() as store:
        bot = mornings(store)
        await bot.subscribe()
        yield bot
        await bot.keep.close()
