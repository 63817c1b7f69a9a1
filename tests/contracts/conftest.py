"""The store as the bot opens it: a real file."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Store, open_store

STORES = {"sqlite": open_store}
"""Every store that there is; the contract tests ask the same of each."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "nonmun.db"


@pytest.fixture(params=sorted(STORES))
async def store(request: pytest.FixtureRequest, database: Path) -> AsyncIterator[Store]:
    async with STORES[request.param](database) as opened:
        yield opened
