"""`python -m adapters.archives.arxiv.reader ORIGIN`: reads pages or PDFs, within bounds, for another process.

Either side writes a length of eight bytes, then so many bytes. Imports as little as it can: it is started
for nearly every command.
"""

import contextlib
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from adapters.archives.arxiv.passages import NoText
from bot.domain.paper import FullText, Origin, PaperId, Passage

MOST_MEMORY = {Origin.HTML: 160 * 1024 * 1024, Origin.PDF: 768 * 1024 * 1024}
"""Bytes of address space. A usual PDF needs less than a quarter; 200 kB of one can ask for gigabytes.
Python and its libraries take 32 MB, 2.6 MB of page, the largest measured, 49 MB more; 8 MB of `<br>` 380."""
MOST_SECONDS = {Origin.HTML: 20, Origin.PDF: 60}
"""Of computing; a usual PDF takes half a second, as does the largest page; a usual page a tenth of one."""
WORN = 96 * 1024 * 1024
"""Bytes. A process that ever held more is not used again, as the next page would find less room."""
LENGTH = 8
MOST = 64 * 1024 * 1024
"""Bytes that one side takes from the other at a time: more than a PDF may have, or its text ever has."""


def write(pipe: IO[bytes], body: bytes) -> None:
    pipe.write(len(body).to_bytes(LENGTH))
    pipe.write(body)
    pipe.flush()


def read(pipe: IO[bytes]) -> bytes | None:
    """None at the end, also in the middle, and for what is too long."""
    head = pipe.read(LENGTH)
    length = int.from_bytes(head)
    if len(head) < LENGTH or length > MOST:
        return None
    body = pipe.read(length)
    return body if len(body) == length else None


def main(origin: Origin) -> None:
    """Pages or PDFs on standard input; to each JSON with `passages` or a `reason` on standard output."""
    read_body = _reader(origin)
    _limit_memory(origin)
    while (body := read(sys.stdin.buffer)) is not None:
        _limit_time(origin)
        write(sys.stdout.buffer, _answer(read_body, origin, body))
        if _is_worn():
            return


def _answer(read_body: Callable[[bytes], tuple[Passage, ...]], origin: Origin, body: bytes) -> bytes:
    try:
        answer = {"passages": FullText(PaperId(""), origin, read_body(body)).to_json()}
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
