"""`run` when its terminal goes away."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

from tests.e2e.test_run import KEYS, due, ended, running, until, until_said


async def test_a_hangup_ends_it_as_sigterm_does(tmp_path: Path) -> None:
    async with due(tmp_path) as outside:
        bot = await running(outside)
        await until(lambda: len(outside.keys) == len(KEYS))
        said = await ended(bot, signal.SIGHUP)
        assert "stopping" in said
        assert outside.keys == KEYS


async def test_started_with_nohup_it_outlives_its_terminal(tmp_path: Path) -> None:
    async with due(tmp_path) as outside:
        bot = await asyncio.create_subprocess_exec(
            *("nohup", sys.executable, "-m", "bot", "run"),
            cwd=tmp_path,
            env=outside.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        await until_said(bot, "ready")
        bot.send_signal(signal.SIGHUP)
        await until(lambda: len(outside.keys) == len(KEYS))
        await ended(bot)
