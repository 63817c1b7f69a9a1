"""The fake Discord is as strict as the real one; another process can use it, and be killed at it."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.chats.discord import DiscordChat
from tests.adapters.discord.people import CARD, at, until
from tests.fakes.discord_faults import HANG_AFTER
from tests.fakes.discord_rules import CALLBACK, COMMANDS, MESSAGE, OPENAPI, THREADS, problems
from tests.fakes.discord_server import DiscordServer

ROOT = Path(__file__).resolve().parents[3]
KEY = "paper/discord/1/2512.05150"

EMBED = {"title": "x" * 256, "description": "x" * 4096, "footer": {"text": "x" * 2048}}
MALFORMED: dict[str, tuple[str, Any]] = {
    "long": (MESSAGE, {"content": "x" * 2001}),
    "empty": (MESSAGE, {"content": " "}),
    "long nonce": (MESSAGE, {"content": "x", "nonce": "x" * 26}),
    "an embed that shows nothing": (MESSAGE, {"embeds": [{"url": "https://arxiv.org/#n"}]}),
    "an embed that is too much": (MESSAGE, {"embeds": [EMBED]}),
    "an address that is none": (MESSAGE, {"embeds": [{"title": "x", "url": "arxiv.org"}]}),
    "a flag that is not ours to set": (MESSAGE, {"content": "x", "flags": 64}),
    "a long name for a thread": (THREADS, {"name": "x" * 101}),
    "no name for a thread": (THREADS, {"name": " "}),
    "a command twice": (COMMANDS, [{"name": "a", "description": "a"}] * 2),
    "a command without description": (COMMANDS, [{"name": "a", "description": ""}]),
    "too many choices": (CALLBACK, {"type": 8, "data": {"choices": [{"name": "x", "value": "x"}] * 26}}),
}


@pytest.mark.parametrize(("template", "body"), MALFORMED.values(), ids=MALFORMED)
def test_what_discord_refuses_is_refused(template: str, body: Any) -> None:
    assert problems("PUT" if template == COMMANDS else "POST", template, body) != []


@pytest.mark.skipif(not OPENAPI.exists(), reason="Discord's OpenAPI file is not at hand")
def test_discords_own_specification_is_asked() -> None:
    assert problems("POST", MESSAGE, {"content": "x", "colour": 1}) == ["colour: unknown field"]
    assert problems("POST", MESSAGE, {"content": "x", "flags": "4"}) != []
    assert problems("POST", THREADS, {"name": "x", "auto_archive_duration": 100}) != []


async def _call(server: DiscordServer, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    headers = {"Authorization": f"Bot {server.token}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body)
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, server.url + path, data=data, headers=headers) as answer,
    ):
        return answer.status, await answer.json()


async def test_a_refused_body_has_no_effect_and_is_remembered() -> None:
    async with DiscordServer() as server:
        channel = server.world.channel()
        status, answer = await _call(server, "POST", f"/channels/{channel}/messages", {"content": "x" * 2001})
        assert (status, answer["code"]) == (400, 50035)
        assert server.world.ours(channel) == []
        assert len(server.refused) == 1
        assert (await _call(server, "GET", "/nowhere"))[0] == 404


async def test_a_second_thread_on_a_message_is_refused(server: DiscordServer) -> None:
    channel = server.world.channel()
    _, card = await _call(server, "POST", f"/channels/{channel}/messages", {"content": "x"})
    path = f"/channels/{channel}/messages/{card['id']}/threads"
    assert (await _call(server, "POST", path, {"name": "x"}))[1]["id"] == card["id"]
    status, answer = await _call(server, "POST", path, {"name": "x"})
    assert (status, answer["code"]) == (400, 160004)


PROGRAM = """
import asyncio, sys
from datetime import UTC, datetime
from adapters.chats.discord import DiscordChat, DiscordWords
from bot.domain.message import Channel, Message, Place, Span

class Clock:
    def now(self):
        return datetime.now(UTC)
    async def sleep(self, seconds):
        await asyncio.sleep(seconds)

async def main(url, token, channel, key):
    words = DiscordWords("a", "b", "c", "d", "e")
    async with DiscordChat(Clock(), token, words, url) as chat:
        title = Span("TwinFlow", url="https://arxiv.org/abs/2512.05150")
        await chat.post(Place(Channel("discord", channel)), Message(push="x", head="x", title=title), key)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_killed_between_sending_and_knowing_the_message_is_found_again(
    chat: DiscordChat, server: DiscordServer
) -> None:
    channel = server.world.channel()
    server.faults.posting(HANG_AFTER)
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, server.url, server.token, channel, KEY, cwd=ROOT
    )
    await until(lambda: server.world.ours(channel))
    other.kill()
    await other.wait()
    (standing,) = server.world.ours(channel)
    found = await chat.find(at(channel), KEY, None)
    assert found is not None
    assert found.id == standing["id"]
    await chat.post(at(channel), CARD, KEY)
    assert len(server.world.ours(channel)) == 1
