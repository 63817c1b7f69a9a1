"""Slash commands: stored before they are acknowledged, answered to one person."""

from datetime import timedelta

import pytest

from adapters.chats.slack import SlackChat
from bot.domain.conversation import Person
from bot.domain.message import Channel
from bot.errors import Unavailable
from tests.adapters.slack.conftest import JIWOO, PAPERS, SEOJUN, chat_for, serving
from tests.adapters.slack.inbox import READING, RecordingInbox
from tests.adapters.slack.waiting import acknowledged, until
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS, Fault, How
from tests.fakes.slack_rules import faults_of
from tests.fakes.slack_server import SlackServer
from tests.fakes.slack_world import BOT_USER


async def test_a_command_is_answered_privately(
    slack: SlackServer, listening: RecordingInbox, clock: VirtualClock
) -> None:
    envelope = await slack.people.command(PAPERS, JIWOO, "/paper https://arxiv.org/abs/2512.05150")
    await acknowledged(envelope)

    [command] = listening.commands.values()
    assert command.event == envelope.payload["trigger_id"]
    assert command.channel == Channel("slack", PAPERS)
    assert command.person == Person(JIWOO, "김지우")
    assert (command.name, command.text) == ("paper", "https://arxiv.org/abs/2512.05150")
    assert command.reply_to == envelope.payload["response_url"]
    assert command.reply_until == clock.now() + timedelta(minutes=30)
    assert command.fault == ""
    assert envelope.answer["response_type"] == "ephemeral"
    assert envelope.answer["text"] == READING.push
    assert faults_of(envelope.answer["blocks"]) == []
    assert slack.world.channels[PAPERS].messages == []


async def test_a_command_is_acknowledged_only_when_it_is_stored(
    slack: SlackServer, listening: RecordingInbox
) -> None:
    listening.may_store.clear()
    first = await slack.people.command(PAPERS, JIWOO, "/paper 2512.05150")
    await until(lambda: listening.deliveries)
    assert not first.acked.is_set()

    listening.may_store.set()
    await acknowledged(first)
    assert len(listening.commands) == 1


async def test_a_command_that_could_not_be_stored_is_not_acknowledged(
    slack: SlackServer, listening: RecordingInbox, caplog: pytest.LogCaptureFixture
) -> None:
    listening.failures += [Unavailable("database is locked"), ZeroDivisionError("김지우가 쓴 비밀")]
    lost = [await slack.people.command(PAPERS, JIWOO, f"/paper 2512.0515{n}") for n in range(2)]
    await until(lambda: listening.deliveries == 2)
    stored = await slack.people.command(PAPERS, JIWOO, "/paper 2512.05044")
    await acknowledged(stored)

    assert [envelope.acked.is_set() for envelope in lost] == [False, False]
    lines = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert lines[0].endswith("Unavailable: database is locked")
    assert "ZeroDivisionError at " in lines[1]
    assert len(lines) == 2
    assert not any("\n" in line or "비밀" in line for line in lines)


async def test_only_admins_may_manage(slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox) -> None:
    chat = SlackChat(
        clock,
        slack.bot_token,
        slack.app_token,
        slack.api_url,
        admins=frozenset({"U0NAMED"}),
        ping_interval=0.2,
    )
    async with serving(chat, inbox, slack):
        for user in (JIWOO, SEOJUN, "U0NAMED", "U0NOBODY"):
            await acknowledged(await slack.people.command(PAPERS, user, "/papers on"))
        for line in ("/papers off", "/paper 2512.05150"):
            await acknowledged(await slack.people.command(PAPERS, SEOJUN, line))

    may = [command.person.may_manage for command in inbox.commands.values()]
    assert may == [False, True, True, False, True, False]
    assert slack.count("users.info") == 3


async def test_rights_are_asked_again_after_some_minutes(
    slack: SlackServer, listening: RecordingInbox, clock: VirtualClock
) -> None:
    await acknowledged(await slack.people.command(PAPERS, SEOJUN, "/papers on"))
    slack.people.add(SEOJUN, "박서준", admin=False)
    await clock.sleep(301)
    await acknowledged(await slack.people.command(PAPERS, SEOJUN, "/papers on"))

    assert [command.person.may_manage for command in listening.commands.values()] == [True, False]


async def test_where_we_cannot_post_the_command_says_why(
    slack: SlackServer, listening: RecordingInbox
) -> None:
    slack.world.open("C0OUT").members.clear()
    slack.world.open("G0HIDDEN", private=True).members.clear()
    slack.world.open("C0OLD").archived = True
    slack.world.open("D0WITHUS", JIWOO, direct=True)
    slack.world.open("D0THEIRS", JIWOO, direct=True).members.discard(BOT_USER)
    for channel in ("C0OUT", "G0HIDDEN", "C0OLD", "D0WITHUS", "D0THEIRS", PAPERS):
        await acknowledged(await slack.people.command(channel, JIWOO, "/paper 2512.05150"))

    assert [command.fault for command in listening.commands.values()] == [
        "not_in_channel", "channel_not_found", "is_archived", "", "channel_not_found", "",
    ]  # fmt: skip


async def test_once_invited_the_command_works_at_once(slack: SlackServer, listening: RecordingInbox) -> None:
    channel = slack.world.open("C0OUT", JIWOO)
    channel.members.discard(BOT_USER)
    await acknowledged(await slack.people.command("C0OUT", JIWOO, "/paper 2512.05150"))
    await acknowledged(await slack.people.invite("C0OUT", JIWOO))
    for _ in range(2):
        await acknowledged(await slack.people.command("C0OUT", JIWOO, "/paper 2512.05150"))

    assert [command.fault for command in listening.commands.values()] == ["not_in_channel", "", ""]
    assert slack.count("conversations.info") == 2


@pytest.mark.parametrize("name", ["hang before", "500 before", "429", "closed before", "odd answer before"])
async def test_a_look_that_fails_does_not_stop_the_command(
    slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox, name: str
) -> None:
    slack.faults.always("conversations.info", FAULTS[name])
    slack.faults.always("users.info", FAULTS[name])
    async with serving(chat_for(slack, clock, send_timeout=60), inbox, slack):
        envelope = await slack.people.command(PAPERS, SEOJUN, "/papers on")
        await acknowledged(envelope)

    [command] = inbox.commands.values()
    assert (command.fault, command.person.may_manage) == ("", False)
    assert envelope.answer["text"] == READING.push


@pytest.mark.parametrize("body", [{}, {"user": None}, {"user": [1]}, {"channel": 3}, {"channel": {}}])
async def test_an_odd_look_is_no_right_and_no_fault(
    slack: SlackServer, listening: RecordingInbox, body: dict[str, object]
) -> None:
    for method in ("users.info", "conversations.info"):
        slack.faults.plan(method, Fault(How.SAYS, body={"ok": True} | body))
    await acknowledged(await slack.people.command(PAPERS, SEOJUN, "/papers on"))

    [command] = listening.commands.values()
    assert (command.fault, command.person.may_manage) == ("", False)


async def test_other_commands_and_other_payloads_are_let_go(
    slack: SlackServer, listening: RecordingInbox, caplog: pytest.LogCaptureFixture
) -> None:
    strange = slack.sockets.envelope(
        "interactive", {"type": "block_actions", "actions": [{"action_id": "비밀"}]}
    )
    await acknowledged(
        await slack.people.command(PAPERS, JIWOO, "/elsewhere 비밀"),
        await slack.people.event({"type": "channel_rename", "channel": {"id": PAPERS, "name": "비밀"}}),
        await slack.sockets.send(strange),
    )

    assert listening.deliveries == 0
    assert "비밀" not in caplog.text
