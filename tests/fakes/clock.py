"""Clocks for tests: one that runs as fast as the test likes."""

import asyncio
from datetime import UTC, datetime, timedelta


class VirtualClock:
    """Time moves only by sleeping: every sleep ends at once and moves the clock on."""

    def __init__(self, start: datetime = datetime(2025, 12, 8, 23, 15, tzinfo=UTC)) -> None:
        self.moment = start
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)
        await asyncio.sleep(0)
