"""Writing to one person: Slack takes a person's id for a channel (docs: chat.postMessage, `channel`)."""

from adapters.chats.slack import SlackChat
from bot.domain.message import Channel
from tests.adapters.slack.conftest import JIWOO


async def test_a_person_is_a_channel(chat: SlackChat) -> None:
    assert await chat.private(JIWOO) == Channel("slack", JIWOO)
