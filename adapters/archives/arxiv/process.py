"""Reads a PDF in a process of its own: PDFs come from strangers, and PDFium is a million lines of C++.

A file that makes it crash, hang or take gigabytes costs that process, not the bot; and it is started
without the bot's environment, in which the tokens are.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
from pathlib import Path

from adapters.archives.arxiv.passages import NoText
from bot.domain.paper import FullText, Origin, PaperId, Passage

MOST_MEMORY = 768 * 1024 * 1024
"""Bytes of address space; a usual paper needs less than a quarter. 200 kB of PDF can ask for gigabytes."""
MOST_SECONDS = 60
"""Of computing; a usual paper takes half a second."""
LONGEST = 120.0
"""Seconds by the clock on the wall, on a machine that has other things to do."""

_ROOT = Path(__file__).parents[3]


async def read_pdf_aside(body: bytes) -> tuple[Passage, ...]:
    """The passages of a PDF; see `pdf.read_pdf`. Blocks nothing; ends the process when it is cancelled.

    Raises NoText, also when the file could not be read within the bounds.
    """
    child = _Child()
    try:
        answer = await asyncio.to_thread(child.ask, body)
    finally:
        child.end()
    if answer is None:
        raise NoText("the PDF could not be read within the bounds")
    found = json.loads(answer)
    if "reason" in found:
        raise NoText(found["reason"])
    return FullText.from_json(PaperId(""), Origin.PDF, found["passages"]).passages


class _Child:
    """The process: asked in one thread, ended from another at any moment."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def ask(self, body: bytes) -> bytes | None:
        """What it answers to the PDF `body`; None when it did not live to answer."""
        with subprocess.Popen(  # noqa: S603 (our own program, no shell)
            [sys.executable, "-m", __name__],
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


def main() -> None:
    """A PDF on standard input; JSON with `passages` or a `reason` on standard output."""
    from adapters.archives.arxiv.pdf import read_pdf  # noqa: PLC0415 (PDFium stays out of the bot's process)

    _limit()
    try:
        found = read_pdf(sys.stdin.buffer.read())
        answer = {"passages": FullText(PaperId(""), Origin.PDF, found).to_json()}
    except NoText as reason:
        answer = {"reason": str(reason)}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _limit() -> None:
    """Bounds memory and time where the system can (not on Windows)."""
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


if __name__ == "__main__":
    main()
