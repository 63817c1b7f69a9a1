"""Standard output and error as they may be: closed, full, read by nobody, in a charset without Korean."""

import asyncio
import contextlib
import io
import os
import sys
import threading
from pathlib import Path

STDIN, STDERR = 0, 2


def prepare() -> None:
    """Makes both streams usable. Called first: before a file could be opened in a closed stream's place."""
    file = os.open(os.devnull, os.O_RDWR)
    while file <= STDERR:
        # A database in the place of stdout would be written into by whoever prints.
        file = os.dup(file)
    os.close(file)
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _nowhere() -> io.TextIOWrapper:
    return Path(os.devnull).open("w", encoding="utf-8")


def drop_output() -> None:
    """From now on what is printed goes nowhere: it cannot be written where it should."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def finish() -> None:
    """Writes what is still buffered, for a reader who may have gone."""
    try:
        sys.stdout.flush()
    except OSError:
        drop_output()
    with contextlib.suppress(OSError):
        sys.stderr.flush()


class Typed:
    """What a person types, line by line."""

    def __init__(self) -> None:
        self._rest = b""

    async def line(self) -> str:
        """The next line without its end; raises EOFError after the last."""
        while b"\n" not in self._rest:
            more = await _read()
            if not more and not self._rest:
                raise EOFError
            self._rest += more or b"\n"
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode("utf-8", "replace")


async def _read() -> bytes:
    """What stands in stdin, once something does; empty at its end.

    In a thread that nobody waits for, not even Python at its end: else Ctrl-C would need Enter as well.
    """
    loop = asyncio.get_running_loop()
    read: asyncio.Future[bytes] = loop.create_future()

    def give(content: bytes) -> None:
        if not read.done():
            read.set_result(content)

    def work() -> None:
        try:
            content = os.read(STDIN, 4096)
        except OSError:
            content = b""
        # The loop may have ended meanwhile.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(give, content)

    threading.Thread(target=work, daemon=True).start()
    return await read
