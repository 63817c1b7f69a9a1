"""`python -m tests.e2e.halting`: the bot, whose HALT_AT-th line in the transcript waits for the file `go`.

It makes the file `halted` when it does. Everything else is the real bot.
"""

import itertools
import os
import sys
import time
from pathlib import Path

from adapters.chats import console

count = itertools.count(1)
real_append = console._append


def append(path: Path, line: str) -> None:
    if next(count) == int(os.environ["HALT_AT"]):
        Path("halted").touch()
        while not Path("go").exists():
            time.sleep(0.02)
    real_append(path, line)


if __name__ == "__main__":
    console._append = append
    from bot.__main__ import main

    sys.exit(main())
