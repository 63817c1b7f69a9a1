"""Slack's end of Socket Mode: tickets, connections, envelopes and what became of them."""

import asyncio
import itertools
import json
from dataclasses import dataclass, field
from typing import Any, cast

from aiohttp import WSMsgType, web


@dataclass(slots=True)
class Envelope:
    """Something sent to the bot. `answer` is what it sent back with its acknowledgement."""

    id: str
    type: str
    payload: dict[str, Any]
    attempt: int = 0
    acked: asyncio.Event = field(default_factory=asyncio.Event)
    answer: dict[str, Any] = field(default_factory=dict)
    link: web.WebSocketResponse | None = None
    """The connection that it went out on."""

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"envelope_id": self.id, "type": self.type, "payload": self.payload}
        shown["accepts_response_payload"] = self.type == "slash_commands"
        if self.attempt:
            shown |= {"retry_attempt": self.attempt, "retry_reason": "timeout"}
        return shown


class Sockets:
    """Events that were not acknowledged when their connection ended go out again on the next one."""

    def __init__(self) -> None:
        self.links: list[web.WebSocketResponse] = []
        self.opened = 0
        """Connections made so far."""
        self.mute = False
        """New connections answer no ping: a line that is dead and does not say so."""
        self.slam = 0
        """So many of the next connections are closed right after hello."""
        self.arrived = asyncio.Condition()
        self._tickets: set[str] = set()
        self._transports: dict[web.WebSocketResponse, asyncio.Transport] = {}
        self._numbers = itertools.count(1)
        self._open: dict[str, Envelope] = {}

    def ticket(self) -> str:
        ticket = f"secret-ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        return ticket

    def envelope(self, kind: str, payload: dict[str, Any]) -> Envelope:
        return Envelope(f"envelope-{next(self._numbers)}", kind, payload)

    async def send(self, envelope: Envelope) -> Envelope:
        """On the newest connection; an event waits for one, a command is lost without."""
        if self.links:
            self._open[envelope.id] = envelope
            envelope.link = self.links[-1]
            await envelope.link.send_json(envelope.as_json())
        elif envelope.type == "events_api":
            self._open[envelope.id] = envelope
        return envelope

    async def again(self, envelope: Envelope) -> Envelope:
        """Delivers it once more, as Slack does when it saw no acknowledgement."""
        envelope.attempt += 1
        envelope.acked.clear()
        return await self.send(envelope)

    async def connected(self, times: int = 1) -> None:
        """Returns when so many connections have been made since the start, and one is open."""
        async with self.arrived:
            await self.arrived.wait_for(lambda: self.opened >= times and self.links)

    async def disconnect(self, reason: str) -> None:
        """Asks for new connections; the old ones stay until the client closes them."""
        for link in list(self.links):
            await link.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}})

    async def drop(self) -> None:
        """Closes every connection at once."""
        for link in list(self.links):
            await link.close()

    async def garbage(self, text: str) -> None:
        """Sends what is no envelope."""
        await self.links[-1].send_str(text)

    def tear(self) -> None:
        """Cuts every connection without a word."""
        for link in list(self.links):
            self._transports[link].abort()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        link = web.WebSocketResponse(autoping=not self.mute)
        await link.prepare(request)
        await link.send_json({"type": "hello", "num_connections": len(self.links) + 1})
        self._transports[link] = cast("asyncio.Transport", request.transport)
        await self._joined(link)
        if self.slam:
            self.slam -= 1
            await link.close()
        try:
            async for message in link:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(json.loads(message.data))
        finally:
            self.links.remove(link)
            del self._transports[link]
            self._left(link)
        return link

    async def _joined(self, link: web.WebSocketResponse) -> None:
        self.links.append(link)
        self.opened += 1
        async with self.arrived:
            self.arrived.notify_all()
        for envelope in [each for each in self._open.values() if each.link is None]:
            await self.send(envelope)

    def _left(self, link: web.WebSocketResponse) -> None:
        for envelope in [each for each in self._open.values() if each.link is link]:
            envelope.link = None
            envelope.attempt += 1
            if envelope.type != "events_api":
                del self._open[envelope.id]

    def _acknowledge(self, answer: dict[str, Any]) -> None:
        envelope = self._open.pop(answer["envelope_id"], None)
        if envelope is not None:
            envelope.answer = answer.get("payload") or {}
            envelope.acked.set()
