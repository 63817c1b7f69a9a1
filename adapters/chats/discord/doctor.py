"""Looks at what the bot needs of Discord: its token, its intents, and its rights in each channel."""

from collections.abc import Sequence

from adapters.chats.discord.connection import Connection
from adapters.chats.discord.finding import Finder
from adapters.chats.discord.permissions import missing, name
from adapters.chats.discord.places import DIRECT_MESSAGE, FORUM, Places, Spot
from bot.domain.diagnosis import Diagnosis
from bot.domain.message import Channel
from bot.errors import Failure

PLATFORM = "discord"


class Doctor:
    def __init__(self, connection: Connection, places: Places, finder: Finder) -> None:
        self._connection = connection
        self._places = places
        self._finder = finder

    async def diagnose(self, channels: Sequence[Channel]) -> Sequence[Diagnosis]:
        """Token and intents, then every channel; raises nothing."""
        try:
            me = await self._connection.me()
        except Failure as error:
            return (Diagnosis(PLATFORM, ok=False, fault=str(error), code="token"),)
        intent = "" if me.reads_messages else "Message Content Intent is off"
        found = [
            Diagnosis(PLATFORM, ok=True, code="token"),
            Diagnosis(PLATFORM, ok=me.reads_messages, fault=intent, code="intent:message_content"),
        ]
        for channel in channels:
            found += await self._channel(channel, me.user)
        return tuple(found)

    async def _channel(self, channel: Channel, us: str) -> Sequence[Diagnosis]:
        try:
            spot = await self._places.get(channel.id)
            if spot.kind in DIRECT_MESSAGE or _is_unfit(spot):
                fault = "messages cannot be posted in this kind of channel" if _is_unfit(spot) else ""
                return (Diagnosis(str(channel), ok=not fault, fault=fault, code="kind"),)
            permissions = await self._finder.permissions(channel.id, us)
        except Failure as error:
            return (Diagnosis(str(channel), ok=False, fault=str(error), code="membership"),)
        lacking = [
            Diagnosis(str(channel), ok=False, fault=name(one), code=f"permission:{str(one.name).lower()}")
            for one in missing(permissions)
        ]
        return lacking or (Diagnosis(str(channel), ok=True, code="permissions"),)


def _is_unfit(spot: Spot) -> bool:
    """A forum holds only threads; a thread cannot hold another."""
    return spot.kind in FORUM or spot.is_thread
