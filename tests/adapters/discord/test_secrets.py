"""Tokens and people's words stay out of logs and errors; nobody pays for a library that is not used."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.chats.discord import DiscordChat
from bot.errors import Failure
from tests.adapters.discord.people import CARD, LINE, WORDS, Inbox, at, until
from tests.fakes.discord_faults import LOST_REPLY, answers, rate_limit
from tests.fakes.discord_server import DiscordServer

ROOT = Path(__file__).resolve().parents[3]


async def test_nothing_secret_is_logged_even_at_the_finest_level(
    served: DiscordServer, chat: DiscordChat, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world = served.world
    channel, person = world.channel(), world.person("김지우")
    used = served.interactions.use(person, channel, "paper", paper="비밀스러운 말")
    await used.answer()
    errors = []
    for fault in (rate_limit(0.01), rate_limit(60), LOST_REPLY, answers(502), answers(400, 50035, "no")):
        served.faults.on("POST", r"/webhooks/.*", fault)
        try:
            await chat.tell(inbox.commands[0].reply_to, LINE)
        except Failure as error:
            errors.append(str(error))
    served.faults.posting(answers(403, 50013, "Missing Permissions"))
    with pytest.raises(Failure):
        await chat.post(at(channel), CARD, "paper/1")
    served.gateway.drop()
    await until(lambda: served.gateway.resumed)
    assert len(errors) == 3
    logged = "\n".join([*errors, *(f"{one.getMessage()} {one.exc_text or ''}" for one in caplog.records)])
    assert "connecting again" in logged
    for secret in (served.token, used.token, "비밀스러운", "TwinFlow"):
        assert secret not in logged


async def test_no_secret_in_its_looks(chat: DiscordChat, server: DiscordServer) -> None:
    assert server.token not in repr(chat)
    assert server.token not in str(vars(chat))


def test_the_library_is_imported_only_when_a_chat_is_made() -> None:
    code = "import sys, adapters.chats.discord; assert 'discord' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_ordinary_addresses_leave_the_library_alone(clock: object) -> None:
    import discord.gateway
    import discord.http

    before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    DiscordChat(clock, "token", WORDS)  # type: ignore[arg-type]
    assert before == (discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY)
