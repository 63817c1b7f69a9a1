"""A workspace: its channels, people and messages, as they stand."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

TEAM = "T0TEAM"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
FIRST_SECOND = 1765235702


class SlackError(Exception):
    """An answer `ok: false`; the text is Slack's word."""


@dataclass(slots=True)
class SlackMessage:
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    thread_ts: str = ""
    bot_id: str = ""
    subtype: str = ""
    client_msg_id: str = ""
    edits: int = 0
    reactions: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        """What the sender wrote into the metadata, out of sight."""
        return str((self.metadata or {}).get("event_payload", {}).get("key", ""))

    def as_json(self, *, with_metadata: bool = False) -> dict[str, Any]:
        full = {
            "type": "message",
            "ts": self.ts,
            "user": self.user,
            "text": self.text,
            "blocks": self.blocks,
            "thread_ts": self.thread_ts,
            "bot_id": self.bot_id,
            "subtype": self.subtype,
            "client_msg_id": self.client_msg_id,
            "metadata": self.metadata if with_metadata else None,
        }
        return {name: value for name, value in full.items() if value}


@dataclass(slots=True)
class SlackChannel:
    id: str
    members: set[str] = field(default_factory=set)
    private: bool = False
    direct: bool = False
    archived: bool = False
    read_only: bool = False
    messages: list[SlackMessage] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """As the scopes name it."""
        return "im" if self.direct else "groups" if self.private else "channels"

    def message(self, ts: str) -> SlackMessage | None:
        return next((message for message in self.messages if message.ts == ts), None)

    def replies(self, ts: str) -> list[SlackMessage]:
        return [message for message in self.messages if message.thread_ts == ts and message.ts != ts]


@dataclass(slots=True)
class SlackPerson:
    id: str
    name: str
    admin: bool = False


@dataclass(slots=True)
class Whisper:
    """A private line, however it was said: `ack`, `response_url` or `ephemeral`."""

    how: str
    user: str
    channel: str
    text: str
    blocks: list[dict[str, Any]]


class World:
    """What a test asks about, and what people do in it."""

    def __init__(self, moments: Iterator[str] | None = None) -> None:
        """`moments`: the ts of each message to come; without it each is one second after the last."""
        self.channels: dict[str, SlackChannel] = {}
        self.people: dict[str, SlackPerson] = {}
        self.whispers: list[Whisper] = []
        self._moments = moments or (f"{second}.000100" for second in itertools.count(FIRST_SECOND))

    def open(self, channel: str, *members: str, private: bool = False, direct: bool = False) -> SlackChannel:
        """A new channel with the bot in it."""
        self.channels[channel] = SlackChannel(channel, {BOT_USER, *members}, private, direct)
        return self.channels[channel]

    def next_ts(self) -> str:
        """Later than all before; Slack's are unique within a channel."""
        return next(self._moments)

    def visible(self, channel: str) -> SlackChannel:
        """The channel, as far as the bot may know of it."""
        found = self.channels.get(channel)
        hidden = found is not None and (found.private or found.direct) and BOT_USER not in found.members
        if found is None or hidden:
            raise SlackError("channel_not_found")
        return found

    def entered(self, channel: str) -> SlackChannel:
        """The channel, if the bot is in it."""
        found = self.visible(channel)
        if BOT_USER not in found.members:
            raise SlackError("not_in_channel")
        return found

    def ours(self, channel: str, thread: str = "") -> list[SlackMessage]:
        """What the bot said that stands there now, in order."""
        messages = self.channels[channel].messages
        return [each for each in messages if each.bot_id == BOT_ID and each.thread_ts == thread]

    def keys(self, channel: str) -> list[str]:
        """Keys of all that the bot said in the channel and its threads, in order: what stands there now."""
        return [each.key for each in self.channels[channel].messages if each.bot_id == BOT_ID]

    def remove(self, channel: str, ts: str) -> SlackMessage | None:
        """Deletes a message; with answers below it, a tombstone stays. Gives the tombstone."""
        place = self.channels[channel]
        message = place.message(ts)
        if message is None:
            raise SlackError("message_not_found")
        place.deleted.add(ts)
        if not place.replies(ts):
            place.messages.remove(message)
            return None
        stone = SlackMessage(ts, "USLACKBOT", "This message was deleted.", subtype="tombstone", thread_ts=ts)
        place.messages[place.messages.index(message)] = stone
        return stone


def moments() -> Iterator[str]:
    """Each message's ts is the time at which it is sent, and later than the last."""
    last = 0.0
    for _ in itertools.count():
        last = max(time.time(), last + 0.000_001)
        yield f"{last:.6f}"
