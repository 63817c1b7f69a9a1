"""All deliveries owed: who may work on which next, and what became of each try."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.delivery import Delivery, Kind, Next, State
from bot.domain.message import Channel, MessageRef
from bot.errors import NotFound
from storage.columns import moment_or_none, stamp, stamp_or_none
from storage.deliveries import delivery_from, owe
from storage.sqlite import Database, Row, Transaction, chunks

# Who held these is gone; whether the message went out is for `find` to say.
ABANDON = """
UPDATE deliveries SET state = 'unknown', lease_until = NULL, reason = :reason
WHERE seq IN (
    SELECT seq FROM open_deliveries
    WHERE state = 'sending' AND (:until IS NULL OR lease_until <= :until)
)
RETURNING key
"""
UNLEASE = """
UPDATE deliveries SET lease_until = NULL
WHERE seq IN (SELECT seq FROM open_deliveries WHERE lease_until IS NOT NULL)
"""

# A message cannot be changed, nor its thread written in, when it will never stand anywhere.
FAIL_ORPHANS = """
UPDATE deliveries SET state = 'failed', reason = :reason, due = NULL
WHERE seq IN (
    SELECT seq FROM open_deliveries AS child WHERE state = 'pending' AND EXISTS (
        SELECT 1 FROM deliveries AS parent WHERE parent.key = child.parent AND parent.state = 'failed'
    )
)
"""

# `tried_after`: how much of the channel was settled before the first try; see ANCHOR.
CLAIM = """
UPDATE deliveries SET
    attempts = attempts + CASE state WHEN 'pending' THEN 1 ELSE 0 END,
    state = CASE state WHEN 'pending' THEN 'sending' ELSE state END,
    lease_until = :lease_until,
    tried_after = COALESCE(tried_after, (
        SELECT COALESCE(MAX(sent_order), 0) FROM deliveries AS sent
        WHERE sent.channel = deliveries.channel AND sent.state = 'sent'
    ))
WHERE seq = (
    SELECT seq FROM lane_heads
    WHERE platform IN (:platforms) AND COALESCE(due, '') <= :now AND COALESCE(lease_until, '') <= :now
        AND NOT EXISTS (
            SELECT 1 FROM deliveries AS parent WHERE parent.key = lane_heads.parent AND parent.state <> 'sent'
        )
    ORDER BY seq LIMIT 1
)
RETURNING *
"""

# One whose parent is still open waits for that, and is counted when its turn has come.
NEXT_DUE = """
SELECT MIN(
    CASE WHEN lease_until > COALESCE(due, created_at) THEN lease_until ELSE COALESCE(due, created_at) END
) AS moment
FROM lane_heads
WHERE platform IN (:platforms) AND NOT EXISTS (
    SELECT 1 FROM open_deliveries AS parent WHERE parent.key = lane_heads.parent
)
"""

# Above all that open ones remember as `tried_after`, also when the newest was revived and left the order.
SETTLE = """
UPDATE deliveries SET
    state = 'sent', ref = :ref, sent_at = :at, reason = '', absences = 0, due = NULL, lease_until = NULL,
    sent_order = (
        SELECT COALESCE(MAX(number), 0) + 1 FROM (
            SELECT MAX(sent.sent_order) AS number FROM deliveries AS sent
            WHERE sent.channel = deliveries.channel AND sent.state = 'sent'
            UNION ALL
            SELECT MAX(open.tried_after) FROM open_deliveries AS open WHERE open.channel = deliveries.channel
        ) AS numbers
    )
WHERE key = :key AND state <> 'sent'
RETURNING *
"""

# What is sent stays sent, and a worker whose lease another one took over is not heard.
PUT_BACK = """
UPDATE deliveries SET state = :state, due = :due, reason = :reason, absences = :absences, lease_until = NULL
WHERE key = :key AND state IN ('pending', 'sending', 'unknown')
    AND (:lease_until IS NULL OR lease_until = :lease_until)
"""

# By the order in which they were settled, not by seq: another lane's earlier one may have gone out later.
ANCHOR = """
SELECT sent.ref FROM deliveries AS sent, deliveries AS this
WHERE this.key = :key AND sent.channel = this.channel AND sent.parent IS NULL AND sent.state = 'sent'
    AND sent.sent_order <= COALESCE(this.tried_after, sent.sent_order)
ORDER BY sent.sent_order DESC LIMIT 1
"""
ANCHOR_IN_THREAD = """
SELECT sent.ref FROM deliveries AS sent, deliveries AS this
WHERE this.key = :key AND sent.parent = this.parent AND sent.kind <> 'edit' AND sent.state = 'sent'
    AND sent.sent_order <= COALESCE(this.tried_after, sent.sent_order)
ORDER BY sent.sent_order DESC LIMIT 1
"""

REVIVE = """
UPDATE deliveries SET
    state = 'pending', ref = NULL, sent_at = NULL, sent_order = NULL, tried_after = NULL,
    absences = 0, due = NULL, reason = ''
WHERE key = :key AND state IN ('sent', 'failed')
"""

# U+10FFFF sorts behind whatever a key goes on with.
KEYS = "SELECT key FROM deliveries WHERE key >= :prefix AND key < :prefix || char(1114111) ORDER BY seq"
OWED = "SELECT * FROM open_deliveries WHERE channel IN (:some) ORDER BY seq"
LOG = "SELECT * FROM deliveries ORDER BY seq"
LOG_OF_DAY = """
SELECT * FROM deliveries WHERE edition IN (SELECT id FROM editions WHERE day = :day) ORDER BY seq
"""


class OutboxStore:
    """The port Outbox in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def owe(self, deliveries: Sequence[Delivery], at: datetime) -> int:
        return await self._database.write(owe, deliveries, at)

    async def claim(self, now: datetime, lease_until: datetime, platforms: Sequence[str]) -> Delivery | None:
        if not platforms:
            return None
        row = await self._database.write(_claim, now, lease_until, tuple(platforms))
        return delivery_from(row) if row else None

    async def settle(self, key: str, ref: MessageRef, at: datetime) -> None:
        await self._database.write(_settle, key, ref, at)

    async def put_back(
        self, key: str, after: Next, at: datetime, lease_until: datetime | None = None
    ) -> None:
        await self._database.write(_put_back, key, after, at, lease_until)

    async def abandoned(self, at: datetime) -> int:
        return await self._database.write(_abandoned, at)

    async def get(self, key: str) -> Delivery | None:
        row = await self._database.read(_row, key)
        return delivery_from(row) if row else None

    async def keys(self, prefix: str) -> Sequence[str]:
        rows = await self._database.read(Transaction.rows, KEYS, {"prefix": prefix})
        return [row["key"] for row in rows]

    async def revive(self, key: str, at: datetime) -> bool:
        return await self._database.write(_revive, key, at)

    async def anchor(self, delivery: Delivery) -> MessageRef | None:
        ref = await self._database.read(_anchor, delivery)
        return MessageRef.from_json(ref) if ref else None

    async def owed(self, channels: Sequence[Channel]) -> Sequence[Delivery]:
        rows = await self._database.read(_owed, tuple(str(channel) for channel in channels))
        return [delivery_from(row) for row in rows]

    async def next_due(self, platforms: Sequence[str]) -> datetime | None:
        if not platforms:
            return None
        row = await self._database.read(Transaction.row, NEXT_DUE, {"platforms": tuple(platforms)})
        return moment_or_none(row["moment"]) if row else None

    async def log(self, day: date | None) -> Sequence[Delivery]:
        sql = LOG if day is None else LOG_OF_DAY
        rows = await self._database.read(Transaction.rows, sql, {"day": day.isoformat()} if day else {})
        return [delivery_from(row) for row in rows]


def _claim(
    opened: Transaction, now: datetime, lease_until: datetime, platforms: tuple[str, ...]
) -> Row | None:
    _abandon(opened, now, now, "the lease ran out")
    while opened.execute(FAIL_ORPHANS, {"reason": "the message that it belongs to failed"}):
        pass
    params = {"now": stamp(now), "lease_until": stamp(lease_until), "platforms": platforms}
    return opened.row(CLAIM, params)


def _abandoned(opened: Transaction, at: datetime) -> int:
    number = _abandon(opened, None, at, "the process ended while it was being sent")
    opened.execute(UNLEASE)
    return number


def _abandon(opened: Transaction, until: datetime | None, at: datetime, reason: str) -> int:
    left = opened.rows(ABANDON, {"until": stamp_or_none(until), "reason": reason})
    for row in left:
        _attempt(opened, row["key"], at, State.UNKNOWN, reason)
    return len(left)


def _settle(opened: Transaction, key: str, ref: MessageRef, at: datetime) -> None:
    row = opened.row(SETTLE, {"key": key, "ref": ref.to_json(), "at": stamp(at)})
    if row is None:
        _known(opened, key)
        return
    _attempt(opened, key, at, State.SENT, "")
    if row["kind"] == Kind.CARD and row["paper"]:
        sql = "INSERT INTO threads VALUES (:channel, :thread, :paper, :key) ON CONFLICT DO NOTHING"
        opened.execute(sql, {"channel": row["channel"], "thread": ref.id, "paper": row["paper"], "key": key})
    if row["kind"] == Kind.EDIT:
        sql = "UPDATE deliveries SET message = :message WHERE key = :parent"
        opened.execute(sql, {"message": row["message"], "parent": row["parent"]})


def _put_back(opened: Transaction, key: str, after: Next, at: datetime, lease_until: datetime | None) -> None:
    if after.state in {State.SENT, State.SENDING}:
        raise ValueError(f"put back as {after.state}")
    params = {
        "key": key,
        "state": after.state,
        "due": stamp_or_none(after.due),
        "reason": after.reason,
        "absences": after.absences,
        "lease_until": stamp_or_none(lease_until),
    }
    if opened.execute(PUT_BACK, params):
        _attempt(opened, key, at, after.state, after.reason)
    else:
        _known(opened, key)


def _revive(opened: Transaction, key: str, at: datetime) -> bool:
    if not opened.execute(REVIVE, {"key": key}):
        return False
    opened.execute("DELETE FROM threads WHERE card = :key", {"key": key})
    _attempt(opened, key, at, State.PENDING, "asked for once more")
    return True


def _attempt(opened: Transaction, key: str, at: datetime, state: State, reason: str) -> None:
    sql = "INSERT INTO attempts VALUES (:key, :at, :state, :reason)"
    opened.execute(sql, {"key": key, "at": stamp(at), "state": state, "reason": reason})


def _row(opened: Transaction, key: str) -> Row | None:
    return opened.row("SELECT * FROM deliveries WHERE key = :key", {"key": key})


def _known(opened: Transaction, key: str) -> None:
    if _row(opened, key) is None:
        raise NotFound(f"no delivery {key}")


def _anchor(opened: Transaction, delivery: Delivery) -> str | None:
    row = opened.row(ANCHOR_IN_THREAD if delivery.parent else ANCHOR, {"key": delivery.key})
    if row is None and delivery.parent:
        row = _row(opened, delivery.parent)
    return row["ref"] if row else None


def _owed(opened: Transaction, channels: tuple[str, ...]) -> list[Row]:
    rows = [row for some in chunks(channels) for row in opened.rows(OWED, {"some": some})]
    return sorted(rows, key=lambda row: int(row["seq"]))
