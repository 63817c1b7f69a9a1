"""Calls of Discord's REST interface through discord.py, which paces them and repeats what failed on the way.

Its repeating is safe: every message carries a nonce that Discord refuses to take twice.
"""

import asyncio
import logging
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.chats.discord.errors import TROUBLE, translate
from bot.errors import Unavailable

PATIENCE = 30.0
"""Seconds that discord.py waits out a rate limit by itself; asked for more, we come back later."""


def set_up_library(api_url: str, gateway_url: str | None) -> None:
    """The one place that changes discord.py for the whole process: its addresses, and what it logs."""
    if api_url != Route.BASE:
        Route.BASE = api_url
    if gateway_url and URL(gateway_url) != DiscordWebSocket.DEFAULT_GATEWAY:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
    # Below this it writes addresses that hold the tokens of private replies, and whole messages.
    logging.getLogger("discord").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are, as Discord says."""

    user: str
    application: str
    reads_messages: bool
    """The application may ask for the text of messages that do not mention it."""


class _Wire:
    """What one call has put on the wire: requests that may have taken effect."""

    def __init__(self) -> None:
        self.unanswered = 0


class _Session:
    """A logged-in client and the calls that use it."""

    def __init__(self, client: discord.Client, me: Identity) -> None:
        self.client = client
        self.me = me
        self.calls = 0
        self.retired = False


class Connection:
    """Logs in at the first call. Its errors say whether a call may have taken effect."""

    def __init__(self, token: str, timeout: float) -> None:
        """`timeout`: seconds for one call with all its waiting and repeating."""
        self._token = token
        self._timeout = timeout
        self._session: _Session | None = None
        self._logging_in = asyncio.Lock()
        self._wire: ContextVar[_Wire] = ContextVar("wire")

    async def me(self) -> Identity:
        """Raises Unavailable."""
        return (await self._logged_in()).me

    @property
    def known(self) -> Identity | None:
        """Who we are, once that is known."""
        return self._session.me if self._session else None

    async def read(
        self, method: str, path: str, *, params: dict[str, Any] | None = None, **names: Any
    ) -> Any:
        """A call that changes nothing. Raises Unavailable, Refused."""
        return await self._call(Route(method, path, **names), {"params": params or {}}, changes=False)

    async def send(self, method: str, path: str, body: dict[str, Any] | None = None, **names: Any) -> Any:
        """A call that changes something. Raises Unavailable, Refused (no effect), OutcomeUnknown."""
        sent = {} if body is None else {"json": body}
        return await self._call(Route(method, path, **names), sent, changes=True)

    async def close(self) -> None:
        if self._session:
            session, self._session = self._session, None
            await session.client.close()

    async def _call(self, route: Route, sent: dict[str, Any], *, changes: bool) -> Any:
        session, wire = await self._logged_in(), _Wire()
        self._wire.set(wire)
        session.calls += 1
        try:
            async with asyncio.timeout(self._timeout):
                return await session.client.http.request(route, **sent)
        except (TimeoutError, asyncio.CancelledError) as error:
            # Interrupted while it waits out a global limit, the library would wait for ever afterwards.
            self._retire(session)
            if isinstance(error, asyncio.CancelledError):
                raise
            raise translate(error, doubtful=changes and wire.unanswered > 0) from error
        except TROUBLE as error:
            raise translate(error, doubtful=changes and wire.unanswered > 0) from error
        finally:
            session.calls -= 1
            if session.retired and not session.calls:
                await session.client.close()

    def _retire(self, session: _Session) -> None:
        session.retired = True
        if self._session is session:
            self._session = None

    async def _logged_in(self) -> _Session:
        async with self._logging_in:
            if self._session is None:
                self._session = await self._log_in()
            return self._session

    async def _log_in(self) -> _Session:
        client = discord.Client(
            intents=discord.Intents.none(),
            max_messages=None,
            max_ratelimit_timeout=PATIENCE,
            http_trace=self._trace(),
        )
        try:
            return _Session(client, await self._identify(client))
        except BaseException:
            await client.close()
            raise

    async def _identify(self, client: discord.Client) -> Identity:
        self._wire.set(_Wire())
        try:
            async with asyncio.timeout(self._timeout):
                await client.login(self._token)
        except TROUBLE as error:
            raise translate(error, doubtful=False) from error
        if client.user is None or client.application is None:
            raise Unavailable("Discord did not say who we are")
        flags = client.application.flags
        reads = flags.gateway_message_content or flags.gateway_message_content_limited
        return Identity(str(client.user.id), str(client.application.id), reads)

    def _trace(self) -> aiohttp.TraceConfig:
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(self._sent)
        trace.on_request_end.append(self._ended)
        return trace

    async def _sent(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        _: aiohttp.TraceRequestHeadersSentParams,
    ) -> None:
        self._wire.get().unanswered += 1

    async def _ended(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        """A refusal had no effect; success and a server's own trouble may have had one. 408 says neither."""
        if 400 <= params.response.status < 500 and params.response.status != 408:
            self._wire.get().unanswered -= 1
