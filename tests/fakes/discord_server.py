"""A Discord of our own on 127.0.0.1: the REST calls and the gateway that the bot uses, and no others.

Bodies are held against Discord's rules before anything happens; what a test wants to go wrong goes wrong on
the wire. `world` says what stands in the channels. A bot in another process may use it as well.

    async with DiscordServer() as server:          # DISCORD_TOKEN=server.token, DISCORD_API_URL=server.url,
        channel = server.world.channel()           # DISCORD_GATEWAY_URL=server.gateway_url
        server.faults.posting(LOST_REPLY, skip=2)  # the third message is sent, its reply is lost
        ...
        assert [one["content"] for one in server.world.ours(channel)] == [...]
"""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes.discord_faults import Fault, FaultPlan, Trouble
from tests.fakes.discord_gateway import Gateway
from tests.fakes.discord_interactions import Interactions
from tests.fakes.discord_payloads import Json
from tests.fakes.discord_rules import problems
from tests.fakes.discord_world import HISTORY, REACT, ApiError, World

TOKEN = "MTE3.fake-token.of-the-bot"
API = "/api/v10"

Endpoint = Callable[["_Call"], Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came in."""

    method: str
    path: str
    body: Any


@dataclass(frozen=True, slots=True)
class _Call:
    names: dict[str, str]
    query: dict[str, str]
    body: Any


class DiscordServer:
    """Open it with `async with`."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.world = World()
        self.gateway = Gateway(self.world, token)
        self.interactions = Interactions(self.world)
        self.faults = FaultPlan()
        self.seen: list[Seen] = []
        self.refused: list[str] = []
        """Why bodies were refused as malformed: a test that does not expect it fails on it."""
        self._endpoints = [(method, _pattern(path), path, do) for method, path, do in self._table()]
        self._end = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.url = self.gateway_url = ""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_route("*", API + "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}{API}"
        self.gateway_url = self.gateway.address = f"ws://127.0.0.1:{port}/gateway"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self.gateway.drop()
        if self._runner:
            await self._runner.cleanup()

    def calls(self, method: str, path: str) -> list[Seen]:
        """The requests whose whole path fits the regular expression."""
        return [one for one in self.seen if one.method == method and re.fullmatch(path, one.path)]

    @property
    def posts(self) -> list[Seen]:
        return self.calls("POST", r"/channels/\d+/messages")

    # From the wire to the world and back.

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        body = await _body(request)
        self.seen.append(Seen(request.method, path, body))
        fault = self.faults.next(request.method, path)
        if fault and not fault.after:
            return await self._go_wrong(request, fault)
        status, answer = self._answer(request, path, body)
        if fault:
            return await self._go_wrong(request, fault)
        return _json(status, answer)

    def _answer(self, request: web.Request, path: str, body: Any) -> tuple[int, Any]:
        try:
            self._check_token(request, path)
            return 200, self._do(request.method, path, dict(request.query), body)
        except ApiError as error:
            return error.status, error.body

    def _check_token(self, request: web.Request, path: str) -> None:
        """Follow-ups and callbacks carry their own token in the address."""
        if path.startswith(("/webhooks/", "/interactions/")):
            return
        if request.headers.get("Authorization") != f"Bot {self.token}":
            raise ApiError(401, 0, "401: Unauthorized")

    def _do(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        for known, pattern, template, do in self._endpoints:
            found = pattern.fullmatch(path)
            if found and known == method:
                self._check_body(method, template, body)
                return do(_Call(found.groupdict(), query, body))
        self.refused.append(f"{method} {path}: no such call")
        raise ApiError(404, 0, "404: Not Found")

    def _check_body(self, method: str, template: str, body: Any) -> None:
        if method not in {"POST", "PUT", "PATCH"} or body is None:
            return
        found = problems(method, template, body)
        if found:
            self.refused += found
            errors = {"body": {"_errors": [{"code": "INVALID", "message": one} for one in found]}}
            raise ApiError(400, 50035, "Invalid Form Body", errors)

    async def _go_wrong(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        match fault.trouble:
            case Trouble.ANSWER:
                return _faulty(fault)
            case Trouble.NONSENSE:
                return web.Response(text="<html>Bad day</html>", content_type="text/html")
            case Trouble.HANG:
                await self._end.wait()
            case Trouble.HALF:
                await _half(request)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    # What each call does.

    def _table(self) -> list[tuple[str, str, Endpoint]]:
        channel, message = "/channels/{channel_id}", "/channels/{channel_id}/messages/{message_id}"
        commands = "/applications/{application_id}/commands"
        world = self.world
        return [
            ("GET", "/users/@me", lambda _: world.me),
            ("POST", "/users/@me/channels", lambda call: world.open_direct(call.body["recipient_id"])),
            ("GET", "/oauth2/applications/@me", lambda _: self._application()),
            ("GET", "/applications/@me", lambda _: self._application()),
            ("GET", "/gateway/bot", lambda _: {"url": self.gateway_url, "shards": 1}),
            ("GET", "/guilds/{guild_id}", self._guild),
            ("GET", "/guilds/{guild_id}/members/{user_id}", self._member),
            ("GET", channel, lambda call: world.seen(call.names["channel_id"])),
            ("PATCH", channel, self._unfold),
            ("GET", channel + "/messages", self._history),
            ("POST", channel + "/messages", lambda call: world.post(call.names["channel_id"], call.body)),
            ("GET", message, lambda call: world.get(**_place(call))),
            ("PATCH", message, lambda call: world.edit(**_place(call), body=call.body)),
            ("DELETE", message, lambda call: world.delete(**_place(call))),
            (
                "POST",
                message + "/threads",
                lambda call: world.thread(**_place(call), name=call.body["name"]),
            ),
            ("PUT", message + "/reactions/{emoji_name}/@me", self._react),
            ("POST", channel + "/typing", self._type),
            ("GET", commands, lambda _: world.commands),
            ("PUT", commands, self._register),
            ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", self._callback),
            ("POST", "/webhooks/{webhook_id}/{webhook_token}", self._follow_up),
        ]

    def _application(self) -> Json:
        me = self.world.me
        return {
            "id": me["id"],
            "name": me["username"],
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": {"id": "1", "username": "owner", "discriminator": "0", "avatar": None},
            "verify_key": "0" * 64,
            "flags": self.world.application_flags,
        }

    def _guild(self, call: _Call) -> Json:
        guild = self.world.guilds.get(call.names["guild_id"])
        if guild is None:
            raise ApiError(404, 10004, "Unknown Guild")
        return {name: value for name, value in guild.items() if name != "members"}

    def _member(self, call: _Call) -> Json:
        members: list[Json] = self.world.guilds[call.names["guild_id"]]["members"]
        for member in members:
            if member["user"]["id"] == call.names["user_id"]:
                return member
        raise ApiError(404, 10007, "Unknown Member")

    def _history(self, call: _Call) -> list[Json]:
        query = call.query
        limit = int(query.get("limit", 50))
        if not 1 <= limit <= 100:
            raise ApiError(400, 50035, "Invalid Form Body")
        after, before = query.get("after", ""), query.get("before", "")
        return self.world.history(call.names["channel_id"], after=after, before=before, limit=limit)

    def _unfold(self, call: _Call) -> Json:
        place = self.world.seen(call.names["channel_id"])
        place["thread_metadata"] |= {"archived": call.body["archived"]}
        return place

    def _react(self, call: _Call) -> None:
        channel, message = _place(call).values()
        self.world.require(channel, REACT | HISTORY)
        self.world.get(channel, message)
        self.world.reactions.append((channel, message, call.names["emoji_name"]))

    def _type(self, call: _Call) -> None:
        self.world.seen(call.names["channel_id"])
        self.world.typing.append(call.names["channel_id"])

    def _register(self, call: _Call) -> list[Json]:
        """Discord gives back what it was told and adds what it was not."""
        added = {"application_id": self.world.me["id"], "version": "1", "name_localizations": None}
        self.world.commands = [one | added | {"id": self.world.snowflake()} for one in call.body]
        return self.world.commands

    def _callback(self, call: _Call) -> Any:
        number = call.names["interaction_id"]
        self.interactions.callback(number, call.names["interaction_token"], call.body)
        return self.interactions.callback_reply(number)

    def _follow_up(self, call: _Call) -> Json:
        names = call.names
        return self.interactions.follow_up(names["webhook_id"], names["webhook_token"], call.body)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template)))


def _place(call: _Call) -> dict[str, str]:
    return {"channel": call.names["channel_id"], "message": call.names["message_id"]}


async def _body(request: web.Request) -> Any:
    text = await request.text()
    return json.loads(text) if text else None


def _json(status: int, answer: Any) -> web.Response:
    """The client compares the content type as it is: a charset in it would hide the JSON."""
    if answer is None:
        return web.Response(status=204)
    body = json.dumps(answer, ensure_ascii=False).encode()
    return web.Response(status=status, body=body, headers={"Content-Type": "application/json"})


def _faulty(fault: Fault) -> web.Response:
    body: Json = {"code": fault.code, "message": fault.text}
    headers = {}
    if fault.retry_after is not None:
        body |= {"retry_after": fault.retry_after, "global": fault.everywhere}
        headers = {"Retry-After": str(fault.retry_after)} | ({"Via": "1.1 google"} if fault.via else {})
    response = _json(fault.status, body)
    response.headers.update(headers)
    return response


async def _half(request: web.Request) -> None:
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"id": "1')
