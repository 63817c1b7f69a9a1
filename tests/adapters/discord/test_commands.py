"""Slash commands and what is suggested while they are typed, through the real command tree."""

from datetime import timedelta

import pytest

from adapters.chats.discord import DiscordChat
from bot.domain.conversation import Person
from bot.domain.message import Channel, Message, Paragraph, Span
from bot.domain.paper import Paper, PaperId
from bot.errors import Rejected
from tests.adapters.discord.people import (
    CARD,
    LINE,
    Inbox,
    connected,
    serving,
    thread_of_ours,
    until,
)
from tests.fakes.clock import VirtualClock
from tests.fakes.discord_faults import answers
from tests.fakes.discord_payloads import FORUM
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_world import EMBED, THREADS


async def test_paper_is_handed_in_and_answered_privately(
    served: DiscordServer, inbox: Inbox, clock: VirtualClock
) -> None:
    world = served.world
    channel, asker = world.channel(), world.person("김지우")
    used = served.interactions.use(asker, channel, "paper", paper=" 2512.05150 ")
    answer = await used.answer()
    assert answer["type"] == 4
    assert answer["data"]["content"] == "논문을 읽고 있습니다."
    assert answer["data"]["flags"] & 64
    assert answer["data"]["allowed_mentions"]["parse"] == []
    (asked,) = inbox.commands
    assert (asked.name, asked.text, asked.event) == ("paper", "2512.05150", used.id)
    assert asked.channel == Channel("discord", channel)
    assert asked.person == Person(asker["id"], "김지우")
    assert asked.reply_until == clock.now() + timedelta(minutes=15)
    assert asked.fault == ""


async def test_what_an_admin_may(served: DiscordServer, inbox: Inbox) -> None:
    channel, admin = served.world.channel(), served.world.person("관리자")
    await served.interactions.use(admin, channel, "papers", manages=True, text="on").answer()
    await served.interactions.use(admin, channel, "papers").answer()
    assert [(one.name, one.text, one.person.may_manage) for one in inbox.commands] == [
        ("papers", "on", True),
        ("papers", "", False),
    ]


async def test_in_a_thread_a_command_counts_for_the_channel(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox
) -> None:
    channel, thread = await thread_of_ours(chat, served)
    await served.interactions.use(served.world.person("김지우"), thread, "paper", paper="1").answer()
    assert inbox.commands[0].channel.id == channel


async def test_in_a_direct_message_one_manages_oneself(served: DiscordServer, inbox: Inbox) -> None:
    person = served.world.person("김지우")
    channel = served.world.direct(person)
    await served.interactions.use(person, channel, "paper", paper="1").answer()
    (asked,) = inbox.commands
    assert (asked.channel.id, asked.person.may_manage, asked.fault) == (channel, True, "")


async def test_where_we_may_not_post_the_command_says_why(served: DiscordServer, inbox: Inbox) -> None:
    channel = served.world.channel(deny=EMBED | THREADS)
    await served.interactions.use(served.world.person("김지우"), channel, "paper", paper="1").answer()
    assert inbox.commands[0].fault == "Embed Links, Create Public Threads"


async def test_in_a_forum_we_cannot_post(served: DiscordServer, inbox: Inbox) -> None:
    channel = served.world.channel(kind=FORUM)
    await served.interactions.use(served.world.person("김지우"), channel, "paper", paper="1").answer()
    assert inbox.commands[0].fault == "Forum Channel"


async def test_the_private_line_may_hold_an_embed(served: DiscordServer, inbox: Inbox) -> None:
    inbox.line = CARD
    used = served.interactions.use(served.world.person("김지우"), served.world.channel(), "paper", paper="1")
    data = (await used.answer())["data"]
    assert data["embeds"][0]["url"] == "https://arxiv.org/abs/2512.05150"
    assert data["flags"] & 68 == 64


async def test_later_private_lines(chat: DiscordChat, served: DiscordServer, inbox: Inbox) -> None:
    used = served.interactions.use(served.world.person("김지우"), served.world.channel(), "paper", paper="1")
    await used.answer()
    reply_to = inbox.commands[0].reply_to
    link = Span("12월 9일 글로 가기", url="https://discord.com/channels/1/2/3")
    await chat.tell(reply_to, Message(push="", body=(Paragraph((Span("이미 올린 논문입니다. "), link)),)))
    assert used.follow_ups[0]["flags"] & 64
    assert used.follow_ups[0]["content"] == (
        "이미 올린 논문입니다. [12월 9일 글로 가기](https://discord.com/channels/1/2/3)"
    )
    served.world.pass_time(901)
    with pytest.raises(Rejected, match="over"):
        await chat.tell(reply_to, LINE)


async def test_a_private_line_to_nobody(chat: DiscordChat, server: DiscordServer) -> None:
    with pytest.raises(Rejected):
        await chat.tell(f"{server.world.me['id']}/unknown", LINE)
    with pytest.raises(Rejected):
        await chat.tell("", LINE)


async def test_suggestions(served: DiscordServer, inbox: Inbox) -> None:
    inbox.papers = [Paper(PaperId(f"2512.{number:05}"), "x" * number * 10, "") for number in range(1, 40)]
    channel = served.world.channel()
    asked = served.interactions.type(served.world.person("김지우"), channel, "paper", "paper", "twin")
    answer = await asked.answer()
    choices = answer["data"]["choices"]
    assert answer["type"] == 8
    assert len(choices) == 25
    assert choices[0] == {"name": "2512.00001 xxxxxxxxxx", "value": "2512.00001"}
    assert max(len(choice["name"]) for choice in choices) == 100
    assert inbox.typed == [(Channel("discord", channel), "twin")]
    assert inbox.commands == []


async def test_a_bug_behind_a_command_is_loud_and_ends_nothing(
    served: DiscordServer, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    world = served.world
    channel, person = world.channel(), world.person("김지우")
    inbox.trouble = ZeroDivisionError("a bug")
    served.interactions.use(person, channel, "paper", paper="1")
    await until(lambda: "a bug" in caplog.text)
    inbox.trouble = None
    await served.interactions.use(person, channel, "paper", paper="2").answer()
    assert [one.text for one in inbox.commands] == ["2"]


async def test_an_answer_that_comes_too_late_is_one_line_in_the_log(
    served: DiscordServer, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    served.faults.on("POST", r"/interactions/.*", answers(404, 10062, "Unknown interaction"))
    served.interactions.use(served.world.person("김지우"), served.world.channel(), "paper", paper="1")
    await until(lambda: "was not answered" in caplog.text)
    assert len(inbox.commands) == 1
    assert "Traceback" not in caplog.text


async def test_commands_are_registered_only_when_they_changed(
    server: DiscordServer, chat: DiscordChat, inbox: Inbox
) -> None:
    for _ in range(2):
        async with serving(chat, inbox):
            await until(lambda: server.gateway.connections)
        await until(lambda: not server.gateway.connections)
    registered = r"/applications/\d+/commands"
    assert len(server.calls("PUT", registered)) == 1
    assert [one["name"] for one in server.world.commands] == ["paper", "papers"]
    server.world.commands[0]["description"] = "something else"
    async with serving(chat, inbox):
        await until(lambda: len(server.calls("PUT", registered)) == 2)


async def test_commands_that_cannot_be_registered_hold_nothing_up(
    server: DiscordServer, chat: DiscordChat, inbox: Inbox
) -> None:
    server.faults.on("GET", r"/applications/\d+/commands", answers(403, 50001, "no"))
    async with serving(chat, inbox):
        await connected(server)
