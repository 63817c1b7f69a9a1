"""The fake Discord's gateway: sessions that outlive their connections."""

import asyncio
import json
import secrets
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord_payloads import Json
from tests.fakes.discord_world import World

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = {1 << 15: 1 << 18 | 1 << 19, 1 << 1: 1 << 14 | 1 << 15, 1 << 8: 1 << 12 | 1 << 13}
"""Intent: the flags of an application of which one allows it."""
HEARTBEAT = 41_250


class Session:
    def __init__(self, intents: int) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.sent: list[str] = []
        self.more = asyncio.Event()

    def add(self, event: str, payload: Json) -> None:
        text = json.dumps({"op": 0, "t": event, "s": len(self.sent) + 1, "d": payload}, ensure_ascii=False)
        self.sent.append(text)
        self.more.set()


class Gateway:
    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token
        self.address = ""
        self.down = False
        """Connections are refused with 503."""
        self.close_next = 0
        """Code with which the next IDENTIFY is answered."""
        self.identified: list[Json] = []
        self.resumed = 0
        self.sessions: dict[str, Session] = {}
        self._open: set[web.WebSocketResponse] = set()
        self._served: set[web.WebSocketResponse] = set()
        self._transports: dict[web.WebSocketResponse, asyncio.Transport | None] = {}
        world.emit = self.emit

    # What a test does to it.

    def drop(self) -> None:
        """Every connection breaks; the sessions stay."""
        for socket in list(self._open):
            transport = self._transports[socket]
            if transport is not None:
                transport.abort()

    async def ask_to_reconnect(self) -> None:
        await self._to_all({"op": 7, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        if not resumable:
            self.sessions.clear()
        await self._to_all({"op": 9, "d": resumable})

    async def close(self, code: int) -> None:
        for socket in list(self._open):
            await socket.close(code=code)

    async def send_raw(self, text: str) -> None:
        for socket in list(self._open):
            await socket.send_str(text)

    @property
    def connections(self) -> int:
        return len(self._open)

    @property
    def served(self) -> int:
        """Connections with a session, begun or resumed: what happens from now on is told there."""
        return len(self._served)

    async def _to_all(self, message: Json) -> None:
        await self.send_raw(json.dumps(message))

    # What the world tells it.

    def emit(self, event: str, payload: Json) -> None:
        for session in self.sessions.values():
            shown = self._shown(session, event, payload)
            if shown is not None:
                session.add(event, shown)

    def _shown(self, session: Session, event: str, payload: Json) -> Json | None:
        """None when the session did not ask for such events; without text where it may not read it."""
        if event == "INTERACTION_CREATE":
            return payload
        if not event.startswith("MESSAGE"):
            return payload if session.intents & GUILDS else None
        direct = "guild_id" not in payload
        if not session.intents & (DIRECT_MESSAGES if direct else GUILD_MESSAGES):
            return None
        return payload if self._readable(session, payload, direct=direct) else _censored(payload)

    def _readable(self, session: Session, payload: Json, *, direct: bool) -> bool:
        me = self._world.me["id"]
        ours = payload.get("author", {}).get("id") == me
        called = any(one["id"] == me for one in payload.get("mentions", []))
        return bool(session.intents & MESSAGE_CONTENT) or direct or ours or called

    # The protocol.

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.down:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._open.add(socket)
        self._transports[socket] = request.transport
        sending: asyncio.Task[None] | None = None
        try:
            await socket.send_json({"op": 10, "d": {"heartbeat_interval": HEARTBEAT}})
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    sending = await self._received(socket, json.loads(message.data)) or sending
                if sending:
                    self._served.add(socket)
        finally:
            self._open.discard(socket)
            self._served.discard(socket)
            self._transports.pop(socket)
            if sending:
                sending.cancel()
        return socket

    async def _received(self, socket: web.WebSocketResponse, message: Json) -> asyncio.Task[None] | None:
        match message["op"]:
            case 1:
                await socket.send_json({"op": 11})
            case 2:
                return await self._identify(socket, message["d"])
            case 6:
                return await self._resume(socket, message["d"])
        return None

    async def _identify(self, socket: web.WebSocketResponse, asked: Json) -> asyncio.Task[None] | None:
        self.identified.append(asked)
        code, self.close_next = self.close_next or self._refusal(asked), 0
        if code:
            await socket.close(code=code)
            return None
        session = Session(asked["intents"])
        self.sessions[session.id] = session
        session.add("READY", self._ready(session))
        for guild in self._world.guilds.values():
            session.add("GUILD_CREATE", self._world.guild_payload(guild))
        return asyncio.create_task(_send(socket, session, 0))

    def _refusal(self, asked: Json) -> int:
        if asked["token"] != self._token:
            return 4004
        flags = self._world.application_flags
        wanted = [intent for intent in PRIVILEGED if asked["intents"] & intent]
        return 4014 if any(not flags & PRIVILEGED[intent] for intent in wanted) else 0

    async def _resume(self, socket: web.WebSocketResponse, asked: Json) -> asyncio.Task[None] | None:
        session = self.sessions.get(asked["session_id"])
        if session is None or asked["token"] != self._token:
            await socket.send_json({"op": 9, "d": False})
            return None
        self.resumed += 1
        session.add("RESUMED", {})
        return asyncio.create_task(_send(socket, session, asked["seq"]))

    def _ready(self, session: Session) -> Json:
        world = self._world
        return {
            "v": 10,
            "user": world.me,
            "guilds": [{"id": guild, "unavailable": True} for guild in world.guilds],
            "session_id": session.id,
            "resume_gateway_url": self.address,
            "application": {"id": world.me["id"], "flags": world.application_flags},
        }


async def _send(socket: web.WebSocketResponse, session: Session, done: int) -> None:
    """Everything after the event of number `done`, as it comes, while the connection lasts."""
    while not socket.closed:
        session.more.clear()
        while done < len(session.sent):
            try:
                await socket.send_str(session.sent[done])
            except ConnectionError:
                return
            done += 1
        await session.more.wait()


def _censored(payload: Json) -> Json:
    hidden: dict[str, Any] = {"content": "", "embeds": [], "attachments": [], "components": []}
    return payload | {name: empty for name, empty in hidden.items() if name in payload}
