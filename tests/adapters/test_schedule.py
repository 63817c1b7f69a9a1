import asyncio
from collections.abc import Awaitable, Callable

import pytest

from adapters.schedule import ticking

Wrap = Callable[[Callable[[], Awaitable[None]]], Callable[[], Awaitable[None]]]


@pytest.mark.parametrize("wrap", [lambda tick: tick, lambda tick: lambda: tick()])  # noqa: PLW0108 - the point
async def test_it_ticks_again_and_again_whatever_kind_of_callable_it_is_given(wrap: Wrap) -> None:
    ticks, third = 0, asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 3:
            third.set()

    async with ticking(wrap(tick), 0.01):
        assert ticks >= 1
        await asyncio.wait_for(third.wait(), 10)
