"""Every way to call it wrongly: one clear line a fault, the exit code, nothing on stdout, nothing done."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from bot.config import Settings
from tests.e2e.processes import ROOT, Finished, finish, start
from tests.e2e.services import World, world
from tests.e2e.test_publish import ABSTRACT
from tests.fakes.huggingface_server import answering, row
from tests.fakes.openai_server import Answer, Status

DAY = "2025-12-05"
ROW = row("2512.00001", summary=ABSTRACT)
Prepare = Callable[[Path], object]


async def call(folder: Path, *arguments: str, **env: str) -> Finished:
    """A command in `folder`, with no settings but those given; nothing to talk to."""
    settings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | env
    return await finish(await start(folder, "bot", arguments, settings))


def assert_refused(ended: Finished, *said: str, code: int = 2) -> None:
    """One line a fault, in this order, each with these words; nothing else."""
    assert ended.code == code, ended.err
    assert ended.out == ""
    lines = ended.err.splitlines()
    assert len(lines) == len(said), ended.err
    for line, words in zip(lines, said, strict=True):
        assert line.startswith("nonmun: "), line
        assert words in line, line
        assert len(line) < 200, line


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("publihs", "no such command 'publihs'. Did you mean 'publish'?"),
        ("--nope", "no such option: --nope (see: python -m bot --help)"),
        ("publish --nope", "no such option: --nope (see: python -m bot publish --help)"),
        ("publish main", "unexpected extra argument"),
        ("publish --day", "requires an argument"),
        ("publish --day 2026-13-40", "'2026-13-40' is not a day; write YYYY-MM-DD, for example 2025-12-08"),
        ("publish --day 2026-1-5", "'2026-1-5' is not a day"),
        ("publish --day 20260105", "'20260105' is not a day"),
        ("publish --day yesterday", "'yesterday' is not a day"),
        ("publish --day=", "'' is not a day"),
        ("log --day 2026-02-30", "'2026-02-30' is not a day"),
        ("export", "missing option '--day'"),
        ("export --day tomorrow", "'tomorrow' is not a day"),
        ("publish --channel main", "'main' is not PLATFORM:CHANNEL, for example console:main"),
        ("publish --channel=", "'' is not PLATFORM:CHANNEL"),
        ("publish --channel irc:main", "unknown platform 'irc': expected console, slack, discord"),
        ("publish --channel slack:#general", "'slack:#general' is not PLATFORM:CHANNEL"),
        ("publish --channel slack:C0123ABCD", "slack is not among CHATS, or its tokens are missing"),
        ("publish --dry-run --channel discord:1", "discord is not among CHATS, or its tokens are missing"),
        ("subscribe slack:C0123ABCD", "slack is not among CHATS, or its tokens are missing"),
        ("subscribe", "missing argument 'P:C'"),
        ("subscribe teams:19", "unknown platform 'teams'"),
        ("subscribe console:main --at 25:00", "'25:00' is no time; write HH:MM"),
        ("subscribe console:main --timezone Mars/Olympus", "'Mars/Olympus' is no time zone"),
        ("subscribe console:main --weekdays daily", "'daily' are no weekdays"),
        ("subscribe console:main --limit many", "should be a valid integer"),
        ("subscribe console:main --limit 0", "limit must be from 1 to 30"),
        ("subscribe console:main --min-upvotes -1", "upvotes must be from 0 to 10000"),
        ("subscribe console:main --layout wide", "'wide' is no layout; write card or full"),
        ("subscribe console:main --interest=", "a word must have 1 to 40 characters"),
        ("unsubscribe nowhere", "'nowhere' is not PLATFORM:CHANNEL"),
        ("paper", "missing argument 'ID'"),
        ("paper attention", "'attention' is no arXiv id; write one such as 2512.05150"),
        ("paper 2513.123456", "'2513.123456' is no arXiv id"),
        ("paper https://example.org/abs/2512.05150", "is no arXiv id"),
    ],
)
async def test_a_wrong_call_is_one_line_and_does_nothing(tmp_path: Path, arguments: str, said: str) -> None:
    assert_refused(await call(tmp_path, *arguments.split()), said)
    assert contents(tmp_path) == {}


async def test_without_a_command_the_help_is_on_stderr(tmp_path: Path) -> None:
    ended = await call(tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert "Usage: python -m bot" in ended.err
    assert "Traceback" not in ended.err
    asked = await call(tmp_path, "--help")
    assert (asked.code, asked.err) == (0, "")
    assert asked.out == ended.err


SLACK = ("SLACK_BOT_TOKEN is missing: CHATS names slack", "SLACK_APP_TOKEN is missing: CHATS names slack")
NO_MODEL = "OPENAI_API_KEY or OPENAI_BASE_URL is missing"


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"CHATS": "slack", "MODEL": "offline"}, SLACK),
        ({"CHATS": "discord", "MODEL": "offline"}, ["DISCORD_TOKEN is missing: CHATS names discord"]),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "MODEL": "offline"}, ["SLACK_APP_TOKEN is missing"]),
        ({"DISCORD_TOKEN": "token"}, [NO_MODEL]),
        ({"MODEL": "openai"}, [NO_MODEL]),
        ({"MODEL": "gpt-5"}, ["MODEL: "]),
        ({"CHATS": "irc"}, ["CHATS: unknown platform 'irc'", NO_MODEL]),
        ({"ARXIV_DELAY": "abc"}, ["ARXIV_DELAY: "]),
        ({"ARXIV_DELAY": "-1"}, ["ARXIV_DELAY: "]),
        ({"UNKNOWN_DELAY": "nan"}, ["UNKNOWN_DELAY: "]),
        ({"MODEL_CONCURRENCY": "0"}, ["MODEL_CONCURRENCY: "]),
        ({"LEASE": "10"}, ["LEASE must be longer than SEND_TIMEOUT"]),
        ({"LOG_LEVEL": "LOUD"}, ["LOG_LEVEL: "]),
        ({"LOG_FORMAT": "xml"}, ["LOG_FORMAT: "]),
        ({"OPENAI_BASE_URL": "localhost:8080"}, ["OPENAI_BASE_URL: must start with http:// or https://"]),
        ({"HUGGINGFACE_URL": "https://huggingface..co"}, ["HUGGINGFACE_URL: is not an address"]),
        ({"ARXIV_URL": f"https://{'a' * 64}.org"}, ["ARXIV_URL: is not an address"]),
        ({"DATABASE_URL": "postgres://x"}, ["DATABASE_URL: must be sqlite:///FILE"]),
        ({"ADMIN_CHANNEL": "ops"}, ["ADMIN_CHANNEL: 'ops' is not PLATFORM:CHANNEL"]),
        (
            {"ARXIV_DELAY": "abc", "LOG_LEVEL": "LOUD", "CHATS": "slack", "LEASE": "1"},
            ["ARXIV_DELAY: ", "LOG_LEVEL: ", *SLACK, NO_MODEL, "LEASE must be longer than SEND_TIMEOUT"],
        ),
    ],
)
async def test_a_bad_environment_is_told_whole(
    tmp_path: Path, env: dict[str, str], said: Iterable[str]
) -> None:
    assert_refused(await call(tmp_path, "run", **env), *said)
    assert contents(tmp_path) == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bytes(range(256)), ".env: is not a text file in UTF-8"),
        (b"CHATS=console\0\n", ".env: is not a text file"),
        (b"CHATS=console\nARXIV DELAY 3\n", ".env: line 2 is not NAME=VALUE"),
        (b"CHATS\n", ".env: line 1 is not NAME=VALUE"),
        (b"\xef\xbb\xbfCHATS=irc\nMODEL=offline\n", "CHATS: unknown platform 'irc'"),
    ],
)
async def test_a_broken_env_file(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / ".env").write_bytes(content)
    assert_refused(await call(tmp_path, "publish"), said)
    assert list(contents(tmp_path)) == [".env"]


async def test_a_demo_that_has_no_folder(tmp_path: Path) -> None:
    (tmp_path / ".demo").write_text("not a folder", encoding="utf-8")
    assert_refused(await call(tmp_path, "demo"), ".demo: File exists")


async def test_no_secret_is_told_when_settings_are_wrong(tmp_path: Path) -> None:
    secret = "xoxb-planted-secret"
    ended = await call(tmp_path, "run", SLACK_BOT_TOKEN=secret, OPENAI_API_KEY=secret, LEASE=secret)
    assert ended.code == 2
    assert secret not in ended.err


def another_program(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE users (name TEXT)")
        other.execute("INSERT INTO users VALUES ('somebody')")
    other.close()


def newer(path: Path) -> None:
    with sqlite3.connect(path) as ours:
        ours.execute("CREATE TABLE from_the_future (x)")
        ours.execute(f"PRAGMA application_id = {0x4E4D554E}")
        ours.execute("PRAGMA user_version = 9999")
    ours.close()


def damaged(path: Path) -> None:
    another_program(path)
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 4000)


@pytest.mark.parametrize("command", ["publish", "log"])
@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (Path.mkdir, "is a directory"),
        (lambda path: path.write_text("Dear diary,\n" * 200), "is not an SQLite database"),
        (another_program, "is another program's database"),
        (newer, "written by a newer nonmun (schema 9999"),
        (damaged, "is damaged"),
        (os.mkfifo, "is not a regular file"),
    ],
)
async def test_a_file_that_is_no_database_of_ours(
    tmp_path: Path, prepare: Prepare, said: str, command: str
) -> None:
    path = tmp_path / "theirs.db"
    prepare(path)
    before = path.read_bytes() if path.is_file() else b""
    assert_refused(await call(tmp_path, command, DATABASE_URL="sqlite:///theirs.db"), said)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert contents(tmp_path).keys() <= {"theirs.db", "theirs.db.lock"}


@pytest.mark.parametrize("command", ["publish", "log"])
@pytest.mark.parametrize(
    ("address", "said"),
    [
        # Not even root may make files there.
        ("/proc/nonmun.db", "nonmun.db"),
        ("/sys/nonmun.db", "nonmun.db"),
        ("/nowhere/nonmun.db", "its folder does not exist"),
        ("{here}/file/nonmun.db", "its folder does not exist"),
        ("/dev/full", "is not a regular file"),
    ],
)
async def test_a_database_that_cannot_be_written(
    tmp_path: Path, address: str, said: str, command: str
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    address = address.format(here=tmp_path)
    ended = await call(tmp_path, command, DATABASE_URL=f"sqlite:///{address}")
    assert_refused(ended, said)
    assert "another nonmun process" not in ended.err


async def test_an_export_that_has_nothing_or_nowhere_to_write(tmp_path: Path) -> None:
    async with world(tmp_path, {DAY: [ROW]}) as outside:
        assert (await outside.bot("publish", "--day", DAY, MODEL="offline", OPENAI_BASE_URL="")).code == 0
        (tmp_path / "file").write_text("not a folder", encoding="utf-8")
        missing = await outside.bot("export", "--day", "2025-12-04")
        assert_refused(missing, "console:main has no edition of 2025-12-04")
        assert_refused(await outside.bot("export", "--day", DAY, "--output", "file"), "file")
        assert_refused(await outside.bot("export", "--day", DAY, "--output", "/proc/posts"), "/proc/posts")
        assert not (tmp_path / "_posts").exists()
        assert (tmp_path / "file").read_text(encoding="utf-8") == "not a folder"


async def test_only_one_sends(tmp_path: Path) -> None:
    async with world(tmp_path, {DAY: [ROW]}) as outside:
        first = await outside.start("run")
        await said(first, "ready")
        for second in ("run", "publish"):
            assert_refused(await outside.bot(second), "another nonmun process is using nonmun.db")
        assert (await outside.bot("subscriptions")).code == 0
        first.send_signal(signal.SIGTERM)
        assert await first.wait() == 0


async def said(process: asyncio.subprocess.Process, words: str) -> str:
    """Waits for a line on stderr that holds `words`."""
    assert process.stderr is not None
    lines: list[str] = []
    while line := (await process.stderr.readline()).decode():
        lines.append(line)
        if words in line:
            return line
    raise AssertionError("".join(lines))


async def test_a_list_that_cannot_be_reached(tmp_path: Path) -> None:
    async with world(tmp_path, {DAY: []}) as outside:
        outside.lists.faults = [answering(404)]
        ended = await outside.bot("publish", "--day", DAY)
        assert ended.code == 4
        assert "no edition: " in ended.out
        assert "Traceback" not in ended.err
        assert outside.transcript == []


@pytest.mark.parametrize(
    "arguments", ["--help", "publish", "publish --json", "log --json", "paper 2512.00001"]
)
async def test_a_reader_who_has_gone(tmp_path: Path, arguments: str) -> None:
    """stdout is a pipe that nobody reads any more: no traceback, and what was to be done is done."""
    async with world(tmp_path, {DAY: [ROW]}, newest=DAY) as outside:
        ended = await with_output(outside, "broken", *arguments.split())
        assert b"Traceback" not in ended.err.encode()
        assert "Error" not in ended.err
        if arguments.startswith("publish"):
            assert ended.code == 0


@pytest.mark.parametrize("arguments", ["publish", "publish --json"])
async def test_an_output_that_is_full_or_closed(tmp_path: Path, arguments: str) -> None:
    async with world(tmp_path, {DAY: [ROW]}) as outside:
        call = (*arguments.split(), "--day", DAY)
        full = await with_output(outside, "full", *call)
        assert "cannot be written: No space left on device" in full.err
        assert full.err.count("\n") == 1
        assert len(outside.transcript) == 3
        closed = await with_output(outside, "closed", *call)
        assert (closed.code, closed.err) == (0, "")


async def with_output(outside: World, output: str, *arguments: str) -> Finished:
    shell = {"broken": "{} | head -c 0", "full": "{} > /dev/full", "closed": "{} >&-"}[output]
    command = f'"{sys.executable}" -m bot {" ".join(arguments)}'
    process = await asyncio.create_subprocess_exec(
        "bash",
        "-c",
        f"set -o pipefail; {shell.format(command)}",
        cwd=outside.folder,
        env=outside.env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return Finished(process.returncode or 0, out.decode(), err.decode())


async def test_korean_on_a_screen_that_has_none(tmp_path: Path) -> None:
    async with world(tmp_path, {DAY: [ROW]}) as outside:
        process = await outside.start("publish", "--day", DAY, new=True, PYTHONIOENCODING="ascii")
        ended = await finish(process)
        assert ended.code == 0
        assert ended.err == ""


async def test_json_loses_nothing_in_a_charset_without_korean(tmp_path: Path) -> None:
    async with world(tmp_path, {DAY: [ROW]}) as outside:
        assert (await outside.bot("publish", "--day", DAY)).code == 0
        paper = ("paper", "2512.00001", "--json")
        told = await finish(await outside.start(*paper, new=True, PYTHONIOENCODING="ascii"))
        assert told.json == (await finish(await outside.start(*paper, new=True))).json
        assert told.json["summary"]["gist"] == "주어진 과제를 푸는 새로운 방법을 제시한다."


async def test_ctrl_c_while_publishing_loses_nothing(tmp_path: Path) -> None:
    asked, gate = asyncio.Event(), asyncio.Event()

    async def stuck(_call: object) -> Answer:
        asked.set()
        await gate.wait()
        return Status(500)

    async with world(tmp_path, {DAY: [ROW]}, script=stuck) as outside:
        process = await outside.start("publish", "--day", DAY)
        await asked.wait()
        process.send_signal(signal.SIGINT)
        out, err = await process.communicate()
        gate.set()
        assert process.returncode == 130
        assert (out, err) == (b"", b"nonmun: stopped\n")
        assert outside.transcript == []
        again = await outside.bot("publish", "--day", DAY, MODEL="offline", OPENAI_BASE_URL="")
        assert again.code == 0
        assert len(outside.keys) == len(set(outside.keys)) == 3


def test_every_setting_can_be_wrong() -> None:
    """The table above names settings; one that is gone would prove nothing."""
    assert {"arxiv_delay", "log_level", "log_format", "lease", "unknown_delay"} <= set(Settings.model_fields)
