"""What is known of one paper in one channel: for `why`."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.delivery import Delivery
from bot.domain.edition import Entry
from bot.domain.paper import Paper
from bot.domain.summary import Reading


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper's row in a day's list, as first and as last seen."""

    day: date
    place: int
    first_upvotes: int
    upvotes: int
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Story:
    paper: Paper
    listed: tuple[Listed, ...] = ()
    """Oldest first."""
    entry: Entry | None = None
    """How the channel took it; None when it did not."""
    taken_at: datetime | None = None
    card: Delivery | None = None
    reading: Reading | None = None
    """The newest, passed or not."""
