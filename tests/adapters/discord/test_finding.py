"""Finding a message of ours again when its sending ended in doubt; editing; telling; signs of life."""

from dataclasses import replace

import pytest

from adapters.chats.discord import DiscordChat
from adapters.chats.discord.marks import in_text, mark_of
from bot.domain.message import Channel, MessageRef, Paragraph, Span
from bot.errors import NotFound, OutcomeUnknown, Rejected, Unavailable
from tests.adapters.discord.people import ANSWER, CARD, DETAIL, LINE, at, below, titled
from tests.fakes.discord_faults import HANG, LOST_REPLY, NONSENSE, Fault, answers, rate_limit
from tests.fakes.discord_server import DiscordServer
from tests.fakes.discord_world import HISTORY, THREADS, VIEW

KEY = "paper/discord/1/2512.05150"
MESSAGES = {"embed with a title": CARD, "embed without": DETAIL, "text": ANSWER}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
async def test_a_message_whose_reply_was_lost_is_found(
    chat: DiscordChat, server: DiscordServer, message: object
) -> None:
    world = server.world
    channel, person = world.channel(), world.person("김지우")
    before = await chat.post(at(channel), LINE, "line/1")
    server.faults.posting(LOST_REPLY)
    with pytest.raises(OutcomeUnknown):
        await chat.post(at(channel), message, KEY)  # type: ignore[arg-type]
    sent = world.ours(channel)[-1]
    for number in range(300):
        world.say(person, channel, f"{number}번째 잡담")
    found = await chat.find(at(channel), KEY, before)
    assert found is not None
    assert found.id == sent["id"]
    assert found.url.endswith(f"/{channel}/{sent['id']}")


@pytest.mark.parametrize("anchored", [True, False])
async def test_among_300_messages_of_people(
    chat: DiscordChat, server: DiscordServer, *, anchored: bool
) -> None:
    world = server.world
    channel, person = world.channel(), world.person("김지우")
    before = await chat.post(at(channel), LINE, "line/1")
    for number in range(300):
        world.say(person, channel, f"{number}번째 잡담")
    after = before if anchored else None
    assert await chat.find(at(channel), KEY, after) is None
    sent = await chat.post(at(channel), CARD, KEY)
    assert await chat.find(at(channel), KEY, after) == sent
    pages = server.calls("GET", rf"/channels/{channel}/messages")
    assert len(pages) == 2 * 4


async def test_exactly_a_page_of_messages(chat: DiscordChat, server: DiscordServer) -> None:
    """The message is the first of the page after a full one."""
    world = server.world
    channel, person = world.channel(), world.person("김지우")
    before = await chat.post(at(channel), LINE, "line/1")
    for number in range(100):
        world.say(person, channel, f"{number}")
    sent = await chat.post(at(channel), CARD, KEY)
    assert await chat.find(at(channel), KEY, before) == sent


async def test_in_a_thread_and_in_one_that_was_never_opened(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    card = await chat.post(at(channel), CARD, KEY)
    assert await chat.find(below(card), "detail/1", None) is None
    detail = await chat.post(below(card), DETAIL, "detail/1")
    assert await chat.find(below(card), "detail/1", None) == detail
    assert await chat.find(at(channel), "detail/1", None) is None


async def test_in_a_direct_message(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.direct(server.world.person("김지우"))
    card = await chat.post(at(channel), CARD, KEY)
    detail = await chat.post(below(card), DETAIL, "detail/1")
    assert await chat.find(below(card), "detail/1", card) == detail
    assert await chat.find(below(card), "detail/2", card) is None


async def test_nobody_elses_message_passes_for_ours(chat: DiscordChat, server: DiscordServer) -> None:
    world = server.world
    channel, person = world.channel(), world.person("김지우")
    await chat.post(at(channel), LINE, "line/1")
    forged = world.say(person, channel, in_text(mark_of(KEY)))
    forged["embeds"] = [{"url": f"https://arxiv.org/#n-{mark_of(KEY)}", "title": "x"}]
    assert await chat.find(at(channel), KEY, None) is None


async def test_a_text_that_holds_a_mark_does_not_bear_it(chat: DiscordChat, server: DiscordServer) -> None:
    """A paper that knows how keys are made cannot pass another message off as sent."""
    channel = server.world.channel()
    await chat.post(at(channel), titled(in_text(mark_of(KEY))), "paper/other")
    await chat.post(at(channel), titled(f"https://arxiv.org/#n-{mark_of(KEY)}"), "paper/another")
    link = Span("·", url=f"https://arxiv.org/#n-{mark_of(KEY)}")
    await chat.post(at(channel), replace(CARD, title=replace(link, text="x"), links=(link,)), "paper/third")
    await chat.post(at(channel), replace(LINE, body=(Paragraph((link,)),)), "line/1")
    assert await chat.find(at(channel), KEY, None) is None


async def test_a_history_that_may_not_be_read_is_not_an_empty_one(
    chat: DiscordChat, server: DiscordServer
) -> None:
    channel = server.world.channel(deny=HISTORY)
    await chat.post(at(channel), CARD, KEY)
    with pytest.raises(Rejected, match="Read Message History"):
        await chat.find(at(channel), KEY, None)


async def test_in_a_thread_too(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel(deny=HISTORY)
    card = await chat.post(at(channel), CARD, KEY)
    await chat.post(below(card), DETAIL, "detail/1")
    with pytest.raises(Rejected, match="Read Message History"):
        await chat.find(below(card), "detail/1", None)


async def test_an_empty_channel_is_an_empty_history(chat: DiscordChat, server: DiscordServer) -> None:
    assert await chat.find(at(server.world.channel()), KEY, None) is None


async def test_put_out_of_the_channel(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    await chat.post(at(channel), CARD, KEY)
    server.world.deny(channel, VIEW)
    with pytest.raises(Rejected, match="50001"):
        await chat.find(at(channel), KEY, None)


@pytest.mark.parametrize(
    "fault", [answers(503), LOST_REPLY, NONSENSE, rate_limit(60)], ids=["503", "lost", "nonsense", "429"]
)
async def test_trouble_with_reading_is_for_later(
    chat: DiscordChat, server: DiscordServer, fault: Fault
) -> None:
    channel = server.world.channel()
    sent = await chat.post(at(channel), CARD, KEY)
    # Twice, for a read over a connection that was open already is tried again by the HTTP library.
    server.faults.on("GET", rf"/channels/{channel}/messages", fault, times=2)
    with pytest.raises(Unavailable):
        await chat.find(at(channel), KEY, None)
    server.faults.clear()
    assert await chat.find(at(channel), KEY, None) == sent


async def test_an_edited_message_is_still_found(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    sent = await chat.post(at(channel), CARD, KEY)
    await chat.edit(sent, ANSWER, f"edit/3f2a/{KEY}")
    assert await chat.find(at(channel), KEY, None) == sent


# Editing.


async def test_an_edit_replaces_everything(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    ref = await chat.post(at(channel), ANSWER, KEY)
    assert server.world.get(channel, ref.id)["flags"] == 4100
    await chat.edit(ref, CARD, f"edit/1/{KEY}")
    message = server.world.get(channel, ref.id)
    assert (message["content"], message["flags"]) == (f"**{CARD.head}**", 4096)
    assert message["embeds"][0]["title"] == CARD.title.text  # type: ignore[union-attr]
    await chat.edit(ref, ANSWER, f"edit/2/{KEY}")
    message = server.world.get(channel, ref.id)
    assert (message["embeds"], message["flags"]) == ([], 4100)


async def test_an_edit_in_a_folded_thread(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    card = await chat.post(at(channel), CARD, KEY)
    detail = await chat.post(below(card), DETAIL, "detail/1")
    server.world.archive(card.id)
    await chat.edit(detail, ANSWER, "edit/1/detail/1")
    assert server.world.get(card.id, detail.id)["content"].startswith("원본의 비용이")


async def test_an_edit_of_what_is_gone(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    ref = await chat.post(at(channel), CARD, KEY)
    server.world.delete(channel, ref.id)
    with pytest.raises(NotFound):
        await chat.edit(ref, CARD, f"edit/1/{KEY}")


async def test_an_edit_whose_reply_is_lost(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    ref = await chat.post(at(channel), CARD, KEY)
    server.faults.on("PATCH", r"/channels/\d+/messages/\d+", LOST_REPLY)
    with pytest.raises(OutcomeUnknown):
        await chat.edit(ref, CARD, f"edit/1/{KEY}")


async def test_an_edit_of_somebody_elses_message_is_refused(chat: DiscordChat, server: DiscordServer) -> None:
    channel = server.world.channel()
    theirs = server.world.say(server.world.person("김지우"), channel, "안녕")
    with pytest.raises(Rejected, match="50005"):
        await chat.edit(MessageRef(Channel("discord", channel), theirs["id"]), CARD, KEY)


# A sign of life.


async def test_typing_in_the_thread(chat: DiscordChat, server: DiscordServer) -> None:
    world = server.world
    channel = world.channel()
    card = await chat.post(at(channel), CARD, KEY)
    world.thread(channel, card.id, "thread")
    question = world.say(world.person("김지우"), card.id, "왜?")
    await chat.signal(card.channel, card.id, question["id"])
    assert world.typing == [card.id]


async def test_without_a_thread_a_look_at_the_message(chat: DiscordChat, server: DiscordServer) -> None:
    world = server.world
    channel = world.channel(deny=THREADS)
    card = await chat.post(at(channel), CARD, KEY)
    question = world.say(world.person("김지우"), channel, "왜?", reply_to=card.id)
    await chat.signal(card.channel, card.id, question["id"])
    assert [where[:2] for where in world.reactions] == [(channel, question["id"])]


async def test_no_sign_of_life_is_no_error(chat: DiscordChat, server: DiscordServer) -> None:
    await chat.signal(Channel("discord", "1"), "2", "3")
    for fault in (LOST_REPLY, HANG):
        server.faults.on("POST", r"/channels/\d+/typing", fault)
        await chat.signal(Channel("discord", server.world.channel()), "2", "3")
