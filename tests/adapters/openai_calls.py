"""Prompts and a connected model for the tests of the OpenAI adapter."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from adapters.models.openai import OpenAIModel
from bot.domain.paper import Paper, PaperId, abstract_text
from bot.domain.prompt import Prompt, Reply
from tests.fakes.openai_server import (
    Answer,
    OpenAIServer,
    Script,
    in_turn,
)

PAPER = Paper(PaperId("2512.05150"), "TwinFlow: One-step Generation", "We propose TwinFlow.")
SCHEMA = {
    "type": "object",
    "properties": {"gist": {"type": "string", "maxLength": 60}},
    "required": ["gist"],
    "additionalProperties": False,
}
REPLY = '{"gist": "한 단계로 생성한다."}'
KEY = "sk-very-secret-0123456789"


def prompt(name: str = "summary", **fields: Any) -> Prompt:
    values: dict[str, Any] = {
        "name": name,
        "schema": SCHEMA,
        "system": f"nonmun/{name}\nReply in JSON.",
        "user": "arXiv:2512.05150\nWe propose TwinFlow.",
        "max_tokens": 500,
        "paper": PAPER,
        "text": abstract_text(PAPER),
    }
    return Prompt(**values | fields)


@asynccontextmanager
async def serving(script: Script, **settings: Any) -> AsyncIterator[tuple[OpenAIServer, OpenAIModel]]:
    async with OpenAIServer(script, key=KEY) as server:
        known: dict[str, Any] = {"model": "loopback", "api_key": KEY, "base_url": server.url, "timeout": 20}
        model = await asyncio.to_thread(OpenAIModel, **known | settings)
        try:
            yield server, model
        finally:
            await model.close()


async def one_reply(answer: Answer) -> Reply:
    async with serving(in_turn(answer)) as (_, model):
        return await model.reply(prompt())
