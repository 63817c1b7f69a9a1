"""Suggest papers while somebody types one."""

from collections.abc import Sequence

from bot.domain.paper import LONGEST_INPUT, Paper
from bot.domain.searching import fitting
from bot.errors import Failure
from bot.ports import Library

MOST = 25
"""What Discord shows."""
LOOKED_THROUGH = 300
"""Papers of the newest lists: about a week of them. It is asked for at every key that is pressed."""


class SuggestPapers:
    def __init__(self, library: Library) -> None:
        self._library = library

    async def __call__(self, typed: str) -> Sequence[Paper]:
        """Up to MOST recent papers that fit; none when the store cannot say. Raises nothing."""
        try:
            recent = await self._library.recent(LOOKED_THROUGH)
        except Failure:
            return ()
        return fitting(recent, typed[:LONGEST_INPUT], MOST)
