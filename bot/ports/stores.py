"""Seams to what is remembered: the store implements these."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.conversation import Person, Request, Said
from bot.domain.delivery import Delivery, Next
from bot.domain.edition import Edition, Entry, Silence, Subscription
from bot.domain.message import Channel, MessageRef, Thread
from bot.domain.paper import FullText, Listing, Paper, PaperId
from bot.domain.prompt import Used
from bot.domain.story import Story
from bot.domain.summary import Reading, SummaryKey
from bot.domain.talk.history import Talk


class Library(Protocol):
    """Papers, lists, texts and readings: what has been read already.

    Every store raises Unavailable (locked too long, disk full) and Rejected (damaged, may not be written);
    then nothing took effect. A call that was made is carried out even when its caller is cancelled.
    """

    async def save_listings(self, day: date, listings: Sequence[Listing], at: datetime) -> None:
        """Remembers the list as seen at `at`: papers, first and newest upvotes.

        A list knows less of a paper than its archive: empty fields and `withdrawn` are not taken from it.
        """

    async def paper(self, paper: PaperId) -> Paper | None: ...

    async def save_paper(self, paper: Paper) -> None:
        """Adds it or brings it up to date; a field that is empty now keeps what was known."""

    async def text(self, paper: PaperId) -> FullText | None:
        """The best text there is: HTML before PDF before the abstract, newest first."""

    async def save_text(self, text: FullText, at: datetime) -> None: ...

    async def reading(self, key: SummaryKey) -> Reading | None: ...

    async def best_reading(self, paper: PaperId) -> Reading | None:
        """The newest that passed, one by a model before an excerpt."""

    async def find(self, channel: Channel, query: str, most: int) -> Sequence[PaperId]:
        """The papers posted in the channel that fit best, by their Korean summary and English abstract."""

    async def recent(self, most: int) -> Sequence[Paper]:
        """Papers of the newest lists, newest list first, there by upvotes; each once."""

    async def save_reading(self, reading: Reading, at: datetime) -> None:
        """Keeps the newest (by `at`) for its key."""


class Editions(Protocol):
    """What each channel was given, and why."""

    async def taken(self, channel: Channel, papers: Sequence[PaperId]) -> frozenset[PaperId]:
        """Those of `papers` that the channel has already. Must not slow down with what was sent before."""

    async def last_day(self, channel: Channel) -> date | None:
        """The newest listing day that an edition of the channel has read."""

    async def record(self, edition: Edition) -> Edition:
        """Stores a new edition and takes its papers, in one transaction; gives back what it stored, numbered.

        Papers that the channel took meanwhile are left out and the others move up; that may leave none.
        The papers themselves must be in the Library to be read back with the edition.
        A second scheduled edition for the same channel and due date is refused: raises Rejected.
        """

    async def unfinished(self, channel: Channel, since: datetime) -> Sequence[Edition]:
        """Editions made at or after `since` that hold a card not yet `posted` (undecided, shown or held), or
        whose header is not yet owed; oldest first. One without entries has nothing to finish.
        """

    async def take(
        self, channel: Channel, paper: PaperId, at: datetime, deliveries: Sequence[Delivery]
    ) -> None:
        """Takes an asked-for paper, also one only listed so far, and owes its messages, all at once.

        What an edition says of it stays as it is. Known keys are left alone.
        """

    async def decide(
        self, edition: Edition, entries: Sequence[Entry], deliveries: Sequence[Delivery]
    ) -> None:
        """Records outcomes and owes what follows, in one transaction. Known keys are left alone.

        A header among the deliveries makes the edition's header owed. Raises Rejected for a paper that is not
        in the edition.
        """


class Chronicle(Protocol):
    """What happened on which day: editions, and why there was none."""

    async def done_until(self, channel: Channel) -> date | None:
        """The newest due date that the channel had its edition or its silence for."""

    async def stay_silent(self, silence: Silence) -> None:
        """Remembers why there is no edition; the same again only moves its moment."""

    async def newest(self, channel: Channel, most: int) -> Sequence[Edition]:
        """The channel's last editions, newest first."""

    async def quiet(self, channel: Channel, most: int) -> Sequence[Silence]:
        """The channel's last silences, newest first."""

    async def fallbacks(self, edition: Edition) -> Mapping[str, int]:
        """Why papers of it were read from the abstract alone (empty: there was no more), and how many."""

    async def story(self, channel: Channel, paper: PaperId) -> Story | None:
        """All that is known of a paper in a channel; None for a paper never heard of."""

    async def silences(self, day: date | None) -> Sequence[Silence]:
        """Those of a listing day, or all, oldest first."""

    async def editions(self, day: date | None) -> Sequence[Edition]:
        """All editions of a listing day, or of every day, oldest first."""


class Subscriptions(Protocol):
    async def save(self, subscription: Subscription) -> None: ...

    async def get(self, channel: Channel) -> Subscription | None: ...

    async def remove(self, channel: Channel) -> bool:
        """False when there was none."""

    async def all(self) -> Sequence[Subscription]: ...


class Outbox(Protocol):
    """All deliveries owed."""

    async def owe(self, deliveries: Sequence[Delivery], at: datetime) -> int:
        """Adds those whose keys are new, as pending and in this order; gives their number.

        A parent is owed before (or in the same call, before) what refers to it.
        """

    async def claim(self, now: datetime, lease_until: datetime, platforms: Sequence[str]) -> Delivery | None:
        """The next delivery that may be worked on, now leased to us, or None.

        Pending ones become `sending` with attempts + 1; unknown ones stay unknown, for `find`.
        Nothing is given out whose lane holds an earlier open delivery, whose due moment is ahead,
        or whose parent is not sent (a failed parent makes it failed). A `sending` one whose lease ran out is
        taken as unknown, with a line in the attempts. Among several the one owed first.
        """

    async def settle(self, key: str, ref: MessageRef, at: datetime) -> None:
        """Records `sent` and, for a card, opens its Thread, in one transaction. Twice is as once.

        An edit's message becomes that of the message it changed. Whatever the state was: it stands there.
        Raises NotFound for a key that was never owed.
        """

    async def put_back(
        self, key: str, after: Next, at: datetime, lease_until: datetime | None = None
    ) -> None:
        """Records what a try led to when it was not `sent`, with one line in the attempts.

        `lease_until`: as given to `claim`; then a worker whose lease another one took over changes nothing.
        What is sent already stays sent. Raises NotFound for a key that was never owed.
        """

    async def abandoned(self, at: datetime) -> int:
        """Takes every `sending` row as `unknown` and ends all leases; gives the number of those rows.

        For the holder of the lock, at its start.
        """

    async def get(self, key: str) -> Delivery | None: ...

    async def keys(self, prefix: str) -> Sequence[str]:
        """All that were ever owed and begin so, in order."""

    async def revive(self, key: str, at: datetime) -> bool:
        """Makes a sent or failed message owed once more, for a person asked for it; False for others."""

    async def anchor(self, delivery: Delivery) -> MessageRef | None:
        """Our last settled message in the delivery's place before its first try: from there on `find` reads.

        In a thread without one, the message that the thread hangs below; None in a channel without one.
        """

    async def owed(self, channels: Sequence[Channel]) -> Sequence[Delivery]:
        """Open deliveries of these channels, in order."""

    async def next_due(self, platforms: Sequence[str]) -> datetime | None:
        """When the next open delivery may be worked on (due and not leased), maybe in the past; None when
        nothing is owed.
        """

    async def log(self, day: date | None) -> Sequence[Delivery]:
        """Deliveries of editions of a listing day, or all, in order."""


class Requests(Protocol):
    """What people asked for, kept until answered; and the threads they ask in."""

    async def accept(self, request: Request) -> bool:
        """Stores it; False when its event is known already, also of a done or forgotten one."""

    async def ahead(self, now: datetime) -> int:
        """How many papers are waiting or being read, without those put back until later."""

    async def claim(
        self, now: datetime, lease_until: datetime, *, questions: bool | None = None
    ) -> Request | None:
        """The next request to work on, now leased to us and with tries + 1, or None.

        `questions`: only questions, or only the others; None: any.

        Fairly: of whoever had no turn for longest, the oldest. Never two of one thread at a time, and there
        in order: one that waits for its due moment holds up those after it.
        """

    async def done(self, event: str, state: str, at: datetime) -> None:
        """Ends it with `state` (any word but `waiting`). What was asked, and by whom, is erased."""

    async def later(self, event: str, due: datetime) -> None:
        """Puts it back until `due`."""

    async def abandoned(self) -> None:
        """Ends all leases; for the holder of the lock, at its start."""

    async def thread(self, channel: Channel, thread: str) -> Thread | None:
        """The thread of ours that hangs below that message."""

    async def is_open(self, event: str) -> bool:
        """Whether it still waits for its answer: neither done nor forgotten."""

    async def unanswered(self, before: datetime) -> Sequence[Request]:
        """Questions asked before that moment below which nothing of ours is owed or stands."""

    async def forget(self, channel: Channel, message: str) -> str:
        """A question was deleted by its author: it goes, unless it is done; its event stays known.

        Gives the event of what went, or nothing.
        """


class Threads(Protocol):
    """What is said in the threads below our cards: the last messages, as long as they are needed."""

    async def remember(self, said: Said) -> None:
        """Keeps a person's message; the same again changes nothing, also when it was deleted meanwhile.

        The oldest of a thread with too many go, and everything that is older than three months.
        """

    async def answered(self, request: Request, reply: str, at: datetime) -> None:
        """Keeps our answer to a question; a second one replaces it."""

    async def talk(self, channel: Channel, thread: str) -> Talk: ...

    async def asked(
        self, channel: Channel, person: Person, since: datetime
    ) -> tuple[Sequence[datetime], Sequence[datetime]]:
        """When questions were asked since then: those of the person, on the whole platform, and those in the
        channel. Deleted ones do not count.
        """

    async def silence(self, channel: Channel, thread: str, *, silenced: bool) -> None:
        """Whether only a mention is answered there from now on."""

    async def forget(self, channel: Channel, message: str) -> None:
        """A message was deleted: its words go, and our answer to it from what is kept of the thread."""


class Books(Protocol):
    """What the language model's replies took."""

    async def book(self, at: datetime, used: Used) -> None:
        """Adds to what is booked for the UTC hour of `at`."""

    async def used(self, since: datetime, until: datetime) -> Used:
        """The sum from `since` until before `until`, both taken back to the beginning of their UTC hour.

        So in a zone whose days begin at half past, a day is told half an hour too early; days that meet share
        nothing.
        """
