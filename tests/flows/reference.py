"""The rules of an edition once more, written as plainly as can be, to hold the bot against.

Nothing here is shared with the bot but the data types: DESIGN section 3 in loops and lists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.edition import Subscription
from bot.domain.paper import Listing

Lists = Mapping[date, Sequence[Listing] | None]
"""What a source answered for each day at one moment; None: there is no list yet."""
STEP = timedelta(minutes=5)
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def due_moments(subscription: Subscription, first: date, last: date) -> dict[date, datetime]:
    """Each due date's moment, found by walking through the minutes: when the wall clock first shows it."""
    found = {}
    zone = ZoneInfo(subscription.timezone)
    hour, minute = map(int, subscription.at.split(":"))
    day = first
    while day <= last:
        if WEEK[day.weekday()] in subscription.weekdays:
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
            while not _shows(moment.astimezone(zone), day, hour * 60 + minute):
                moment += STEP
            before = (moment - STEP).astimezone(zone)
            leap = moment.astimezone(zone).replace(tzinfo=None) - before.replace(tzinfo=None) - STEP
            if leap and (moment.astimezone(zone).hour, moment.astimezone(zone).minute) != (hour, minute):
                # Clocks leapt over it: as much later as it lay behind the leap.
                moment += timedelta(minutes=hour * 60 + minute - before.hour * 60 - before.minute) - STEP
            found[day] = moment
        day += timedelta(days=1)
    return found


def _shows(wall: datetime, day: date, minutes: int) -> bool:
    """Whether the clock on the wall has come to that time of that day, or has leapt over it."""
    if wall.date() != day:
        return wall.date() > day
    return wall.hour * 60 + wall.minute >= minutes


@dataclass
class Reference:
    """One channel's memory by the rules alone."""

    subscription: Subscription
    taken: set[str] = field(default_factory=set)
    last: date | None = None

    def edition(self, target: date, lists: Lists) -> tuple[list[str], list[str]]:
        """The papers that become cards, and those only listed, in order."""
        newest_first = self._lists_to_read(target, lists)
        rows: dict[str, Listing] = {}
        for day in reversed(newest_first):
            for row in lists[day] or ():
                rows[row.paper.id] = row
        chosen = [row for row in rows.values() if self._is_wanted(row)]
        chosen.sort(key=lambda row: (-self._interests(row), -row.upvotes, row.place, row.paper.id))
        names = [str(row.paper.id) for row in chosen]
        return names[: self.subscription.limit], names[self.subscription.limit :]

    def take(self, target: date, papers: Sequence[str]) -> None:
        self.taken.update(papers)
        self.last = target if self.last is None else max(self.last, target)

    def _lists_to_read(self, target: date, lists: Lists) -> list[date]:
        """Its own day, then back to the previous edition's and that one too; three that have a list."""
        first = target if self.last is None else min(self.last, target)
        first = max(first, target - timedelta(days=14))
        if self.last is not None and self.last > target:
            first = target
        days: list[date] = []
        day = target
        while day >= first and len(days) < 3:
            if lists[day]:
                days.append(day)
            day -= timedelta(days=1)
        return days

    def _is_wanted(self, row: Listing) -> bool:
        text = f" {row.paper.title} {row.paper.abstract} ".lower().replace(":", " ").replace(".", " ")
        wanted = row.paper.id not in self.taken and row.upvotes >= self.subscription.min_upvotes
        return wanted and not any(f" {word} " in text for word in self.subscription.exclude)

    def _interests(self, row: Listing) -> int:
        text = f" {row.paper.title} {row.paper.abstract} ".lower().replace(":", " ").replace(".", " ")
        return int(any(f" {word} " in text for word in self.subscription.interest))
