"""Reading when an edition is wanted: a time, a zone and weekdays in any order, English or Korean.

Forgiving in form, strict in meaning: what could be meant in two ways, or not at all, is a fault with the
nearest right form. Zone names are data from the caller.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.domain.edition import WEEKDAYS
from bot.domain.papers_command import BadCommand, Fault

EXAMPLE_TIME, EXAMPLE_ZONE, EXAMPLE_DAYS = "08:15", "Asia/Seoul", "mon-fri"
_EXAMPLE = f"on {EXAMPLE_TIME} {EXAMPLE_ZONE} {EXAMPLE_DAYS}"


@dataclass(frozen=True, slots=True)
class When:
    """What was said; None where nothing was."""

    at: str | None = None
    timezone: str | None = None
    weekdays: tuple[str, ...] | None = None


def read_when(text: str, zones: Iterable[str]) -> When:
    """Reads `08:15 Asia/Seoul mon-fri`, `평일 오전 9시`. `zones`: IANA names.

    Raises BadCommand.
    """
    named = {zone.casefold(): zone for zone in zones}
    text = _DASH.sub("-", text.replace("요일", "").replace("부터 ", "-").replace("까지", ""))
    at, rest = _take_time(text)
    said = When(at=at)
    for token in re.split(r"[\s,]+", rest):
        word = _PARTICLE.sub("", token.strip("-.!?()"))
        if word and word.casefold() not in _NOISE:
            said = _with_word(said, word, named)
    return said


_DASH = re.compile(r"\s*(?:[-–—~〜∼]|(?<=[a-z])\sto(?=\s))\s*", re.IGNORECASE)
_NOISE = frozenset(("at", "in", "every", "on", "and", "에", "매주", "timezone", "zone", "시간대", "시각"))
_PARTICLE = re.compile(r"(?<=.)(?:에만|에|마다|만)$")


def _with_word(said: When, word: str, zones: Mapping[str, str]) -> When:
    folded = word.casefold()
    if days := _days(folded):
        both = {*(said.weekdays or ()), *days}
        return replace(said, weekdays=tuple(day for day in WEEKDAYS if day in both))
    if folded in _FIXED_TIMES:
        return replace(said, at=_only(said.at, _FIXED_TIMES[folded], word))
    if zone := _zone(folded, zones):
        return replace(said, timezone=_only(said.timezone, zone, word))
    raise _stranger(word, zones)


def _only(before: str | None, now: str, word: str) -> str:
    """Raises BadCommand when something else was said before."""
    if before is not None and before != now:
        raise BadCommand(Fault.EXTRA, word, f"on {before}")
    return now


# Times.
_TIME = re.compile(
    r"(?<![\w:./+-])(?:(?P<part>오전|오후|아침|새벽|낮|저녁|밤)\s?)?(?P<hour>\d{1,6})"
    r"(?P<unit>\s?시(?:\s?(?P<minutes>\d{1,6})\s?분|\s?(?P<half>반)(?!\w))?|[:.](?P<minute>[\d:.]*))?"
    r"(?:\s?(?P<meridiem>[ap])\.?m\b\.?)?(?:에)?(?![\w:/+])",
    re.IGNORECASE,
)
_FIXED_TIMES = {"정오": "12:00", "noon": "12:00", "자정": "00:00", "midnight": "00:00"}
_MORNING = {12: 0} | {hour: hour for hour in range(12)}
_AFTERNOON = {12: 12} | {hour: hour % 12 + 12 for hour in range(1, 24) if hour != 12}
_HOURS = {
    "": {hour: hour for hour in range(24)},
    "a": _MORNING,
    "p": _AFTERNOON,
    "오전": _MORNING,
    "오후": _AFTERNOON,
    "새벽": {12: 0} | {hour: hour for hour in range(7)},
    "아침": {hour: hour for hour in range(5, 12)},
    "낮": {11: 11, 12: 12} | {hour: hour + 12 for hour in range(1, 6)},
    "저녁": {hour: hour % 12 + 12 for hour in (*range(5, 12), *range(17, 24))},
    "밤": {12: 0}
    | {hour: hour for hour in range(5)}
    | {hour: hour % 12 + 12 for hour in range(6, 24) if hour != 12},
}


def _take_time(text: str) -> tuple[str | None, str]:
    """The one time in `text` as HH:MM, and the rest."""
    at = None
    for found in _TIME.finditer(text):
        at = _only(at, _clock_time(found), found[0])
    return at, _TIME.sub(" ", text)


def _clock_time(found: re.Match[str]) -> str:
    part, meridiem = found["part"], (found["meridiem"] or "").lower()
    hour = _HOURS[part or meridiem].get(int(found["hour"]))
    minute = _minute(found)
    is_time = found["unit"] or part or meridiem
    if not is_time or (part and meridiem) or hour is None or minute is None:
        raise BadCommand(Fault.TIME, found[0].strip(), nearest_time(found[0]))
    return f"{hour:02}:{minute:02}"


def _minute(found: re.Match[str]) -> int | None:
    """0 to 59, or None. Behind a colon it has two digits."""
    if found["minute"] is not None:
        written = found["minute"] if re.fullmatch(r":\d\d", found["unit"]) else "60"
    else:
        written = "30" if found["half"] else found["minutes"] or "0"
    return int(written) if int(written) < 60 else None


def nearest_time(text: str) -> str:
    """`9`, `815` and `8.30` name a time to anyone who reads them; all else gets the example."""
    found = re.fullmatch(r"(\d{1,2}?)\D?(\d\d)?", text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else EXAMPLE_TIME


# Weekdays.
_KOREAN_DAYS = "월화수목금토일"
_ENGLISH_DAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?s?")
_DAY_GROUPS = {
    **dict.fromkeys(("weekdays", "weekday", "평일", "주중"), WEEKDAYS[:5]),
    **dict.fromkeys(("weekends", "weekend", "주말"), WEEKDAYS[5:]),
    **dict.fromkeys(("daily", "everyday", "day", "매일", "날마다"), WEEKDAYS),
}


def _days(word: str) -> tuple[str, ...]:
    """The days that `word` names, or none."""
    if word in _DAY_GROUPS:
        return _DAY_GROUPS[word]
    if re.fullmatch(f"[{_KOREAN_DAYS}]+", word):
        return tuple(WEEKDAYS[_KOREAN_DAYS.index(letter)] for letter in word)
    first, dash, last = word.partition("-")
    start, end = _day(first), _day(last if dash else first)
    if start is None or end is None:
        return ()
    return tuple(WEEKDAYS[(start + step) % 7] for step in range((end - start) % 7 + 1))


def _day(word: str) -> int | None:
    if len(word) == 1 and word in _KOREAN_DAYS:
        return _KOREAN_DAYS.index(word)
    found = _ENGLISH_DAY.fullmatch(word)
    return WEEKDAYS.index(found[1]) if found else None


# Zones.
_KOREAN_ZONES = {
    **dict.fromkeys(("서울", "한국", "한국시간", "kst"), "Asia/Seoul"),
    **dict.fromkeys(("도쿄", "일본"), "Asia/Tokyo"),
    "런던": "Europe/London",
    "뉴욕": "America/New_York",
}
_OFFSET = re.compile(r"(?:utc|gmt)?[+-]\d.*")


def _zone(word: str, zones: Mapping[str, str]) -> str:
    """The zone that `word` names: an IANA name, or the city of exactly one."""
    named = zones.get(word) or zones.get(_KOREAN_ZONES.get(word, "").casefold())
    if named or _OFFSET.fullmatch(word):
        return named or ""
    cities = [zone for folded, zone in zones.items() if folded.rpartition("/")[2] == word]
    return cities[0] if len(cities) == 1 else ""


def nearest_zone(word: str, zones: Mapping[str, str]) -> str:
    """The zone most like `word`, by whole name or by city; empty when none is."""
    cities = {folded.rpartition("/")[2]: folded for folded in zones}
    close = get_close_matches(word[:40], zones, 1) or get_close_matches(word[:40], cities, 1, 0.7)
    return zones[cities.get(close[0], close[0])] if close else ""


def _stranger(word: str, zones: Mapping[str, str]) -> BadCommand:
    """What the writer of an unknown `word` most likely meant to name."""
    folded = word.casefold()
    if re.match(r"\d|:", word):
        return BadCommand(Fault.TIME, word, nearest_time(word))
    if _OFFSET.fullmatch(folded):
        return BadCommand(Fault.ZONE, word, EXAMPLE_ZONE)
    if any(map(_days, folded.split("-"))) or get_close_matches(folded, (*WEEKDAYS, *_DAY_GROUPS), 1, 0.7):
        return BadCommand(Fault.WEEKDAYS, word, EXAMPLE_DAYS)
    zone = nearest_zone(folded, zones)
    if zone or "/" in word:
        return BadCommand(Fault.ZONE, word, zone or EXAMPLE_ZONE)
    return BadCommand(Fault.EXTRA, word, _EXAMPLE)
