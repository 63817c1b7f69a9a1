"""How moments, channels and lists stand in columns."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.domain.message import Channel


def stamp(moment: datetime) -> str:
    """UTC, always to the microsecond, so that text sorts as time does. `moment` must be aware."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def stamp_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def channel_from(text: str) -> Channel:
    """The reverse of `str(channel)`; no platform's name holds a colon."""
    platform, _, place = text.partition(":")
    return Channel(platform, place)


def words(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def words_from(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
