"""Trying again for as long as it takes, ever more slowly."""

import logging

from bot.ports import Clock

LOG = logging.getLogger(__name__)
LONGEST_PAUSE = 60.0


class Backoff:
    """Pauses between tries: 1, 2, 4 ... 60 seconds, or as long as Slack asked for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0

    def succeeded(self) -> None:
        self._failures = 0

    async def pause(self, reason: str, asked: float | None = None) -> None:
        seconds = max(min(2.0**self._failures, LONGEST_PAUSE), asked or 0.0)
        self._failures = min(self._failures + 1, 10)
        LOG.warning("Slack: not connected: %s; next try in %.0f s", reason, seconds)
        await self._clock.sleep(seconds)
