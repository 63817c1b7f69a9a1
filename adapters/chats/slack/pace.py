"""How fast we speak: about one message a second in a channel, and silence while Slack asks for it.

https://docs.slack.dev/apis/web-api/rate-limits: chat.postMessage, one a second and channel.
"""

from datetime import datetime, timedelta

from bot.errors import Unavailable
from bot.ports import Clock

GAP = timedelta(seconds=1)


class Pace:
    """Hands out moments, per channel; channels do not wait for each other."""

    def __init__(self, clock: Clock, patience: float) -> None:
        """`patience`: seconds that a caller may be kept waiting, well below its own timeout."""
        self._clock = clock
        self._patience = patience
        self._free: dict[str, datetime] = {}

    async def turn(self, channel: str) -> None:
        """Returns when it is this caller's turn. Raises Unavailable when that is too far off."""
        now = self._clock.now()
        start = max(self._free.get(channel, now), now)
        wait = (start - now).total_seconds()
        if wait > self._patience:
            raise Unavailable("slack: too many messages for this channel at the moment", wait)
        # Reserved before sleeping: whoever comes next queues up behind, and one slow send holds up nobody.
        self._free[channel] = start + GAP
        if wait > 0:
            await self._clock.sleep(wait)

    def hold(self, channel: str, seconds: float) -> None:
        """Nothing may be sent there for so long."""
        until = self._clock.now() + timedelta(seconds=seconds)
        self._free[channel] = max(self._free.get(channel, until), until)
