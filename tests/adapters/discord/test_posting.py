"""Posting: one message, the right outcome for every way in which it can go wrong."""

import pytest

from adapters.chats.discord import DiscordChat
from adapters.chats.discord.marks import mark_of
from bot.errors import Failure, OutcomeUnknown, Rejected, Unavailable
from tests.adapters.discord.people import CARD, WORDS, at, titled
from tests.fakes.clock import VirtualClock
from tests.fakes.discord_faults import (
    HANG,
    HANG_AFTER,
    UNCERTAIN,
    Fault,
    answers,
    rate_limit,
)
from tests.fakes.discord_payloads import FORUM
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_world import EMBED, SEND, VIEW

KEY = "paper/discord/1/2512.05150"


async def test_a_card_stands_once_silent_and_pings_nobody(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    ref = await chat.post(at(channel), CARD, KEY)
    (message,) = server.world.ours(channel)
    guild = next(iter(server.world.guilds))
    assert (ref.id, ref.thread) == (message["id"], "")
    assert ref.url == f"https://discord.com/channels/{guild}/{channel}/{message['id']}"
    assert message["flags"] == 4096
    (call,) = server.posts
    assert call.body["allowed_mentions"] == {"parse": []}
    assert (call.body["nonce"], call.body["enforce_nonce"]) == (mark_of(KEY), True)
    assert len(call.body["nonce"]) <= 25
    assert message["embeds"][0]["url"] == f"https://arxiv.org/abs/2512.05150#n-{mark_of(KEY)}"


async def test_the_same_key_again_is_the_same_message(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    first = await chat.post(at(channel), CARD, KEY)
    again = await chat.post(at(channel), titled("another wording"), KEY)
    assert again == first
    assert len(server.world.ours(channel)) == 1


async def test_past_discords_memory_the_nonce_no_longer_helps(
    chat: DiscordChat, server: DiscordServer
) -> None:
    channel = server.world.channel()
    await chat.post(at(channel), CARD, KEY)
    server.world.pass_time(server.world.nonce_window + 1)
    await chat.post(at(channel), CARD, KEY)
    assert len(server.world.ours(channel)) == 2


async def test_what_people_deleted_is_refused_when_sent_again(
    chat: DiscordChat, server: DiscordServer
) -> None:
    channel = server.world.channel()
    ref = await chat.post(at(channel), CARD, KEY)
    server.world.delete(channel, ref.id)
    with pytest.raises(Rejected, match="10008"):
        await chat.post(at(channel), CARD, KEY)
    assert server.world.ours(channel) == []


@pytest.mark.parametrize("fault", UNCERTAIN.values(), ids=UNCERTAIN)
async def test_what_may_have_been_sent_is_unknown_and_safe_to_repeat(
    chat: DiscordChat, server: DiscordServer, fault: Fault
) -> None:
    channel = server.world.channel()
    server.faults.posting(fault)
    with pytest.raises(OutcomeUnknown):
        await chat.post(at(channel), CARD, KEY)
    await chat.post(at(channel), CARD, KEY)
    assert len(server.world.ours(channel)) == 1


@pytest.mark.parametrize("fault", [HANG, HANG_AFTER], ids=["before", "after"])
async def test_no_reply_at_all_is_unknown(server: DiscordServer, clock: VirtualClock, fault: Fault) -> None:
    channel = server.world.channel()
    server.faults.posting(fault)
    async with DiscordChat(clock, server.token, WORDS, server.url, send_timeout=0.2) as chat:
        with pytest.raises(OutcomeUnknown):
            await chat.post(at(channel), CARD, KEY)
        await chat.post(at(channel), CARD, KEY)
    assert len(server.world.ours(channel)) == 1


async def test_a_502_is_repeated_by_the_library_and_stands_once(
    chat: DiscordChat, server: DiscordServer
) -> None:
    channel = server.world.channel()
    server.faults.posting(answers(502, after=True))
    await chat.post(at(channel), CARD, KEY)
    assert (len(server.posts), len(server.world.ours(channel))) == (2, 1)


async def test_a_refusal_after_a_502_is_still_unknown(chat: DiscordChat, server: DiscordServer) -> None:
    """The first try may have taken effect, whatever the second was told."""
    channel = server.world.channel()
    server.faults.posting(answers(502, after=True))
    server.faults.posting(answers(403, 50013, "Missing Permissions"))
    with pytest.raises(OutcomeUnknown):
        await chat.post(at(channel), CARD, KEY)


REFUSALS = {
    "cannot see": (403, 50001),
    "may not": (403, 50013),
    "no channel": (404, 10003),
    "malformed": (400, 50035),
    "a filter": (400, 240000),
}


@pytest.mark.parametrize(("status", "code"), REFUSALS.values(), ids=REFUSALS)
async def test_a_definite_refusal_is_final(
    chat: DiscordChat, server: DiscordServer, status: int, code: int
) -> None:
    channel = server.world.channel()
    server.faults.posting(answers(status, code, "no"))
    with pytest.raises(Rejected, match=str(code)):
        await chat.post(at(channel), CARD, KEY)


LATER = {
    "token refused": (answers(401, 0, "401: Unauthorized"), 300.0),
    "asked to wait long": (rate_limit(40.0), 40.0),
    "asked to wait long by a shield": (rate_limit(7.0, via=False), 7.0),
    "overloaded": (answers(400, 130000, "API resource is currently overloaded"), None),
    "too many threads": (answers(400, 160006, "Maximum number of active threads reached"), 600.0),
}


@pytest.mark.parametrize(("fault", "wait"), LATER.values(), ids=LATER)
async def test_what_may_work_later_says_when(
    chat: DiscordChat, server: DiscordServer, fault: Fault, wait: float | None
) -> None:
    channel = server.world.channel()
    server.faults.posting(fault)
    with pytest.raises(Unavailable) as caught:
        await chat.post(at(channel), CARD, KEY)
    assert caught.value.retry_after == wait
    assert server.world.ours(channel) == []


async def test_a_short_rate_limit_is_waited_out(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    server.faults.posting(rate_limit(0.01, everywhere=True))
    await chat.post(at(channel), CARD, KEY)
    assert (len(server.posts), len(server.world.ours(channel))) == (2, 1)


async def test_interrupted_while_waiting_for_everybody_it_works_again_afterwards(
    server: DiscordServer, clock: VirtualClock
) -> None:
    """discord.py would hold back every later call for ever."""
    channel = server.world.channel()
    server.faults.posting(rate_limit(20, everywhere=True))
    async with DiscordChat(clock, server.token, WORDS, server.url, send_timeout=0.3) as chat:
        with pytest.raises(Unavailable):
            await chat.post(at(channel), CARD, KEY)
        await chat.post(at(channel), CARD, KEY)
    assert len(server.world.ours(channel)) == 1


async def test_nobody_there_is_unavailable(clock: VirtualClock) -> None:
    async with DiscordServer() as gone:
        channel, address = gone.world.channel(), gone.url
    async with DiscordChat(clock, gone.token, WORDS, address) as chat:
        with pytest.raises(Unavailable):
            await chat.post(at(channel), CARD, KEY)


async def test_a_refused_token_waits_for_the_operator(server: DiscordServer, clock: VirtualClock) -> None:
    async with DiscordChat(clock, "wrong", WORDS, server.url) as chat:
        with pytest.raises(Unavailable) as caught:
            await chat.post(at(server.world.channel()), CARD, KEY)
    assert caught.value.retry_after == 300
    assert "wrong" not in str(caught.value)


@pytest.mark.parametrize("permission", [VIEW, SEND, EMBED], ids=["view", "send", "embed"])
async def test_a_missing_right_is_final(chat: DiscordChat, server: DiscordServer, permission: int) -> None:
    channel = server.world.channel(deny=permission)
    with pytest.raises(Rejected):
        await chat.post(at(channel), CARD, KEY)


@pytest.mark.parametrize("channel", ["123", "C0123ABCD"])
async def test_a_channel_that_is_none_is_final(
    chat: DiscordChat, server: DiscordServer, channel: str
) -> None:
    with pytest.raises(Rejected):
        await chat.post(at(channel), CARD, KEY)


async def test_a_forum_takes_no_messages(chat: DiscordChat, server: DiscordServer) -> None:
    with pytest.raises(Rejected, match="50008"):
        await chat.post(at(server.world.channel(kind=FORUM)), CARD, KEY)


async def test_errors_of_all_kinds_are_one_safe_line(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    server.faults.posting(answers(400, 50035, "Invalid\x1b[31m Form\nBody " + "x" * 500))
    with pytest.raises(Failure) as caught:
        await chat.post(at(channel), CARD, KEY)
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 200
    assert server.token not in said
    assert "TwinFlow" not in said
