"""Which channels stand for which edition."""

from collections.abc import Sequence

from bot.domain.edition import Layout, Subscription
from bot.domain.message import Channel
from storage.columns import channel_from, moment_or_none, stamp_or_none, words, words_from
from storage.sqlite import Database, Row, Transaction

SAVE = """
INSERT INTO subscriptions VALUES
    (:channel, :at, :timezone, :weekdays, :most, :min_upvotes,
     :interest, :include, :exclude, :layout, :paused, :since, :switched_on_by)
ON CONFLICT (channel) DO UPDATE SET
    at = excluded.at, timezone = excluded.timezone, weekdays = excluded.weekdays, most = excluded.most,
    min_upvotes = excluded.min_upvotes, interest = excluded.interest, include = excluded.include,
    exclude = excluded.exclude, layout = excluded.layout, paused = excluded.paused, since = excluded.since,
    switched_on_by = excluded.switched_on_by
"""


class SubscriptionStore:
    """The port Subscriptions in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, subscription: Subscription) -> None:
        await self._database.write(_save, subscription)

    async def get(self, channel: Channel) -> Subscription | None:
        sql = "SELECT * FROM subscriptions WHERE channel = :channel"
        row = await self._database.read(Transaction.row, sql, {"channel": str(channel)})
        return _subscription_from(row) if row else None

    async def remove(self, channel: Channel) -> bool:
        sql = "DELETE FROM subscriptions WHERE channel = :channel"
        return await self._database.write(Transaction.execute, sql, {"channel": str(channel)}) > 0

    async def all(self) -> Sequence[Subscription]:
        rows = await self._database.read(Transaction.rows, "SELECT * FROM subscriptions ORDER BY channel")
        return [_subscription_from(row) for row in rows]


def _save(opened: Transaction, subscription: Subscription) -> None:
    params = {
        "channel": str(subscription.channel),
        "at": subscription.at,
        "timezone": subscription.timezone,
        "weekdays": words(subscription.weekdays),
        "most": subscription.limit,
        "min_upvotes": subscription.min_upvotes,
        "interest": words(subscription.interest),
        "include": words(subscription.include),
        "exclude": words(subscription.exclude),
        "layout": subscription.layout,
        "paused": int(subscription.paused),
        "since": stamp_or_none(subscription.since),
        "switched_on_by": subscription.by,
    }
    opened.execute(SAVE, params)


def _subscription_from(row: Row) -> Subscription:
    return Subscription(
        channel=channel_from(row["channel"]),
        at=row["at"],
        timezone=row["timezone"],
        weekdays=words_from(row["weekdays"]),
        limit=row["most"],
        min_upvotes=row["min_upvotes"],
        interest=words_from(row["interest"]),
        include=words_from(row["include"]),
        exclude=words_from(row["exclude"]),
        layout=Layout(row["layout"]),
        paused=bool(row["paused"]),
        since=moment_or_none(row["since"]),
        by=row["switched_on_by"],
    )
