"""How each paper of an edition ends: pure decisions over readings and time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.edition import Edition, Entry
from bot.domain.summary import Outcome, Reading

TRIED_FOR = timedelta(days=2)
"""A held or shown paper is tried again by each run for this long after its edition was made."""


def to_try(edition: Edition, now: datetime) -> tuple[Entry, ...]:
    """The cards' entries that a run still has to work on, in order."""
    tried_out = now - edition.at >= TRIED_FOR
    return tuple(entry for entry in edition.cards if _open(entry, tried_out=tried_out))


def _open(entry: Entry, *, tried_out: bool) -> bool:
    """A held one stays open until it is at least shown; a shown one until its time is over."""
    if entry.outcome is Outcome.SHOWN:
        return not tried_out
    return entry.outcome is not Outcome.POSTED


def concluded(reading: Reading, edition: Edition, now: datetime) -> Reading:
    """The reading as this edition takes it: what was held for two days is shown without a summary."""
    if reading.outcome is Outcome.HELD and now - edition.at >= TRIED_FOR:
        return replace(reading, outcome=Outcome.SHOWN)
    return reading


def decided(entry: Entry, reading: Reading) -> Entry:
    """The entry with the reading's outcome; what stands in the channel never gets worse."""
    if entry.outcome is Outcome.SHOWN and reading.outcome is not Outcome.POSTED:
        return entry
    return replace(entry, outcome=reading.outcome, reason=reading.reason, detail=reading.detail)


def stands(entry: Entry) -> bool:
    """Whether the paper has a card in the channel, or is about to."""
    return entry.outcome in {Outcome.POSTED, Outcome.SHOWN}


def changed(before: Sequence[Entry], after: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries of `after` that were decided differently before."""
    known = {entry.paper: entry for entry in before}
    return tuple(entry for entry in after if known.get(entry.paper) != entry)
