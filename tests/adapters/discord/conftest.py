"""The real discord.py against the fake Discord on a port of 127.0.0.1."""

import logging
import warnings
from collections.abc import AsyncIterator, Iterator

import pytest

with warnings.catch_warnings():
    # discord.py imports audioop, for voice that we do not use.
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord.gateway
    import discord.http

from adapters.chats.discord import DiscordChat
from tests.adapters.discord.people import MESSAGE_CONTENT_LIMITED, WORDS, Inbox, connected, serving
from tests.fakes.clock import VirtualClock
from tests.fakes.discord_server import DiscordServer


@pytest.fixture(autouse=True)
def library() -> Iterator[None]:
    """discord.py keeps its addresses on its classes, and its loggers are the process's."""
    base, gateway = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    level = logging.getLogger("discord").level
    yield
    discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = base, gateway
    logging.getLogger("discord").setLevel(level)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """With one server and nobody in it but us; a test fails if anything it was sent was malformed."""
    async with DiscordServer() as one:
        one.world.guild()
        yield one
        assert one.refused == []


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
async def chat(server: DiscordServer, clock: VirtualClock) -> AsyncIterator[DiscordChat]:
    async with DiscordChat(clock, server.token, WORDS, server.url, server.gateway_url, send_timeout=5) as one:
        yield one


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def served(server: DiscordServer, chat: DiscordChat, inbox: Inbox) -> AsyncIterator[DiscordServer]:
    """A bot that is connected and may read messages."""
    server.world.application_flags = MESSAGE_CONTENT_LIMITED
    async with serving(chat, inbox):
        await connected(server)
        yield server
