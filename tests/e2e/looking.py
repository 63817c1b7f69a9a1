"""`python -m tests.e2e.looking`: the bot, whose `run` looks at the clock five times a second."""

import functools
import sys

from bot.commands import run

if __name__ == "__main__":
    run.run = functools.partial(run.run, tick=0.2)
    from bot.__main__ import main

    sys.exit(main())
