"""Reading a subscription's wishes: strict in meaning, with a line that says what is expected."""

import re
from collections.abc import Sequence
from zoneinfo import available_timezones

from bot.domain.edition import WEEKDAYS, Layout, Subscription
from bot.domain.message import Channel

MOST_PAPERS = 30
"""A day's list has 29 papers at the median; more cards than that is no edition."""
MOST_UPVOTES = 10_000
MOST_WORDS = 20
LONGEST_WORD = 40


class BadSubscription(ValueError):
    """One line: what is wrong and what would be right. `name` says which wish."""

    def __init__(self, name: str, line: str) -> None:
        super().__init__(line)
        self.name = name


def time_of_day(text: str) -> str:
    """`8:15` or `08:15` as `08:15`. Raises BadSubscription."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text, re.ASCII)
    if found is None:
        raise BadSubscription("at", f"{text[:20]!r} is no time; write HH:MM, for example 08:15")
    return f"{int(found[1]):02}:{found[2]}"


def zone_named(text: str) -> str:
    """A zone of the IANA list, whatever its case. Raises BadSubscription."""
    zones = {zone.casefold(): zone for zone in available_timezones()}
    zone = zones.get(text.casefold())
    if zone is None:
        raise BadSubscription("timezone", f"{text[:40]!r} is no time zone; write one such as Asia/Seoul")
    return zone


def days_named(text: str) -> tuple[str, ...]:
    """`mon-fri`, `sat,sun`, `mon,wed-fri`: the days in the week's order. Raises BadSubscription."""
    days: set[str] = set()
    for part in text.casefold().split(","):
        first, dash, last = part.strip().partition("-")
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            raise BadSubscription("weekdays", f"{text[:40]!r} are no weekdays; write mon-fri or mon,wed,fri")
        start = WEEKDAYS.index(first)
        length = (WEEKDAYS.index(last) - start) % 7 if dash else 0
        days.update(WEEKDAYS[(start + step) % 7] for step in range(length + 1))
    return tuple(day for day in WEEKDAYS if day in days)


def whole_number(name: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise BadSubscription(name, f"{name} must be from {least} to {most}")
    return value


def words(name: str, given: Sequence[str]) -> tuple[str, ...]:
    """Trimmed, each once. Raises BadSubscription for empty or too many words."""
    kept = tuple(dict.fromkeys(" ".join(word.split()) for word in given))
    if any(not word or len(word) > LONGEST_WORD for word in kept):
        raise BadSubscription(name, f"{name}: a word must have 1 to {LONGEST_WORD} characters")
    if len(kept) > MOST_WORDS:
        raise BadSubscription(name, f"{name}: at most {MOST_WORDS} words")
    return kept


def subscription(
    channel: Channel,
    *,
    at: str,
    timezone: str,
    weekdays: str,
    limit: int,
    min_upvotes: int,
    interest: Sequence[str],
    include: Sequence[str],
    exclude: Sequence[str],
    layout: str,
) -> Subscription:
    """A subscription from what somebody typed. Raises BadSubscription for the first wrong wish."""
    if layout not in set(Layout):
        raise BadSubscription("layout", f"{layout[:20]!r} is no layout; write card or full")
    return Subscription(
        channel,
        at=time_of_day(at),
        timezone=zone_named(timezone),
        weekdays=days_named(weekdays),
        limit=whole_number("limit", limit, 1, MOST_PAPERS),
        min_upvotes=whole_number("min_upvotes", min_upvotes, 0, MOST_UPVOTES),
        interest=words("interest", interest),
        include=words("include", include),
        exclude=words("exclude", exclude),
        layout=Layout(layout),
    )
