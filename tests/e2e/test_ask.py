"""`python -m bot ask`, as a process: a model's answer, none, no model, and wrong use."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.sample.server import SampleServer
from tests.e2e.processes import ROOT, Finished

PAPER = "2512.05150"


@dataclass
class Asking:
    folder: Path
    url: str

    async def __call__(self, *arguments: str, **env: str) -> Finished:
        settings = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "CHATS": "console",
            "ARXIV_URL": self.url,
            "ARXIV_API_URL": self.url,
            "ARXIV_DELAY": "0",
            "ARXIV_API_DELAY": "0",
            "OPENAI_BASE_URL": f"{self.url}/v1",
        }
        pipe = asyncio.subprocess.PIPE
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "ask", *arguments,
            cwd=self.folder, env=settings | env, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe,
        )  # fmt: skip
        out, err = await bot.communicate()
        return Finished(bot.returncode or 0, out.decode(), err.decode())


@pytest.fixture
async def ask(tmp_path: Path) -> AsyncIterator[Asking]:
    async with SampleServer() as server:
        yield Asking(tmp_path, server.url)


async def test_an_answer_for_scripts(ask: Asking) -> None:
    done = await ask(PAPER, "GenEval 점수가 얼마야?", "--json")
    assert (done.code, done.err) == (0, "")
    assert set(done.json) == {"paper", "found", "answer", "citations"}
    assert (done.json["paper"], done.json["found"]) == (PAPER, True)
    assert "0.83" in done.json["answer"]
    assert [set(one) for one in done.json["citations"]] == [{"section", "quote"}] * 2
    assert {one["section"] for one in done.json["citations"]} == {"Abstract"}


async def test_an_answer_for_people(ask: Asking) -> None:
    done = await ask(f"https://arxiv.org/abs/{PAPER}", "GenEval 점수가 얼마야?")
    assert done.code == 0
    assert "인용 2개 원문 일치" in done.out
    assert "초록만 읽었습니다" in done.out


async def test_what_the_paper_does_not_say(ask: Asking) -> None:
    done = await ask(PAPER, "비행기는 몇 시에 뜨나요?", "--json")
    assert done.code == 0
    assert done.json == {
        "paper": PAPER,
        "found": False,
        "answer": "논문에서 찾지 못했습니다. 읽은 범위: 초록.",
        "citations": [],
    }


async def test_without_a_model_the_passages_that_fit(ask: Asking) -> None:
    done = await ask(PAPER, "GenEval score?", "--json", MODEL="offline")
    assert done.code == 0
    assert done.json["found"]
    assert done.json["answer"].startswith("요약 모델이 없어 답을 쓰지 못합니다.")
    assert 1 <= len(done.json["citations"]) <= 3


async def test_a_model_that_cannot_be_reached(ask: Asking) -> None:
    done = await ask(PAPER, "GenEval score?", "--json", OPENAI_BASE_URL="http://127.0.0.1:9/v1")
    assert done.code == 3
    assert not done.json["found"]
    assert done.json["answer"].startswith("답을 만들지 못했습니다(모델 응답 없음).")
    assert done.json["citations"]
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [("nonsense", "왜?"), (PAPER, " "), (PAPER,), ("2512.99999", "왜?")])
async def test_wrong_use(ask: Asking, arguments: tuple[str, ...]) -> None:
    done = await ask(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1


def test_who_waits_at_a_terminal_sees_that_something_is_being_done() -> None:
    code = "from bot.commands import screen\nwith screen.waiting('답을 찾고 있습니다'): pass\nprint('answer')"
    ours, theirs = os.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "TERM": "xterm", "LANG": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=theirs,
            check=True,
        )
        seen = os.read(ours, 10_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.stdout == b"answer\n"
    assert "답을 찾고 있습니다" in seen
    assert seen.endswith("\x1b[2K")
