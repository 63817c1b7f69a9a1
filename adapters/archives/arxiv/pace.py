"""When a request to arXiv may go out: one at a time, far enough apart, urgent ones first."""

import asyncio
import itertools
from bisect import insort
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import Unavailable
from bot.ports import Clock

LONGEST_WAIT = 60.0
"""Seconds. Told to stay away for longer, calls fail at once instead of waiting."""
LONGEST_BACKOFF = 900.0
LONGEST_HOLD = 86_400.0
"""Seconds; also what a Retry-After that is no sensible number is taken for."""


class Lane:
    """One kind of request with its own distance, e.g. the API.

    The distance runs from the end of a request to the start of the next, so a slow answer never
    brings two requests closer together than asked.
    """

    def __init__(self, delay: float) -> None:
        """`delay`: seconds between two requests of this kind."""
        self._delay = delay
        self._ended: datetime | None = None
        self._held_until: datetime | None = None
        self._troubles = 0
        self.occupied = False
        """Whether an answer is still being worked on."""

    def rest(self, now: datetime) -> float:
        """Seconds until the next request of this kind may go out."""
        spacing = self._delay - (now - self._ended).total_seconds() if self._ended else 0.0
        # A clock that was set back must not stretch the distance.
        return max(min(spacing, self._delay), self.held(now), 0.0)

    def held(self, now: datetime) -> float:
        """Seconds for which the other side wants to hear nothing, as far as we know."""
        return max((self._held_until - now).total_seconds(), 0.0) if self._held_until else 0.0

    def end(self, now: datetime) -> None:
        self._ended = now

    def hold(self, now: datetime, retry_after: float | None) -> None:
        """After a refusal or a failure: Retry-After, at least 1, 2, 4 ... seconds (failures in a row)."""
        backoff = min(2.0 ** min(self._troubles, 20), LONGEST_BACKOFF)
        asked = 0.0 if retry_after is None else retry_after
        # Written so that NaN counts as too long.
        wait = max(asked, backoff) if asked < LONGEST_HOLD else LONGEST_HOLD
        self._troubles += 1
        self._held_until = max(now + timedelta(seconds=wait), self._held_until or now)

    def recover(self) -> None:
        """After an answer: the count of failures in a row starts anew."""
        self._troubles = 0


@dataclass(frozen=True, slots=True, order=True)
class _Call:
    waits: bool
    """False for an urgent one, which sorts it to the front."""
    number: int
    lane: Lane = field(compare=False)


class Pace:
    """Gives out turns. Any number of lanes share it; at most one turn is out at any moment."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: list[_Call] = []
        self._busy = False
        self._changed = asyncio.Event()
        self._numbers = itertools.count()

    @asynccontextmanager
    async def turn(self, lane: Lane, *, urgent: bool = False) -> AsyncIterator[None]:
        """Waits for its turn and holds it for the length of the block: urgent ones first, else in order.

        Raises Unavailable at once, also while waiting, when the lane is held for longer than
        LONGEST_WAIT; `retry_after` is what remains.
        """
        await self._admit(_Call(not urgent, next(self._numbers), lane))
        try:
            yield
        finally:
            lane.end(self._clock.now())
            self._busy = False
            self._tell()

    @contextmanager
    def occupied(self, lane: Lane) -> Iterator[None]:
        """No turn of this lane is given out during the block. To be entered right after a turn, without an
        `await` in between: so what answers bring is in memory once, however slow it is to work on.
        """
        lane.occupied = True
        try:
            yield
        finally:
            lane.occupied = False
            self._tell()

    async def _admit(self, call: _Call) -> None:
        insort(self._calls, call)
        try:
            while not self._may_go(call):
                await self._step(call)
            self._busy = True
        finally:
            self._calls.remove(call)
            self._tell()

    def _may_go(self, call: _Call) -> bool:
        now = self._clock.now()
        held = call.lane.held(now)
        if held > LONGEST_WAIT:
            raise Unavailable(f"arXiv wants no request for {held:.0f} s", held)
        free = (other for other in self._calls if not other.lane.occupied)
        ready = (other for other in free if other.lane.rest(now) == 0)
        return not self._busy and next(ready, None) is call

    async def _step(self, call: _Call) -> None:
        """The first of a lane sleeps until the lane is ready; all others wait until something happens."""
        first = next(other for other in self._calls if other.lane is call.lane)
        rest = call.lane.rest(self._clock.now())
        if first is call and rest > 0:
            await self._clock.sleep(rest)
        else:
            await self._changed.wait()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
