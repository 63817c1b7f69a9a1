"""Reads pages and PDFs in processes of their own: they come from strangers, what parses them is C and C++.

One that makes it crash, hang or take gigabytes costs that process, not the bot; and what it took is given
back when it ends. It is started without the bot's environment, in which the tokens are.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Self

from adapters.archives.arxiv import reader
from adapters.archives.arxiv.passages import NoText
from bot.domain.paper import FullText, Origin, PaperId, Passage

Read = Callable[[Origin, bytes], Awaitable[tuple[Passage, ...]]]

LONGEST = 120.0
"""Seconds by the clock on the wall, on a machine that has other things to do."""
REST = 20.0
"""Seconds that a process without anything to read is kept: arXiv wants 15 between two pages."""

_ROOT = Path(__file__).parents[3]


async def read_aside(origin: Origin, body: bytes) -> tuple[Passage, ...]:
    """The passages of a page or a PDF; see `html.read_html` and `pdf.read_pdf`.

    Blocks nothing; ends the process when it is cancelled. Raises NoText, also when it could not be read
    within the bounds.
    """
    child = _Child(origin)
    try:
        return _passages(origin, await child.ask(body))
    finally:
        await child.end()


class WarmReader:
    """As `read_aside`, but one process for page after page: to start one takes as long as to read a page.

    A PDF has its own. A process that did not live to answer is not used again, and one that had read other
    pages before may not have been this page's fault: a new one is asked.
    """

    def __init__(self, rest: float = REST) -> None:
        """`rest`: seconds that a process is kept for the next page."""
        self._rest = rest
        self._kept: _Child | None = None
        self._resting: asyncio.Task[None] | None = None
        self._wanted = asyncio.Event()
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._wake()
        await self._let_go()

    async def __call__(self, origin: Origin, body: bytes) -> tuple[Passage, ...]:
        if origin is not Origin.HTML:
            return await read_aside(origin, body)
        async with self._turn:
            await self._wake()
            try:
                return _passages(origin, await self._ask(body))
            finally:
                self._resting = asyncio.create_task(self._let_rest())

    async def _ask(self, body: bytes) -> bytes | None:
        if self._kept is not None:
            if (answer := await self._kept.ask(body)) is not None:
                return answer
            await self._let_go()
        self._kept = _Child(Origin.HTML)
        return await self._kept.ask(body)

    async def _let_rest(self) -> None:
        try:
            async with asyncio.timeout(self._rest):
                await self._wanted.wait()
        except TimeoutError:
            await self._let_go()

    async def _wake(self) -> None:
        if self._resting is not None:
            self._wanted.set()
            await asyncio.wait([self._resting])
            self._resting = None
            self._wanted.clear()

    async def _let_go(self) -> None:
        child, self._kept = self._kept, None
        if child is not None:
            await child.end()


def _passages(origin: Origin, answer: bytes | None) -> tuple[Passage, ...]:
    if answer is None:
        raise NoText(f"the {origin} could not be read within the bounds of memory and time")
    found = json.loads(answer)
    if "reason" in found:
        raise NoText(found["reason"])
    return FullText.from_json(PaperId(""), origin, found["passages"]).passages


class _Child:
    """One process: asked in a thread, ended from another at any moment."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    async def ask(self, body: bytes) -> bytes | None:
        """What it answers to `body`; None when it did not live to answer, once and for all."""
        answer = None
        try:
            async with asyncio.timeout(LONGEST):
                answer = await asyncio.to_thread(self._exchange, body)
        except TimeoutError:
            return None
        finally:
            if answer is None:
                self._kill()
        return answer

    async def end(self) -> None:
        """Leaves nothing running."""
        self._kill()
        await asyncio.to_thread(self._reap)

    def _exchange(self, body: bytes) -> bytes | None:
        process = self._process = self._process or self._started()
        if self._ended or process.stdin is None or process.stdout is None:
            process.kill()
            return None
        try:
            reader.write(process.stdin, body)
            return reader.read(process.stdout)
        except (OSError, ValueError):  # It has ended, or was ended meanwhile and its pipes are closed.
            return None

    def _started(self) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen(  # noqa: S603 (our own program, no shell)
            [sys.executable, "-m", reader.__name__, self._origin],
            cwd=_ROOT,
            env={},
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
        )

    def _kill(self) -> None:
        self._ended = True
        if self._process is not None:
            self._process.kill()

    def _reap(self) -> None:
        if self._process is not None:
            with contextlib.suppress(OSError), self._process:
                pass
