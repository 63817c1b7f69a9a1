"""Reads a page or a PDF in a process of its own: they come from strangers, and what parses them is C and C++.

One that makes it crash, hang or take gigabytes costs that process, not the bot; and what it took is given
back when it ends. It is started without the bot's environment, in which the tokens are.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from adapters.archives.arxiv.passages import NoText
from bot.domain.paper import FullText, Origin, PaperId, Passage

MOST_MEMORY = {Origin.HTML: 160 * 1024 * 1024, Origin.PDF: 768 * 1024 * 1024}
"""Bytes of address space. A usual PDF needs less than a quarter; 200 kB of one can ask for gigabytes.
Python and its libraries take 32 MB, 2.6 MB of page, the largest measured, 49 MB more; 8 MB of `<br>` 380."""
MOST_SECONDS = {Origin.HTML: 20, Origin.PDF: 60}
"""Of computing; a usual PDF takes half a second, as does the largest page; a usual page a tenth of one."""
LONGEST = 120.0
"""Seconds by the clock on the wall, on a machine that has other things to do."""

_ROOT = Path(__file__).parents[3]


async def read_aside(origin: Origin, body: bytes) -> tuple[Passage, ...]:
    """The passages of a page or a PDF; see `html.read_html` and `pdf.read_pdf`.

    Blocks nothing; ends the process when it is cancelled. Raises NoText, also when it could not be read
    within the bounds.
    """
    child = _Child(origin)
    try:
        answer = await asyncio.to_thread(child.ask, body)
    finally:
        child.end()
    if answer is None:
        raise NoText(f"the {origin} could not be read within the bounds of memory and time")
    found = json.loads(answer)
    if "reason" in found:
        raise NoText(found["reason"])
    return FullText.from_json(PaperId(""), origin, found["passages"]).passages


class _Child:
    """The process: asked in one thread, ended from another at any moment."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def ask(self, body: bytes) -> bytes | None:
        """What it answers to `body`; None when it did not live to answer."""
        with subprocess.Popen(  # noqa: S603 (our own program, no shell)
            [sys.executable, "-m", __name__, self._origin],
            cwd=_ROOT,
            env={},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as self._process:
            if self._ended:
                self._process.kill()
            try:
                answer, _ = self._process.communicate(body, LONGEST)
            except subprocess.TimeoutExpired:
                self._process.kill()
                return None
        return answer if self._process.returncode == 0 else None

    def end(self) -> None:
        """Leaves nothing running; does nothing to a process that is over."""
        self._ended = True
        if self._process is not None:
            self._process.kill()


def main(origin: Origin) -> None:
    """A page or a PDF on standard input; JSON with `passages` or a `reason` on standard output."""
    read = _reader(origin)
    _limit(origin)
    try:
        found = read(sys.stdin.buffer.read())
        answer = {"passages": FullText(PaperId(""), origin, found).to_json()}
    except NoText as reason:
        answer = {"reason": str(reason)}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _reader(origin: Origin) -> Callable[[bytes], tuple[Passage, ...]]:
    """Imported here: the parsers stay out of the bot's process."""
    if origin is Origin.HTML:
        from adapters.archives.arxiv.html import read_html  # noqa: PLC0415

        return read_html
    from adapters.archives.arxiv.pdf import read_pdf  # noqa: PLC0415

    return read_pdf


def _limit(origin: Origin) -> None:
    """Bounds memory and time where the system can (not on Windows)."""
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY[origin],) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS[origin],) * 2)


if __name__ == "__main__":
    main(Origin(sys.argv[1]))
