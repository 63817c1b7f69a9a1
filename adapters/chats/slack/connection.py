"""Socket Mode: a connection that is always there again. The SDK reads it; when to open a new one is ours.

Left to itself the SDK tries a used-up address for ever when the connection breaks at the wrong moment, and
knocks every ten seconds however long Slack is away.
"""

import asyncio
import logging
from datetime import timedelta
from typing import NoReturn

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.chats.slack.backoff import Backoff
from adapters.chats.slack.errors import CallFailed, reading
from adapters.chats.slack.web import Web
from bot.errors import Unavailable
from bot.ports import Clock

LOG = logging.getLogger(__name__)
CONNECT = 30.0
"""Seconds for one try to open the socket."""
GRACE = 3.0
"""Seconds in which what has come in may still be stored and acknowledged; Slack waits no longer."""
SHORT_LIVED = timedelta(seconds=30)


class Socket(SocketModeClient):
    """One connection. When it is over it says so, and does not open another."""

    def __init__(self, url: str, web: Web, log: logging.Logger, ping_interval: float) -> None:
        client = web.client()
        super().__init__(str(client.token), web_client=client, logger=log, ping_interval=ping_interval)
        self.proxy = None
        self.wss_uri = url
        self.over = asyncio.Event()
        self.refreshing = False
        """Slack asks for a new connection and serves this one a little longer."""

    async def connect(self) -> None:
        # The SDK's own would try this one address, which is good for a single use, for ever.
        self.current_session = await self.aiohttp_client_session.ws_connect(
            str(self.wss_uri),
            autoping=False,
            heartbeat=self.ping_interval,
            timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
        )
        self.current_session_monitor = asyncio.ensure_future(self.monitor_current_session())
        self.message_receiver = asyncio.ensure_future(self.receive_messages())

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        # Every one of the SDK's ways to a new connection leads through here; `force` is Slack's wish.
        self.refreshing = force
        self.over.set()


class Handler(AsyncSocketModeHandler):
    """Hands one socket's envelopes to Bolt, and can wait for those under way."""

    def __init__(self, app: AsyncApp, socket: Socket) -> None:
        # Not the parent's, which would build a client of the SDK's own.
        self.app = app
        self.client: Socket = socket
        self._under_way: set[asyncio.Task[None]] = set()
        socket.socket_mode_request_listeners.append(self.handle)

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        task = asyncio.current_task()
        if client.closed or task is None:
            return
        self._under_way.add(task)
        try:
            await super().handle(self.client, req)
        finally:
            self._under_way.discard(task)

    async def retire(self) -> None:
        """Lets what is under way be stored and acknowledged, then closes."""
        try:
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=GRACE)
        finally:
            await self._close()

    async def _close(self) -> None:
        client = self.client
        tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
        await client.close()  # type: ignore[no-untyped-call]
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*(task for task in tasks if task), *self._under_way, return_exceptions=True)


class Connection:
    """Keeps one socket open for as long as `run` runs; in passing from one to the next, two."""

    def __init__(self, clock: Clock, web: Web, log: logging.Logger, ping_interval: float) -> None:
        """`web` calls under the app-level token (xapp-)."""
        self._clock = clock
        self._web = web
        self._log = log
        self._ping_interval = ping_interval
        self._backoff = Backoff(clock)

    async def run(self, app: AsyncApp) -> NoReturn:
        """Hands everything that comes in to `app`, until cancelled."""
        current: Handler | None = None
        try:
            while True:
                # The old connection ends only when the new one stands: what comes in between is not lost.
                old, current = current, await self._connected(app)
                if old is not None:
                    await old.retire()
                current = await self._outlived(current)
        finally:
            if current is not None:
                await current.retire()

    async def _outlived(self, handler: Handler) -> Handler | None:
        """Waits for the end of the connection; gives it back if it still serves."""
        opened = self._clock.now()
        await handler.client.over.wait()
        if not handler.client.refreshing:
            await handler.retire()
        if self._clock.now() - opened >= SHORT_LIVED:
            self._backoff.succeeded()
        else:
            await self._backoff.pause("closed right after opening")
        return handler if handler.client.refreshing else None

    async def _connected(self, app: AsyncApp) -> Handler:
        while True:
            try:
                return await self._connect(app)
            except CallFailed as error:
                failure = reading(error)
                asked = failure.retry_after if isinstance(failure, Unavailable) else None
                await self._backoff.pause(error.code, asked)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                await self._backoff.pause(type(error).__name__)  # its words would hold the secret address

    async def _connect(self, app: AsyncApp) -> Handler:
        answer = await self._web.call("apps.connections.open")
        handler = Handler(app, Socket(str(answer.get("url")), self._web, self._log, self._ping_interval))
        try:
            async with asyncio.timeout(CONNECT):
                await handler.client.connect()
        except BaseException:
            await handler.retire()
            raise
        LOG.info("Slack: connected")
        return handler
