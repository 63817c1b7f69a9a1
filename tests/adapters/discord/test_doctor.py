"""What an operator is told to mend."""

import pytest

from adapters.chats.discord import DiscordChat
from bot.domain.diagnosis import Diagnosis
from bot.domain.message import Channel
from tests.adapters.discord.people import MESSAGE_CONTENT_LIMITED, WORDS
from tests.fakes.clock import VirtualClock
from tests.fakes.discord_faults import NONSENSE, answers
from tests.fakes.discord_payloads import FORUM
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_world import EMBED, HISTORY, IN_THREADS, SEND, THREADS, VIEW

RIGHTS = {
    "embed_links": EMBED,
    "read_message_history": HISTORY,
    "create_public_threads": THREADS,
    "send_messages_in_threads": IN_THREADS,
    "send_messages": SEND,
}


async def looked_at(chat: DiscordChat, channel: str) -> list[Diagnosis]:
    return [one for one in await chat.diagnose([Channel("discord", channel)]) if one.subject != "discord"]


async def test_all_is_well(chat: DiscordChat, server: DiscordServer) -> None:
    server.world.application_flags = MESSAGE_CONTENT_LIMITED
    channel = server.world.channel()
    assert await chat.diagnose([Channel("discord", channel)]) == (
        Diagnosis("discord", ok=True, code="token"),
        Diagnosis("discord", ok=True, code="intent:message_content"),
        Diagnosis(f"discord:{channel}", ok=True, code="permissions"),
    )


async def test_a_wrong_token(server: DiscordServer, clock: VirtualClock) -> None:
    async with DiscordChat(clock, "wrong", WORDS, server.url) as chat:
        (found,) = await chat.diagnose([Channel("discord", "1")])
    assert found == Diagnosis("discord", ok=False, fault="Discord refuses the token", code="token")


async def test_the_intent_that_is_off(chat: DiscordChat, server: DiscordServer) -> None:
    found = await chat.diagnose([])
    assert [(one.ok, one.code) for one in found] == [(True, "token"), (False, "intent:message_content")]


@pytest.mark.parametrize(("name", "permission"), RIGHTS.items())
async def test_each_right_by_name(
    chat: DiscordChat, server: DiscordServer, name: str, permission: int
) -> None:
    (found,) = await looked_at(chat, server.world.channel(deny=permission))
    assert (found.ok, found.code) == (False, f"permission:{name}")
    assert found.fault.lower() == name.replace("_", " ")


async def test_a_channel_that_we_cannot_see_or_that_is_none(chat: DiscordChat, server: DiscordServer) -> None:
    for channel, code in ((server.world.channel(deny=VIEW), "50001"), ("1", "10003")):
        (found,) = await looked_at(chat, channel)
        assert (found.ok, found.code) == (False, "membership")
        assert code in found.fault


async def test_places_where_nothing_can_be_posted(chat: DiscordChat, server: DiscordServer) -> None:
    world = server.world
    channel = world.channel()
    message = world.say(world.person("김지우"), channel, "글")["id"]
    world.thread(channel, message, "스레드")
    for place in (world.channel(kind=FORUM), message):
        (found,) = await looked_at(chat, place)
        assert (found.ok, found.code) == (False, "kind")


async def test_a_direct_message_needs_no_rights(chat: DiscordChat, server: DiscordServer) -> None:
    (found,) = await looked_at(chat, server.world.direct(server.world.person("김지우")))
    assert found.ok


async def test_roles_and_overwrites_are_combined(chat: DiscordChat, server: DiscordServer) -> None:
    """A role of ours gives what everybody is denied; an overwrite for ourselves takes it again."""
    world = server.world
    channel = world.channel(deny=EMBED)
    guild = next(iter(world.guilds.values()))
    role, us = guild["roles"][1], world.me["id"]
    ours = next(one for one in guild["members"] if one["user"]["id"] == us)
    ours["roles"] = [role["id"]]
    overwrites = world.channels[channel]["permission_overwrites"]
    overwrites.append({"id": role["id"], "type": 0, "allow": str(EMBED), "deny": "0"})
    assert (await looked_at(chat, channel))[0].ok
    overwrites.append({"id": us, "type": 1, "allow": "0", "deny": str(EMBED)})
    assert (await looked_at(chat, channel))[0].code == "permission:embed_links"
    role["permissions"] = str(1 << 3)
    assert (await looked_at(chat, channel))[0].ok, "an administrator may everything"


async def test_a_doctor_raises_nothing(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    for fault in (NONSENSE, answers(503), answers(403)):
        server.faults.on("GET", r"/guilds/\d+", fault)
        (found,) = await looked_at(chat, channel)
        assert not found.ok
