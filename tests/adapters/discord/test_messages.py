"""What people write and delete, as it reaches the inbox."""

from adapters.chats.discord import DiscordChat
from bot.domain.conversation import Person
from bot.domain.message import Channel
from tests.adapters.discord.people import (
    CARD,
    DETAIL,
    MESSAGE_CONTENT_LIMITED,
    Inbox,
    at,
    below,
    connected,
    serving,
    thread_of_ours,
    until,
)
from tests.fakes.discord_server import DiscordServer


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
    notice = plain | {"channel_id": thread, "guild_id": next(iter(world.guilds)), "type": 6}
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
