"""Changing what stands, telling one person, giving a sign of life."""

import pytest

from adapters.chats.slack import SlackChat
from bot.domain.message import Message, MessageRef, Place
from bot.errors import NotFound, OutcomeUnknown, Rejected, Unavailable
from tests.adapters.slack.conftest import JIWOO, PAPERS, chat_for
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS, Fault, How
from tests.fakes.slack_server import SlackServer

HELD = Message(push="4. 요약 보류", head="4. 요약 보류")
MADE = Message(push="4. M3DR", head="4. 22개 언어의 문서 이미지를 한 모델로 검색한다.")


async def test_an_edited_message_keeps_its_place_and_its_key(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    ref = await chat.post(place, HELD, "card")
    await chat.edit(ref, MADE, "edit/1/card")

    [message] = slack.world.ours(PAPERS)
    assert (message.text, message.edits) == (MADE.push, 1)
    assert await chat.find(place, "card", None) == ref


async def test_an_edit_does_not_start_to_read_names_as_mentions(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    ref = await chat.post(place, HELD, "card")
    await chat.edit(ref, MADE, "card")

    assert slack.calls[-1].arguments["parse"] == "none"


async def test_a_deleted_message_cannot_be_edited(slack: SlackServer, chat: SlackChat, place: Place) -> None:
    ref = await chat.post(place, HELD, "card")
    slack.world.remove(PAPERS, ref.id)

    with pytest.raises(NotFound):
        await chat.edit(ref, MADE, "card")


async def test_a_persons_message_cannot_be_edited(slack: SlackServer, chat: SlackChat, place: Place) -> None:
    theirs = slack.people.write(PAPERS, JIWOO, "안녕하세요")

    with pytest.raises(Rejected, match="cant_update_message"):
        await chat.edit(MessageRef(place.channel, theirs.ts), MADE, "card")


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "ok"])
async def test_an_edit_ends_like_a_send(
    slack: SlackServer, clock: VirtualClock, place: Place, name: str
) -> None:
    ref = await chat_for(slack, clock, send_timeout=5).post(place, HELD, "card")
    chat = chat_for(slack, clock, send_timeout=0.3 if "hang" in name else 5)
    await clock.sleep(1)
    slack.faults.plan("chat.update", FAULTS[name])

    with pytest.raises(Unavailable if name == "429" else OutcomeUnknown):
        await chat.edit(ref, MADE, "card")


def reply_url(slack: SlackServer) -> str:
    return slack.people.response_url(JIWOO, PAPERS)


async def test_a_private_line_reaches_one_person(slack: SlackServer, chat: SlackChat) -> None:
    await chat.tell(reply_url(slack), Message(push="이미 올린 논문입니다. <!channel>"))

    [whisper] = slack.world.whispers
    assert (whisper.how, whisper.user, whisper.channel) == ("response_url", JIWOO, PAPERS)
    assert whisper.text == "이미 올린 논문입니다. &lt;!channel&gt;"
    assert slack.world.channels[PAPERS].messages == []


async def test_an_expired_address_is_refused(slack: SlackServer, chat: SlackChat) -> None:
    url = reply_url(slack)
    slack.response_uses.clear()

    with pytest.raises(Rejected, match="expired_url"):
        await chat.tell(url, HELD)


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "ok" and "odd" not in name])
async def test_a_private_line_is_tried_once(slack: SlackServer, clock: VirtualClock, name: str) -> None:
    chat = chat_for(slack, clock, send_timeout=0.3 if "hang" in name else 5)
    url = reply_url(slack)
    slack.faults.plan("response_url", FAULTS[name])

    with pytest.raises(Unavailable if name == "429" else OutcomeUnknown) as caught:
        await chat.tell(url, HELD)

    assert url not in repr(caught.value)
    assert slack.response_posts == 1


async def test_when_slack_is_away_the_line_is_not_said(slack: SlackServer, chat: SlackChat) -> None:
    url = reply_url(slack)
    await slack.refuse()

    with pytest.raises(Unavailable):
        await chat.tell(url, HELD)


@pytest.mark.parametrize("status", [400, 403, 404, 410])
async def test_a_bare_no_to_a_private_line_is_for_good(
    slack: SlackServer, chat: SlackChat, status: int
) -> None:
    slack.faults.plan("response_url", Fault(How.STATUS, status=status))

    with pytest.raises(Rejected):
        await chat.tell(reply_url(slack), HELD)


@pytest.mark.parametrize(
    "address",
    [
        "", "nonsense", "file:///etc/passwd", "http://hooks.slack.com/commands/x", "https://hooks.slack.com:444/x",
        "https://hooks.slack.com.evil.example/x", "https://evil.example/https://hooks.slack.com/",
        "https://someone@hooks.slack.com/x", "http://127.0.0.1:1/commands/x", "http://169.254.169.254/latest",
        "//hooks.slack.com/x", "https://[::1", "https://hooks.slack.com\\@evil.example/",
    ],
)  # fmt: skip
async def test_nothing_is_sent_to_an_address_that_is_not_slacks(chat: SlackChat, address: str) -> None:
    with pytest.raises(Rejected) as caught:
        await chat.tell(address, HELD)

    assert len(address) < 4 or address not in str(caught.value)


async def test_a_sign_of_life_stands_at_the_question(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    question = slack.people.write(PAPERS, JIWOO, "100배는 뭘 기준으로 한 거야?")

    await chat.signal(place.channel, "", question.ts)
    await chat.signal(place.channel, "", question.ts)

    assert question.reactions == {"eyes"}


async def test_a_sign_of_life_never_fails(slack: SlackServer, chat: SlackChat, place: Place) -> None:
    await chat.signal(place.channel, "", "1.000100")
    slack.methods.scopes.clear()
    await chat.signal(place.channel, "", "1.000100")
    await slack.refuse()
    await chat.signal(place.channel, "", "1.000100")

    assert slack.count("reactions.add") == 2
