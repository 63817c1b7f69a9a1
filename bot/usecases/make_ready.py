"""Make a paper's text ready to be asked about: once, however many questions come."""

import asyncio
from dataclasses import dataclass

from bot.domain.checking import index_text
from bot.domain.checking.index import TextIndex
from bot.domain.guarding import guard
from bot.domain.paper import FullText, Paper

MOST_KEPT = 1_000_000
"""Characters of all texts that are kept; with what is known of them they take some 30 MB."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A paper without its orders to models, and what is known of its text."""

    paper: Paper
    text: FullText
    index: TextIndex


class MakeReady:
    """Keeps what was asked for last: to make it takes longer than all else that we do for a question."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """`most`: characters of all texts that are kept."""
        self._most = most
        self._kept: dict[tuple[Paper, str], Ready] = {}
        self._making = asyncio.Lock()

    async def __call__(self, paper: Paper, text: FullText) -> Ready:
        """The same object as long as neither has changed and both were asked for not long ago."""
        key = paper, text.hash
        # One at a time: threads of Python compute no faster side by side, and many may ask about one paper.
        async with self._making:
            ready = self._kept.pop(key, None)
            if ready is None:
                ready = await asyncio.to_thread(_made, paper, text)
            self._kept[key] = ready
            self._let_go()
            return ready

    def _let_go(self) -> None:
        """Of the oldest, never of the newest, however long."""
        kept = sum(one.text.characters for one in self._kept.values())
        while kept > self._most and len(self._kept) > 1:
            kept -= self._kept.pop(next(iter(self._kept))).text.characters


def _made(paper: Paper, text: FullText) -> Ready:
    guarded = guard(paper, text)
    return Ready(guarded.paper, guarded.text, index_text(guarded.paper, guarded.text))
