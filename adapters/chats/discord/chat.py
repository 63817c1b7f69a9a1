"""The Discord platform: the port Chat over REST, and what comes in over the gateway."""

import asyncio
import logging
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from adapters.chats.discord.words import DiscordWords
from bot.domain.diagnosis import Diagnosis
from bot.domain.message import Channel, Message, MessageRef, Place
from bot.errors import Failure
from bot.ports import Clock, Inbox

log = logging.getLogger(__name__)

API = "https://discord.com/api/v10"
SIGN_OF_LIFE = 3.0
"""Seconds; a later one is no use to anybody, and the answer does not wait for it."""


class DiscordChat:
    """Implements Chat. Open it with `async with`; it logs in at the first call.

    The addresses count for the whole process: discord.py keeps them on its classes.
    """

    platform = "discord"

    def __init__(
        self,
        clock: Clock,
        token: str,
        words: DiscordWords,
        api_url: str = API,
        gateway_url: str | None = None,
        send_timeout: float = 30,
    ) -> None:
        """`api_url` ends in /api/v10. `send_timeout`: seconds for one call, its repeating included."""
        # The library takes a second to import: whoever does not use Discord does not wait for it.
        from adapters.chats.discord import connection, doctor, finding, places, sending, serving  # noqa: PLC0415

        connection.set_up_library(api_url.rstrip("/"), gateway_url)
        self._connection = connection.Connection(token, send_timeout)
        self._places = places.Places(self._connection)
        self._sender = sending.Sender(self._connection, self._places, words.thread)
        self._finder = finding.Finder(self._connection, self._places)
        self._doctor = doctor.Doctor(self._connection, self._places, self._finder)
        self._server = serving.Server(self._connection, self._places, clock, token, words, self.signal)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connection.close()

    @property
    def reads_messages(self) -> bool:
        """Whether a question in a thread reaches us without a mention; False until we have logged in."""
        known = self._connection.known
        return self._server.may_read and known is not None and known.reads_messages

    async def log_in(self) -> None:
        """Makes sure that we are logged in. Raises Unavailable."""
        await self._connection.me()

    async def post(self, place: Place, message: Message, key: str) -> MessageRef:
        return await self._sender.post(place, message, key)

    async def edit(self, ref: MessageRef, message: Message, key: str) -> None:
        await self._sender.edit(ref, message, key)

    async def find(self, place: Place, key: str, after: MessageRef | None) -> MessageRef | None:
        return await self._finder.find(place, key, after)

    async def tell(self, reply_to: str, message: Message) -> None:
        await self._sender.tell(reply_to, message)

    async def private(self, person: str) -> Channel:
        return Channel(self.platform, await self._sender.private(person))

    async def signal(self, channel: Channel, thread: str, message: str) -> None:
        try:
            async with asyncio.timeout(SIGN_OF_LIFE):
                await self._sender.signal(channel.id, thread, message)
        except (Failure, TimeoutError) as error:
            log.debug("no sign of life: %s", error)

    async def diagnose(self, channels: Sequence[Channel]) -> Sequence[Diagnosis]:
        """What an operator has to mend; raises nothing."""
        return await self._doctor.diagnose(channels)

    async def serve(self, inbox: Inbox) -> None:
        await self._server.serve(inbox)
