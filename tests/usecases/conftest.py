"""A bot in small: a real store in memory, fakes at the outward ports, time that runs as we like."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest

from bot.domain.delivery import Settings
from bot.domain.edition import Subscription
from bot.domain.message import Channel
from bot.domain.report import RunReport
from bot.inbox import Desk, Skills
from bot.ports import LanguageModel
from bot.usecases.alert_operators import AlertOperators
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.deliver import Deliver
from bot.usecases.find_answer import FindAnswer
from bot.usecases.hear_thread import HearThread
from bot.usecases.keep_books import BookedModel
from bot.usecases.keep_time import KeepTime
from bot.usecases.manage_paper import ManagePaper
from bot.usecases.manage_subscription import ManageSubscription
from bot.usecases.publish_edition import PublishEdition, Turn
from bot.usecases.run_turns import RunTurns, Tally
from bot.usecases.show_paper import ShowPaper
from bot.usecases.suggest_papers import SuggestPapers
from bot.usecases.summarize_paper import SummarizePaper
from storage import Store
from tests.fakes.clock import VirtualClock
from tests.fakes.memory_store import image_after, memory_store
from tests.fakes.papers import MONDAY, day_of, paper, paper_id, reply, text
from tests.fakes.ports import FakeArchive, FakeChat, FakeSource, ScriptedModel

CHANNEL = Channel("console", "main")
ADMIN = Channel("console", "admin")
ZONES = available_timezones()
TUESDAY_MORNING = datetime(2025, 12, 8, 23, 15, tzinfo=UTC)
"""08:15 on 9 December in Seoul."""


@dataclass
class World:
    store: Store
    source: FakeSource
    archive: FakeArchive
    model: ScriptedModel
    chat: FakeChat = field(default_factory=FakeChat)
    operators: Channel | None = ADMIN
    watched: bool = False
    """Whether the one who keeps time also looks for what operators must hear."""
    booking: bool = False
    """Whether what replies took is booked, as `run` does."""
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(TUESDAY_MORNING))
    context: int = 24_000

    def booked(self) -> LanguageModel:
        return BookedModel(self.model, self.store.books, self.clock) if self.booking else self.model

    def summarizer(self) -> SummarizePaper:
        return SummarizePaper(self.archive, self.booked(), self.store.library, self.clock)

    def deliverer(self, tally: Tally | None = None) -> Deliver:
        told = (tally or Tally()).told
        return Deliver(self.store.outbox, {self.chat.platform: self.chat}, self.clock, Settings(), told)

    def keep_time(self) -> KeepTime:
        summarize = self.summarizer()
        return KeepTime(
            lambda: self.publisher(summarize),
            self.store.subscriptions,
            self.store.chronicle,
            self.clock,
            look=self.alert().look if self.watched else None,
        )

    def alert(self) -> AlertOperators:
        store = self.store
        chats = {self.chat.platform: self.chat}
        return AlertOperators(
            store.subscriptions, store.chronicle, store.outbox, chats, self.clock, self.operators
        )

    def publisher(self, summarize: SummarizePaper) -> PublishEdition:
        store = self.store
        return PublishEdition(
            self.source, store.library, store.editions, store.chronicle, store.outbox, summarize, self.clock
        )

    def desk(self, keep_time: KeepTime | None = None, wake: Callable[[], None] = lambda: None) -> Desk:
        """As `run` has it; operators read console:admin."""
        store, clock = self.store, self.clock
        summarize = self.summarizer()
        show = ShowPaper(
            self.archive, store.library, store.editions, store.chronicle, store.outbox, summarize, clock
        )
        chats = {self.chat.platform: self.chat}
        answer = self.answer_question()
        skills = Skills(
            show,
            ManageSubscription(
                store.subscriptions, store.chronicle, store.books, clock, (keep_time or self.keep_time()).now
            ),
            ManagePaper(
                store.subscriptions, store.chronicle, store.library, store.outbox, chats, self.alert(), clock
            ),
            SuggestPapers(store.library),
            HearThread(store.requests, store.threads, store.outbox, answer, clock),
            answer,
            ZONES,
        )
        return Desk(store.requests, store.outbox, skills, chats, clock, wake)

    def answer_question(self) -> AnswerQuestion:
        store, clock = self.store, self.clock
        find = FindAnswer(self.archive, self.booked(), store.library, clock, self.context)
        return AnswerQuestion(find, store.outbox, store.requests, store.threads, clock)

    async def publish(self, *turns: Turn, patience: float = 180) -> RunReport:
        """One run as the command makes it; a new process each time."""
        summarize, tally = self.summarizer(), Tally()
        publish = self.publisher(summarize)
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
async def world() -> AsyncIterator[World]:
    """Two papers on Monday's list."""
    async with memory_store() as store:
        yield papers_world(store, range(1, 3))


@pytest.fixture(scope="session")
def monday() -> tuple[bytes, FakeChat]:
    """What the store holds and what stands in the channel once `world` has published."""
    chat = FakeChat()

    async def publish(store: Store) -> None:
        world = papers_world(store, range(1, 3))
        world.chat = chat
        await world.publish()

    return asyncio.run(image_after(publish)), chat


@pytest.fixture
async def published(monday: tuple[bytes, FakeChat]) -> AsyncIterator[World]:
    """`world` after its first edition, in a new process."""
    image, chat = monday
    async with memory_store(image) as store:
        world = papers_world(store, range(1, 3))
        world.chat = deepcopy(chat)
        yield world


@pytest.fixture
async def full_world() -> AsyncIterator[World]:
    """More papers than an edition takes."""
    async with memory_store() as store:
        yield papers_world(store)
