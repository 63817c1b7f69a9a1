"""When a local date begins and ends, also where the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import local_day


@pytest.mark.parametrize(
    ("now", "zone", "begins", "hours"),
    [
        ("2025-12-08T15:00", "Asia/Seoul", "2025-12-08T15:00", 24.0),
        ("2025-12-08T14:59", "Asia/Seoul", "2025-12-07T15:00", 24.0),
        ("2025-12-08T18:29", "Asia/Kolkata", "2025-12-07T18:30", 24.0),
        ("2025-12-08T18:30", "Asia/Kolkata", "2025-12-08T18:30", 24.0),
        ("2025-03-09T12:00", "America/New_York", "2025-03-09T05:00", 23.0),
        ("2025-11-02T12:00", "America/New_York", "2025-11-02T04:00", 25.0),
        # There is no midnight: the day begins at 01:00.
        ("2025-09-07T12:00", "America/Santiago", "2025-09-07T04:00", 23.0),
        # Midnight comes twice: the day begins with the first.
        ("2025-11-02T12:00", "America/Havana", "2025-11-02T04:00", 25.0),
        ("2025-10-04T15:45", "Australia/Lord_Howe", "2025-10-04T13:30", 23.5),
    ],
)
def test_a_day_as_its_zone_has_it(now: str, zone: str, begins: str, hours: float) -> None:
    first, last = local_day(datetime.fromisoformat(now).replace(tzinfo=UTC), zone)
    assert (first.isoformat(), (last - first) / timedelta(hours=1)) == (f"{begins}:00+00:00", hours)


@pytest.mark.parametrize("zone", ["America/Santiago", "America/Havana", "Asia/Kathmandu", "Africa/Cairo"])
def test_each_day_ends_where_the_next_begins(zone: str) -> None:
    noons = (
        datetime.combine(date(2025, 1, 1) + timedelta(days=day), time(12), ZoneInfo(zone))
        for day in range(366)
    )
    days = [local_day(noon.astimezone(UTC), zone) for noon in noons]
    assert [ended for _, ended in days[:-1]] == [begun for begun, _ in days[1:]]
