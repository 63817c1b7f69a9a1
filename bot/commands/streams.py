"""Standard output and error as they may be: closed, full, read by nobody, in a charset without Korean."""

import contextlib
import io
import os
import sys

STDERR = 2


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
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - until the process ends


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
