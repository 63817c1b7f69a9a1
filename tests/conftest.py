"""For every test: nothing of ours may block the event loop. And the store, as a real file."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from blockbuster import BlockBuster, blockbuster_ctx

from storage import Store, open_store

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
STORES = {"sqlite": open_store}
"""Every store that there is; the contract tests ask the same of each."""


@pytest.fixture(scope="session", autouse=True)
def never_blocked() -> Iterator[BlockBuster]:
    with blockbuster_ctx(list(OURS)) as blockbuster:
        for call, file, function, _ in ALLOWED:
            blockbuster.functions[call].can_block_in(file, function)
        for watched in blockbuster.functions.values():
            # A vendor's library is imported when it is first used, once a process.
            watched.can_block_in("<frozen importlib._bootstrap>", "_find_and_load")
        yield blockbuster


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "nonmun.db"


@pytest.fixture(params=sorted(STORES))
async def store(request: pytest.FixtureRequest, database: Path) -> AsyncIterator[Store]:
    async with STORES[request.param](database) as opened:
        yield opened
