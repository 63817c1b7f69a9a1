"""The real discord.py against the fake Discord on a port of 127.0.0.1."""

from collections.abc import AsyncIterator, Iterator

import pytest

from adapters.chats.discord import DiscordChat
from tests.adapters.discord.people import MESSAGE_CONTENT_LIMITED, WORDS, Inbox, connected, serving
from tests.fakes.clock import VirtualClock
from tests.fakes.discord_library import library_as_it_was
from tests.fakes.discord_server import DiscordServer


@pytest.fixture(autouse=True)
def library() -> Iterator[None]:
    with library_as_it_was():
        yield


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
