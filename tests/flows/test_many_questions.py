"""Three hundred questions at once: nobody starves, the model is kept busy, and nothing piles up."""

import asyncio
import gc
import tracemalloc
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.edition import Subscription
from bot.domain.message import Channel
from bot.domain.prompt import Prompt, Reply
from bot.usecases.publish_edition import Turn
from storage import open_store
from tests.flows.conversation import Talk, answer
from tests.usecases.conftest import World, papers_world

CHANNELS = tuple(Channel("console", f"c{number}") for number in range(10))
PAPERS = (1, 2, 3)
EACH = 10
SLOTS = 8
THINKING = 0.3
"""Seconds for one completion; a real one takes some ten times as long."""


class BusyModel:
    """As the adapter does it: so many completions at a time, the others wait."""

    name, excerpts = "busy", False

    def __init__(self) -> None:
        self.slots = asyncio.Semaphore(SLOTS)
        self.thinking = 0
        self.most = 0
        self.order: list[tuple[str, str]] = []

    async def reply(self, prompt: Prompt) -> Reply:
        async with self.slots:
            self.thinking += 1
            self.most = max(self.most, self.thinking)
            await asyncio.sleep(THINKING)
            self.thinking -= 1
            self.order.append((prompt.question, prompt.paper.id))
            return Reply(answer())


@pytest.mark.long
async def test_three_hundred_questions_in_thirty_threads(tmp_path: Path) -> None:
    async with open_store(tmp_path / "many.db") as store:
        world = papers_world(store, PAPERS)
        talk = Talk(world)
        await world.publish(*(Turn(Subscription(channel)) for channel in CHANNELS))
        model = BusyModel()
        world.model = model  # type: ignore[assignment]
        desk = world.desk()
        work = asyncio.create_task(desk.work())
        sizes = []
        tracemalloc.start()
        for half in range(2):
            await _ask_all(world, talk, half)
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await world.deliverer().work(60)
        answers = [key for key in world.chat.keys if key.startswith("answer/")]
    count = len(CHANNELS) * len(PAPERS) * EACH
    assert len(answers) == len(set(answers)) == len(model.order) == count
    assert model.most == SLOTS
    assert sizes[1] - sizes[0] < 2_000_000
    _check_fairness(model)


async def _ask_all(world: World, talk: Talk, half: int) -> None:
    """Half of each thread's questions, thread after thread: the first ones could take everything."""
    desk = world.desk()
    for channel in CHANNELS:
        for paper in PAPERS:
            thread = talk.card(paper, channel)
            for number in range(half * EACH // 2, (half + 1) * EACH // 2):
                event = f"{channel.id}-{paper}-{number}"
                text = f"{event} 질문인데 이 논문의 정확도는 얼마야?"
                assert await desk.said(
                    talk.said(
                        text, paper, f"U{channel.id}{paper}", channel=channel, thread=thread, event=event
                    )
                )
    later = world.clock.now() + timedelta(seconds=1)
    async with asyncio.timeout(120):
        while await world.store.requests.unanswered(later):  # noqa: ASYNC110 - as people wait
            await asyncio.sleep(0.05)


def _check_fairness(model: BusyModel) -> None:
    """In each thread in order, and at any time no thread is far behind those that asked at the same time."""
    done = Counter[str]()
    halves = [model.order[: len(model.order) // 2], model.order[len(model.order) // 2 :]]
    for half, answered in enumerate(halves):
        for place, (question, _) in enumerate(answered):
            thread, _, number = question.removeprefix("<<<질문\n").split(" ")[0].rpartition("-")
            assert int(number) == done[thread]
            done[thread] += 1
            if place > 2 * len(CHANNELS) * len(PAPERS):
                assert min(done.values()) >= half * EACH // 2 + 1
    assert len(done) == len(CHANNELS) * len(PAPERS)
