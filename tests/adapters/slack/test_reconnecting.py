"""A connection that is always there again, whatever happens to it. Pauses are virtual."""

import asyncio

import pytest
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.chats.slack import SlackChat
from adapters.chats.slack.connection import Handler, Socket
from adapters.chats.slack.incoming import Identity
from adapters.chats.slack.listening import Listener
from adapters.chats.slack.lookups import Lookups
from adapters.chats.slack.quiet import vendor_log
from adapters.chats.slack.web import Web
from tests.adapters.slack.conftest import JIWOO, PAPERS, chat_for, serving
from tests.adapters.slack.inbox import RecordingInbox
from tests.adapters.slack.waiting import acknowledged, until
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS, Fault, How
from tests.fakes.slack_people import message_event
from tests.fakes.slack_server import SlackServer
from tests.fakes.slack_world import BOT_ID, BOT_USER, TEAM


async def works(slack: SlackServer, inbox: RecordingInbox) -> None:
    before = len(inbox.commands)
    await acknowledged(await slack.people.command(PAPERS, JIWOO, "/paper 2512.05150"))
    assert len(inbox.commands) == before + 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
async def test_slack_asks_for_a_new_connection(
    slack: SlackServer, listening: RecordingInbox, reason: str
) -> None:
    for number in range(2, 5):
        await slack.sockets.disconnect(reason)
        await slack.sockets.connected(number)
        await until(lambda: len(slack.sockets.links) == 1)
        await works(slack, listening)


async def test_the_old_connection_serves_until_the_new_one_stands(
    slack: SlackServer, listening: RecordingInbox
) -> None:
    listening.may_store.clear()
    slow = await slack.people.command(PAPERS, JIWOO, "/paper 2512.05150")
    await until(lambda: listening.deliveries)
    await slack.sockets.disconnect("refresh_requested")
    await slack.sockets.connected(2)
    assert len(slack.sockets.links) == 2
    await acknowledged(await slack.people.event({"type": "over the new one"}))

    listening.may_store.set()
    await acknowledged(slow)
    await until(lambda: len(slack.sockets.links) == 1)


async def test_a_closed_connection_is_opened_again(slack: SlackServer, listening: RecordingInbox) -> None:
    for number in range(2, 5):
        await slack.sockets.drop()
        await slack.sockets.connected(number)
        await works(slack, listening)


async def test_a_torn_connection_is_noticed(slack: SlackServer, listening: RecordingInbox) -> None:
    slack.sockets.tear()
    await slack.sockets.connected(2)
    await works(slack, listening)


async def test_a_line_that_is_dead_and_does_not_say_so_is_noticed(
    slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox
) -> None:
    slack.sockets.mute = True
    async with serving(chat_for(slack, clock), inbox, slack):
        slack.sockets.mute = False
        async with asyncio.timeout(10):
            await slack.sockets.connected(2)
        await works(slack, inbox)


async def test_an_hour_without_slack_is_outlived(
    slack: SlackServer, listening: RecordingInbox, clock: VirtualClock
) -> None:
    await clock.sleep(600)
    await slack.refuse()
    away = clock.now()
    await until(lambda: (clock.now() - away).total_seconds() > 3600)
    await slack.listen()
    await slack.sockets.connected(2)
    await works(slack, listening)

    assert clock.slept[1:11] == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


async def test_a_connection_that_lived_long_is_opened_again_at_once(
    slack: SlackServer, listening: RecordingInbox, clock: VirtualClock
) -> None:
    await clock.sleep(600)
    await slack.sockets.drop()
    await slack.sockets.connected(2)

    assert clock.slept == [600]


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "ok" and "hang" not in name])
async def test_whatever_the_opening_says_it_is_tried_again(
    slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox, name: str
) -> None:
    slack.faults.plan("apps.connections.open", FAULTS[name], FAULTS[name])
    async with serving(chat_for(slack, clock), inbox, slack):
        await works(slack, inbox)

    assert slack.count("apps.connections.open") == 3


@pytest.mark.parametrize("body", [{}, {"url": None}, {"url": 5}, {"url": "ws://127.0.0.1:1/"}, {"url": "::"}])
async def test_an_address_that_leads_nowhere_is_given_up(
    slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox, body: dict[str, object]
) -> None:
    slack.faults.plan("apps.connections.open", Fault(How.SAYS, body={"ok": True} | body))
    async with serving(chat_for(slack, clock), inbox, slack):
        await works(slack, inbox)


async def test_a_used_up_ticket_is_not_tried_for_ever(
    slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox, caplog: pytest.LogCaptureFixture
) -> None:
    stale = {"ok": True, "url": f"ws://127.0.0.1:{slack.port}/link?ticket=secret-ticket-used"}
    slack.faults.plan("apps.connections.open", Fault(How.SAYS, body=stale))
    async with serving(chat_for(slack, clock), inbox, slack):
        await works(slack, inbox)

    assert "WSServerHandshakeError" in caplog.text
    assert "secret-ticket" not in caplog.text


async def test_without_a_good_token_it_waits_five_minutes_and_asks_again(
    slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox
) -> None:
    slack.faults.plan("auth.test", FAULTS["503 before"], Fault(How.CODE, code="token_revoked"))
    slack.faults.plan("apps.connections.open", Fault(How.CODE, code="not_allowed_token_type"))
    async with serving(chat_for(slack, clock), inbox, slack):
        await works(slack, inbox)

    assert clock.slept[:3] == [1, 300, 300]


async def test_a_connection_that_closes_at_once_is_not_hammered(
    slack: SlackServer, chat: SlackChat, inbox: RecordingInbox, clock: VirtualClock
) -> None:
    slack.sockets.slam = 6
    async with serving(chat, inbox, slack):
        await slack.sockets.connected(7)
        await works(slack, inbox)

    assert clock.slept[:6] == [1, 2, 4, 8, 16, 32]


async def test_it_can_be_stopped_while_slack_is_away(
    slack: SlackServer, chat: SlackChat, inbox: RecordingInbox, clock: VirtualClock
) -> None:
    await slack.refuse()
    bot = asyncio.create_task(chat.serve(inbox))
    await until(lambda: len(clock.slept) > 3)
    bot.cancel()
    await asyncio.wait([bot])

    assert bot.cancelled()


async def test_what_arrives_after_the_end_is_left_for_the_next(
    slack: SlackServer, chat: SlackChat, inbox: RecordingInbox, clock: VirtualClock
) -> None:
    """Slack sends it again; a store that is being closed must not be written to."""
    log = vendor_log()
    web = Web(clock, slack.bot_token, slack.api_url, 5, log)
    us = Identity(TEAM, BOT_USER, BOT_ID, "")
    app = Listener(clock, web, Lookups(clock, web, frozenset()), chat.signal, inbox, us).app(log)
    handler = Handler(app, Socket(slack.api_url, web, log, 0.2))
    message = message_event("message", PAPERS, slack.people.write(PAPERS, JIWOO, "왜?", "1.000100"))
    request = SocketModeRequest("events_api", "1", {"type": "event_callback", "event": message})

    await handler.retire()
    await handler.handle(handler.client, request)

    assert inbox.deliveries == 0
