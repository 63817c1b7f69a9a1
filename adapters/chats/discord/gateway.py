"""The gateway: what happens on Discord, as it happens, handed to the inbox.

A lost connection is resumed, and Discord sends what was missed meanwhile; after a longer one we start afresh.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

from adapters.chats.discord.commands import Commands
from adapters.chats.discord.connection import PATIENCE
from adapters.chats.discord.errors import describe
from adapters.chats.discord.inbound import PLATFORM, Home, command, is_words_of_a_person, replied_to, said
from adapters.chats.discord.places import Places
from adapters.chats.discord.rendering import render
from adapters.chats.discord.words import DiscordWords
from bot.domain.message import Channel
from bot.domain.paper import Paper
from bot.errors import Failure
from bot.ports import Clock, Inbox

CONNECTING = 60.0
"""Seconds for one try to connect."""
BETWEEN_SESSIONS = 5.0
"""Seconds; Discord takes one new session in that time."""
LASTING = 30.0
"""Seconds after which a connection counts as having worked."""
LONGEST_PAUSE = 300.0
TRIES_TO_RESUME = 5
"""After as many failures in a row the session, or the address to resume it at, is given up."""
PARTING = 5.0
"""Seconds that what came in gets to be stored when we stop."""

Signal = Callable[[Channel, str, str], Coroutine[Any, Any, None]]

log = logging.getLogger(__name__)


def intents(*, reads_messages: bool) -> discord.Intents:
    """What we ask to be told. Asking for what the application may not have would end the connection."""
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = True
    wanted.message_content = reads_messages
    return wanted


class Gateway(discord.Client):
    """One logged-in stay at the gateway; serves until closed."""

    def __init__(
        self,
        inbox: Inbox,
        places: Places,
        clock: Clock,
        words: DiscordWords,
        signal: Signal,
        *,
        reads_messages: bool,
    ) -> None:
        """`signal`: shows in a channel's thread that a message was understood as a question."""
        super().__init__(
            intents=intents(reads_messages=reads_messages),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=PATIENCE,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.tree = Commands(self, words, self.on_slash_command, self.suggestions)
        self._inbox = inbox
        self._places = places
        self._clock = clock
        self._signal = signal
        self._handling: set[asyncio.Task[Any]] = set()

    async def setup_hook(self) -> None:
        if self.application_id is None:
            return
        try:
            await self.tree.register(self.application_id)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            # Discord still knows those of last time; without any, mentions work all the same.
            log.warning("the commands could not be registered: %s", describe(error))

    async def before_identify_hook(self, _shard_id: int | None, *, initial: bool = False) -> None:
        if not initial:
            await self._clock.sleep(BETWEEN_SESSIONS)

    async def connect(self, *, reconnect: bool = True) -> None:
        """Stays connected.

        Raises ConnectionClosed when Discord forbids it, or what the library makes of an answer without sense.
        """
        how: dict[str, Any] = {"initial": True}
        failures = 0
        while not self.is_closed():
            since, resume = self._clock.now(), True
            try:
                await self._stay(how)
            except ReconnectWebSocket as error:
                resume, why = error.resume, "asked to reconnect"
            except (OSError, aiohttp.ClientError) as error:
                why = describe(error)
            if not reconnect:
                return
            lasted = (self._clock.now() - since).total_seconds() >= LASTING
            failures = 0 if lasted else failures + 1
            how = self._way_back() if resume and failures <= TRIES_TO_RESUME else {"initial": False}
            pause = min(2.0 ** min(failures, 10) - 1, LONGEST_PAUSE)
            log.info("gateway: %s; connecting again in %.0f s", why, pause)
            await self._clock.sleep(pause)

    async def _stay(self, how: dict[str, Any]) -> None:
        async with asyncio.timeout(CONNECTING):
            self.ws = await DiscordWebSocket.from_client(self, **how)
        while True:
            await self.ws.poll_event()

    def _way_back(self) -> dict[str, Any]:
        """How to resume the session; how to begin when there is none."""
        if self.ws is None or self.ws.session_id is None:
            return {"initial": False}
        return {
            "initial": False,
            "resume": True,
            "gateway": self.ws.gateway,
            "session": self.ws.session_id,
            "sequence": self.ws.sequence,
        }

    async def close(self) -> None:
        """Lets what came in be stored, then parts."""
        if self._handling:
            await asyncio.wait(self._handling, timeout=PARTING)
        await super().close()

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        log.error("%s ended in a bug", event_method, exc_info=sys.exception())

    async def on_message(self, message: discord.Message) -> None:
        if is_words_of_a_person(message):
            await self._handle(self._said(message))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        await self._handle(self._removed(event.channel_id, [event.message_id]))

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        await self._handle(self._removed(event.channel_id, sorted(event.message_ids)))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Discord does not say who invited us, and a server is no channel: whoever did finds `/paper`."""
        log.info("invited to a server: %s", guild.id)

    async def on_slash_command(self, interaction: discord.Interaction, text: str) -> None:
        await self._handle(self._answer(interaction, text))

    async def suggestions(self, interaction: discord.Interaction, typed: str) -> Sequence[Paper]:
        asked = command(interaction, typed, self._clock.now())
        return await self._inbox.suggest(asked.channel, typed)

    async def _handle(self, work: Coroutine[Any, Any, None]) -> None:
        """Keeps account of what `close` has to wait for."""
        task = asyncio.ensure_future(work)
        self._handling.add(task)
        try:
            await task
        finally:
            self._handling.discard(task)

    async def _answer(self, interaction: discord.Interaction, text: str) -> None:
        line = await self._inbox.command(command(interaction, text, self._clock.now()))
        shown = render(line)
        embeds = [discord.Embed.from_dict(shown.embed)] if shown.embed else []
        await interaction.response.send_message(
            shown.content,
            embeds=embeds,
            ephemeral=True,
            suppress_embeds=not embeds,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def _said(self, message: discord.Message) -> None:
        us = self.user.id if self.user else 0
        home = await self._home(message, us)
        if home is None:
            return
        heard = said(message, home, us)
        if await self._inbox.said(heard):
            await self._signal(heard.channel, heard.thread, heard.message)

    async def _home(self, message: discord.Message, us: int) -> Home | None:
        channel = message.channel
        if isinstance(channel, discord.Thread):
            return Home(str(channel.parent_id), str(channel.id))
        if isinstance(channel, discord.PartialMessageable) and message.guild is not None:
            parent = await self._parent(channel.id)
            if parent != str(channel.id):
                return Home(parent, str(channel.id))
        return replied_to(message, us)

    async def _removed(self, channel: int, messages: Sequence[int]) -> None:
        place = Channel(PLATFORM, await self._parent(channel))
        for message in messages:
            await self._inbox.removed(place, str(message))

    async def _parent(self, channel: int) -> str:
        """For a thread the channel that it belongs to, else the channel itself."""
        known = self.get_channel(channel)
        if known is not None:
            return str(known.parent_id if isinstance(known, discord.Thread) else channel)
        try:
            return (await self._places.get(str(channel))).channel
        except Failure as error:
            log.info("a channel could not be looked up: %s", error)
            return str(channel)
