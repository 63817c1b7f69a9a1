"""Staying at the gateway: one stay after another, for as long as we are asked to."""

import asyncio
import logging

import discord

from adapters.chats.discord.connection import PATIENCE, Connection
from adapters.chats.discord.errors import FOR_THE_OPERATOR, NETWORK, NONSENSE, describe
from adapters.chats.discord.gateway import Gateway, Signal
from adapters.chats.discord.places import Places
from adapters.chats.discord.words import DiscordWords
from bot.errors import Unavailable
from bot.ports import Clock, Inbox

FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
LOGGING_IN = 4 * PATIENCE
"""Seconds, registering the commands included."""

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
REFUSED_TOKEN = 4004
REFUSED_INTENTS = 4014

log = logging.getLogger(__name__)


class Server:
    def __init__(
        self,
        connection: Connection,
        places: Places,
        clock: Clock,
        token: str,
        words: DiscordWords,
        signal: Signal,
    ) -> None:
        self._connection = connection
        self._places = places
        self._clock = clock
        self._token = token
        self._words = words
        self._signal = signal
        self.may_read = True
        """False once Discord has refused us the text of messages."""

    async def serve(self, inbox: Inbox) -> None:
        """An outage, a refused token, answers without sense: each is a pause, never the end."""
        pause = FIRST_PAUSE
        while True:
            began = self._clock.now()
            asked = await self._stay(inbox)
            if (self._clock.now() - began).total_seconds() > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            await self._clock.sleep(max(pause, asked))
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _stay(self, inbox: Inbox) -> float:
        """Returns when the stay is over; gives the seconds that we were asked to keep away."""
        try:
            me = await self._connection.me()
            await self._live(inbox, reads_messages=me.reads_messages and self.may_read)
        except Unavailable as error:
            log.warning("no connection to Discord: %s", error)
            return error.retry_after or 0.0
        except NETWORK as error:
            log.warning("no connection to Discord: %s", describe(error))
            return self._after(error)
        except NONSENSE:
            log.exception("what Discord sent was not understood")
        return 0.0

    def _after(self, error: Exception) -> float:
        code = error.code if isinstance(error, discord.ConnectionClosed) else 0
        if code == REFUSED_INTENTS:
            self.may_read = False
        refused = code == REFUSED_TOKEN or isinstance(error, discord.LoginFailure)
        return FOR_THE_OPERATOR if refused else 0.0

    async def _live(self, inbox: Inbox, *, reads_messages: bool) -> None:
        gateway = Gateway(
            inbox, self._places, self._clock, self._words, self._signal, reads_messages=reads_messages
        )
        try:
            async with asyncio.timeout(LOGGING_IN):
                await gateway.login(self._token)
            await gateway.connect()
        finally:
            await gateway.close()
