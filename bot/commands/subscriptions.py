"""`subscribe`, `unsubscribe`, `subscriptions`."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import typer

from bot.commands import screen
from bot.commands.shared import DONE, print_json
from bot.config import Settings
from bot.domain import subscribing
from bot.domain.edition import Subscription
from bot.domain.message import Channel
from bot.wiring import open_store_of


@dataclass(frozen=True, slots=True)
class Wishes:
    """A subscription as somebody typed it."""

    at: str
    timezone: str
    weekdays: str
    limit: int
    min_upvotes: int
    interest: tuple[str, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    layout: str

    def subscription(self, channel: Channel) -> Subscription:
        """Raises typer.BadParameter for the first wish that is wrong."""
        try:
            return Subscription(
                channel,
                at=subscribing.time_of_day(self.at),
                timezone=subscribing.zone_named(self.timezone, available_timezones()),
                weekdays=subscribing.days_named(self.weekdays),
                limit=subscribing.number("limit", self.limit),
                min_upvotes=subscribing.number("upvotes", self.min_upvotes),
                interest=subscribing.words("interest", self.interest),
                include=subscribing.words("include", self.include),
                exclude=subscribing.words("exclude", self.exclude),
                layout=subscribing.layout_named(self.layout),
            )
        except subscribing.BadSubscription as error:
            raise typer.BadParameter(str(error), param_hint=f"--{error.name}") from None


async def subscribe(settings: Settings, subscription: Subscription) -> int:
    """A new one begins with the edition of the day it is made on, also when its time has passed."""
    async with open_store_of(settings) as store:
        known = await store.subscriptions.get(subscription.channel)
        since, by = (known.since, known.by) if known else (_midnight(subscription.timezone), "")
        await store.subscriptions.save(replace(subscription, since=since, by=by))
    screen.line(_line(subscription))
    return DONE


def _midnight(timezone: str) -> datetime:
    """The last moment of yesterday there, in UTC."""
    today = datetime.now(ZoneInfo(timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return today.astimezone(UTC) - timedelta(microseconds=1)


async def unsubscribe(settings: Settings, channel: Channel) -> int:
    async with open_store_of(settings) as store:
        removed = await store.subscriptions.remove(channel)
    screen.line(f"{channel}: {'unsubscribed' if removed else 'was not subscribed'}")
    return DONE


async def subscriptions(settings: Settings, *, as_json: bool) -> int:
    async with open_store_of(settings) as store:
        rows = await store.subscriptions.all()
    if as_json:
        print_json([_json(row) for row in rows])
        return DONE
    for row in rows:
        screen.line(_line(row))
    if not rows:
        screen.line("no subscriptions; add one with: python -m bot subscribe console:main")
    return DONE


def _json(row: Subscription) -> dict[str, Any]:
    return {
        "channel": str(row.channel),
        "at": row.at,
        "timezone": row.timezone,
        "weekdays": list(row.weekdays),
        "limit": row.limit,
        "min_upvotes": row.min_upvotes,
        "interest": list(row.interest),
        "include": list(row.include),
        "exclude": list(row.exclude),
        "layout": str(row.layout),
        "paused": row.paused,
    }


def _line(row: Subscription) -> str:
    words = ", ".join(
        f"{name} {' '.join(values)}"
        for name, values in (("interest", row.interest), ("include", row.include), ("exclude", row.exclude))
        if values
    )
    state = "paused" if row.paused else ",".join(row.weekdays)
    return (
        f"{row.channel}: {state} at {row.at} {row.timezone}, {row.limit} papers{', ' if words else ''}{words}"
    )
