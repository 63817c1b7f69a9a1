"""What people ask: commands and questions as they come in, and who asked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.message import Channel
from bot.domain.paper import PaperId


@dataclass(frozen=True, slots=True)
class Person:
    """Who asked. Names are untrusted text and are never made a mention."""

    id: str
    name: str = ""
    may_manage: bool = False
    """May change the channel's subscription: decided by the platform's adapter."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as it came in, e.g. `/paper 2512.05150`."""

    event: str
    """Slack: trigger_id. Discord: the interaction's id. A second one with the same id is a no-op."""
    channel: Channel
    person: Person
    name: str
    """`paper` or `papers`, without the slash."""
    text: str
    reply_to: str = ""
    """Opaque address for private lines until `reply_until`. A secret: never logged."""
    reply_until: datetime | None = None
    fault: str = ""
    """Why we cannot post in that channel, in the platform's words; empty when we can."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message that a person wrote in a thread that may be ours."""

    event: str
    """Slack: `<team>/<channel>/<ts>`. Discord: the message's id."""
    channel: Channel
    thread: str
    """Id of the message that the thread hangs below."""
    message: str
    """Id of the message itself, for a sign of life and for its deletion."""
    person: Person
    text: str
    at: datetime
    mentions_us: bool = False
    mentions_others: bool = False
    """Names at least one other person."""


class RequestKind(StrEnum):
    PAPER = "paper"
    REDO = "redo"
    """A new summary for a paper that stands in the channel."""
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked of us, kept until it is answered."""

    event: str
    kind: RequestKind
    channel: Channel
    person: Person
    text: str
    """For a PAPER the id; for a QUESTION what was asked."""
    at: datetime
    thread: str = ""
    message: str = ""
    reply_to: str = ""
    reply_until: datetime | None = None
    paper: PaperId | None = None
    tries: int = 0
    due: datetime | None = None
