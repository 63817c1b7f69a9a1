"""What a send can end in, and that it is made once."""

import math

import pytest

from adapters.chats.slack import SlackChat
from adapters.chats.slack.web import LARGEST
from bot.domain.message import Channel, Message, MessageRef, Place, Span
from bot.errors import Failure, OutcomeUnknown, Rejected, Unavailable
from tests.adapters.slack.conftest import PAPERS, chat_for
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS, Fault, How
from tests.fakes.slack_server import SlackServer

KEY = "paper/slack/C0PAPERS/2512.05150"
CARD = Message(
    push="1. TwinFlow: 교사 모델 없이 <1-NFE> & 20B",
    head="1. 교사 모델도 GAN도 없이 20B 이미지 모델을 1-NFE 생성기로 바꿨다.",
    title=Span("TwinFlow", url="https://arxiv.org/abs/2512.05150"),
    small=("▲ 14",),
)


async def failure_of(chat: SlackChat, place: Place) -> Failure:
    with pytest.raises(Failure) as caught:
        await chat.post(place, CARD, KEY)
    assert "\n" not in str(caught.value)
    return caught.value


async def test_a_message_goes_out_once_and_can_be_linked(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    ref = await chat.post(place, CARD, KEY)

    [message] = slack.world.ours(PAPERS)
    link = f"https://nonmun-team.slack.com/archives/{PAPERS}/p{message.ts.replace('.', '')}"
    assert ref == MessageRef(place.channel, message.ts, "", link)
    assert message.key == KEY
    assert message.text == "1. TwinFlow: 교사 모델 없이 &lt;1-NFE&gt; &amp; 20B"
    sent = slack.calls[-1].arguments
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
    assert not {"link_names", "parse", "mrkdwn", "reply_broadcast", "thread_ts"} & set(sent)


async def test_who_we_are_is_asked_once(slack: SlackServer, chat: SlackChat, place: Place) -> None:
    for number in range(3):
        await chat.post(place, CARD, f"{KEY}/{number}")

    assert slack.count("auth.test") == 1


async def test_an_answer_stands_in_the_thread_of_the_card(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    card = await chat.post(place, CARD, KEY)
    detail = await chat.post(Place(place.channel, card), CARD, "detail")

    assert [message.key for message in slack.world.ours(PAPERS, card.id)] == ["detail"]
    assert detail.thread == card.id
    assert detail.url.endswith(f"?thread_ts={card.id}&cid={PAPERS}")

    below = await chat.post(Place(place.channel, detail), CARD, "below the detail")
    assert below.thread == card.id


async def test_a_key_gives_the_same_message_id_on_every_machine(slack: SlackServer, place: Place) -> None:
    for chat in (chat_for(slack, VirtualClock()), chat_for(slack, VirtualClock())):
        await chat.post(place, CARD, KEY)
    await chat_for(slack, VirtualClock()).post(place, CARD, KEY + "1")

    first, second, other = [message.client_msg_id for message in slack.world.ours(PAPERS)]
    assert first == second == "828e50f6-3fdb-5e78-bf45-153459838a41"
    assert other != first


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in {"ok", "429"}])
async def test_an_uncertain_end_is_called_so_and_nothing_is_sent_again(
    slack: SlackServer, clock: VirtualClock, place: Place, name: str
) -> None:
    chat = chat_for(slack, clock, send_timeout=0.3 if "hang" in name else 5)
    slack.faults.plan("chat.postMessage", FAULTS[name])

    error = await failure_of(chat, place)

    assert isinstance(error, OutcomeUnknown), error
    assert slack.count("chat.postMessage") == 1
    assert slack.world.keys(PAPERS) == ([KEY] if FAULTS[name].effect else [])


async def test_a_late_effect_is_there_to_be_found(
    slack: SlackServer, clock: VirtualClock, place: Place
) -> None:
    chat = chat_for(slack, clock, send_timeout=0.3)
    slack.faults.plan("chat.postMessage", FAULTS["hang, late"])
    assert isinstance(await failure_of(chat, place), OutcomeUnknown)
    assert await chat.find(place, KEY, None) is None

    slack.faults.release()

    assert await chat.find(place, KEY, None) is not None


async def test_when_slack_limits_us_we_are_told_how_long(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    slack.faults.plan("chat.postMessage", FAULTS["429"])

    error = await failure_of(chat, place)

    assert isinstance(error, Unavailable)
    assert error.retry_after == 7
    assert slack.world.keys(PAPERS) == []


@pytest.mark.parametrize("asked", [math.inf, math.nan, 1e12, -3.0, None])
async def test_an_odd_retry_after_does_not_break_anything(
    slack: SlackServer, chat: SlackChat, place: Place, asked: float | None
) -> None:
    slack.faults.plan("chat.postMessage", Fault(How.LIMIT, retry_after=asked))

    error = await failure_of(chat, place)

    assert isinstance(error, Unavailable)
    assert error.retry_after is None or 0 <= error.retry_after <= 3600


async def test_a_place_where_we_may_not_write_refuses(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    channel = slack.world.channels[PAPERS]
    words = []
    channel.read_only = True
    words.append(str(await failure_of(chat, place)))
    channel.archived = True
    words.append(str(await failure_of(chat, place)))
    channel.members.clear()
    words.append(str(await failure_of(chat, place)))
    channel.private = True
    error = await failure_of(chat, place)

    assert isinstance(error, Rejected)
    assert [*words, str(error)] == [
        "slack: restricted_action_read_only_channel",
        "slack: is_archived",
        "slack: not_in_channel",
        "slack: channel_not_found",
    ]


REFUSALS = [
    "channel_not_found", "not_in_channel", "is_archived", "invalid_blocks", "invalid_blocks_format",
    "no_text", "msg_too_long", "msg_blocks_too_long", "restricted_action", "restricted_action_thread_locked",
    "metadata_too_large", "invalid_metadata_schema", "invalid_arguments", "too_many_attachments",
    "cannot_reply_to_message", "messages_tab_disabled",
]  # fmt: skip
MENDABLE = [
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope",
    "no_permission", "not_allowed_token_type", "ekm_access_denied", "org_login_required", "team_added_to_org",
]  # fmt: skip
UNSURE = [
    "fatal_error", "internal_error", "request_timeout", "service_unavailable", "duplicate_message_not_found",
    "duplicate_channel_not_found", "a_word_from_next_year",
]  # fmt: skip


@pytest.mark.parametrize("word", REFUSALS)
async def test_a_definite_refusal_is_for_good(
    slack: SlackServer, chat: SlackChat, place: Place, word: str
) -> None:
    slack.faults.plan("chat.postMessage", Fault(How.CODE, code=word))

    error = await failure_of(chat, place)

    assert isinstance(error, Rejected)
    assert str(error) == f"slack: {word}"


@pytest.mark.parametrize("word", MENDABLE)
async def test_what_an_operator_can_mend_waits_five_minutes(
    slack: SlackServer, chat: SlackChat, place: Place, word: str
) -> None:
    slack.faults.plan("chat.postMessage", Fault(How.CODE, code=word))

    error = await failure_of(chat, place)

    assert isinstance(error, Unavailable)
    assert error.retry_after == 300


@pytest.mark.parametrize("word", UNSURE)
async def test_a_word_that_is_no_refusal_may_have_taken_effect(
    slack: SlackServer, chat: SlackChat, place: Place, word: str
) -> None:
    slack.faults.plan("chat.postMessage", Fault(How.CODE, code=word))

    assert isinstance(await failure_of(chat, place), OutcomeUnknown)


ODD_ANSWERS = [
    {}, [], None, 3, "ok", [1], {"ok": True}, {"ok": True, "ts": 5}, {"ok": True, "ts": "now"}, {"ok": False},
    {"ok": False, "error": 7}, {"ok": False, "error": "not a word\n" * 100},
]  # fmt: skip


@pytest.mark.parametrize("body", ODD_ANSWERS)
async def test_an_answer_that_says_nothing_leaves_the_end_open(
    slack: SlackServer, chat: SlackChat, place: Place, body: object
) -> None:
    slack.faults.plan("chat.postMessage", Fault(How.SAYS, effect=True, body=body))

    assert isinstance(await failure_of(chat, place), OutcomeUnknown)
    assert slack.world.keys(PAPERS) == [KEY]


async def test_trouble_at_slack_is_no_refusal_whatever_it_says(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    body = {"ok": False, "error": "not_in_channel"}
    slack.faults.plan("chat.postMessage", Fault(How.SAYS, effect=True, body=body, status=503))

    assert isinstance(await failure_of(chat, place), OutcomeUnknown)


async def test_an_answer_without_end_is_not_read_to_the_end(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    body = {"ok": True, "ts": "1765235702.000100", "more": "x" * LARGEST}
    slack.faults.plan("chat.postMessage", Fault(How.SAYS, effect=True, body=body))

    assert isinstance(await failure_of(chat, place), OutcomeUnknown)


async def test_a_page_from_something_in_between_sent_nothing(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    for status in (403, 404, 407):
        slack.faults.plan("chat.postMessage", Fault(How.STATUS, status=status))
        error = await failure_of(chat, place)
        assert isinstance(error, Unavailable)
        assert error.retry_after == 300


async def test_a_connection_that_cannot_be_made_sent_nothing(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    await chat.post(place, CARD, "first")
    await slack.refuse()

    assert isinstance(await failure_of(chat, place), Unavailable)

    await slack.listen()
    await chat.post(place, CARD, KEY)
    assert slack.world.keys(PAPERS) == ["first", KEY]


async def test_without_knowing_who_we_are_nothing_is_sent(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    slack.faults.plan("auth.test", FAULTS["502 after"], Fault(How.CODE, code="token_revoked"))

    assert isinstance(await failure_of(chat, place), Unavailable)
    error = await failure_of(chat, place)

    assert isinstance(error, Unavailable)
    assert error.retry_after == 300
    assert slack.count("chat.postMessage") == 0


async def test_another_channel_is_not_held_up(slack: SlackServer, chat: SlackChat, place: Place) -> None:
    slack.world.open("C0OTHER")
    slack.faults.plan("chat.postMessage", FAULTS["429"])
    await failure_of(chat, place)

    await chat.post(Place(Channel("slack", "C0OTHER")), CARD, "other")

    assert slack.world.keys("C0OTHER") == ["other"]
