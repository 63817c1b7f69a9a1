"""`log`: what was posted, where and why not."""

from datetime import date, datetime
from typing import Any

from bot.commands import screen
from bot.commands.shared import DONE, print_json
from bot.config import Settings
from bot.domain.delivery import Delivery
from bot.domain.edition import Edition, How, Silence
from bot.domain.summary import Outcome
from bot.wiring import open_store_of


async def log(settings: Settings, day: date | None, *, as_json: bool) -> int:
    async with open_store_of(settings) as store:
        editions = await store.chronicle.editions(day)
        silences = await store.chronicle.silences(day)
        deliveries = await store.outbox.log(day)
    if as_json:
        print_json(
            {
                "editions": [*map(_edition, editions), *map(_silence, silences)],
                "deliveries": [_delivery(delivery) for delivery in deliveries],
            }
        )
        return DONE
    for edition in editions:
        screen.line(f"{edition.day}/{edition.number} {edition.channel}: {_reason(edition) or 'whole'}")
    for silence in silences:
        screen.line(f"{silence.day} {silence.channel}: no edition: {silence.reason}")
    for delivery in deliveries:
        why = f"  {delivery.reason}" if delivery.reason else ""
        screen.line(f"  {delivery.state:<8} {_time(delivery.sent_at) or '':<20} {delivery.key}{why}")
    if not editions and not silences and not deliveries:
        screen.line("nothing was posted")
    return DONE


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "channel": str(edition.channel),
        "day": edition.day.isoformat(),
        "at": _time(edition.at),
        "reason": _reason(edition),
    }


def _silence(silence: Silence) -> dict[str, Any]:
    return {
        "channel": str(silence.channel),
        "day": silence.day.isoformat(),
        "at": _time(silence.at),
        "reason": silence.reason,
    }


def _reason(edition: Edition) -> str:
    """What is missing from the edition, paper by paper; empty when it is whole."""
    missing = [
        f"{entry.paper} {entry.outcome or 'not decided'}: {entry.reason or 'not read yet'}"
        for entry in edition.entries
        if entry.how is How.CARD and entry.outcome is not Outcome.POSTED
    ]
    return "; ".join(missing)


def _delivery(row: Delivery) -> dict[str, Any]:
    return {
        "key": row.key,
        "channel": str(row.channel),
        "paper": row.paper,
        "state": str(row.state),
        "ref": row.ref.id if row.ref else None,
        "at": _time(row.sent_at),
        "attempts": row.attempts,
        "reason": row.reason or None,
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
