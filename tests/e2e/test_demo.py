"""`demo` as a process: no key, no network, no input."""

import asyncio
import json
import os
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.processes import ROOT
from tests.e2e.services import summary
from tests.fakes.openai_server import OpenAIServer, Says

NAMES = "가나다라마바사아자차"


async def demo(folder: Path, typed: str = "", **more: str) -> tuple[int, str]:
    pipe = asyncio.subprocess.PIPE
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "100"} | more
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", cwd=folder, env=env, stdin=pipe, stdout=pipe, stderr=pipe
    )
    out, err = await process.communicate(typed.encode())
    assert err == b""
    return process.returncode or 0, out.decode()


async def test_header_six_cards_and_six_details_and_nothing_twice(tmp_path: Path) -> None:
    code, screen = await demo(tmp_path)
    assert code == 0
    assert "요약 보류" not in screen
    assert "녹화해 둔 예시" in screen
    assert "요약 모델 없음: 원문 발췌" in screen
    transcript = (tmp_path / ".demo/transcript.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = [json.loads(line)["key"].split("/")[0] for line in transcript]
    assert kinds == ["edition", *["paper"] * 6, *["detail"] * 6]
    assert json.loads(transcript[0])["text"].startswith("12월 9일(화) AI 논문 6편")
    code, screen = await demo(tmp_path, "/paper 2512.05150\n/paper 2512.5150\nquit\n")
    assert code == 0
    assert "다시 올리지 않았습니다" in screen
    assert "이미 올린 논문입니다" in screen
    assert "arXiv 번호가 아닙니다: 2512.5150" in screen
    assert (tmp_path / ".demo/transcript.jsonl").read_text(encoding="utf-8").splitlines() == transcript


async def test_a_question_at_the_prompt_is_answered_from_the_paper_named_last(tmp_path: Path) -> None:
    typed = (
        "GenEval 점수가 얼마야?\n/paper 2512.05044\n? 데이터는 뭘 썼어?\n/paper 2512.99999\n왜?\n/foo\nquit\n"
    )
    code, screen = await demo(tmp_path, typed)
    assert code == 0
    lines = (tmp_path / ".demo/transcript.jsonl").read_text(encoding="utf-8").splitlines()
    answers = [row for row in map(json.loads, lines) if row["key"].startswith("answer/")]
    assert [row["thread"].rpartition("/")[2] for row in answers] == ["2512.05150", "2512.05044"]
    assert "0.83" in answers[0]["text"]
    assert "TrajScene-60K" in answers[1]["text"]
    assert "2512.99999 논문은 아직 올라오지 않아" in screen
    assert screen.count("끝내려면 quit을 입력하세요.") == 2


@pytest.mark.long
async def test_two_threads_at_the_prompt_go_on_across_restarts_and_share_nothing(tmp_path: Path) -> None:
    """With a person's own model. Each answer names the paper's word that stood in the prompt."""
    words = {"2512.05150": "GenEval", "2512.05044": "TrajScene-60K"}

    def tell(call: dict[str, Any]) -> Says:
        if not call["messages"][0]["content"].startswith("nonmun/answer"):
            return Says(summary(call))
        text = call["messages"][1]["content"]
        (word,) = [word for word in words.values() if word in text]
        name = call["messages"][-1]["content"].rpartition("<<<질문\n")[2][0]
        quote = next(line for line in re.split(r"(?<=\.)\s", text) if word in line and len(line) < 300)
        said = {"answer": f"질문 {name}의 답은 {word}입니다.", "found": True}
        return Says(said | {"citations": [{"section": "", "quote": quote}]})

    async with OpenAIServer(tell) as model:
        for turns in ("가나다", "라마", "바사아", "자차"):
            typed = "".join(f"/paper {paper}\n{name} 질문: 왜?\n" for name in turns for paper in words)
            code, _ = await demo(tmp_path, typed, OPENAI_BASE_URL=model.url)
            assert code == 0
        asked = [call for call in model.calls if call["messages"][0]["content"].startswith("nonmun/answer")]
    rows = map(json.loads, (tmp_path / ".demo/transcript.jsonl").read_text(encoding="utf-8").splitlines())
    answers = [row for row in rows if row["key"].startswith("answer/")]
    for paper, word in words.items():
        said = [row["text"] for row in answers if row["thread"].endswith(paper)]
        assert [text.partition("\n")[0] for text in said] == [
            f"질문 {name}의 답은 {word}입니다." for name in NAMES
        ]
    assert len(answers) == len(asked) == 2 * len(NAMES)
    for call in asked:
        whole = json.dumps(call["messages"], ensure_ascii=False)
        assert len([word for word in words.values() if word in whole]) == 1
    last = json.dumps(asked[-1]["messages"], ensure_ascii=False)
    assert all(f"질문 {name}의 답은 TrajScene-60K입니다." in last for name in "라마바사아자")


async def test_the_sample_edition_is_exported_in_our_canonical_form(tmp_path: Path) -> None:
    await demo(tmp_path)
    pipe = asyncio.subprocess.PIPE
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATABASE_URL": "sqlite:///.demo/nonmun.db"}
    command = [sys.executable, "-m", "bot", "export", "--day", "2025-12-08"]
    process = await asyncio.create_subprocess_exec(*command, cwd=tmp_path, env=env, stdout=pipe, stderr=pipe)
    out, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert out.decode().strip() == "_posts/2025-12-08-daily-papers-20251208.md"
    text = (tmp_path / out.decode().strip()).read_text(encoding="utf-8")
    assert text.endswith("다.\n")
    assert not text.endswith("\n\n")
    lines = text.split("\n")
    assert [line[:4] for line in lines if line.startswith("# ")] == [f"# {n}. "[:4] for n in range(1, 7)]
    headings = ["## Introduction", "## Method", "## Results", "## Limitations", "## Conclusion"]
    assert [line for line in lines if line.startswith("## ")] == headings * 6
    assert sum(line.startswith(("- Goal: ", "- Motivation: ", "- Contribution: ")) for line in lines) == 18
    for line, following in pairwise(lines[10:]):
        ends_part = following == "" or line.startswith(("#", ">")) or line == ""
        assert line.endswith("  ") is not ends_part, line
