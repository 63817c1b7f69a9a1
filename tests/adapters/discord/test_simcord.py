"""The same client in another's model of Discord: somebody else's reading of the same documents."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
import pytest
import simcord
from discord.http import Route

from adapters.chats.discord.connection import Connection
from adapters.chats.discord.gateway import Gateway
from adapters.chats.discord.places import Places
from adapters.chats.discord.rendering import render
from bot.domain.message import Channel, Message
from bot.domain.paper import Paper, PaperId
from tests.adapters.discord.people import ANSWER, CARD, DETAIL, WORDS, Inbox
from tests.adapters.discord.texts import MARK
from tests.fakes.clock import VirtualClock

MESSAGES = {"card": CARD, "detail": DETAIL, "answer": ANSWER, "nothing": Message(push="")}


@asynccontextmanager
async def simulated(inbox: Inbox) -> AsyncIterator[simcord.Env]:
    """Not a fixture: simcord has to end in the context in which it began."""
    clock = VirtualClock()
    places = Places(Connection("unused", 5))
    client = Gateway(inbox, places, clock, WORDS, _no_sign, reads_messages=True)
    async with simcord.run(client) as env:
        yield env


async def _no_sign(_channel: Channel, _thread: str, _message: str) -> None:
    """What people see of it is tested against the fake server."""


async def test_the_commands_are_registered_and_answered_privately(inbox: Inbox) -> None:
    async with simulated(inbox) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("ai-논문")
        asker = guild.add_member(env.create_user("jiwoo"))
        assert set(asker.available_commands(channel)) == {"paper", "papers"}
        result = await asker.slash(channel, "paper", paper="2512.05150")
        assert result.ephemeral
        assert result.response is not None
        assert result.response.content == "논문을 읽고 있습니다."
        assert result.response.flags.suppress_embeds
        assert [(one.name, one.text, one.person.may_manage) for one in inbox.commands] == [
            ("paper", "2512.05150", False)
        ]


async def test_in_a_direct_message(inbox: Inbox) -> None:
    async with simulated(inbox) as env:
        person = env.create_user("jiwoo")
        env.create_guild().add_member(person)
        result = await person.slash("papers", text="status")
        assert result.ephemeral
        assert (inbox.commands[0].text, inbox.commands[0].person.may_manage) == ("status", True)


async def test_suggestions(inbox: Inbox) -> None:
    async with simulated(inbox) as env:
        inbox.papers = [Paper(PaperId("2512.05150"), "TwinFlow", "")]
        guild = env.create_guild()
        asker = guild.add_member(env.create_user("jiwoo"))
        choices = await asker.autocomplete(guild.create_text_channel("ai"), "paper", "paper", "twin")
        assert [(one["name"], one["value"]) for one in choices] == [("2512.05150 TwinFlow", "2512.05150")]


async def test_a_question_in_a_thread_below_our_message(inbox: Inbox) -> None:
    async with simulated(inbox) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("ai-논문")
        asker = guild.add_member(env.create_user("jiwoo"))
        place = env.bot.get_channel(channel.id)
        assert isinstance(place, discord.TextChannel)
        card = await place.send("card")
        thread = await card.create_thread(name="TwinFlow")
        (below,) = channel.threads
        await asker.send(below, "100배는 뭘 기준으로 한 거야?")
        await asker.send(channel, "채널에서 하는 말")
        assert [(one.channel.id, one.thread, one.text) for one in inbox.heard] == [
            (str(channel.id), str(thread.id), "100배는 뭘 기준으로 한 거야?")
        ]
        assert str(thread.id) == str(card.id)


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
async def test_our_payloads_are_accepted(inbox: Inbox, message: Message) -> None:
    async with simulated(inbox) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("ai-논문")
        rendered = render(message, MARK)
        body = rendered.body() | {"nonce": MARK, "enforce_nonce": True}
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel.id)
        sent = await env.bot.http.request(route, json=body)
        route = Route("PATCH", f"/channels/{channel.id}/messages/{sent['id']}")
        await env.bot.http.request(route, json=rendered.change())
        shown = channel.last_message
        assert shown is not None
        assert shown.content == rendered.content
        assert len(shown.embeds) == (1 if rendered.embed else 0)
