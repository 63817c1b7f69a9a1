"""A model that replies what a test wants, and what becomes of its paper."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.prompt import Reply
from bot.domain.summary import NO_INFORMATION, Outcome, Reading
from bot.usecases.summarize_paper import LONGEST_REASON, MOST_FINDINGS
from bot.wording.cards import Subject, card, detail
from tests.fakes.memory_store import memory_store
from tests.fakes.papers import LIMIT, RESULT, paper, reply
from tests.usecases.conftest import World, papers_world

KEYS = tuple(json.loads(reply()))
SOUND = json.loads(reply())


@asynccontextmanager
async def world_of_one() -> AsyncIterator[World]:
    async with memory_store() as store:
        yield papers_world(store, range(1, 2))


async def read(world: World, said: str | Reply) -> Reading:
    """What becomes of a paper whose model says this, twice."""
    reply_said = said if isinstance(said, Reply) else Reply(said)
    world.model.script = lambda _prompt: reply_said
    return await world.summarizer()(paper(1), again=True)


def shown(reading: Reading) -> str:
    subject = Subject(paper(1), reading)
    return card(subject).to_json() + detail(subject).to_json()


def is_harmless(reading: Reading) -> None:
    """Fits the store, a log's line and a card, and says nothing that is not checked."""
    assert len(reading.findings) <= MOST_FINDINGS
    assert all(len(finding.reason) <= LONGEST_REASON for finding in reading.findings)
    (reading.detail + shown(reading)).encode()
    if reading.outcome is Outcome.POSTED:
        assert reading.summary is not None
        parts = (part for _, part in reading.summary.parts() if part != NO_INFORMATION)
        assert all(part.rstrip(".").endswith("다") for part in parts)
        assert all(quote.quote in (RESULT, LIMIT) for quote in reading.summary.quotes)
    else:
        assert reading.summary is None
        assert "요약 보류" in shown(reading)
