"""Details and answers below a card: threads, and what stands in for them in direct messages."""

import pytest

from adapters.chats.discord import DiscordChat
from bot.errors import Rejected, Unavailable
from tests.adapters.discord.people import ANSWER, CARD, DETAIL, at, below
from tests.fakes.discord_faults import (
    LOST_REPLY,
    answers,
)
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_world import HISTORY, THREADS

KEY = "paper/discord/1/2512.05150"


async def test_the_detail_opens_the_thread_below_its_card(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    card = await chat.post(at(channel), CARD, KEY)
    ref = await chat.post(below(card), DETAIL, "detail/1")
    thread = server.world.channels[card.id]
    assert (thread["name"], thread["parent_id"]) == ("TwinFlow · 2512.05150", channel)
    assert (ref.channel.id, ref.thread) == (channel, card.id)
    assert ref.url.endswith(f"/{card.id}/{ref.id}")
    assert [one["id"] for one in server.world.ours(card.id)] == [ref.id]


async def test_a_thread_that_somebody_opened_first_is_used(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    card = await chat.post(at(channel), CARD, KEY)
    server.faults.posting(answers(404, 10003, "Unknown Channel"))
    server.world.thread(channel, card.id, "theirs")
    await chat.post(below(card), DETAIL, "detail/1")
    assert len(server.world.ours(card.id)) == 1


async def test_a_lost_reply_about_the_thread_is_no_doubt_about_the_message(
    chat: DiscordChat, server: DiscordServer
) -> None:
    channel = server.world.channel()
    card = await chat.post(at(channel), CARD, KEY)
    server.faults.on("POST", r"/channels/\d+/messages/\d+/threads", LOST_REPLY)
    with pytest.raises(Unavailable):
        await chat.post(below(card), DETAIL, "detail/1")
    await chat.post(below(card), DETAIL, "detail/1")
    assert len(server.world.ours(card.id)) == 1


async def test_no_thread_below_a_deleted_card(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    card = await chat.post(at(channel), CARD, KEY)
    server.world.delete(channel, card.id)
    with pytest.raises(Rejected, match="10008"):
        await chat.post(below(card), DETAIL, "detail/1")


async def test_without_the_right_to_open_threads_the_detail_is_refused(
    chat: DiscordChat, server: DiscordServer
) -> None:
    channel = server.world.channel(deny=THREADS)
    card = await chat.post(at(channel), CARD, KEY)
    with pytest.raises(Rejected, match="50013"):
        await chat.post(below(card), DETAIL, "detail/1")


async def test_a_folded_thread_opens_again_but_not_a_locked_one(
    chat: DiscordChat, server: DiscordServer
) -> None:
    channel = server.world.channel()
    card = await chat.post(at(channel), CARD, KEY)
    await chat.post(below(card), DETAIL, "detail/1")
    server.world.archive(card.id)
    await chat.post(below(card), ANSWER, "answer/a")
    server.world.archive(card.id, locked=True)
    with pytest.raises(Rejected, match="160005"):
        await chat.post(below(card), ANSWER, "answer/b")


async def test_an_answer_is_a_reply_to_its_question(chat: DiscordChat, server: DiscordServer) -> None:
    world = server.world
    channel, asker = world.channel(), world.person("김지우")
    card = await chat.post(at(channel), CARD, KEY)
    await chat.post(below(card), DETAIL, "detail/1")
    question = world.say(asker, card.id, "100배는 뭘 기준으로 한 거야?")
    await chat.post(below(card), ANSWER, f"answer/{question['id']}")
    answer = world.ours(card.id)[-1]
    assert answer["message_reference"]["message_id"] == question["id"]
    assert (answer["embeds"], answer["flags"]) == ([], 4100)


async def test_who_may_not_reply_still_answers(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel(deny=HISTORY)
    question = server.world.say(server.world.person("김지우"), channel, "왜?")
    await chat.post(at(channel), ANSWER, f"answer/{question['id']}")
    assert "message_reference" not in server.world.ours(channel)[-1]


async def test_an_answer_to_a_deleted_question_still_stands(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    await chat.post(at(channel), ANSWER, "answer/1180000000000000120")
    assert "message_reference" not in server.world.ours(channel)[-1]


async def test_in_a_direct_message_the_detail_is_a_reply_to_the_card(
    chat: DiscordChat, server: DiscordServer
) -> None:
    channel = server.world.direct(server.world.person("김지우"))
    card = await chat.post(at(channel), CARD, KEY)
    detail = await chat.post(below(card), DETAIL, "detail/1")
    assert card.url == f"https://discord.com/channels/@me/{channel}/{card.id}"
    assert detail.url == f"https://discord.com/channels/@me/{channel}/{detail.id}"
    assert server.world.ours(channel)[-1]["message_reference"]["message_id"] == card.id
