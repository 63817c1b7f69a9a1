"""For every test: nothing of ours may block the event loop."""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from blockbuster import BlockBuster, blockbuster_ctx

OURS = ("bot", "adapters", "storage")
"""Blocking calls are looked for below frames of these packages."""
ALLOWED: tuple[tuple[str, str, str, str], ...] = (
    (
        "os.stat",
        "zoneinfo/_tzpath.py",
        "find_tzfile",
        "a time zone's file is a kilobyte, read once a process",
    ),
    ("io.BufferedReader.read", "zoneinfo/_common.py", "load_data", "as above"),
)
"""What a vendor may do on its first use: call, end of the file's path, function, and why it does no harm."""


@pytest.fixture(scope="session", autouse=True)
def never_blocked() -> Iterator[BlockBuster]:
    with blockbuster_ctx(list(OURS)) as blockbuster:
        for call, file, function, _ in ALLOWED:
            blockbuster.functions[call].can_block_in(file, function)
        for watched in blockbuster.functions.values():
            # A vendor's library is imported when it is first used, once a process.
            watched.can_block_in("<frozen importlib._bootstrap>", "_find_and_load")
        yield blockbuster


def pytest_collection_finish(session: pytest.Session) -> None:
    """Hypothesis's plugin would import it at the end, if nobody has, to have nothing to say."""
    plugins = session.config.pluginmanager
    if "hypothesis" not in sys.modules and plugins.has_plugin("hypothesispytest"):
        plugins.unregister(name="hypothesispytest")


@pytest.fixture
def quick_path() -> Iterator[Path]:
    """A folder in memory where there is one: for what does not hang on the disk."""
    memory = Path("/dev/shm")  # noqa: S108
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)
