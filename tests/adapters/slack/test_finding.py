"""Looking for a message of ours among everything else that stands there."""

import pytest

from adapters.chats.slack import SlackChat
from bot.domain.message import Message, Place
from bot.errors import Rejected, Unavailable
from tests.adapters.slack.conftest import JIWOO, PAPERS, SEOJUN, chat_for
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS, Fault, How
from tests.fakes.slack_server import SlackServer

LINE = Message(push="한 줄")


async def test_it_is_found_under_300_lines_of_talk(slack: SlackServer, chat: SlackChat, place: Place) -> None:
    slack.people.chatter(PAPERS, [JIWOO, SEOJUN], 250)
    before = await chat.post(place, LINE, "before")
    wanted = await chat.post(place, LINE, "wanted")
    slack.people.chatter(PAPERS, [JIWOO, SEOJUN], 300)

    assert await chat.find(place, "wanted", before) == wanted
    assert slack.count("conversations.history") == 2
    assert await chat.find(place, "wanted", None) == wanted
    assert await chat.find(place, "never sent", before) is None
    assert await chat.find(place, "never sent", None) is None


async def test_every_page_is_read_and_no_message_is_skipped(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    wanted = await chat.post(place, LINE, "wanted")
    for talk in (199, 1, 1, 200):
        slack.people.chatter(PAPERS, [JIWOO], talk)
        assert await chat.find(place, "wanted", None) == wanted


async def test_the_edge_itself_is_looked_at(slack: SlackServer, chat: SlackChat, place: Place) -> None:
    ref = await chat.post(place, LINE, "wanted")

    assert await chat.find(place, "wanted", ref) == ref


async def test_in_a_thread_it_is_found_there_and_nowhere_else(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    card = await chat.post(place, LINE, "card")
    thread = Place(place.channel, card)
    slack.people.chatter(PAPERS, [JIWOO], 220, thread=card.id)
    detail = await chat.post(thread, LINE, "detail")
    slack.people.chatter(PAPERS, [JIWOO], 220, thread=card.id)

    assert await chat.find(thread, "detail", None) == detail
    assert await chat.find(thread, "detail", card) == detail
    assert await chat.find(thread, "detail", detail) == detail
    assert await chat.find(place, "detail", None) is None
    assert await chat.find(thread, "other", None) is None


async def test_what_people_deleted_is_not_found(slack: SlackServer, chat: SlackChat, place: Place) -> None:
    alone = await chat.post(place, LINE, "alone")
    answered = await chat.post(place, LINE, "answered")
    slack.people.chatter(PAPERS, [JIWOO], 1, thread=answered.id)
    slack.world.remove(PAPERS, alone.id)
    slack.world.remove(PAPERS, answered.id)

    assert await chat.find(place, "alone", None) is None
    assert await chat.find(place, "answered", None) is None
    assert await chat.find(Place(place.channel, alone), "below", None) is None


@pytest.mark.parametrize(
    "stranger",
    [
        {"user": JIWOO, "bot_id": ""},
        {"user": "U9", "bot_id": "B9"},
        {"metadata": {"event_type": "x", "event_payload": {"key": "wanted"}}},
        {"metadata": {"event_type": "nonmun", "event_payload": {"key": "wanted/2"}}},
        {"metadata": {"event_type": "nonmun", "event_payload": "wanted"}},
        {"metadata": ["nonmun"]},
        {"metadata": None},
    ],
)
async def test_nobody_elses_message_is_taken_for_ours(
    slack: SlackServer, chat: SlackChat, place: Place, stranger: dict[str, object]
) -> None:
    await chat.post(place, LINE, "wanted")
    [message] = slack.world.channels[PAPERS].messages
    assert await chat.find(place, "wanted", None) is not None

    for name, value in stranger.items():
        setattr(message, name, value)

    assert await chat.find(place, "wanted", None) is None


async def test_a_history_that_may_not_be_read_is_refused(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    slack.methods.scopes.discard("channels:history")
    with pytest.raises(Rejected, match="missing_scope"):
        await chat.find(place, "wanted", None)
    slack.methods.scopes.add("channels:history")
    slack.world.channels[PAPERS].members.clear()
    with pytest.raises(Rejected, match="not_in_channel"):
        await chat.find(place, "wanted", None)
    slack.world.channels.clear()
    with pytest.raises(Rejected, match="channel_not_found"):
        await chat.find(place, "wanted", None)


async def test_a_limit_on_any_page_is_passed_on(slack: SlackServer, chat: SlackChat, place: Place) -> None:
    slack.people.chatter(PAPERS, [JIWOO], 300)
    slack.faults.plan("conversations.history", FAULTS["ok"], FAULTS["429"])

    with pytest.raises(Unavailable) as caught:
        await chat.find(place, "wanted", None)

    assert caught.value.retry_after == 7


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in {"ok", "429"}])
async def test_whatever_goes_wrong_absence_is_never_claimed(
    slack: SlackServer, clock: VirtualClock, place: Place, name: str
) -> None:
    chat = chat_for(slack, clock, send_timeout=0.3 if "hang" in name else 5)
    slack.faults.always("conversations.history", FAULTS[name])

    with pytest.raises(Unavailable):
        await chat.find(place, "wanted", None)


@pytest.mark.parametrize(
    "answers",
    [
        [{}],
        [{"messages": None}],
        [{"messages": {"ts": "1.0"}}],
        [{"messages": [], "has_more": True}],
        [{"messages": [], "has_more": True, "response_metadata": None}],
        [{"messages": [], "has_more": True, "response_metadata": {"next_cursor": ""}}],
    ],
)
async def test_a_half_told_history_is_no_absence(
    slack: SlackServer, chat: SlackChat, place: Place, answers: list[dict[str, object]]
) -> None:
    for answer in answers:
        slack.faults.plan("conversations.history", Fault(How.SAYS, body={"ok": True} | answer))

    with pytest.raises(Unavailable):
        await chat.find(place, "wanted", None)


async def test_a_history_that_goes_round_in_circles_is_left(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    circle = {"ok": True, "messages": [], "response_metadata": {"next_cursor": "x"}}
    slack.faults.always("conversations.history", Fault(How.SAYS, body=circle))

    with pytest.raises(Unavailable, match="circles"):
        await chat.find(place, "wanted", None)


async def test_odd_messages_in_a_history_are_passed_over(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    ours = {"bot_id": "B0BOT", "metadata": {"event_type": "nonmun", "event_payload": {"key": "wanted"}}}
    odd: list[object] = [
        None,
        3,
        "ts",
        [],
        {},
        ours,
        ours | {"ts": "yesterday"},
        ours | {"ts": 5},
        ours | {"ts": "5.000100"},
    ]
    slack.faults.plan("conversations.history", Fault(How.SAYS, body={"ok": True, "messages": odd}))

    found = await chat.find(place, "wanted", None)

    assert found is not None
    assert found.id == "5.000100"
