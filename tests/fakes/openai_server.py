"""A language model's server on 127.0.0.1: `POST /v1/chat/completions`, answered by a function of the request.

It runs in the test's own loop; a bot in another process reaches it by `server.url` as well.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Says:
    """A completion. `content`: its text; anything but text is sent as JSON text."""

    content: Any
    finish: str = "stop"
    """`length` for a cut reply, `content_filter` for a blocked one."""
    refusal: str | None = None
    usage: tuple[int, int] | None = (100, 20)
    """Tokens read and written; None to send no usage at all."""


@dataclass(frozen=True, slots=True)
class Status:
    """An HTTP error in the real shape. Its client is told to try again at once, so that tests are quick."""

    status: int
    code: str = "server_error"
    message: str = "The server had an error."
    headers: Mapping[str, str] = field(default_factory=lambda: {"retry-after-ms": "1"})


@dataclass(frozen=True, slots=True)
class Raw:
    """Any bytes at all."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection is cut without an answer."""


Answer = Says | Status | Raw | Drop
Script = Callable[[dict[str, Any]], Answer | Awaitable[Answer]]


class OpenAIServer:
    """`async with OpenAIServer(script) as server:`, then `server.url` (ends in /v1).

    `script` is given the request's JSON and says what comes back; it may be a coroutine function that waits.
    `key`: when set, another one is refused with 401, which quotes it as OpenAI's own server does.
    """

    def __init__(self, script: Script, *, key: str = "", port: int = 0) -> None:
        self.script = script
        self.calls: list[dict[str, Any]] = []
        """The JSON of every request, in order."""
        self.headers: list[Mapping[str, str]] = []
        self.connections: set[Any] = set()
        """The other end of every connection that a request came over."""
        self.at_once = 0
        self.most_at_once = 0
        self.url = ""
        self._changed = asyncio.Condition()
        self._key = key
        self._port = port
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/v1/chat/completions", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)

    @property
    def prompts(self) -> list[list[dict[str, str]]]:
        """The messages of every request."""
        return [call["messages"] for call in self.calls]

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self.url = "http://127.0.0.1:{1}/v1".format(*self._runner.addresses[0])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        call = await request.json()
        self.calls.append(call)
        self.headers.append(request.headers.copy())
        if request.transport is not None:
            self.connections.add(request.transport.get_extra_info("peername"))
        await self._now(self.at_once + 1)
        try:
            return _response(await self._decide(request, call), request)
        finally:
            await self._now(self.at_once - 1)

    async def _now(self, at_once: int) -> None:
        self.at_once = at_once
        self.most_at_once = max(self.most_at_once, at_once)
        async with self._changed:
            self._changed.notify_all()

    async def until(self, at_once: int) -> None:
        """Waits until so many requests are being answered."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.at_once == at_once)

    async def _decide(self, request: web.Request, call: dict[str, Any]) -> Answer:
        given = request.headers.get("Authorization", "")
        if self._key and given != f"Bearer {self._key}":
            return Status(401, "invalid_api_key", f"Incorrect API key provided: {given}")
        answer = self.script(call)
        return answer if isinstance(answer, Answer) else await answer


def _response(answer: Answer, request: web.Request) -> web.StreamResponse:
    match answer:
        case Says():
            return web.json_response(completion(answer))
        case Status():
            error = {"message": answer.message, "type": "error", "param": None, "code": answer.code}
            return web.json_response({"error": error}, status=answer.status, headers=answer.headers)
        case Raw():
            return web.Response(body=answer.body, status=answer.status, headers=answer.headers)
        case Drop():
            if request.transport is not None:
                request.transport.abort()
            return web.Response()


def completion(says: Says) -> dict[str, Any]:
    """The JSON of a whole `chat.completion`."""
    content = says.content
    if not isinstance(content, str | None):
        content = json.dumps(content, ensure_ascii=False)
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_765_200_000,
        "model": "loopback",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, "refusal": says.refusal},
                "finish_reason": says.finish,
            }
        ],
    }
    if says.usage is not None:
        read, written = says.usage
        body["usage"] = {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
        }
    return body


def in_turn(*answers: Answer) -> Script:
    """A script that gives these answers one after the other, then the last one for ever."""
    waiting = list(answers)
    return lambda _call: waiting.pop(0) if len(waiting) > 1 else waiting[0]


def knowing(*formats: str, refusal: Answer, reply: Answer) -> Script:
    """A script of a server that knows only these response formats (`""`: none) and refuses others."""
    return lambda call: reply if call.get("response_format", {}).get("type", "") in formats else refusal


def slow(gate: asyncio.Event, reply: Answer) -> Script:
    """A script that answers only once `gate` is set."""

    async def answer(_call: dict[str, Any]) -> Answer:
        await gate.wait()
        return reply

    return answer
