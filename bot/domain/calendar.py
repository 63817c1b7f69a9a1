"""When an edition is due: pure decisions over a subscription, what was done, and the moment."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.edition import WEEKDAYS, Subscription

WEEK = 7


def due_moment(subscription: Subscription, day: date) -> datetime:
    """When the edition of that local date is due, in UTC.

    A time that the clocks skip is due as much later as they skip; one that they show twice is due the first
    time. Either way a local date has one due moment.
    """
    at = time.fromisoformat(subscription.at)
    return datetime.combine(day, at, ZoneInfo(subscription.timezone)).astimezone(UTC)


def last_due(subscription: Subscription, now: datetime) -> date | None:
    """The newest local date whose edition is due by `now`; None when no weekday is chosen."""
    days = (day for day in _days_back(subscription, now) if due_moment(subscription, day) <= now)
    return next(days, None)


def next_due(subscription: Subscription, now: datetime) -> date | None:
    """The first local date whose edition is due after `now`."""
    today = _local_date(subscription, now)
    ahead = (today + timedelta(days=step) for step in range(-1, WEEK + 2))
    days = (day for day in ahead if _is_chosen(subscription, day) and due_moment(subscription, day) > now)
    return next(days, None)


def local_day(now: datetime, timezone: str) -> tuple[datetime, datetime]:
    """When the local date of `now` begins and when the next one does, in UTC; 23 to 25 hours apart."""
    zone = ZoneInfo(timezone)
    today = now.astimezone(zone).date()
    first, last = (datetime.combine(day, time(), zone) for day in (today, today + timedelta(days=1)))
    return first.astimezone(UTC), last.astimezone(UTC)


def owed_date(subscription: Subscription, done: date | None, now: datetime) -> date | None:
    """The local date whose edition is due and not done, or None.

    `done`: the newest due date that the channel had its edition for. Due dates before the newest one are
    folded into it; those before the subscription began are nobody's; a clock set back owes nothing twice.
    """
    if subscription.paused:
        return None
    day = last_due(subscription, now)
    if day is None or (done is not None and day <= done):
        return None
    if subscription.since is not None and due_moment(subscription, day) <= subscription.since:
        return None
    return day


def _days_back(subscription: Subscription, now: datetime) -> Iterator[date]:
    today = _local_date(subscription, now)
    days = (today - timedelta(days=back) for back in range(WEEK + 1))
    return (day for day in days if _is_chosen(subscription, day))


def _local_date(subscription: Subscription, now: datetime) -> date:
    return now.astimezone(ZoneInfo(subscription.timezone)).date()


def _is_chosen(subscription: Subscription, day: date) -> bool:
    return WEEKDAYS[day.weekday()] in subscription.weekdays
