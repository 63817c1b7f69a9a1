"""Sending exactly once, as pure decisions: keys, lanes, states and what follows from an outcome."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.message import Channel, Message, MessageRef
from bot.domain.paper import PaperId
from bot.errors import Failure, NotFound, OutcomeUnknown, Rejected, Unavailable


class State(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


OPEN = (State.PENDING, State.SENDING, State.UNKNOWN)
"""States that block what stands behind them in the lane."""


class Kind(StrEnum):
    HEADER = "header"
    CARD = "card"
    DETAIL = "detail"
    LISTED = "listed"
    """The rest of the list, in the header's thread."""
    ANSWER = "answer"
    LINE = "line"
    """One plain line in a channel: a late failure, an alert."""
    EDIT = "edit"
    """Changes a message that stands already. Twice does no harm, so an unknown edit is simply sent again."""


def card_key(channel: Channel, paper: PaperId) -> str:
    """No date in it: a paper stands in a channel once, ever."""
    return f"paper/{channel.platform}/{channel.id}/{paper}"


def detail_key(channel: Channel, paper: PaperId) -> str:
    return f"detail/{channel.platform}/{channel.id}/{paper}"


def header_key(channel: Channel, day: date, number: int) -> str:
    """`number`: 1 for the first edition of that listing day in the channel."""
    return f"edition/{channel.platform}/{channel.id}/{day.isoformat()}/{number}"


def listed_key(header: str, part: int) -> str:
    return f"{header}/listed/{part}"


def answer_key(event: str) -> str:
    return f"answer/{event}"


def edition_lane(channel: Channel) -> str:
    return f"edition/{channel}"


def thread_lane(card: str) -> str:
    return f"thread/{card}"


def request_lane(event: str) -> str:
    return f"request/{event}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed to one place."""

    key: str
    lane: str
    kind: Kind
    channel: Channel
    message: Message
    paper: PaperId | None = None
    parent: str = ""
    """Key of the delivery in whose thread this one stands; for an EDIT, of the message that it changes."""
    state: State = State.PENDING
    ref: MessageRef | None = None
    attempts: int = 0
    absences: int = 0
    """How often `find` did not see an unknown one; twice, UNKNOWN_DELAY apart, makes it pending again."""
    reason: str = ""
    due: datetime | None = None
    """Not to be touched before this moment."""
    sent_at: datetime | None = None


def edit_of(delivery: Delivery) -> Delivery:
    """The delivery that changes a message standing under the same key into this one.

    Its own key holds a hash of the text and of the lane, so that the same change for the same reason is owed
    once, and a later request may bring an earlier text back.
    """
    version = hashlib.sha256(f"{delivery.lane}\n{delivery.message.to_json()}".encode()).hexdigest()[:12]
    return replace(delivery, key=f"edit/{version}/{delivery.key}", kind=Kind.EDIT, parent=delivery.key)


@dataclass(frozen=True, slots=True)
class Settings:
    """`SEND_TIMEOUT`, `UNKNOWN_DELAY`, `LEASE`: all in seconds."""

    send_timeout: float = 30
    unknown_delay: float = 60
    lease: float = 120


@dataclass(frozen=True, slots=True)
class Next:
    """What becomes of a delivery after a try."""

    state: State
    due: datetime | None = None
    reason: str = ""
    absences: int = 0


FIRST_BACKOFF = 5.0
LONGEST_BACKOFF = 600.0
ABSENCES_NEEDED = 2


def backoff(attempts: int, retry_after: float | None) -> float:
    """Seconds until the next try: what the platform asked for, else doubling from 5 s to 10 min."""
    if retry_after is not None:
        return max(retry_after, 0.0)
    return float(min(FIRST_BACKOFF * 2 ** min(max(attempts - 1, 0), 20), LONGEST_BACKOFF))


def after_error(delivery: Delivery, error: Failure, now: datetime) -> Next:
    """What follows when a send raised `error`. The one place that decides it.

    Unavailable took no effect: try again later, for ever. Rejected and NotFound would fail again: failed.
    OutcomeUnknown: settle it by `find` first, UNKNOWN_DELAY from now; an edit is just sent again.
    """
    reason = str(error)
    match error:
        case Rejected() | NotFound():
            return Next(State.FAILED, None, reason)
        case Unavailable():
            return Next(
                State.PENDING, now + timedelta(seconds=backoff(delivery.attempts, error.retry_after)), reason
            )
        case OutcomeUnknown() if delivery.kind is Kind.EDIT:
            return Next(State.PENDING, now + timedelta(seconds=backoff(delivery.attempts, None)), reason)
        case _:
            return Next(State.UNKNOWN, now, reason)


def after_absence(delivery: Delivery, now: datetime, settings: Settings) -> Next:
    """What follows when `find` saw the channel's history and the message is not in it.

    A platform may show a message late, so it must be absent twice, UNKNOWN_DELAY apart.
    """
    absences = delivery.absences + 1
    if absences >= ABSENCES_NEEDED:
        return Next(State.PENDING, now, delivery.reason)
    return Next(State.UNKNOWN, now + timedelta(seconds=settings.unknown_delay), delivery.reason, absences)


def after_failed_find(delivery: Delivery, error: Failure, now: datetime, settings: Settings) -> Next:
    """What follows when the history could not be read: for now, look later; for good, never send again."""
    if isinstance(error, Rejected | NotFound):
        return Next(State.FAILED, None, f"{delivery.reason}; history cannot be read: {error}")
    wait = error.retry_after if isinstance(error, Unavailable) else None
    due = now + timedelta(seconds=wait if wait is not None else settings.unknown_delay)
    return Next(State.UNKNOWN, due, f"{delivery.reason}; {error}", delivery.absences)
