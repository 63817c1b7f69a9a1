"""Dates as people write them."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

_WEEKDAYS = "월화수목금토일"


def day_name(day: date) -> str:
    """`12월 9일(화)`"""
    return f"{month_day(day)}({_WEEKDAYS[day.weekday()]})"


def month_day(day: date) -> str:
    """`12월 8일`"""
    return f"{day.month}월 {day.day}일"


def day_range(days: Sequence[date]) -> str:
    """`12월 8일`, `12월 5–8일` or `11월 28일–12월 1일`; days are sorted."""
    first, last = days[0], days[-1]
    if first == last:
        return month_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.month}월 {first.day}–{last.day}일"
    return f"{month_day(first)}–{month_day(last)}"


def moment(at: datetime, timezone: str) -> str:
    """`12월 10일(수) 08:15` in the channel's own zone."""
    local = at.astimezone(ZoneInfo(timezone))
    return f"{day_name(local.date())} {local:%H:%M}"
