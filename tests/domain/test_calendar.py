from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.domain.calendar import due_moment, last_due, next_due, owed_date
from bot.domain.edition import WEEKDAYS, Subscription
from bot.domain.message import Channel

CHANNEL = Channel("console", "main")
SEOUL = Subscription(CHANNEL)
TUESDAY = date(2025, 12, 9)
DUE = datetime(2025, 12, 8, 23, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_due_at_the_channel_s_own_time() -> None:
    assert due_moment(SEOUL, TUESDAY) == DUE
    assert last_due(SEOUL, DUE) == TUESDAY
    assert last_due(SEOUL, DUE - MINUTE) == TUESDAY - timedelta(days=1)
    assert next_due(SEOUL, DUE) == TUESDAY + timedelta(days=1)
    assert next_due(SEOUL, DUE - MINUTE) == TUESDAY


def test_weekends_are_skipped_both_ways() -> None:
    saturday_noon = datetime(2025, 12, 13, 3, tzinfo=UTC)
    assert last_due(SEOUL, saturday_noon) == date(2025, 12, 12)
    assert next_due(SEOUL, saturday_noon) == date(2025, 12, 15)


def test_no_weekday_means_never() -> None:
    never = Subscription(CHANNEL, weekdays=())
    assert last_due(never, DUE) is None
    assert next_due(never, DUE) is None
    assert owed_date(never, None, DUE) is None


@pytest.mark.parametrize(
    ("done", "now", "owed"),
    [
        (None, DUE, TUESDAY),
        (None, DUE + timedelta(hours=9), TUESDAY),  # late is better than never
        (TUESDAY, DUE + MINUTE, None),
        (TUESDAY - timedelta(days=4), DUE, TUESDAY),  # what was missed is folded into the newest
        (TUESDAY, DUE - timedelta(days=3), None),  # the clock was set back
    ],
)
def test_what_is_owed(done: date | None, now: datetime, owed: date | None) -> None:
    assert owed_date(SEOUL, done, now) == owed


def test_nothing_is_owed_from_before_it_was_switched_on_nor_while_paused() -> None:
    assert owed_date(Subscription(CHANNEL, since=DUE + MINUTE), None, DUE + 2 * MINUTE) is None
    assert owed_date(Subscription(CHANNEL, since=DUE - MINUTE), None, DUE) == TUESDAY
    assert owed_date(Subscription(CHANNEL, paused=True), None, DUE) is None


@pytest.mark.parametrize(
    ("timezone", "at"),
    [
        ("America/New_York", "02:30"),
        ("Australia/Lord_Howe", "02:15"),
        ("Europe/Berlin", "02:30"),
        ("Asia/Seoul", "00:00"),
        ("Pacific/Apia", "23:59"),
    ],
)
def test_a_year_has_one_due_moment_a_day_in_order_whatever_the_clocks_do(timezone: str, at: str) -> None:
    subscription = Subscription(CHANNEL, timezone=timezone, at=at, weekdays=WEEKDAYS)
    days = [date(2026, 1, 1) + timedelta(days=step) for step in range(365)]
    moments = [due_moment(subscription, day) for day in days]
    assert all(earlier < later for earlier, later in pairwise(moments))
    for day, moment in zip(days, moments, strict=True):
        assert last_due(subscription, moment) == day
        assert next_due(subscription, moment - timedelta(seconds=1)) == day
