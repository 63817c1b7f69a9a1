"""The outside world on loopback, and `python -m bot` as a process that talks to it."""

import json
import os
import re
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.processes import ROOT, Finished, finish, start
from tests.fakes.arxiv_server import Answer as Page
from tests.fakes.arxiv_server import ArxivServer
from tests.fakes.huggingface_server import HuggingFaceServer
from tests.fakes.openai_server import Answer, OpenAIServer, Says

SHARED = ROOT.parent / "shared"
HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class World:
    """Services that the bot's process reaches, and the folder it works in."""

    folder: Path
    lists: HuggingFaceServer
    archive: ArxivServer
    model: OpenAIServer
    env: dict[str, str]

    async def start(self, *arguments: str, program: str = "bot", new: bool = False, **env: str) -> Process:
        return await start(self.folder, program, arguments, self.env | env, new=new)

    async def bot(self, *arguments: str, program: str = "bot", **env: str) -> Finished:
        """Runs a command to its end."""
        return await finish(await self.start(*arguments, program=program, new=False, **env))

    @property
    def transcript(self) -> list[dict[str, Any]]:
        path = self.folder / "nonmun-console.jsonl"
        if not path.exists():
            return []
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    @property
    def keys(self) -> list[str]:
        return [line["key"] for line in self.transcript]


@asynccontextmanager
async def world(
    folder: Path,
    days: Mapping[str, list[Any]],
    pages: Mapping[str, Page] | None = None,
    script: Any = None,
    newest: str = "",
) -> AsyncIterator[World]:
    """All services up; `script` answers the model's calls."""
    archive = ArxivServer(pages)
    address = await archive.start()
    async with HuggingFaceServer(days, newest) as lists, OpenAIServer(script or faithful) as model:
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HUGGINGFACE_URL": lists.url,
            "ARXIV_URL": address,
            "ARXIV_API_URL": address,
            "ARXIV_DELAY": "0",
            "ARXIV_API_DELAY": "0",
            "OPENAI_BASE_URL": model.url,
            "OPENAI_MODEL": "scripted",
            "UNKNOWN_DELAY": "0.1",
            "CHATS": "console",
            "COLUMNS": "100",
        }
        yield World(folder, lists, archive, model, env)
    await archive.stop()


def recorded(name: str) -> bytes:
    return (SHARED / "data" / name).read_bytes()


def recorded_pages() -> dict[str, Page]:
    """Every recorded arXiv page under its address; anything else is a 404."""
    folder = SHARED / "data/arxiv_html"
    return {f"/html/{path.stem}": Page(200, HTML, path.read_bytes()) for path in folder.glob("2*.html")}


def paper_of(call: Mapping[str, Any]) -> str:
    """Which paper a model's call is about."""
    found = re.search(r"arXiv:(\S+)", call["messages"][1]["content"])
    assert found is not None
    return found[1]


def faithful(call: dict[str, Any]) -> Answer:
    """A model that says little, in sound Korean, and quotes the paper to the letter."""
    return Says(summary(call))


def summary(call: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    text = call["messages"][1]["content"]
    return {
        "gist": "주어진 과제를 푸는 새로운 방법을 제시한다.",
        "goal": "주어진 과제를 더 잘 푸는 것이 목표이다.",
        "motivation": "기존의 방법으로는 부족한 점이 남아 있다.",
        "contribution": "이를 보완하는 방법을 제안하였다.",
        "method": ["과제를 나누어 차례로 푼다."],
        "results": "제안한 방법이 비교한 방법보다 나은 성능을 보였다.",
        "limitations": "더 넓은 조건에서의 확인이 남아 있다.",
        "limitations_from": "inferred",
        "conclusion": "제안한 방법의 쓸모를 실험으로 확인하였다.",
        "quotes": [{"field": "results", "quote": _sentence(text)}],
    } | changes


def _sentence(text: str) -> str:
    """A sentence of the abstract, cut from the prompt: at least eight words, no markup."""
    body = text.split("## Abstract", 1)[-1]
    for found in re.finditer(r"(?<=\. )[A-Z][^.\\$\[\]{}]{60,300}\.", body):
        return found[0]
    raise AssertionError("no sentence to quote")
