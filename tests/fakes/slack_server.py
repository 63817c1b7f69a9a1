"""Slack on 127.0.0.1, at the level of its wire: Web API, response_url and Socket Mode over one world.

    async with SlackServer() as slack:
        slack.world.open("C0PAPERS", "U0JIWOO")
        chat = SlackChat(clock, slack.bot_token, slack.app_token, slack.api_url)

A bot in another process is pointed here by `environment()`. Faults are planned per method in `faults`, what
stands in the channels is asked of `world`, what Slack would have refused stands in `violations`. `load()`
beforehand keeps the reading of files off the event loop.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes.slack_faults import Fault, FaultPlan, How, misbehave
from tests.fakes.slack_methods import Methods
from tests.fakes.slack_people import People
from tests.fakes.slack_rules import oracles_are_here
from tests.fakes.slack_socket import Sockets
from tests.fakes.slack_world import SlackError, World

MANIFEST = Path(__file__).resolve().parents[2] / "adapters" / "chats" / "manifest.json"


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    arguments: Mapping[str, Any]


class SlackServer:
    bot_token = "xoxb-fake-bot-secret"
    app_token = "xapp-fake-app-secret"

    def __init__(self, world: World | None = None) -> None:
        self.world = world or World()
        self.methods = Methods(self.world)
        self.methods.scopes |= granted()
        self.faults = FaultPlan()
        self.sockets = Sockets()
        self.people = People(self.world, self.sockets, self._response_url)
        self.calls: list[Call] = []
        self.port = 0
        self.response_uses: dict[str, tuple[str, str]] = {}
        self.response_posts = 0
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def violations(self) -> list[str]:
        return self.methods.violations

    def environment(self) -> dict[str, str]:
        """Settings that point a bot here."""
        tokens = {"SLACK_BOT_TOKEN": self.bot_token, "SLACK_APP_TOKEN": self.app_token}
        return tokens | {"SLACK_API_URL": self.api_url}

    def count(self, method: str) -> int:
        """How often the method was called."""
        return sum(call.method == method for call in self.calls)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self.sockets.serve)
        app.router.add_post("/commands/{secret}", self._respond)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await self.listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.faults.release()
        await self.sockets.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def listen(self) -> None:
        """At the same port as before, if there was one."""
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await self._site.start()
        self.port = self._runner.addresses[0][1]

    async def refuse(self) -> None:
        """No connection can be made from now on; the open sockets are dropped."""
        assert self._site is not None
        await self._site.stop()
        await self.sockets.drop()

    # The Web API

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.calls.append(Call(method, arguments))
        fault = self.faults.take(method)
        if fault.late:
            await self.faults.released.wait()
            self._answer(request, method, arguments)
        if not fault.effect:
            return await misbehave(request, fault, self.faults)
        return await self._after(request, fault, self._answer(request, method, arguments))

    async def _after(self, request: web.Request, fault: Fault, answer: dict[str, Any]) -> web.StreamResponse:
        if fault.how is not How.OK and answer["ok"]:
            return await misbehave(request, fault, self.faults)
        scopes = ",".join(sorted(self.methods.scopes))
        return web.json_response(answer, headers={"x-oauth-scopes": scopes})

    def _answer(self, request: web.Request, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        expected = self.app_token if method == "apps.connections.open" else self.bot_token
        if token != expected:
            return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
        if method == "apps.connections.open":
            return {"ok": True, "url": f"ws://127.0.0.1:{self.port}/link?ticket={self.sockets.ticket()}"}
        try:
            return {"ok": True} | self.methods.run(method, arguments)
        except SlackError as error:
            return {"ok": False, "error": str(error)}

    # Answers to commands

    def _response_url(self, user: str, channel: str) -> str:
        secret = f"secret-response-{len(self.response_uses) + 1}"
        self.response_uses[secret] = (user, channel)
        return f"http://127.0.0.1:{self.port}/commands/{secret}"

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        """Good for five lines; `response_uses` is emptied by a test to let it expire."""
        self.response_posts += 1
        fault = self.faults.take("response_url")
        if fault.how is not How.OK:
            return await misbehave(request, fault, self.faults)
        owner = self.response_uses.get(request.match_info["secret"])
        if owner is None:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        body = await request.json()
        try:
            assert body.pop("response_type") == "ephemeral"
            self.methods.whisper("response_url", *owner, body)
        except SlackError as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)
        return web.json_response({"ok": True})


def load() -> None:
    """Reads what the server needs from files; once, before the event loop runs."""
    granted()
    oracles_are_here()


@cache
def granted() -> frozenset[str]:
    """The scopes of an app that was made from our manifest."""
    return frozenset(json.loads(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"])


async def _arguments(request: web.Request) -> Mapping[str, Any]:
    if request.method == "GET":
        return dict(request.query)
    if request.content_type == "application/json":
        return dict(json.loads(await request.text()))
    return dict(await request.post())
