"""Looking for a message of ours in a channel's history, and whether that history may be read at all."""

from typing import Any

from adapters.chats.discord.connection import Connection
from adapters.chats.discord.errors import UNKNOWN_CHANNEL, Refused
from adapters.chats.discord.marks import bears, mark_of
from adapters.chats.discord.permissions import Permission, granted
from adapters.chats.discord.places import Places
from adapters.chats.discord.sending import MESSAGES, home_of, ref_to
from bot.domain.message import MessageRef, Place
from bot.errors import Rejected, Unavailable

PAGE = 100


class Finder:
    def __init__(self, connection: Connection, places: Places) -> None:
        self._connection = connection
        self._places = places

    async def find(self, place: Place, key: str, after: MessageRef | None) -> MessageRef | None:
        """Raises Unavailable, Rejected (the history may not be read)."""
        me = await self._connection.me()
        spot = await self._places.get(place.channel.id)
        home = home_of(spot, place.thread.id if place.thread else "")
        # Nothing of ours is older than we are: ids grow with time, and our own is one of them.
        start = int(after.id) if after and after.id.isdecimal() else int(me.user)
        try:
            found, seen = await self._search(home, mark_of(key), me.user, start)
        except Refused as error:
            if error.code == UNKNOWN_CHANNEL and home != spot.id:
                return None  # The thread was never opened.
            raise
        if found is None and not seen and spot.guild:
            await self._make_sure_it_is_readable(place.channel.id, me.user)
        return ref_to(place, spot, found) if found else None

    async def _search(self, channel: str, mark: str, us: str, start: int) -> tuple[Any, bool]:
        """Our message that bears the mark, if any, and whether any message was to be seen."""
        seen = False
        while True:
            page = await self._page(channel, start)
            for message in page:
                if _author(message) == us and bears(message, mark):
                    return message, True
            seen = seen or bool(page)
            if len(page) < PAGE:
                return None, seen
            newest = max(int(message["id"]) for message in page)
            if newest <= start:
                raise Unavailable("Discord's history does not advance")
            start = newest

    async def _page(self, channel: str, after: int) -> list[Any]:
        """The messages next after that id."""
        params = {"limit": PAGE, "after": str(after)}
        page = await self._connection.read("GET", MESSAGES, params=params, channel_id=channel)
        if not isinstance(page, list) or not all(_is_message(message) for message in page):
            raise Unavailable("Discord's history was not understood")
        return page

    async def _make_sure_it_is_readable(self, channel: str, us: str) -> None:
        """Who may not read the history is shown an empty one instead of a refusal."""
        if not await self.permissions(channel, us) & (
            Permission.READ_MESSAGE_HISTORY | Permission.ADMINISTRATOR
        ):
            raise Rejected("the permission Read Message History is missing")

    async def permissions(self, channel: str, us: str) -> int:
        """What we may do in a server's channel. Raises Unavailable, Refused."""
        read = self._connection.read
        place = await read("GET", "/channels/{channel_id}", channel_id=channel)
        try:
            guild_id = str(place["guild_id"])
            guild = await read("GET", "/guilds/{guild_id}", guild_id=guild_id)
            member = await read("GET", "/guilds/{guild_id}/members/{user_id}", guild_id=guild_id, user_id=us)
            return granted(guild, member, place, us)
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable("Discord's answer about permissions was not understood") from error


def _author(message: dict[str, Any]) -> str:
    author = message.get("author")
    return str(author.get("id", "")) if isinstance(author, dict) else ""


def _is_message(message: Any) -> bool:
    return isinstance(message, dict) and isinstance(message.get("id"), str) and message["id"].isdecimal()
