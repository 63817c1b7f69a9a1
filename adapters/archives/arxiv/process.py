"""Reads pages and PDFs in processes of their own: they come from strangers, what parses them is C and C++.

One that makes it crash, hang or take gigabytes costs that process, not the bot; and what it took is given
back when it ends. It is started without the bot's environment, in which the tokens are. Either side writes
a length of eight bytes, then so many bytes.
"""

import asyncio
import contextlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import IO, Self

from adapters.archives.arxiv.passages import NoText
from bot.domain.paper import FullText, Origin, PaperId, Passage

Read = Callable[[Origin, bytes], Awaitable[tuple[Passage, ...]]]

MOST_MEMORY = {Origin.HTML: 160 * 1024 * 1024, Origin.PDF: 768 * 1024 * 1024}
"""Bytes of address space. A usual PDF needs less than a quarter; 200 kB of one can ask for gigabytes.
Python and its libraries take 32 MB, 2.6 MB of page, the largest measured, 49 MB more; 8 MB of `<br>` 380."""
MOST_SECONDS = {Origin.HTML: 20, Origin.PDF: 60}
"""Of computing; a usual PDF takes half a second, as does the largest page; a usual page a tenth of one."""
LONGEST = 120.0
"""Seconds by the clock on the wall, on a machine that has other things to do."""
REST = 20.0
"""Seconds that a process without anything to read is kept: arXiv wants 15 between two pages."""
WORN = 96 * 1024 * 1024
"""Bytes. A process that ever held more is not used again, as the next page would find less room."""

_ROOT = Path(__file__).parents[3]
_LENGTH = 8


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
            _write(process.stdin, body)
            return _read(process.stdout)
        except (OSError, ValueError):  # It has ended, or was ended meanwhile and its pipes are closed.
            return None

    def _started(self) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen(  # noqa: S603 (our own program, no shell)
            [sys.executable, "-m", __name__, self._origin],
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


def _write(pipe: IO[bytes], body: bytes) -> None:
    pipe.write(len(body).to_bytes(_LENGTH))
    pipe.write(body)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes | None:
    """None at the end, also in the middle."""
    head = pipe.read(_LENGTH)
    body = pipe.read(int.from_bytes(head))
    return body if len(head) == _LENGTH and len(body) == int.from_bytes(head) else None


def main(origin: Origin) -> None:
    """Pages or PDFs on standard input; to each JSON with `passages` or a `reason` on standard output."""
    read = _reader(origin)
    _limit_memory(origin)
    while (body := _read(sys.stdin.buffer)) is not None:
        _limit_time(origin)
        _write(sys.stdout.buffer, _answer(read, origin, body))
        if _is_worn():
            return


def _answer(read: Callable[[bytes], tuple[Passage, ...]], origin: Origin, body: bytes) -> bytes:
    try:
        answer = {"passages": FullText(PaperId(""), origin, read(body)).to_json()}
    except NoText as reason:
        answer = {"reason": str(reason)}
    return json.dumps(answer).encode()


def _reader(origin: Origin) -> Callable[[bytes], tuple[Passage, ...]]:
    """Imported here: the parsers stay out of the bot's process."""
    if origin is Origin.HTML:
        from adapters.archives.arxiv.html import read_html  # noqa: PLC0415

        return read_html
    from adapters.archives.arxiv.pdf import read_pdf  # noqa: PLC0415

    return read_pdf


# Bounds where the system can set them (not on Windows).


def _limit_memory(origin: Origin) -> None:
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY[origin],) * 2)


def _limit_time(origin: Origin) -> None:
    """From now on."""
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415

        most, (_, hard) = (
            int(time.process_time()) + 1 + MOST_SECONDS[origin],
            resource.getrlimit(resource.RLIMIT_CPU),
        )
        resource.setrlimit(resource.RLIMIT_CPU, (most if hard < 0 else min(most, hard), hard))


def _is_worn() -> bool:
    """True where the system does not tell. Not getrusage, which counts the parent's memory at the start."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return True
    most = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return most is None or int(most[1]) * 1024 > WORN


if __name__ == "__main__":
    main(Origin(sys.argv[1]))
