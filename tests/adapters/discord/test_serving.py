"""What comes in: commands, suggestions, questions, deletions; and a connection that breaks in every way."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from adapters.chats.discord import DiscordChat
from bot.domain.conversation import Person
from bot.domain.message import Channel, Message, Paragraph, Span
from bot.domain.paper import Paper, PaperId
from bot.errors import Rejected
from tests.adapters.discord.people import CARD, DETAIL, LINE, Inbox, at, below, until
from tests.fakes.clock import VirtualClock
from tests.fakes.discord_faults import RESET, answers
from tests.fakes.discord_payloads import FORUM, Json
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_world import EMBED, THREADS

MESSAGE_CONTENT_LIMITED = 1 << 19
BETWEEN_SESSIONS = 5.0


@asynccontextmanager
async def serving(chat: DiscordChat, inbox: Inbox) -> AsyncIterator[None]:
    work = asyncio.create_task(chat.serve(inbox))
    try:
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def served(server: DiscordServer, chat: DiscordChat, inbox: Inbox) -> AsyncIterator[DiscordServer]:
    """A bot that is connected and may read messages."""
    server.world.application_flags = MESSAGE_CONTENT_LIMITED
    async with serving(chat, inbox):
        await connected(server)
        yield server


async def connected(server: DiscordServer, times: int = 1) -> None:
    await until(lambda: server.gateway.connections and len(server.gateway.sessions) >= times)


async def thread_of_ours(chat: DiscordChat, server: DiscordServer) -> tuple[str, str]:
    """A channel with a card, and the thread below it."""
    channel = server.world.channel()
    card = await chat.post(at(channel), CARD, "paper/1")
    await chat.post(below(card), DETAIL, "detail/1")
    return channel, card.id


# Commands.


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


# Messages.


async def test_a_question_in_a_thread(chat: DiscordChat, served: DiscordServer, inbox: Inbox) -> None:
    channel, thread = await thread_of_ours(chat, served)
    asker = served.world.person("김지우")
    asked = served.world.say(asker, thread, "100배는 뭘 기준으로 한 거야?")
    await until(lambda: inbox.heard)
    (heard,) = inbox.heard
    assert (heard.event, heard.message, heard.thread) == (asked["id"], asked["id"], thread)
    assert (heard.channel.id, heard.text) == (channel, "100배는 뭘 기준으로 한 거야?")
    assert heard.person == Person(asker["id"], "김지우")
    assert (heard.mentions_us, heard.mentions_others) == (False, False)
    assert heard.at.isoformat() == asked["timestamp"]


async def test_mentions_become_names(chat: DiscordChat, served: DiscordServer, inbox: Inbox) -> None:
    world = served.world
    _, thread = await thread_of_ours(chat, served)
    asker, other = world.person("김지우"), world.person("박서준")
    text = f"<@{world.me['id']}> <@!{other['id']}>님 <#12> <:eyes:34> 어때요?"
    world.say(asker, thread, text, mentions=[world.me, other])
    await until(lambda: inbox.heard)
    assert inbox.heard[0].text == "@박서준님 #12 :eyes: 어때요?"
    assert (inbox.heard[0].mentions_us, inbox.heard[0].mentions_others) == (True, True)


async def test_the_role_of_our_name_is_us(chat: DiscordChat, served: DiscordServer, inbox: Inbox) -> None:
    world = served.world
    _, thread = await thread_of_ours(chat, served)
    role = next(iter(world.guilds.values()))["roles"][1]
    message = world.say(world.person("김지우"), world.channel(), "")
    world.emit(
        "MESSAGE_CREATE",
        message
        | {"channel_id": thread, "guild_id": next(iter(world.guilds)), "content": f"<@&{role['id']}> 왜?"}
        | {"mention_roles": [role["id"]]},
    )
    await until(lambda: inbox.heard)
    assert (inbox.heard[0].text, inbox.heard[0].mentions_us, inbox.heard[0].mentions_others) == (
        "왜?",
        True,
        False,
    )


async def test_a_reply_to_our_card_in_the_channel(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox
) -> None:
    channel, card = await thread_of_ours(chat, served)
    served.world.say(served.world.person("김지우"), channel, "왜?", reply_to=card)
    await until(lambda: inbox.heard)
    assert (inbox.heard[0].channel.id, inbox.heard[0].thread) == (channel, card)


async def test_a_reply_in_a_direct_message_belongs_to_the_card(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox
) -> None:
    person = served.world.person("김지우")
    channel = served.world.direct(person)
    card = await chat.post(at(channel), CARD, "paper/1")
    detail = await chat.post(below(card), DETAIL, "detail/1")
    served.world.say(person, channel, "왜?", reply_to=detail.id)
    await until(lambda: inbox.heard)
    assert (inbox.heard[0].channel.id, inbox.heard[0].thread) == (channel, card.id)


async def test_answering_somebody_else_is_talking_to_them(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox
) -> None:
    world = served.world
    _, thread = await thread_of_ours(chat, served)
    one, other = world.person("김지우"), world.person("박서준")
    said = world.say(one, thread, "이거 봤어?")
    world.say(other, thread, "아직요?", reply_to=said["id"])
    await until(lambda: len(inbox.heard) == 2)
    assert [heard.mentions_others for heard in inbox.heard] == [False, True]


async def test_what_is_not_for_us(chat: DiscordChat, served: DiscordServer, inbox: Inbox) -> None:
    """Our own words, bots, webhooks, notices, talk in a channel, replies to others."""
    world = served.world
    channel, thread = await thread_of_ours(chat, served)
    person, robot = world.person("김지우"), world.person("봇") | {"bot": True}
    plain = world.say(person, channel, "오늘 점심?")
    world.say(person, channel, "좋아요", reply_to=plain["id"])
    world.say(robot, thread, "삐?")
    world.say(person, thread, "   ")
    notice: Json = plain | {"channel_id": thread, "guild_id": next(iter(world.guilds)), "type": 6}
    world.emit("MESSAGE_CREATE", notice)
    world.emit("MESSAGE_CREATE", notice | {"type": 0, "webhook_id": "5", "content": "웹훅?"})
    last = world.say(person, thread, "끝?")
    await until(lambda: inbox.heard)
    assert [heard.event for heard in inbox.heard] == [last["id"]]


async def test_a_thread_that_the_library_does_not_know_is_looked_up(
    chat: DiscordChat, server: DiscordServer, inbox: Inbox
) -> None:
    """Folded away before we connected, so nobody told us of it."""
    server.world.application_flags = MESSAGE_CONTENT_LIMITED
    channel, thread = await thread_of_ours(chat, server)
    server.world.archive(thread)
    async with serving(chat, inbox):
        await connected(server)
        server.world.say(server.world.person("김지우"), thread, "왜?")
        await until(lambda: inbox.heard)
        assert (inbox.heard[0].channel.id, inbox.heard[0].thread) == (channel, thread)
        server.world.delete(thread, inbox.heard[0].message)
        await until(lambda: inbox.gone)
        assert inbox.gone[0][0].id == channel


async def test_without_the_intent_only_mentions_are_read(
    server: DiscordServer, chat: DiscordChat, inbox: Inbox
) -> None:
    async with serving(chat, inbox):
        await connected(server)
        assert not chat.reads_messages
        _, thread = await thread_of_ours(chat, server)
        world = server.world
        person = world.person("김지우")
        world.say(person, thread, "들리나요?")
        world.say(person, thread, f"<@{world.me['id']}> 들리나요?", mentions=[world.me])
        await until(lambda: inbox.heard)
    assert [(heard.text, heard.mentions_us) for heard in inbox.heard] == [("들리나요?", True)]


async def test_deletions_come_in_under_the_channel(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox
) -> None:
    world = served.world
    channel, thread = await thread_of_ours(chat, served)
    person = world.person("김지우")
    said = [world.say(person, thread, f"{number}?")["id"] for number in range(3)]
    outside = world.say(person, channel, "여기는 채널")["id"]
    world.delete(thread, said[0])
    world.delete_many(thread, said[1:])
    world.delete(channel, outside)
    await until(lambda: len(inbox.gone) == 4)
    place = Channel("discord", channel)
    assert sorted(inbox.gone, key=lambda one: one[1]) == [(place, one) for one in [*said, outside]]


async def test_an_invitation_is_taken_in_silence(served: DiscordServer, inbox: Inbox) -> None:
    world = served.world
    guild = world.guild("다른 연구실")
    channel = world.channel(guild=guild)
    await served.interactions.use(world.person("김지우"), channel, "paper", paper="1").answer()
    assert world.ours(channel) == []


# The connection.


async def test_a_broken_connection_is_resumed_and_nothing_is_lost(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox
) -> None:
    world = served.world
    _, thread = await thread_of_ours(chat, served)
    person = world.person("김지우")
    served.gateway.drop()
    said = [world.say(person, thread, f"{number}?")["id"] for number in range(5)]
    await until(lambda: len(inbox.heard) == 5)
    assert [heard.event for heard in inbox.heard] == said
    assert (served.gateway.resumed, len(served.gateway.identified)) == (1, 1)


async def test_asked_to_reconnect_it_resumes(chat: DiscordChat, served: DiscordServer, inbox: Inbox) -> None:
    _, thread = await thread_of_ours(chat, served)
    await served.gateway.ask_to_reconnect()
    served.world.say(served.world.person("김지우"), thread, "왜?")
    await until(lambda: inbox.heard)
    assert served.gateway.resumed == 1


async def test_an_invalid_session_begins_anew(chat: DiscordChat, served: DiscordServer, inbox: Inbox) -> None:
    _, thread = await thread_of_ours(chat, served)
    await served.gateway.invalidate()
    await until(lambda: len(served.gateway.identified) == 2 and served.gateway.sessions)
    served.world.say(served.world.person("김지우"), thread, "왜?")
    await until(lambda: inbox.heard)


async def test_a_session_forgotten_during_an_outage_begins_anew(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox, clock: VirtualClock
) -> None:
    _, thread = await thread_of_ours(chat, served)
    served.gateway.down = True
    served.gateway.drop()
    await until(lambda: len(clock.slept) > 8)
    served.gateway.sessions.clear()
    served.gateway.down = False
    await until(lambda: len(served.gateway.identified) == 2 and served.gateway.sessions)
    served.world.say(served.world.person("김지우"), thread, "왜?")
    await until(lambda: inbox.heard)
    pauses = [pause for pause in clock.slept if pause != BETWEEN_SESSIONS]
    assert pauses == sorted(pauses), "pauses grow while nothing gets better"
    assert max(pauses) <= 300


async def test_discord_away_at_the_start(
    server: DiscordServer, chat: DiscordChat, inbox: Inbox, clock: VirtualClock
) -> None:
    server.faults.on("GET", "/users/@me", RESET, times=3)
    server.gateway.down = True
    async with serving(chat, inbox):
        await until(lambda: len(clock.slept) > 6)
        server.gateway.down = False
        await connected(server)


async def test_a_token_that_was_reset_is_tried_again_every_five_minutes(
    served: DiscordServer, clock: VirtualClock, inbox: Inbox
) -> None:
    served.gateway.close_next = 4004
    await served.gateway.invalidate()
    await until(lambda: 300 in clock.slept)
    await until(lambda: served.gateway.sessions)


async def test_refused_the_text_of_messages_it_goes_on_without(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox
) -> None:
    """The application's page may be changed while we are connected."""
    await until(lambda: chat.reads_messages)
    served.gateway.close_next = 4014
    await served.gateway.invalidate()
    await until(lambda: served.gateway.sessions)
    assert chat.reads_messages is False
    assert not served.gateway.identified[-1]["intents"] & 1 << 15


async def test_an_event_without_sense_ends_nothing(
    chat: DiscordChat, served: DiscordServer, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "adapters.chats.discord.serving")
    _, thread = await thread_of_ours(chat, served)
    await served.gateway.send_raw('{"op": 0, "t": "MESSAGE_CREATE", "s": 99, "d": {"id": []}}')
    await until(lambda: len(served.gateway.identified) == 2 and served.gateway.connections)
    await served.gateway.send_raw("no JSON at all")
    await until(lambda: len(served.gateway.identified) == 3 and len(served.gateway.sessions) == 3)
    served.world.say(served.world.person("김지우"), thread, "왜?")
    await until(lambda: inbox.heard)


async def test_stopping_lets_what_came_in_be_stored(
    server: DiscordServer, chat: DiscordChat, clock: VirtualClock
) -> None:
    class SlowInbox(Inbox):
        def __init__(self) -> None:
            super().__init__()
            self.begun, self.may_end = asyncio.Event(), asyncio.Event()

        async def removed(self, channel: Channel, message: str) -> None:
            self.begun.set()
            await self.may_end.wait()
            await super().removed(channel, message)

    inbox = SlowInbox()
    channel = server.world.channel()
    work = asyncio.create_task(chat.serve(inbox))
    await connected(server)
    server.world.delete(channel, "1180000000000000120")
    await inbox.begun.wait()
    work.cancel()
    await asyncio.sleep(0)
    inbox.may_end.set()
    with suppress(asyncio.CancelledError):
        await work
    assert inbox.gone == [(Channel("discord", channel), "1180000000000000120")]
    await until(lambda: not server.gateway.connections)
