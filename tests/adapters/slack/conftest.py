"""Slack on this machine, a chat that speaks to it, and a bot that listens."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from adapters.chats.slack import SlackChat
from bot.domain.message import Channel, Place
from tests.adapters.slack.inbox import RecordingInbox
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_server import SlackServer, load
from tests.fakes.slack_world import BOT_USER

PAPERS = "C0PAPERS"
JIWOO = "U0JIWOO"
SEOJUN = "U0SEOJUN"
ASK = "100배는 뭘 기준으로 한 거야?"


@pytest.fixture(scope="session", autouse=True)
def loaded() -> None:
    load()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """A workspace with one channel and two people. Nothing that Slack would refuse may have been sent."""
    async with SlackServer() as server:
        server.world.open(PAPERS, JIWOO, SEOJUN)
        server.people.add(JIWOO, "김지우")
        server.people.add(SEOJUN, "박서준", admin=True)
        yield server
        assert server.violations == []


@pytest.fixture
def chat(slack: SlackServer, clock: VirtualClock) -> SlackChat:
    return chat_for(slack, clock)


def chat_for(slack: SlackServer, clock: VirtualClock, send_timeout: float = 5) -> SlackChat:
    return SlackChat(
        clock, slack.bot_token, slack.app_token, slack.api_url, send_timeout=send_timeout, ping_interval=0.2
    )


@pytest.fixture
def place() -> Place:
    return Place(Channel("slack", PAPERS))


@pytest.fixture
def inbox() -> RecordingInbox:
    return RecordingInbox()


@contextlib.asynccontextmanager
async def serving(chat: SlackChat, inbox: RecordingInbox, slack: SlackServer) -> AsyncIterator[None]:
    """The chat listens, from its first connection until the end of the block."""
    connections = slack.sockets.opened
    bot = asyncio.create_task(chat.serve(inbox))
    try:
        async with asyncio.timeout(10):
            await slack.sockets.connected(connections + 1)
        yield
    finally:
        bot.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await bot


@pytest.fixture
async def listening(
    chat: SlackChat, inbox: RecordingInbox, slack: SlackServer
) -> AsyncIterator[RecordingInbox]:
    async with serving(chat, inbox, slack):
        yield inbox


def thread_in(slack: SlackServer) -> str:
    """A card of ours, and so a thread."""
    return slack.people.write(PAPERS, BOT_USER, "1. TwinFlow").ts
