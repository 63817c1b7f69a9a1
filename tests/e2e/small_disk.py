"""`python -m tests.e2e.small_disk`: the bot, on a disk that holds no file of more than DISK bytes.

The system refuses to let any file grow beyond that, as a full disk does. Everything else is the real bot.
"""

import os
import resource
import sys

if __name__ == "__main__":
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(os.environ["DISK"]), hard))
    from bot.__main__ import main

    sys.exit(main())
