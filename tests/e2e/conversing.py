"""A bot that is really connected to a platform: desk, deliveries and store, with a scripted model."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.prompt import Prompt
from bot.ports import Chat
from storage import open_store
from tests.fakes.clock import VirtualClock
from tests.fakes.papers import paper_id, text
from tests.flows.conversation import answer, answering
from tests.usecases.conftest import World, papers_world

PLANTED = {1: "zanzibarite", 2: "quokkaform"}
"""A word that only this paper's text holds."""


class RealClock(VirtualClock):
    """Time as it is: with a platform on the other side it cannot run ahead."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@contextlib.asynccontextmanager
async def living(database: Path, chat: Chat, prompts: list[Prompt]) -> AsyncIterator[World]:
    """From start to end; the same database later is a restart. `prompts`: what the model was asked."""
    async with open_store(database) as store:
        world = papers_world(store, tuple(PLANTED))
        world.clock = RealClock()
        await store.outbox.abandoned(world.clock.now())
        await store.requests.abandoned()
        for number, word in PLANTED.items():
            world.archive.texts[paper_id(number)] = text(number, marker=f"Its secret name is {word} here.")
        world.model.script = answering(tell)
        world.model.prompts = prompts
        world.chat = chat  # type: ignore[assignment]
        yield world


@contextlib.asynccontextmanager
async def awake(world: World, chat: Chat) -> AsyncIterator[None]:
    """Listens, answers and sends, until the end of the block."""
    deliver = world.deliverer()
    desk = world.desk(wake=deliver.wake)
    works = (deliver.work(None), desk.work(), chat.serve(desk))
    running = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for one in running:
            one.cancel()
        ended = await asyncio.gather(*running, return_exceptions=True)
        assert [one for one in ended if not isinstance(one, asyncio.CancelledError)] in ([], [None])


def tell(prompt: Prompt) -> str:
    """Which question this is (its first letter), and the word of the paper that the prompt holds."""
    (word,) = [word for word in PLANTED.values() if word in prompt.user]
    name = prompt.question.rpartition("<<<질문\n")[2].lstrip("@논문 ")[0]
    return answer(f"질문 {name}의 답은 {word}입니다.", f"Its secret name is {word} here.")


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not happened():  # noqa: ASYNC110 - what happens is in somebody else's hands
            await asyncio.sleep(0.01)
