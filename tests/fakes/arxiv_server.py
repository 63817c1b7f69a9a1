"""arXiv on the loopback interface: serves what it is given and remembers who asked for what, and when."""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiohttp import web

from bot.ports import Clock


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    after: asyncio.Event | None = None
    """Given only once this is set."""


@dataclass(frozen=True, slots=True)
class Received:
    target: str
    """Path and query, e.g. `/api/query?id_list=2510.14943`."""
    at: datetime
    user_agent: str


NOT_THERE = Answer(404, {"Content-Type": "text/html"}, b"<h1>No HTML</h1>")


class ArxivServer:
    """`pages`: what a path, with or without its query, always answers; what is missing is a 404.

    `scripted`: answers that come first, each once. `requests`: all that came in; `reached` is set by the
    first. `most_at_once`: how many were being answered at the same moment.
    """

    def __init__(self, pages: Mapping[str, Answer] | None = None, clock: Clock | None = None) -> None:
        self.pages: dict[str, Answer] = dict(pages or {})
        self.scripted: dict[str, deque[Answer]] = {}
        self.requests: list[Received] = []
        self.reached = asyncio.Event()
        self.most_at_once = 0
        self._at_once = 0
        self._clock = clock
        self._runner: web.AppRunner | None = None

    def script(self, path: str, *answers: Answer) -> None:
        self.scripted.setdefault(path, deque()).extend(answers)

    @property
    def targets(self) -> list[str]:
        return [request.target for request in self.requests]

    async def start(self, port: int = 0) -> str:
        """Gives the root to which paths are added."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        now = self._clock.now() if self._clock else datetime.now(UTC)
        self.requests.append(Received(request.path_qs, now, request.headers.get("User-Agent", "")))
        self.reached.set()
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            answer = self._find(request.path_qs, request.path)
            if answer.after is not None:
                await answer.after.wait()
            return web.Response(status=answer.status, headers=answer.headers, body=answer.body)
        finally:
            self._at_once -= 1

    def _find(self, *names: str) -> Answer:
        for name in names:
            if self.scripted.get(name):
                return self.scripted[name].popleft()
        return next((self.pages[name] for name in names if name in self.pages), NOT_THERE)
