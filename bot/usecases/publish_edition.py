"""Publish an edition: read the lists, choose, summarise, decide how each paper ends, owe the messages."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.calendar import due_moment
from bot.domain.choice import MOST_LISTS, choose, days_to_read
from bot.domain.delivery import Delivery, Kind, card_key, header_key
from bot.domain.edition import Edition, Entry, Silence, Subscription
from bot.domain.message import Channel, Tone
from bot.domain.outcome import TRIED_FOR, changed, concluded, decided, to_try
from bot.domain.paper import Listing, PaperId
from bot.domain.summary import Reading, Reason, held
from bot.errors import Failure, NotFound, Unavailable
from bot.ports import Chronicle, Clock, Editions, Library, Outbox, Source
from bot.usecases.edition_messages import Voice, first_messages, later_messages
from bot.usecases.summarize_paper import SummarizePaper

LOOKED_BACK = TRIED_FOR + timedelta(days=14)
"""How old an unfinished edition may be; older than TRIED_FOR when the bot was down meanwhile."""

SATURDAY = 5
_NOTHING_NEW = "nothing new in the list"

log = logging.getLogger(__name__)
Voices = Callable[[Channel], Voice]
Watch = Callable[[int, int], None]
"""Hears (papers done, papers in all) while they are read and summarised."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One channel's turn in a run."""

    subscription: Subscription
    day: date | None = None
    """The only listing day to read; None for the channel's own."""
    due: date | None = None
    """The local due date that this fulfils; None when somebody asked for it."""

    @property
    def channel(self) -> Channel:
        return self.subscription.channel

    @property
    def moment(self) -> datetime:
        """When it is due. Only for a turn with a due date."""
        if self.due is None:
            raise ValueError("a turn by hand is never due")
        return due_moment(self.subscription, self.due)

    def local_date(self, now: datetime) -> date:
        """The date in the header: the due one, the one after an asked-for listing day, else today's."""
        if self.due or self.day:
            return self.due or self.target(now) + timedelta(days=1)
        return now.astimezone(ZoneInfo(self.subscription.timezone)).date()

    def target(self, now: datetime) -> date:
        """The newest listing day to read."""
        return self.day or self.local_date(now) - timedelta(days=1)

    def silence(self, reason: str, now: datetime, *, done: bool) -> Silence:
        """`done`: nothing will come for this due date any more."""
        return Silence(self.channel, self.target(now), reason, now, self.due if done else None)


class PublishEdition:
    """Plans and finishes editions. One of these serves one run: each list is read once in it."""

    def __init__(
        self,
        source: Source,
        library: Library,
        editions: Editions,
        chronicle: Chronicle,
        outbox: Outbox,
        summarize: SummarizePaper,
        clock: Clock,
        voices: Voices = lambda _channel: Voice(),
    ) -> None:
        self._source = source
        self._library = library
        self._editions = editions
        self._chronicle = chronicle
        self._outbox = outbox
        self._summarize = summarize
        self._clock = clock
        self._voices = voices
        self._lists: dict[date, asyncio.Task[Sequence[Listing]]] = {}

    async def plan(self, turn: Turn) -> Edition | Silence:
        """The edition that the channel's lists make now, not yet recorded, or why there is none.

        Raises Unavailable when a list that it needs cannot be had, also when a day that is over has none.
        """
        now = self._clock.now()
        last = None if turn.day else await self._editions.last_day(turn.channel)
        lists = await self._read_lists(days_to_read(turn.target(now), last), now)
        if not lists:
            return turn.silence(_why_no_list(turn.target(now), now), now, done=True)
        rows = [row for day in lists for row in lists[day]]
        taken = await self._editions.taken(turn.channel, [row.paper.id for row in rows])
        choice = choose(rows, taken, turn.subscription)
        if not choice.entries:
            is_new = last is None or any(day > last for day in lists)
            why = _NOTHING_NEW if is_new else _why_no_list(turn.target(now), now)
            return turn.silence(why, now, done=True)
        days = tuple(sorted({row.day for row in rows if row.paper.id in choice.papers}))
        new_days = [day for day in days if last is not None and day > last]
        return Edition(
            channel=turn.channel,
            day=turn.target(now),
            days=days,
            listed=len({row.paper.id for day in days for row in lists[day]}),
            at=now,
            entries=choice.entries,
            local_date=turn.local_date(now),
            due=turn.due,
            layout=turn.subscription.layout,
            caught_up=len(new_days) if len(new_days) > 1 else 0,
            papers=choice.papers,
        )

    async def _read_lists(self, days: Sequence[date], now: datetime) -> Mapping[date, Sequence[Listing]]:
        """The newest MOST_LISTS of `days` that have a list; days without papers have none."""
        lists: dict[date, Sequence[Listing]] = {}
        for day in days:
            if len(lists) == MOST_LISTS:
                break
            try:
                rows = await self._list(day)
            except NotFound as error:
                if day < now.date():
                    raise Unavailable(f"the list of {day} is refused: {error}") from error
                log.info("no list yet for %s", day)
                continue
            if rows:
                lists[day] = rows
            else:
                log.info("the list of %s is empty", day)
        return lists

    async def _list(self, day: date) -> Sequence[Listing]:
        if day not in self._lists:
            self._lists[day] = asyncio.create_task(self._fetch(day))
        return await asyncio.shield(self._lists[day])

    async def _fetch(self, day: date) -> Sequence[Listing]:
        rows = await self._source.listings(day)
        await self._library.save_listings(day, rows, self._clock.now())
        return rows

    async def stay_silent(self, silence: Silence) -> None:
        log.info("nothing for %s on %s: %s", silence.channel, silence.day, silence.reason)
        await self._chronicle.stay_silent(silence)

    async def record(self, edition: Edition) -> Edition:
        """Stores it and takes its papers. Raises Rejected when the channel has that due date's edition."""
        recorded = await self._editions.record(edition)
        log.info(
            "edition %s of %s for %s: %d cards",
            recorded.number,
            recorded.day,
            recorded.channel,
            len(recorded.cards),
        )
        return replace(recorded, papers=edition.papers)

    async def unfinished(self, channel: Channel) -> Sequence[Edition]:
        """Editions of the channel with papers that a run still works on."""
        return await self._editions.unfinished(channel, self._clock.now() - LOOKED_BACK)

    async def read(
        self,
        edition: Edition,
        watch: Watch = lambda _done, _all: None,
        patience: float | None = None,
    ) -> Mapping[PaperId, Reading]:
        """Summarises what is still open in the edition, side by side.

        `patience`: seconds; papers not read by then are held as late and go on being read meanwhile.
        """
        now = self._clock.now()
        entries = to_try(edition, now)
        tasks = {
            entry.paper: asyncio.create_task(self._summarize(edition.papers[entry.paper]))
            for entry in entries
        }
        for paper, task in tasks.items():
            task.add_done_callback(partial(_say_why, paper))
            task.add_done_callback(lambda _task: watch(sum(one.done() for one in tasks.values()), len(tasks)))
        await self._wait(tasks.values(), patience)
        return {paper: concluded(_outcome(paper, task), edition, now) for paper, task in tasks.items()}

    async def _wait(self, tasks: Collection[asyncio.Task[Reading]], patience: float | None) -> None:
        """Until all are done or the patience is over, by our clock; they go on either way."""
        if not tasks:
            return
        waits = [asyncio.create_task(_until_done(tasks))]
        if patience is not None:
            waits.append(asyncio.create_task(self._clock.sleep(patience)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def messages(self, edition: Edition, readings: Mapping[PaperId, Reading]) -> tuple[Delivery, ...]:
        """What a new edition would send, without owing it."""
        return first_messages(edition, readings, self._voices(edition.channel))

    async def decide(
        self, edition: Edition, readings: Mapping[PaperId, Reading], due: datetime | None = None
    ) -> Edition:
        """Records how its papers end and owes the messages that follow, in one transaction.

        They are not sent before `due`.
        """
        entries = tuple(
            decided(entry, readings[entry.paper]) if entry.paper in readings else entry
            for entry in edition.entries
        )
        changes = changed(edition.entries, entries)
        for entry in changes:
            log.info("%s in %s: %s %s", entry.paper, edition.channel, entry.outcome, entry.detail)
        deliveries = [
            replace(delivery, due=due) for delivery in await self._owed(edition, entries, changes, readings)
        ]
        await self._editions.decide(edition, changes, deliveries)
        owed = edition.header_owed or any(delivery.kind is Kind.HEADER for delivery in deliveries)
        return replace(edition, entries=entries, header_owed=owed)

    async def _owed(
        self,
        edition: Edition,
        entries: Sequence[Entry],
        changes: Sequence[Entry],
        readings: Mapping[PaperId, Reading],
    ) -> tuple[Delivery, ...]:
        if not edition.header_owed:
            return self.messages(replace(edition, entries=tuple(entries)), readings)
        header = await self._outbox.get(header_key(edition.channel, edition.day, edition.number))
        kept = [entry for entry in changes if not await self._is_retracted(edition.channel, entry.paper)]
        if header is None or not kept:
            return ()
        return later_messages(edition, kept, readings, header.message, self._voices(edition.channel))

    async def _is_retracted(self, channel: Channel, paper: PaperId) -> bool:
        """What a person took back stays so, whatever a later try brings."""
        card = await self._outbox.get(card_key(channel, paper))
        return card is not None and card.message.tone is Tone.RETRACTED


async def _until_done(tasks: Collection[asyncio.Task[Reading]]) -> None:
    await asyncio.wait(tasks)


def _why_no_list(day: date, now: datetime) -> str:
    if day.weekday() >= SATURDAY:
        return "no list on weekends"
    return "no list yet" if day >= now.date() else "the list is empty"


def _outcome(paper: PaperId, task: asyncio.Task[Reading]) -> Reading:
    """What the task came to. What went wrong is one paper's trouble alone, also when it is a bug."""
    if not task.done():
        return held(paper, Reason.LATE, "still being read")
    error = task.exception()
    if error is None:
        return task.result()
    if isinstance(error, Failure):
        return held(paper, Reason.STORE, str(error))
    return held(paper, Reason.BUG, type(error).__name__)


def _say_why(paper: PaperId, task: asyncio.Task[Reading]) -> None:
    """Of one that failed, also when nobody waits for it any more. Only a bug is worth a traceback."""
    error = None if task.cancelled() else task.exception()
    if isinstance(error, Failure):
        # The archive's and the model's are readings: this is the store's.
        log.warning("%s is held: %s", paper, error)
    elif error is not None:
        log.error("%s ended in a bug", paper, exc_info=error)
