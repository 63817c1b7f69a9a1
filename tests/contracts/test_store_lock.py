"""One process at a time sends."""

# ruff: noqa: ASYNC240 (files are looked at while nothing else waits)

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from bot.errors import Rejected
from storage import open_store
from storage.lock import hold_lock

ROOT = Path(__file__).resolve().parents[2]

HOLD = """
import asyncio, sys
from pathlib import Path
from storage import open_store

async def main():
    async with open_store(Path(sys.argv[1]), lock=True):
        print("held", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def holder(database: Path) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, str(database), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"held\n"
    return process


async def test_a_second_process_is_refused_until_the_first_dies(database: Path) -> None:
    process = await holder(database)
    try:
        with pytest.raises(Rejected, match=f"^another nonmun process is using {database}$"):
            async with open_store(database, lock=True):
                pass
        async with open_store(database) as beside:
            assert list(await beside.subscriptions.all()) == []
    finally:
        process.send_signal(signal.SIGKILL)
        await process.wait()
    async with open_store(database, lock=True):
        pass


async def test_refused_within_one_process_too(database: Path) -> None:
    async with hold_lock(database):
        with pytest.raises(Rejected, match="another nonmun process"):
            async with hold_lock(database):
                pass
    async with hold_lock(database):
        assert Path(f"{database}.lock").exists()


async def test_let_go_of_after_an_error(database: Path) -> None:
    with pytest.raises(KeyError):
        async with hold_lock(database):
            raise KeyError
    async with hold_lock(database):
        pass


async def test_refused_by_another_name_of_the_same_file(database: Path) -> None:
    async with open_store(database):
        pass
    link = database.with_name("link.db")
    link.symlink_to(database)
    async with hold_lock(database):
        with pytest.raises(Rejected, match="another nonmun process"):
            async with hold_lock(link):
                pass


async def test_a_lock_that_cannot_be_made(tmp_path: Path) -> None:
    database = tmp_path / "nonmun.db"
    (tmp_path / "nonmun.db.lock").mkdir()
    with pytest.raises(Rejected, match=r"nonmun\.db\.lock: Is a directory"):
        async with hold_lock(database):
            pass
    with pytest.raises(Rejected, match="its folder does not exist"):
        async with hold_lock(tmp_path / "nowhere" / "nonmun.db"):
            pass


async def test_links_in_a_circle(tmp_path: Path) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(Rejected, match=r"one\.db"):
        async with hold_lock(one):
            pass
    with pytest.raises(Rejected, match=r"one\.db: cannot be opened"):
        async with open_store(one):
            pass
