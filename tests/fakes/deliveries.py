"""Deliveries and their surroundings for tests of the outbox."""

from datetime import UTC, datetime, timedelta

from bot.domain.delivery import Delivery, Kind
from bot.domain.message import Channel, Message, MessageRef
from bot.domain.paper import PaperId

MAIN = Channel("console", "main")
SLACK = Channel("slack", "C0123ABCD")
PLATFORMS = ("console", "slack", "discord")
NOON = datetime(2025, 12, 9, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=120)


def after(seconds: float) -> datetime:
    """So many seconds after NOON."""
    return NOON + timedelta(seconds=seconds)


def delivery(
    key: str,
    lane: str = "lane",
    *,
    kind: Kind = Kind.LINE,
    parent: str = "",
    channel: Channel = MAIN,
    paper: str = "",
    due: datetime | None = None,
    text: str = "",
) -> Delivery:
    return Delivery(
        key=key,
        lane=lane,
        kind=kind,
        channel=channel,
        message=Message(push=text or key),
        paper=PaperId(paper) if paper else None,
        parent=parent,
        due=due,
    )


def ref(number: int, channel: Channel = MAIN, thread: str = "") -> MessageRef:
    return MessageRef(channel, f"{number:06}", thread, f"https://chat.example/{number}")
