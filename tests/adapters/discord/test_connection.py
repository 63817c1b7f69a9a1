"""A gateway that breaks in every way: nothing is lost, and nothing ends the bot."""

import asyncio
import logging
from contextlib import suppress

import pytest

from adapters.chats.discord import DiscordChat
from bot.domain.message import Channel
from tests.adapters.discord.people import (
    BETWEEN_SESSIONS,
    Inbox,
    connected,
    serving,
    thread_of_ours,
    until,
)
from tests.fakes.clock import VirtualClock
from tests.fakes.discord_faults import RESET
from tests.fakes.discord_server import DiscordServer


async def test_a_broken_connection_is_resumed_and_nothing_is_lost(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox
) -> None:
    world = served.world
    _, thread = await thread_of_ours(chat, served)
    person = world.person("김지우")
    served.gateway.drop()
    said = [world.say(person, thread, f"{number}?")["id"] for number in range(5)]
    await until(lambda: len(inbox.heard) == 5)
    assert [heard.event for heard in inbox.heard] == said
    assert (served.gateway.resumed, len(served.gateway.identified)) == (1, 1)


async def test_asked_to_reconnect_it_resumes(chat: DiscordChat, served: DiscordServer, inbox: Inbox) -> None:
    _, thread = await thread_of_ours(chat, served)
    await served.gateway.ask_to_reconnect()
    served.world.say(served.world.person("김지우"), thread, "왜?")
    await until(lambda: inbox.heard)
    assert served.gateway.resumed == 1


async def test_an_invalid_session_begins_anew(chat: DiscordChat, served: DiscordServer, inbox: Inbox) -> None:
    _, thread = await thread_of_ours(chat, served)
    await served.gateway.invalidate()
    await until(lambda: len(served.gateway.identified) == 2 and served.gateway.sessions)
    served.world.say(served.world.person("김지우"), thread, "왜?")
    await until(lambda: inbox.heard)


async def test_a_session_forgotten_during_an_outage_begins_anew(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox, clock: VirtualClock
) -> None:
    _, thread = await thread_of_ours(chat, served)
    served.gateway.down = True
    served.gateway.drop()
    await until(lambda: len(clock.slept) > 8)
    served.gateway.sessions.clear()
    served.gateway.down = False
    await until(lambda: len(served.gateway.identified) == 2 and served.gateway.sessions)
    served.world.say(served.world.person("김지우"), thread, "왜?")
    await until(lambda: inbox.heard)
    pauses = [pause for pause in clock.slept if pause != BETWEEN_SESSIONS]
    assert pauses == sorted(pauses), "pauses grow while nothing gets better"
    assert max(pauses) <= 300


async def test_an_address_for_resuming_that_is_dead_is_given_up(
    server: DiscordServer, chat: DiscordChat, inbox: Inbox
) -> None:
    async with DiscordServer() as gone:
        server.gateway.address = gone.gateway_url
    async with serving(chat, inbox):
        await connected(server)
        server.gateway.drop()
        await until(lambda: len(server.gateway.identified) == 2)


async def test_discord_away_at_the_start(
    server: DiscordServer, chat: DiscordChat, inbox: Inbox, clock: VirtualClock
) -> None:
    server.faults.on("GET", "/users/@me", RESET, times=3)
    server.gateway.down = True
    async with serving(chat, inbox):
        await until(lambda: len(clock.slept) > 6)
        server.gateway.down = False
        await connected(server)


async def test_a_token_that_was_reset_is_tried_again_every_five_minutes(
    served: DiscordServer, clock: VirtualClock, inbox: Inbox
) -> None:
    served.gateway.close_next = 4004
    await served.gateway.invalidate()
    await until(lambda: 300 in clock.slept)
    await until(lambda: served.gateway.sessions)


async def test_refused_the_text_of_messages_it_goes_on_without(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox
) -> None:
    """The application's page may be changed while we are connected."""
    await until(lambda: chat.reads_messages)
    served.gateway.close_next = 4014
    await served.gateway.invalidate()
    await until(lambda: served.gateway.sessions)
    assert chat.reads_messages is False
    assert not served.gateway.identified[-1]["intents"] & 1 << 15


async def test_an_event_without_sense_ends_nothing(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "adapters.chats.discord.serving")
    _, thread = await thread_of_ours(chat, served)
    await served.gateway.send_raw('{"op": 0, "t": "MESSAGE_CREATE", "s": 99, "d": {"id": []}}')
    await until(lambda: len(served.gateway.identified) == 2 and served.gateway.connections)
    await served.gateway.send_raw("no JSON at all")
    await until(lambda: len(served.gateway.identified) == 3 and len(served.gateway.sessions) == 3)
    served.world.say(served.world.person("김지우"), thread, "왜?")
    await until(lambda: inbox.heard)


async def test_stopping_lets_what_came_in_be_stored(
    server: DiscordServer, chat: DiscordChat, clock: VirtualClock
) -> None:
    class SlowInbox(Inbox):
        def __init__(self) -> None:
            super().__init__()
            self.begun, self.may_end = asyncio.Event(), asyncio.Event()

        async def removed(self, channel: Channel, message: str) -> None:
            self.begun.set()
            await self.may_end.wait()
            await super().removed(channel, message)

    inbox = SlowInbox()
    channel = server.world.channel()
    work = asyncio.create_task(chat.serve(inbox))
    await connected(server)
    server.world.delete(channel, "1180000000000000120")
    await inbox.begun.wait()
    work.cancel()
    done, _ = await asyncio.wait({work}, timeout=0.2)
    assert not done
    inbox.may_end.set()
    with suppress(asyncio.CancelledError):
        await work
    assert inbox.gone == [(Channel("discord", channel), "1180000000000000120")]
    await until(lambda: not server.gateway.connections)
