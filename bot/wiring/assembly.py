"""Everything joined: what a command needs of it is made on demand."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import available_timezones

from bot.config import Settings
from bot.domain.delivery import Settings as Sending
from bot.domain.message import Channel
from bot.inbox import Desk, Skills
from bot.ports import Archive, Chat, Clock, LanguageModel, Source
from bot.usecases.alert_operators import AlertOperators
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.deliver import Deliver
from bot.usecases.edition_messages import Voice
from bot.usecases.find_answer import FindAnswer
from bot.usecases.hear_thread import HearThread
from bot.usecases.keep_books import BookedModel
from bot.usecases.keep_time import KeepTime
from bot.usecases.manage_paper import ManagePaper
from bot.usecases.manage_subscription import ManageSubscription
from bot.usecases.publish_edition import PublishEdition, Watch
from bot.usecases.run_turns import RunTurns, Tally
from bot.usecases.show_paper import ShowPaper
from bot.usecases.suggest_papers import SuggestPapers
from bot.usecases.summarize_paper import SummarizePaper
from bot.wiring.vendors import Show, archive_of, chats_of, model_of, source_of
from storage import Store, open_store
from storage.lock import hold_lock


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Staff:
    deliver: Deliver
    desk: Desk
    keep_time: KeepTime


@dataclass(frozen=True)
class Bot:
    """Everything joined; what a command needs of it is made on demand."""

    settings: Settings
    clock: Clock
    store: Store
    source: Source
    archive: Archive
    model: LanguageModel
    chats: Mapping[str, Chat]

    def booked(self) -> LanguageModel:
        """The model for everything that is paid for; what it takes shows in `status`."""
        return BookedModel(self.model, self.store.books, self.clock)

    def summarizer(self) -> SummarizePaper:
        return SummarizePaper(self.archive, self.booked(), self.store.library, self.clock)

    def answerer(self) -> FindAnswer:
        context = self.settings.question_context
        return FindAnswer(self.archive, self.booked(), self.store.library, self.clock, context)

    def publisher(self, summarize: SummarizePaper) -> PublishEdition:
        store = self.store
        return PublishEdition(
            self.source,
            store.library,
            store.editions,
            store.chronicle,
            store.outbox,
            summarize,
            self.clock,
            self.voice,
        )

    def deliverer(self, tally: Tally) -> Deliver:
        settings = self.settings
        sending = Sending(settings.send_timeout, settings.unknown_delay, settings.lease)
        return Deliver(self.store.outbox, self.chats, self.clock, sending, tally.told)

    async def staff(self) -> Staff:
        """Who sends, who answers people, and who looks at the clock: for `run`.

        They share one summarizer, so that a paper is read once whoever wants it.
        """
        deliver, summarize = self.deliverer(Tally()), self.summarizer()
        keep_time = self.keep_time(deliver, summarize)
        # It walks through folders, so not on the event loop.
        zones = await asyncio.to_thread(available_timezones)
        return Staff(deliver, self.desk(deliver, keep_time, summarize, zones), keep_time)

    def desk(
        self, deliver: Deliver, keep_time: KeepTime, summarize: SummarizePaper, zones: Collection[str]
    ) -> Desk:
        store, clock = self.store, self.clock
        show = ShowPaper(
            self.archive, store.library, store.editions, store.chronicle, store.outbox, summarize, clock
        )
        answer = AnswerQuestion(self.answerer(), store.outbox, store.requests, store.threads, clock)
        skills = Skills(
            show,
            ManageSubscription(store.subscriptions, store.chronicle, store.books, clock, keep_time.now),
            ManagePaper(
                store.subscriptions,
                store.chronicle,
                store.library,
                store.outbox,
                self.chats,
                self.alert(),
                clock,
            ),
            SuggestPapers(store.library),
            HearThread(store.requests, store.threads, store.outbox, answer, clock),
            answer,
            zones,
        )
        return Desk(store.requests, store.outbox, skills, self.chats, clock, deliver.wake, self.voice)

    def alert(self) -> AlertOperators:
        store = self.store
        return AlertOperators(
            store.subscriptions,
            store.chronicle,
            store.outbox,
            self.chats,
            self.clock,
            self.settings.admin,
        )

    def voice(self, channel: Channel) -> Voice:
        """What the channel's platform makes us say differently."""
        chat = self.chats.get(channel.platform)
        return Voice(mention_needed=not getattr(chat, "reads_messages", True))

    def keep_time(self, deliver: Deliver, summarize: SummarizePaper) -> KeepTime:
        store = self.store
        return KeepTime(
            lambda: self.publisher(summarize),
            store.subscriptions,
            store.chronicle,
            self.clock,
            deliver.wake,
            tuple(self.chats),
            self.alert().look,
        )

    def run(self, watch: Watch) -> RunTurns:
        summarize, tally = self.summarizer(), Tally()
        return RunTurns(
            self.publisher(summarize),
            self.deliverer(tally),
            self.store.outbox,
            self.clock,
            summarize.usage,
            tally,
            watch,
        )


@asynccontextmanager
async def open_bot(
    settings: Settings, *, show: Show | None = None, alone: bool = False, look: bool = False
) -> AsyncIterator[Bot]:
    """Opens what the settings name. `alone`: takes the lock and opens the chats; one process may send.

    `look`: opens the chats without the lock, to look at them and send nothing.
    Raises Rejected for a store that cannot be opened or is in use.
    """
    async with AsyncExitStack() as stack:
        clock = SystemClock()
        path = Path(settings.database_path)
        if alone:
            await stack.enter_async_context(hold_lock(path))
        store = await stack.enter_async_context(open_store(path))
        if alone:
            await store.outbox.abandoned(clock.now())
            await store.requests.abandoned()
        yield Bot(
            settings,
            clock,
            store,
            await source_of(settings, clock, stack),
            await archive_of(settings, clock, stack),
            await model_of(settings, stack),
            await chats_of(settings, clock, show, stack) if alone or look else {},
        )


def open_store_of(settings: Settings) -> AbstractAsyncContextManager[Store]:
    """The store alone, beside whoever else uses it."""
    return open_store(Path(settings.database_path))
