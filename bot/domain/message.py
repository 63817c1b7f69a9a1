"""What we say, before any platform's markup. Everything here is plain text; an adapter makes it inert."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.domain.paper import PaperId


class Platform(StrEnum):
    """Known platforms; a value is the name of its adapter's file."""

    CONSOLE = "console"
    SLACK = "slack"
    DISCORD = "discord"


@dataclass(frozen=True, slots=True, order=True)
class Channel:
    """A place on a platform where we may post; written `slack:C0123ABCD`."""

    platform: str
    id: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"


class NotAChannel(ValueError):
    """The text is not `platform:id` with a known platform."""


def parse_channel(text: str) -> Channel:
    """Reads `console:main`, `slack:C0123ABCD`, `discord:1180000000000000000`. Raises NotAChannel."""
    platform, colon, place = text.partition(":")
    if not colon or not place.isalnum() or not place.isascii() or len(place) > 40:
        raise NotAChannel(
            f"{text[:60]!r} is not PLATFORM:CHANNEL, for example console:main or slack:C0123ABCD"
        )
    if platform not in set(Platform):
        raise NotAChannel(f"unknown platform {platform[:20]!r}: expected {', '.join(Platform)}")
    return Channel(platform, place)


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Where a message of ours stands."""

    channel: Channel
    id: str
    """The platform's id: Slack's ts, Discord's message id, the console's line."""
    thread: str = ""
    """Id of the message whose thread holds it; empty in the channel itself."""
    url: str = ""
    """A link people can follow to it; empty where the platform has none."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "MessageRef":
        data = json.loads(text)
        return cls(Channel(**data.pop("channel")), **data)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message is to stand: in a channel, or in the thread below one of our messages."""

    channel: Channel
    thread: MessageRef | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A run of plain text; bold, or a link when `url` is set (https, from the allowlist)."""

    text: str
    bold: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list, one line an entry."""

    entries: tuple[tuple[Span, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Verbatim English from a paper and the section it stands in."""

    text: str
    section: str


Part = Paragraph | Items | Quotation


class Tone(StrEnum):
    PLAIN = "plain"
    HELD = "held"
    """Something is missing: a card without a summary."""
    RETRACTED = "retracted"
    """What stood here was taken back; only a person brings it again."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. Every part may be empty, but not all of them.

    Order on the screen: note, head, title, body, links and small.
    """

    push: str
    """The notification's line, also what a screen reader says first."""
    note: str = ""
    """Small first line, e.g. who asked for the paper."""
    head: str = ""
    """First line, in bold."""
    title: Span | None = None
    """The paper's English title, linked."""
    body: tuple[Part, ...] = ()
    links: tuple[Span, ...] = ()
    small: tuple[str, ...] = ()
    """Small last line; pieces are joined with ` · `."""
    topic: str = ""
    """Name for the thread that this message opens, where the platform names threads (at most 100)."""
    tone: Tone = Tone.PLAIN
    silent: bool = True
    """Do not notify people, where the platform can be told so."""

    def to_json(self) -> str:
        data = asdict(self)
        data["body"] = [{"type": type(part).__name__, **asdict(part)} for part in self.body]
        return json.dumps(data, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Message":
        data = json.loads(text)
        return cls(
            **data
            | {
                "title": Span(**data["title"]) if data["title"] else None,
                "body": tuple(_part(part) for part in data["body"]),
                "links": _spans(data["links"]),
                "small": tuple(data["small"]),
                "tone": Tone(data["tone"]),
            }
        )


def _spans(rows: list[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(**row) for row in rows)


def _part(data: dict[str, Any]) -> Part:
    match data["type"]:
        case "Paragraph":
            return Paragraph(_spans(data["spans"]))
        case "Items":
            return Items(tuple(_spans(entry) for entry in data["entries"]), data["ordered"])
        case _:
            return Quotation(data["text"], data["section"])


@dataclass(frozen=True, slots=True)
class Thread:
    """A card and the paper it is about."""

    card: MessageRef
    paper: PaperId
