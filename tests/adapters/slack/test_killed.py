"""Killed in the worst moment: nothing that came in is lost, nothing that went out is forgotten."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process

from adapters.chats.slack import SlackChat
from bot.domain.message import Place
from tests.adapters.slack.conftest import JIWOO, PAPERS, chat_for, serving
from tests.adapters.slack.inbox import RecordingInbox
from tests.adapters.slack.waiting import acknowledged, until
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS
from tests.fakes.slack_server import SlackServer


async def bot(slack: SlackServer, what: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.adapters.slack.bot_process", what, PAPERS,
        stdout=PIPE, env=os.environ | slack.environment(),
    )  # fmt: skip


async def test_killed_before_storing(slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox) -> None:
    process = await bot(slack, "listen")
    async with asyncio.timeout(30):
        await slack.sockets.connected()
        [envelope] = await slack.people.say(PAPERS, JIWOO, "왜?", slack.people.write(PAPERS, JIWOO, "글").ts)
        assert process.stdout is not None
        assert await process.stdout.readline() == b"heard\n"
        process.kill()
        await process.communicate()
    assert not envelope.acked.is_set()

    async with serving(chat_for(slack, clock), inbox, slack):
        await acknowledged(envelope)

    assert [said.text for said in inbox.heard.values()] == ["왜?"]


async def test_killed_before_the_answer_to_a_post_came(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    slack.faults.plan("chat.postMessage", FAULTS["hang after"])
    process = await bot(slack, "post")
    await until(lambda: slack.world.keys(PAPERS))
    process.kill()
    await process.communicate()

    found = await chat.find(place, "the key", None)

    assert found is not None
    assert found.id == slack.world.ours(PAPERS)[0].ts
