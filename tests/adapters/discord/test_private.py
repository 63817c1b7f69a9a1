"""Writing to one person: the channel between us is opened first, and stands from then on."""

import pytest

from adapters.chats.discord import DiscordChat
from bot.domain.message import Message, Place
from bot.errors import Failure
from tests.fakes.discord_server import DiscordServer


async def test_a_person_reads_us_in_private(chat: DiscordChat, server: DiscordServer) -> None:
    person = server.world.person("김지우")["id"]
    channel = await chat.private(person)
    assert channel == await chat.private(person)
    ref = await chat.post(Place(channel), Message(push="⚠ 알림", head="⚠ 알림"), "alert/1")
    assert ref.channel == channel
    assert [message["id"] for message in server.world.messages[channel.id]] == [ref.id]
    opened = [seen.body for seen in server.seen if seen.path.endswith("/users/@me/channels")]
    assert opened == [{"recipient_id": person}] * 2


async def test_a_person_that_is_none_is_an_error_of_ours(chat: DiscordChat, server: DiscordServer) -> None:
    with pytest.raises(Failure):
        await chat.private("123456789012345678")
