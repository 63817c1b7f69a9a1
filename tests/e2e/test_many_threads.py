"""More threads at once than are worked on, through Slack's own client: in order, and none starves."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from adapters.chats.slack import SlackChat
from bot.domain.edition import Subscription
from bot.domain.message import Channel
from bot.domain.prompt import Prompt, Reply
from bot.inbox import QUESTIONS_AT_ONCE
from bot.usecases.publish_edition import Turn
from tests.e2e.conversing import PLANTED, awake, living, until
from tests.fakes.clock import VirtualClock
from tests.fakes.papers import MONDAY
from tests.fakes.ports import ScriptedModel
from tests.fakes.slack_server import SlackServer
from tests.fakes.slack_world import World as SlackWorld
from tests.fakes.slack_world import moments

CHANNELS = tuple(f"C{number}" for number in range(QUESTIONS_AT_ONCE // len(PLANTED) + 3))
EACH = 4
SLOTS = 8
NAMES = "가나다라"


class Slots:
    """Holds all questions until the gate is open, then answers so many at a time."""

    name, excerpts = "slots", False

    def __init__(self, model: ScriptedModel) -> None:
        self._model = model
        self._slots = asyncio.Semaphore(SLOTS)
        self.gate = asyncio.Event()

    async def reply(self, prompt: Prompt) -> Reply:
        async with self._slots:
            await self.gate.wait()
            return await self._model.reply(prompt)


@pytest.mark.long
async def test_every_thread_is_answered_in_order_and_none_starves(tmp_path: Path) -> None:
    async with (
        SlackServer(SlackWorld(moments())) as server,
        living(tmp_path / "many.db", _chat(server), []) as world,
    ):
        for name in CHANNELS:
            server.world.open(name)
        await world.publish(*(Turn(Subscription(Channel("slack", name)), MONDAY) for name in CHANNELS))
        model = Slots(world.model)
        world.model = model  # type: ignore[assignment]
        async with awake(world, world.chat):
            await server.sockets.connected()
            asked = await _ask_all(server)
            model.gate.set()
            answered = _answers(server)
            while len(answered) < len(asked):
                await until(lambda: len(_answers(server)) > len(answered))  # noqa: B023
                answered = _answers(server)
    assert server.violations == []
    _check(asked, answered)


def _chat(server: SlackServer) -> SlackChat:
    tokens = server.bot_token, server.app_token
    return SlackChat(VirtualClock(), *tokens, server.api_url, send_timeout=5, ping_interval=2)


async def _ask_all(server: SlackServer) -> dict[str, tuple[str, int]]:
    """Thread after thread, each by a person of its own: the first ones could take everything.

    Gives thread and place of each question, by the key of its answer.
    """
    asked = {}
    for name in CHANNELS:
        for card in [one for one in server.world.ours(name) if one.key.startswith("paper/")]:
            for number in range(EACH):
                text = f"{NAMES[number]} 질문인데 이 논문의 이름이 뭐야?"
                (envelope,) = await server.people.say(name, f"U{card.ts}", text, card.ts)
                await envelope.acked.wait()
                asked[f"answer/T0TEAM/{name}/{envelope.payload['event']['ts']}"] = card.ts, number
    return asked


def _answers(server: SlackServer) -> list[str]:
    """Keys of all answers, in the order in which they were sent."""
    said = [one for name in CHANNELS for one in server.world.channels[name].messages]
    return [one.key for one in sorted(said, key=lambda one: one.ts) if one.key.startswith("answer/")]


def _check(asked: dict[str, tuple[str, int]], answered: list[str]) -> None:
    assert sorted(answered) == sorted(asked)
    done = Counter({thread: 0 for thread, _ in asked.values()})
    assert len(done) > QUESTIONS_AT_ONCE
    for key in answered:
        thread, number = asked[key]
        assert number == done[thread]
        done[thread] += 1
        assert max(done.values()) - min(done.values()) < EACH - 1
