"""Reading a subscription's wishes: strict in meaning, with a line that says what is expected."""

import re
from collections.abc import Iterable, Sequence

from bot.domain.edition import WEEKDAYS, Layout

BOUNDS = {"limit": (1, 30), "upvotes": (0, 10_000)}
"""A day's list has 29 papers at the median; more cards than that is no edition."""
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


def zone_named(text: str, zones: Iterable[str]) -> str:
    """The one of `zones` (the IANA list) that is meant, whatever its case. Raises BadSubscription."""
    named = next((zone for zone in zones if zone.casefold() == text.casefold()), None)
    if named is None:
        raise BadSubscription("timezone", f"{text[:40]!r} is no time zone; write one such as Asia/Seoul")
    return named


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


def number(name: str, value: int) -> int:
    """`value` when it is in the bounds of the wish `name`: limit or upvotes. Raises BadSubscription."""
    least, most = BOUNDS[name]
    if not least <= value <= most:
        raise BadSubscription(name, f"{name} must be from {least} to {most}")
    return value


def layout_named(text: str) -> Layout:
    """`card` or `full`. Raises BadSubscription."""
    if text not in set(Layout):
        raise BadSubscription("layout", f"{text[:20]!r} is no layout; write card or full")
    return Layout(text)


def words(name: str, given: Sequence[str]) -> tuple[str, ...]:
    """Trimmed, each once. Raises BadSubscription for empty or too many words."""
    kept = tuple(dict.fromkeys(" ".join(word.split()) for word in given))
    if any(not word or len(word) > LONGEST_WORD for word in kept):
        raise BadSubscription(name, f"{name}: a word must have 1 to {LONGEST_WORD} characters")
    if len(kept) > MOST_WORDS:
        raise BadSubscription(name, f"{name}: at most {MOST_WORDS} words")
    return kept
