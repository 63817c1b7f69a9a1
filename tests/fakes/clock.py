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


class SteppedClock(VirtualClock):
    """Time moves only when the test moves it; whoever sleeps wakes when his moment has come."""

    def __init__(self, start: datetime = datetime(2025, 12, 8, 23, 15, tzinfo=UTC)) -> None:
        super().__init__(start)
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.moment + timedelta(seconds=seconds), waking))
        await waking

    def move_to(self, moment: datetime) -> None:
        """Forward or back."""
        self.moment = moment
        due = [waking for at, waking in self._sleepers if at <= moment]
        self._sleepers = [(at, waking) for at, waking in self._sleepers if at > moment and not waking.done()]
        for waking in due:
            if not waking.done():
                waking.set_result(None)
