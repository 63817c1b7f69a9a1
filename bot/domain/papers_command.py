"""What `/papers` can be told: one dataclass a command, and the fault of a text that is none of them.

`changes` marks what only those may do who may manage the channel: whatever alters the subscription, or makes,
mends or takes back what stands in the channel. Asking, finding and reporting is everybody's.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from bot.domain.edition import Layout
from bot.domain.paper import PaperId


@dataclass(frozen=True, slots=True)
class TurnOn:
    """`on [08:15] [Asia/Seoul] [mon-fri]`; None leaves as it is, or at the default, what was not said."""

    changes: ClassVar[bool] = True
    at: str | None = None
    """Local time, HH:MM."""
    timezone: str | None = None
    weekdays: tuple[str, ...] | None = None
    """In the week's order, at least one."""


@dataclass(frozen=True, slots=True)
class TurnOff:
    changes: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ShowStatus:
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class PublishNow:
    changes: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class SetLimit:
    changes: ClassVar[bool] = True
    limit: int
    """Cards an edition, 1 to 30."""


@dataclass(frozen=True, slots=True)
class SetUpvotes:
    changes: ClassVar[bool] = True
    upvotes: int
    """The least that a paper must have, from 0."""


class WordList(StrEnum):
    """Which of the subscription's word lists."""

    INTEREST = "interest"
    INCLUDE = "include"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True)
class SetWords:
    """Replaces one list; no words clear it."""

    changes: ClassVar[bool] = True
    list: WordList
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetLayout:
    changes: ClassVar[bool] = True
    layout: Layout


@dataclass(frozen=True, slots=True)
class Explain:
    """`why`: how the paper was chosen and what became of it."""

    changes: ClassVar[bool] = False
    paper: PaperId


@dataclass(frozen=True, slots=True)
class Find:
    changes: ClassVar[bool] = False
    query: str


@dataclass(frozen=True, slots=True)
class Report:
    """Something in our text on the paper is wrong, says a reader."""

    changes: ClassVar[bool] = False
    paper: PaperId
    reason: str


@dataclass(frozen=True, slots=True)
class Redo:
    """Summarise the paper again."""

    changes: ClassVar[bool] = True
    paper: PaperId


@dataclass(frozen=True, slots=True)
class Retract:
    """Take back what we say of the paper."""

    changes: ClassVar[bool] = True
    paper: PaperId
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resend:
    """Send again what failed for the paper."""

    changes: ClassVar[bool] = True
    paper: PaperId


@dataclass(frozen=True, slots=True)
class Pause:
    changes: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Resume:
    changes: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ShowHelp:
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ShowPaper:
    """`/papers <id or link>` does what `/paper <id or link>` does."""

    changes: ClassVar[bool] = False
    paper: PaperId


PapersCommand = (
    TurnOn
    | TurnOff
    | ShowStatus
    | PublishNow
    | SetLimit
    | SetUpvotes
    | SetWords
    | SetLayout
    | Explain
    | Find
    | Report
    | Redo
    | Retract
    | Resend
    | Pause
    | Resume
    | ShowHelp
    | ShowPaper
)


class Fault(StrEnum):
    """What is wrong with a text; with `value` and `nearest` it makes one line to who typed it."""

    COMMAND = "command"
    """No such command; nearest: the command's word, e.g. `status`."""
    TIME = "time"
    """Nearest: a time, e.g. `08:15`."""
    ZONE = "zone"
    """Nearest: an IANA name, e.g. `Asia/Seoul`."""
    WEEKDAYS = "weekdays"
    """Nearest: days, e.g. `mon-fri`."""
    LIMIT = "limit"
    """Nearest: the bounds, `1–30`. An empty value: none was given."""
    UPVOTES = "upvotes"
    LAYOUT = "layout"
    """Nearest: `card` or `full`."""
    NO_WORDS = "no-words"
    """A list without a word; nearest: an example, e.g. `interest diffusion`."""
    MANY_WORDS = "many-words"
    """Value: how many; nearest: the most there may be."""
    LONG_WORD = "long-word"
    """Nearest: the most characters."""
    PAPER = "paper"
    """No paper's id; nearest: an example, e.g. `why 2512.05150`."""
    NO_REASON = "no-reason"
    NO_QUERY = "no-query"
    EXTRA = "extra"
    """More than the command takes; nearest: the command without it."""
    TOO_LONG = "too-long"


LONGEST_VALUE = 40


class BadCommand(ValueError):
    """The text is no command of ours."""

    def __init__(self, kind: Fault, value: str, nearest: str) -> None:
        """`value`: the part at fault, kept to 40 characters, untrusted. `nearest`: what would be right."""
        super().__init__(kind)
        self.kind = kind
        self.value = value[:LONGEST_VALUE]
        self.nearest = nearest
