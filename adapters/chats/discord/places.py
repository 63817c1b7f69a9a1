"""What kind of place a channel's id names: looked up once, then remembered."""

from dataclasses import dataclass
from typing import Any

from adapters.chats.discord.connection import Connection
from bot.errors import Unavailable

MOST = 2_000
DIRECT_MESSAGE = frozenset({1, 3})
FORUM = frozenset({15, 16})
THREAD = frozenset({10, 11, 12})


@dataclass(frozen=True, slots=True)
class Spot:
    id: str
    kind: int
    """https://discord.com/developers/docs/resources/channel#channel-object-channel-types"""
    guild: str
    """The server that holds it; empty for a direct message."""
    parent: str
    """For a thread, the channel that it belongs to."""

    @property
    def is_thread(self) -> bool:
        return self.kind in THREAD

    @property
    def takes_threads(self) -> bool:
        return bool(self.guild)

    @property
    def channel(self) -> str:
        """The channel itself, or the one that the thread belongs to."""
        return self.parent if self.is_thread and self.parent else self.id

    def link(self, message: str, *, thread: str = "") -> str:
        return f"https://discord.com/channels/{self.guild or '@me'}/{thread or self.id}/{message}"


class Places:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, Spot] = {}

    async def get(self, channel: str) -> Spot:
        """Raises Unavailable, Refused (unknown, or we may not see it)."""
        if channel not in self._known:
            found = await self._connection.read("GET", "/channels/{channel_id}", channel_id=channel)
            if len(self._known) >= MOST:
                self._known.pop(next(iter(self._known)))
            self._known[channel] = _spot(channel, found)
        return self._known[channel]


def _spot(channel: str, found: Any) -> Spot:
    if not isinstance(found, dict) or not isinstance(found.get("type"), int):
        raise Unavailable("Discord's answer about a channel was not understood")
    return Spot(channel, found["type"], str(found.get("guild_id") or ""), str(found.get("parent_id") or ""))
