"""What is said in channels: questions in threads are heard, and nothing else."""

from datetime import UTC, datetime

import pytest

from bot.domain.conversation import Person, Said
from bot.domain.message import Channel
from tests.adapters.slack.conftest import ASK, JIWOO, PAPERS, SEOJUN, chat_for, serving, thread_in
from tests.adapters.slack.inbox import WELCOME, RecordingInbox
from tests.adapters.slack.waiting import acknowledged, until
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS
from tests.fakes.slack_people import message_event
from tests.fakes.slack_server import SlackServer
from tests.fakes.slack_world import BOT_USER, TEAM


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
