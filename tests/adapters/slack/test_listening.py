"""What comes in over Socket Mode: stored before it is acknowledged, understood, and nothing else heard."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters.chats.slack import SlackChat
from bot.domain.conversation import Person, Said
from bot.domain.message import Channel
from bot.errors import Unavailable
from tests.adapters.slack.conftest import JIWOO, PAPERS, SEOJUN, chat_for, serving
from tests.adapters.slack.inbox import READING, WELCOME, RecordingInbox
from tests.adapters.slack.waiting import acknowledged, until
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS, Fault, How
from tests.fakes.slack_people import message_event
from tests.fakes.slack_rules import faults_of
from tests.fakes.slack_server import SlackServer
from tests.fakes.slack_world import BOT_USER, TEAM, SlackMessage

ASK = "100배는 뭘 기준으로 한 거야?"


def thread_in(slack: SlackServer) -> str:
    return slack.people.write(PAPERS, BOT_USER, "1. TwinFlow").ts


# Commands


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


# What people say


async def test_a_question_in_a_thread_is_heard(slack: SlackServer, listening: RecordingInbox) -> None:
    thread = thread_in(slack)
    await acknowledged(*await slack.people.say(PAPERS, JIWOO, ASK, thread))

    ts = slack.world.channels[PAPERS].messages[-1].ts
    assert list(listening.heard.values()) == [
        Said(
            event=f"{TEAM}/{PAPERS}/{ts}",
            channel=Channel("slack", PAPERS),
            thread=thread,
            message=ts,
            person=Person(JIWOO),
            text=ASK,
            at=datetime.fromtimestamp(float(ts), UTC),
        )
    ]


@pytest.mark.parametrize("turned_round", [False, True])
async def test_a_mention_comes_twice_and_is_one_thing(
    slack: SlackServer, listening: RecordingInbox, turned_round: bool
) -> None:
    thread = thread_in(slack)
    message = slack.people.write(PAPERS, JIWOO, f"<@{BOT_USER}> {ASK} <@{SEOJUN}|박서준>", thread)
    kinds = ["app_mention", "message"] if turned_round else ["message", "app_mention"]
    for kind in kinds:
        await acknowledged(await slack.people.event(message_event(kind, PAPERS, message)))

    [said] = listening.heard.values()
    assert listening.deliveries == 2
    assert said.text == f"{ASK} @박서준"
    assert said.mentions_us
    assert said.mentions_others


async def test_a_bare_mention_is_heard(slack: SlackServer, listening: RecordingInbox) -> None:
    await acknowledged(*await slack.people.say(PAPERS, JIWOO, f"<@{BOT_USER}>", thread_in(slack)))

    [said] = listening.heard.values()
    assert (said.text, said.mentions_us) == ("", True)


IGNORED = [
    {"bot_id": "B0OTHER"},
    {"subtype": "bot_message"},
    {"subtype": "message_changed", "message": {"text": "고친 글", "ts": "1.000100"}},
    {"subtype": "channel_join"},
    {"subtype": "channel_topic"},
    {"subtype": "file_share", "text": ""},
    {"text": "   "},
    {"text": None},
    {"user": BOT_USER},
    {"user": "USLACKBOT"},
    {"user": None},
    {"thread_ts": None},
    {"thread_ts": "nonsense"},
    {"ts": None},
    {"ts": 5},
    {"channel": None},
]


@pytest.mark.parametrize("more", IGNORED)
async def test_what_is_no_persons_word_in_a_thread_is_not_heard(
    slack: SlackServer, listening: RecordingInbox, more: dict[str, object]
) -> None:
    await acknowledged(*await slack.people.say(PAPERS, JIWOO, ASK, thread_in(slack), more))

    assert listening.deliveries == 0


async def test_talk_outside_threads_is_not_heard_even_with_our_name(
    slack: SlackServer, listening: RecordingInbox
) -> None:
    first = slack.world.channels[PAPERS].messages
    await acknowledged(*await slack.people.say(PAPERS, JIWOO, ASK))
    await acknowledged(*await slack.people.say(PAPERS, JIWOO, f"<@{BOT_USER}> {ASK}"))
    # A message that has answers names itself as its thread.
    await acknowledged(
        *await slack.people.say(PAPERS, JIWOO, ASK, more={"thread_ts": first[0].ts, "ts": first[0].ts})
    )

    assert listening.deliveries == 0


@pytest.mark.parametrize("subtype", ["thread_broadcast", "file_share"])
async def test_words_beside_a_file_or_shown_in_the_channel_too_are_heard(
    slack: SlackServer, listening: RecordingInbox, subtype: str
) -> None:
    await acknowledged(*await slack.people.say(PAPERS, JIWOO, ASK, thread_in(slack), {"subtype": subtype}))

    assert len(listening.heard) == 1


async def test_a_question_gets_a_sign_of_life(slack: SlackServer, listening: RecordingInbox) -> None:
    listening.is_question = True
    await acknowledged(*await slack.people.say(PAPERS, JIWOO, f"<@{BOT_USER}> {ASK}", thread_in(slack)))
    await until(lambda: slack.world.channels[PAPERS].messages[-1].reactions)

    assert slack.world.channels[PAPERS].messages[-1].reactions == {"eyes"}
    assert slack.count("reactions.add") == 1


async def test_the_acknowledgement_does_not_wait_for_the_sign_of_life(
    slack: SlackServer, inbox: RecordingInbox, clock: VirtualClock
) -> None:
    inbox.is_question = True
    slack.faults.plan("reactions.add", FAULTS["hang before"])
    async with serving(chat_for(slack, clock, send_timeout=60), inbox, slack):
        await acknowledged(*await slack.people.say(PAPERS, JIWOO, ASK, thread_in(slack)))

    assert len(inbox.heard) == 1


async def test_what_is_deleted_is_forgotten(slack: SlackServer, listening: RecordingInbox) -> None:
    thread = thread_in(slack)
    plain = slack.people.write(PAPERS, JIWOO, ASK, thread)
    answered = slack.people.write(PAPERS, JIWOO, ASK)
    slack.people.write(PAPERS, SEOJUN, "글쎄요", answered.ts)
    await acknowledged(await slack.people.delete(PAPERS, plain.ts))
    await acknowledged(await slack.people.delete(PAPERS, answered.ts))

    channel = Channel("slack", PAPERS)
    assert listening.gone == [(channel, plain.ts), (channel, answered.ts)]
    assert listening.heard == {}


async def test_invited_we_say_so_to_the_inviter_alone(slack: SlackServer, listening: RecordingInbox) -> None:
    slack.world.open("C0NEW", JIWOO).members.discard(BOT_USER)
    invitation = await slack.people.invite("C0NEW", JIWOO)
    await acknowledged(invitation)
    await until(lambda: slack.world.whispers)
    await acknowledged(await slack.sockets.again(invitation))
    slack.world.open("C0LATER", SEOJUN)
    await slack.people.invite("C0LATER", SEOJUN)
    await until(lambda: len(slack.world.whispers) > 1)

    whisper, later = slack.world.whispers
    assert later.channel == "C0LATER"
    assert (whisper.how, whisper.user, whisper.channel, whisper.text) == (
        "ephemeral", JIWOO, "C0NEW", WELCOME.push,
    )  # fmt: skip
    assert listening.channels[:2] == [Channel("slack", "C0NEW")] * 2


async def test_others_joining_is_not_our_business(slack: SlackServer, listening: RecordingInbox) -> None:
    joined = {"type": "member_joined_channel", "channel": PAPERS, "inviter": JIWOO}
    await acknowledged(await slack.people.event(joined | {"user": SEOJUN}))
    # Nobody to thank: we were put there with the channel.
    await acknowledged(await slack.people.event({**joined, "user": BOT_USER, "inviter": None}))

    assert listening.channels == [Channel("slack", PAPERS)]
    assert slack.count("chat.postEphemeral") == 0


# Nothing is lost


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
