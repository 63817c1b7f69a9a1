"""A delivery as a row, and how new ones come in: the outbox and the editions both owe."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.delivery import Delivery, Kind, State
from bot.domain.message import Message, MessageRef
from bot.domain.paper import PaperId
from storage.columns import channel_from, moment_or_none, stamp, stamp_or_none
from storage.sqlite import Row, Transaction

# What hangs below a message of an edition is of that edition too, but not what people asked there.
OWE = """
INSERT INTO deliveries
    (seq, key, lane, kind, platform, channel, paper, parent, edition, message, state,
     attempts, absences, reason, due, created_at)
VALUES (
    (SELECT COALESCE(MAX(seq), 0) + 1 FROM deliveries),
    :key, :lane, :kind, :platform, :channel, :paper, :parent,
    COALESCE(:edition, (
        SELECT edition FROM deliveries WHERE key = :parent AND :kind IN ('detail', 'listed', 'edit')
    )),
    :message, 'pending', 0, 0, '', :due, :at
)
ON CONFLICT (key) DO NOTHING
"""


def owe(opened: Transaction, deliveries: Sequence[Delivery], at: datetime, edition: int | None = None) -> int:
    """Adds those whose keys are new, as pending and in this order; gives their number."""
    return sum(opened.execute(OWE, _params(delivery, at, edition)) for delivery in deliveries)


def _params(delivery: Delivery, at: datetime, edition: int | None) -> dict[str, str | int | None]:
    return {
        "key": delivery.key,
        "lane": delivery.lane,
        "kind": delivery.kind,
        "platform": delivery.channel.platform,
        "channel": str(delivery.channel),
        "paper": delivery.paper,
        "parent": delivery.parent or None,
        "edition": edition,
        "message": delivery.message.to_json(),
        "due": stamp_or_none(delivery.due),
        "at": stamp(at),
    }


def delivery_from(row: Row) -> Delivery:
    return Delivery(
        key=row["key"],
        lane=row["lane"],
        kind=Kind(row["kind"]),
        channel=channel_from(row["channel"]),
        message=Message.from_json(row["message"]),
        paper=PaperId(row["paper"]) if row["paper"] else None,
        parent=row["parent"] or "",
        state=State(row["state"]),
        ref=MessageRef.from_json(row["ref"]) if row["ref"] else None,
        attempts=row["attempts"],
        absences=row["absences"],
        reason=row["reason"],
        due=moment_or_none(row["due"]),
        sent_at=moment_or_none(row["sent_at"]),
    )
