"""Waiting for what must happen, with an end to it."""

import asyncio
from collections.abc import Callable

from tests.fakes.slack_socket import Envelope


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110 - what happens is in somebody else's hands
            await asyncio.sleep(0.005)


async def acknowledged(*envelopes: Envelope) -> None:
    async with asyncio.timeout(10):
        for envelope in envelopes:
            await envelope.acked.wait()
