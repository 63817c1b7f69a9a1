"""A bot in small: a real store in a file, fakes at the outward ports, time that runs as we like."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.delivery import Settings
from bot.domain.edition import Subscription
from bot.domain.message import Channel
from bot.domain.report import RunReport
from bot.usecases.deliver import Deliver
from bot.usecases.publish_edition import PublishEdition, Turn
from bot.usecases.run_turns import RunTurns, Tally
from bot.usecases.summarize_paper import SummarizePaper
from storage import Store, open_store
from tests.fakes.clock import VirtualClock
from tests.fakes.papers import MONDAY, day_of, paper, paper_id, reply, text
from tests.fakes.ports import FakeArchive, FakeChat, FakeSource, ScriptedModel

CHANNEL = Channel("console", "main")
TUESDAY_MORNING = datetime(2025, 12, 8, 23, 15, tzinfo=UTC)
"""08:15 on 9 December in Seoul."""


@dataclass
class World:
    store: Store
    source: FakeSource
    archive: FakeArchive
    model: ScriptedModel
    chat: FakeChat = field(default_factory=FakeChat)
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(TUESDAY_MORNING))

    def summarizer(self) -> SummarizePaper:
        return SummarizePaper(self.archive, self.model, self.store.library, self.clock)

    def deliverer(self, tally: Tally | None = None) -> Deliver:
        told = (tally or Tally()).told
        return Deliver(self.store.outbox, {self.chat.platform: self.chat}, self.clock, Settings(), told)

    async def publish(self, *turns: Turn, patience: float = 180) -> RunReport:
        """One run as the command makes it; a new process each time."""
        summarize, tally = self.summarizer(), Tally()
        publish = PublishEdition(
            self.source,
            self.store.library,
            self.store.editions,
            self.store.chronicle,
            self.store.outbox,
            summarize,
            self.clock,
        )
        run = RunTurns(publish, self.deliverer(tally), self.store.outbox, self.clock, summarize.usage, tally)
        return await run(turns or (Turn(Subscription(CHANNEL)),), patience)


def papers_world(store: Store, numbers: Sequence[int] = range(1, 9)) -> World:
    return World(
        store,
        FakeSource({MONDAY: day_of(len(numbers))}),
        FakeArchive(
            {paper_id(number): text(number) for number in numbers},
            {paper_id(number): paper(number) for number in numbers},
        ),
        ScriptedModel(lambda _prompt: reply()),
    )


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_store(tmp_path / "nonmun.db") as store:
        yield papers_world(store)
