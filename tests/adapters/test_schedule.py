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


async def test_a_tick_under_way_is_over_with_the_block_and_nothing_is_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for pause in (0.0, 0.001, 0.005, 0.01, 0.011, 0.012, 0.02):
        under_way, ended, ticks = asyncio.Event(), asyncio.Event(), 0

        async def tick() -> None:
            nonlocal ticks
            ticks += 1
            if ticks > 1:
                under_way.set()  # noqa: B023
                try:
                    await asyncio.sleep(60)
                finally:
                    ended.set()  # noqa: B023

        async with ticking(tick, 0.01):
            if pause == 0.02:
                await asyncio.wait_for(under_way.wait(), 10)
            await asyncio.sleep(pause)
        assert ended.is_set() == under_way.is_set()
    assert [record for record in caplog.records if record.levelname in {"ERROR", "WARNING"}] == []


async def test_a_bug_is_told_and_the_next_tick_comes(caplog: pytest.LogCaptureFixture) -> None:
    ticks, third = 0, asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 2:
            raise ZeroDivisionError
        if ticks == 3:
            third.set()

    async with ticking(tick, 0.01):
        await asyncio.wait_for(third.wait(), 10)
    assert [record.exc_info is not None for record in caplog.records if record.levelname == "ERROR"] == [True]
