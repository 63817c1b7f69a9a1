from adapters.chats.slack import SlackChat
from bot.domain.message import Message, Place, Span
from tests.adapters.slack.conftest import PAPERS
from tests.fakes.slack_server import SlackServer

async def test_post(slack: SlackServer, chat: SlackChat, place: Place) -> None:
    ref = await chat.post(place, Message(push="hi", head="hello"), "paper/slack/C0PAPERS/1")
    assert slack.world.keys(PAPERS) == ["paper/slack/C0PAPERS/1"]
    assert ref.url
    print(ref)
    assert await chat.find(place, "paper/slack/C0PAPERS/1", None) == ref
    assert await chat.find(place, "paper/slack/C0PAPERS/1", ref) == ref
    await chat.edit(ref, Message(push="x", head="new"), "k")
    print(slack.world.ours(PAPERS))
async def test_serve(slack, listening):
    e = await slack.people.command(PAPERS, "U0JIWOO", "/paper 2512.05150")
    import asyncio
    async with asyncio.timeout(5):
        await e.acked.wait()
    print(e.answer, listening.commands)
