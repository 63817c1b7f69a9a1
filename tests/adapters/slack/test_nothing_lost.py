"""What came in is acknowledged only when it is stored, whatever happens in between."""

import asyncio

import pytest

from bot.errors import Unavailable
from tests.adapters.slack.conftest import ASK, JIWOO, PAPERS, chat_for, serving, thread_in
from tests.adapters.slack.inbox import RecordingInbox
from tests.adapters.slack.waiting import acknowledged, until
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS
from tests.fakes.slack_server import SlackServer
from tests.fakes.slack_world import SlackMessage


async def test_what_could_not_be_stored_comes_again(slack: SlackServer, listening: RecordingInbox) -> None:
    listening.failures.append(Unavailable("database is locked"))
    [envelope] = await slack.people.say(PAPERS, JIWOO, ASK, thread_in(slack))
    await until(lambda: listening.deliveries)
    await acknowledged(await slack.people.event({"type": "nothing"}))
    assert not envelope.acked.is_set()

    await acknowledged(await slack.sockets.again(envelope))

    assert len(listening.heard) == 1


async def test_killed_before_storing_it_comes_again_to_the_next(
    slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox
) -> None:
    inbox.may_store.clear()
    async with serving(chat_for(slack, clock), inbox, slack):
        [envelope] = await slack.people.say(PAPERS, JIWOO, ASK, thread_in(slack))
        await until(lambda: inbox.deliveries)
        await slack.sockets.drop()
    assert not envelope.acked.is_set()
    assert inbox.heard == {}

    after = RecordingInbox()
    async with serving(chat_for(slack, clock), after, slack):
        await acknowledged(envelope)

    assert [said.text for said in after.heard.values()] == [ASK]
    assert envelope.attempt == 1


async def test_a_message_delivered_five_times_is_one(slack: SlackServer, listening: RecordingInbox) -> None:
    [envelope] = await slack.people.say(PAPERS, JIWOO, ASK, thread_in(slack))
    await acknowledged(envelope)
    for _ in range(4):
        await acknowledged(await slack.sockets.again(envelope))

    assert len(listening.heard) == 1
    assert listening.deliveries == 5


async def test_a_slow_one_does_not_hold_up_the_others(slack: SlackServer, listening: RecordingInbox) -> None:
    listening.may_store.clear()
    [slow] = await slack.people.say(PAPERS, JIWOO, ASK, thread_in(slack))
    await until(lambda: listening.deliveries)
    await acknowledged(await slack.people.event({"type": "nothing"}))
    assert not slow.acked.is_set()
    listening.may_store.set()
    await acknowledged(slow)


async def test_settings_of_other_apps_in_the_environment_change_nothing(
    slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "somebody-elses")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with serving(chat_for(slack, clock), inbox, slack):
        await acknowledged(await slack.people.command(PAPERS, JIWOO, "/paper 2512.05150"))

    assert len(inbox.commands) == 1
    assert slack.count("auth.test") == 1


async def test_stopping_stops_everything(
    slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox
) -> None:
    inbox.is_question = True
    slack.faults.plan("reactions.add", FAULTS["hang before"])
    before = asyncio.all_tasks()
    async with serving(chat_for(slack, clock), inbox, slack):
        await acknowledged(*await slack.people.say(PAPERS, JIWOO, ASK, thread_in(slack)))
        await until(lambda: slack.count("reactions.add"))
    await until(lambda: not slack.sockets.links)

    names = {str(task.get_coro()) for task in asyncio.all_tasks() - before}
    assert not [name for name in names if "slack_sdk" in name or "adapters" in name or "Listener" in name]
    assert isinstance(slack.world.channels[PAPERS].messages[-1], SlackMessage)
