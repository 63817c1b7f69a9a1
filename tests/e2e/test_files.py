"""The files that we keep: what cannot be one is refused at the start, and a new one is its owner's alone."""

import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.services import world
from tests.e2e.test_wrong_calls import DAY, ROW, assert_refused, call

PIPE, FOLDER, DEVICE = "is not a regular file", "is a directory", "is not a regular file"


@pytest.mark.parametrize("command", ["run", "publish"])
@pytest.mark.parametrize(
    ("name", "prepare", "said"),
    [
        ("said.jsonl", os.mkfifo, PIPE),
        ("said.jsonl", Path.mkdir, FOLDER),
        ("said.jsonl", lambda path: path.symlink_to("/dev/full"), DEVICE),
        ("said.jsonl", lambda path: path.symlink_to("nowhere/said.jsonl"), "its folder does not exist"),
        ("said.jsonl", lambda path: path.symlink_to(path), "cannot be resolved"),
        ("/dev/full", lambda _path: None, DEVICE),
        ("/dev/zero", lambda _path: None, DEVICE),
        ("nowhere/said.jsonl", lambda _path: None, "its folder does not exist"),
    ],
)
async def test_what_is_no_transcript_is_told_at_the_start(
    tmp_path: Path, command: str, name: str, prepare: Callable[[Path], object], said: str
) -> None:
    prepare(tmp_path / name)
    assert_refused(await call(tmp_path, command, CONSOLE_TRANSCRIPT=name), said)


async def test_the_demo_s_transcript_too(tmp_path: Path) -> None:
    (tmp_path / ".demo").mkdir()
    os.mkfifo(tmp_path / ".demo/transcript.jsonl")
    assert_refused(await call(tmp_path, "demo"), f".demo/transcript.jsonl: {PIPE}")


async def test_commands_that_write_no_transcript_do_not_look_at_it(tmp_path: Path) -> None:
    ended = await call(tmp_path, "subscriptions", CONSOLE_TRANSCRIPT="/dev/full")
    assert (ended.code, ended.err) == (0, "")


async def test_doctor_names_the_setting_and_looks_at_the_rest(tmp_path: Path) -> None:
    async with world(tmp_path, {DAY: [ROW]}) as outside:
        found = (await outside.bot("doctor", "--json", CONSOLE_TRANSCRIPT="/dev/full")).json
        console = next(one for one in found if one["subject"] == "console")
        assert (console["ok"], console["fault"]) == (False, f"/dev/full: {DEVICE}")
        assert "CONSOLE_TRANSCRIPT" in console["remedy"]
        assert {"store", "source", "archive"} <= {one["subject"] for one in found}


async def test_new_files_are_their_owner_s_alone_and_old_ones_keep_their_mode(tmp_path: Path) -> None:
    async with world(tmp_path, {DAY: [ROW]}) as outside:
        assert (await outside.bot("publish", "--day", DAY)).code == 0
        files = [tmp_path / "nonmun.db", tmp_path / "nonmun-console.jsonl"]
        assert [mode(path) for path in files] == [0o600, 0o600]
        files[0].chmod(0o640)
        assert (await outside.bot("publish", "--day", DAY)).code == 0
        assert mode(files[0]) == 0o640


async def test_the_journal_has_the_mode_of_the_database(tmp_path: Path) -> None:
    assert (await call(tmp_path, "subscribe", "console:main")).code == 0
    with sqlite3.connect(tmp_path / "nonmun.db") as beside:
        beside.execute("DELETE FROM subscriptions")
        assert mode(tmp_path / "nonmun.db-journal") == 0o600
        beside.rollback()
    beside.close()


async def test_a_database_behind_a_link_is_made_where_the_link_leads(tmp_path: Path) -> None:
    (tmp_path / "nonmun.db").symlink_to("elsewhere.db")
    assert (await call(tmp_path, "subscribe", "console:main")).code == 0
    assert mode(tmp_path / "elsewhere.db") == 0o600


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
