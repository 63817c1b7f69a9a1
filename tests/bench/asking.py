"""Where people ask in the bench: the console's transcript, and Slack with its pace."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.domain.delivery import card_key
from bot.domain.message import Channel
from bot.domain.paper import PaperId
from tests.bench.hearing import QUESTIONS
from tests.fakes.slack_faults import Fault, FaultPlan, How
from tests.fakes.slack_server import SlackServer
from tests.fakes.slack_server import load as load_slack
from tests.fakes.slack_socket import Envelope
from tests.fakes.slack_world import World, moments

BURST = 2.0
"""Messages that Slack takes at once in a channel that was silent; then one a second."""


@dataclass(frozen=True, slots=True)
class Question:
    channel: Channel
    paper: PaperId
    number: int
    """In its thread, from 0."""
    person: str

    @property
    def text(self) -> str:
        return f"{self.number}번 질문인데 이 논문에서 제안한 방법의 성능이 얼마나 좋아?"

    @property
    def card(self) -> str:
        return card_key(self.channel, self.paper)


class Place(Protocol):
    """A platform on which people ask."""

    platform: str
    program: str
    """The bot that hears them."""

    def environment(self) -> Mapping[str, str]: ...

    def open(self, channels: Sequence[Channel]) -> None: ...

    async def ready(self) -> None:
        """Until the bot listens."""

    async def ask(self, questions: Sequence[Question]) -> dict[str, Question]:
        """All of them at once; the questions by their events."""

    def answers(self) -> list[str]:
        """The events of all answers that stand there, in order."""

    def troubles(self) -> str:
        """What is worth a note, from its semicolon on."""


class OnConsole:
    platform, program = "console", "tests.bench.hearing"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def environment(self) -> Mapping[str, str]:
        return {}

    def open(self, channels: Sequence[Channel]) -> None:
        return None

    async def ready(self) -> None:
        return None

    async def ask(self, questions: Sequence[Question]) -> dict[str, Question]:
        now = datetime.now(UTC)
        asked = {f"{one.card}/{one.number}": one for one in questions}
        rows = [
            {
                "event": event,
                "channel": one.channel.id,
                "thread": one.card,
                "person": one.person,
                "text": one.text,
                "at": (now + timedelta(microseconds=place)).isoformat(),
            }
            for place, (event, one) in enumerate(asked.items())
        ]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        await asyncio.to_thread(self._write, lines)
        return asked

    def _write(self, lines: str) -> None:
        unfinished = self._folder / "unfinished"
        unfinished.write_text(lines, encoding="utf-8")
        unfinished.rename(self._folder / QUESTIONS)

    def answers(self) -> list[str]:
        lines = (self._folder / "nonmun-console.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
        keys = (str(json.loads(line)["key"]) for line in lines if line.startswith('{"key": "answer/'))
        return [key.removeprefix("answer/") for key in keys]

    def troubles(self) -> str:
        return ""


class OnSlack:
    platform, program = "slack", "bot"

    def __init__(self, server: SlackServer) -> None:
        self._server = server
        self._pace = Pace(server)
        server.faults = self._pace
        self._channels: Sequence[Channel] = ()
        self._acknowledged = set[asyncio.Task[None]]()
        self.slowest = 0.0
        """Seconds until what was said was acknowledged. After 3 Slack would say it again."""

    def environment(self) -> Mapping[str, str]:
        return self._server.environment()

    def open(self, channels: Sequence[Channel]) -> None:
        self._channels = channels
        for channel in channels:
            self._server.world.open(channel.id)

    async def ready(self) -> None:
        await self._server.sockets.connected()

    async def ask(self, questions: Sequence[Question]) -> dict[str, Question]:
        world, people = self._server.world, self._server.people
        cards = {one.key: one.ts for channel in self._channels for one in world.ours(channel.id)}
        asked: dict[str, Question] = {}
        for one in questions:
            world.channels[one.channel.id].members.add(one.person)
            (envelope,) = await people.say(one.channel.id, one.person, one.text, cards[one.card])
            event = envelope.payload["event"]
            asked[f"{envelope.payload['team_id']}/{one.channel.id}/{event['ts']}"] = one
            self._acknowledged.add(asyncio.create_task(self._watch(envelope)))
        return asked

    async def _watch(self, envelope: Envelope) -> None:
        began = time.monotonic()
        await envelope.acked.wait()
        self.slowest = max(self.slowest, time.monotonic() - began)

    def answers(self) -> list[str]:
        keys = (key for channel in self._channels for key in self._server.world.keys(channel.id))
        return [key.removeprefix("answer/") for key in keys if key.startswith("answer/")]

    def troubles(self) -> str:
        assert self._server.violations == []
        assert all(one.done() for one in self._acknowledged)
        return f"; {self._pace.refused} sends refused with 429; slowest acknowledgement {self.slowest:.2f} s"


class Pace(FaultPlan):
    """Refuses what comes quicker than one message a second in a channel."""

    def __init__(self, server: SlackServer) -> None:
        super().__init__()
        self._server = server
        self._full: defaultdict[str, float] = defaultdict(float)
        """When a channel's bucket is full again."""
        self.refused = 0

    def take(self, method: str) -> Fault:
        if method != "chat.postMessage":
            return super().take(method)
        channel, now = str(self._server.calls[-1].arguments["channel"]), time.monotonic()
        full = max(self._full[channel], now)
        if full - now > BURST - 1:
            self.refused += 1
            return Fault(How.LIMIT, retry_after=1)
        self._full[channel] = full + 1
        return super().take(method)


@asynccontextmanager
async def on_console(folder: Path) -> AsyncIterator[OnConsole]:
    yield OnConsole(folder)


@asynccontextmanager
async def on_slack(_folder: Path) -> AsyncIterator[OnSlack]:
    await asyncio.to_thread(load_slack)
    async with SlackServer(World(moments())) as server:
        yield OnSlack(server)
