"""Ten turns across three restarts in two threads at once, on every platform that people can write in."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from adapters.chats.console import ConsoleChat
from adapters.chats.discord import DiscordChat
from adapters.chats.slack import SlackChat
from bot.commands.demo import asked
from bot.commands.publish import DEFAULT_CHANNEL
from bot.domain.edition import Subscription
from bot.domain.message import Channel
from bot.domain.paper import PaperId
from bot.domain.prompt import Prompt
from bot.ports import Chat, Inbox
from bot.usecases.publish_edition import Turn
from tests.adapters.discord.people import MESSAGE_CONTENT_LIMITED, WORDS
from tests.e2e.conversing import PLANTED, RealClock, awake, living, until
from tests.fakes.clock import VirtualClock
from tests.fakes.discord_library import library_as_it_was
from tests.fakes.discord_server import DiscordServer
from tests.fakes.papers import MONDAY, paper_id
from tests.fakes.slack_server import SlackServer
from tests.fakes.slack_world import BOT_USER, moments
from tests.fakes.slack_world import World as SlackWorld
from tests.usecases.conftest import World

NAMES = "가나다라마바사아자차"
CALLED = "다"
"""This one mentions the bot, which Slack tells it twice."""


class Stage(Protocol):
    """A platform with people."""

    channel: Channel

    def chat(self) -> contextlib.AbstractAsyncContextManager[Chat]: ...

    async def listening(self, nth: int) -> None:
        """Until the bot has connected for the `nth` time."""

    async def say(self, thread: str, text: str, *, call: bool) -> None:
        """One and the same person."""

    def answers(self, thread: str) -> list[str]:
        """What the bot said there after the detail, everything in it."""

    def signs(self) -> int | None:
        """How many signs of life people saw; None where there are none to see."""


class OnSlack:
    channel = Channel("slack", "C0PAPERS")

    def __init__(self, server: SlackServer) -> None:
        self.server = server
        server.world.open("C0PAPERS", "U0JIWOO")
        server.people.add("U0JIWOO", "김지우")

    @contextlib.asynccontextmanager
    async def chat(self) -> AsyncIterator[Chat]:
        server = self.server
        yield SlackChat(
            VirtualClock(),
            server.bot_token,
            server.app_token,
            server.api_url,
            send_timeout=5,
            ping_interval=2,
        )

    async def listening(self, nth: int) -> None:
        await until(lambda: self.server.sockets.opened >= nth)
        await self.server.sockets.connected(nth)

    async def say(self, thread: str, text: str, *, call: bool) -> None:
        words = f"<@{BOT_USER}> {text}" if call else text
        await self.server.people.say("C0PAPERS", "U0JIWOO", words, thread)

    def answers(self, thread: str) -> list[str]:
        said = self.server.world.ours("C0PAPERS", thread)
        return [
            json.dumps(one.blocks, ensure_ascii=False) for one in said if not one.key.startswith("detail/")
        ]

    def signs(self) -> int | None:
        return sum(len(one.reactions) for one in self.server.world.channels["C0PAPERS"].messages)


class OnDiscord:
    def __init__(self, server: DiscordServer) -> None:
        self.server = server
        server.world.guild()
        server.world.application_flags = MESSAGE_CONTENT_LIMITED
        self.channel = Channel("discord", server.world.channel())
        self.asker = server.world.person("김지우")

    @contextlib.asynccontextmanager
    async def chat(self) -> AsyncIterator[Chat]:
        server = self.server
        async with DiscordChat(
            VirtualClock(), server.token, WORDS, server.url, server.gateway_url, send_timeout=5
        ) as one:
            yield one

    async def listening(self, nth: int) -> None:
        await until(lambda: self.server.gateway.connections and len(self.server.gateway.sessions) >= nth)

    async def say(self, thread: str, text: str, *, call: bool) -> None:
        me = self.server.world.me
        words = f"<@{me['id']}> {text}" if call else text
        self.server.world.say(self.asker, thread, words, mentions=[me] if call else [])

    def answers(self, thread: str) -> list[str]:
        return [json.dumps(one, ensure_ascii=False) for one in self.server.world.ours(thread)[1:]]

    def signs(self) -> int | None:
        return len(self.server.world.typing)


class Terminal(ConsoleChat):
    """Whoever reads the terminal hands what is typed to the inbox, as `demo` does."""

    inbox: Inbox | None = None

    async def serve(self, inbox: Inbox) -> None:
        self.inbox = inbox
        await super().serve(inbox)


class OnConsole:
    channel = DEFAULT_CHANNEL

    def __init__(self, transcript: Path) -> None:
        self._transcript = transcript
        self._starts: list[Terminal] = []

    @contextlib.asynccontextmanager
    async def chat(self) -> AsyncIterator[Chat]:
        self._starts.append(Terminal(self._transcript, RealClock()))
        yield self._starts[-1]

    async def listening(self, nth: int) -> None:
        assert len(self._starts) == nth
        await until(lambda: self._starts[-1].inbox)

    async def say(self, thread: str, text: str, *, call: bool) -> None:
        inbox = self._starts[-1].inbox
        assert inbox is not None
        assert await inbox.said(asked(PaperId(thread.rpartition("/")[2]), text, datetime.now(UTC)))

    def answers(self, thread: str) -> list[str]:
        rows = map(json.loads, self._transcript.read_text(encoding="utf-8").split("\n")[:-1])
        return [row["text"] for row in rows if row["thread"] == thread and row["key"][:7] != "detail/"]

    def signs(self) -> int | None:
        return None


@pytest.fixture(autouse=True)
def library() -> Iterator[None]:
    with library_as_it_was():
        yield


@pytest.fixture(params=["slack", "discord", "console"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    if request.param == "console":
        yield OnConsole(tmp_path / "transcript.jsonl")
    elif request.param == "slack":
        async with SlackServer(SlackWorld(moments())) as slack:
            yield OnSlack(slack)
            assert slack.violations == []
    else:
        async with DiscordServer() as server:
            yield OnDiscord(server)
            assert server.refused == []


@pytest.mark.parametrize("calm", [True, False], ids=["calm", "questions open"])
async def test_ten_turns_across_three_restarts(stage: Stage, tmp_path: Path, *, calm: bool) -> None:
    """One person in two threads, interleaved. Each question is answered once, in order, on its own paper.

    `calm`: the bot ends when all is answered, else as soon as it has accepted what was asked.
    """
    prompts = list[Prompt]()
    threads: dict[int, str] = {}
    for start, turns in enumerate(("가나다", "라마바", "사아", "자차"), start=1):
        async with stage.chat() as chat, living(tmp_path / "talk.db", chat, prompts) as world:
            if not threads:
                threads = await _publish(world, stage)
            async with awake(world, chat):
                await stage.listening(start)
                for name in turns:
                    for number, thread in threads.items():
                        text = f"{name} 질문인데 논문 {number}편의 이름이 뭐야?"
                        await stage.say(thread, text, call=name == CALLED)
                done = NAMES.index(turns[-1]) + 1
                if calm or done == len(NAMES):
                    await until(lambda: all(len(stage.answers(one)) >= done for one in threads.values()))  # noqa: B023
                else:
                    await _accepted(world, stage, threads, done)
    for number, thread in threads.items():
        said = stage.answers(thread)
        assert [line.partition("질문 ")[2][0] for line in said] == list(NAMES)
        assert all(PLANTED[number] in line and PLANTED[3 - number] not in line for line in said)
    asked = [prompt for prompt in prompts if prompt.name == "answer"]
    assert len(asked) == 2 * len(NAMES) or not calm
    signs = stage.signs()
    assert signs is None or signs >= len(NAMES)
    for prompt in asked:
        number = 1 if prompt.paper.id == paper_id(1) else 2
        whole = " ".join((prompt.user, prompt.question, *(content for _, content in prompt.turns)))
        assert PLANTED[number] in whole
        assert PLANTED[3 - number] not in whole
        assert f"논문 {3 - number}편" not in whole


async def _accepted(world: World, stage: Stage, threads: Mapping[int, str], turns: int) -> None:
    """Until so many questions in each thread are accepted or answered."""
    async with asyncio.timeout(20):
        while True:
            waiting = len(await world.store.requests.unanswered(world.clock.now() + timedelta(days=1)))
            if waiting + sum(len(stage.answers(one)) for one in threads.values()) >= turns * len(threads):
                return
            await asyncio.sleep(0.005)


async def _publish(world: World, stage: Stage) -> dict[int, str]:
    """The ids of the cards, below which the threads hang."""
    await world.publish(Turn(Subscription(stage.channel), MONDAY))
    cards = {number: await _card(world, stage, paper_id(number)) for number in PLANTED}
    world.model.prompts.clear()
    return cards


async def _card(world: World, stage: Stage, paper: PaperId) -> str:
    sent = await world.store.outbox.get(f"paper/{stage.channel.platform}/{stage.channel.id}/{paper}")
    assert sent is not None
    assert sent.ref is not None
    return sent.ref.id
