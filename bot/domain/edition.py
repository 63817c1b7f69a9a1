"""An edition: which papers a channel gets on a day, in which order, and why."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.message import Channel
from bot.domain.paper import Paper, PaperId
from bot.domain.summary import Outcome, Reason

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Layout(StrEnum):
    CARD = "card"
    FULL = "full"
    """The five parts in the channel itself."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel's standing request for the edition."""

    channel: Channel
    at: str = "08:15"
    """Local time, HH:MM."""
    timezone: str = "Asia/Seoul"
    weekdays: tuple[str, ...] = WEEKDAYS[:5]
    limit: int = 6
    min_upvotes: int = 0
    interest: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    layout: Layout = Layout.CARD
    paused: bool = False
    since: datetime | None = None
    """When it was switched on, last: editions due before are not owed."""
    by: str = ""
    """Id of the person who switched it on: is told when something is amiss and no one else is named."""


class How(StrEnum):
    """How a paper was taken by a channel."""

    CARD = "card"
    LISTED = "listed"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper of an edition and what became of it."""

    paper: PaperId
    how: How
    place: int
    """1 for the first paper."""
    upvotes: int = 0
    interest: str = ""
    """The interest word that put it first, or empty."""
    outcome: Outcome | None = None
    """None until it was decided; always None for a listed one."""
    reason: Reason = Reason.NONE
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One day's ordered choice of papers for a channel."""

    channel: Channel
    day: date
    """The newest listing day that it reads."""
    days: tuple[date, ...]
    """The listing days that its papers come from, oldest first."""
    listed: int
    """How many papers the lists of these days hold."""
    at: datetime
    entries: tuple[Entry, ...]
    local_date: date | None = None
    """The channel's own date when it was made: stands in the header."""
    due: date | None = None
    """The channel's local due date of a scheduled edition; None for one made by hand."""
    number: int = 0
    """n-th edition of that listing day in the channel, from 1; given when it is recorded."""
    id: int = 0
    layout: Layout = Layout.CARD
    header_owed: bool = False
    caught_up: int = 0
    """How many listing days since the previous edition it gathers, when that is more than one; else 0."""
    papers: dict[PaperId, Paper] = field(default_factory=dict, compare=False)
    """Metadata of the entries' papers."""

    @property
    def cards(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.how is How.CARD)

    @property
    def rest(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.how is How.LISTED)


@dataclass(frozen=True, slots=True)
class Silence:
    """A turn that led to no edition, and why: an empty list, no list yet, a list that could not be had."""

    channel: Channel
    day: date
    reason: str
    """English, one line."""
    at: datetime
    due: date | None = None
    """The due date that it fulfils; None when that is still owed."""
