"""Hugging Face's list of daily papers on 127.0.0.1, as strict as the real one where that was measured."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import Any, Self

from aiohttp import web

Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]


class HuggingFaceServer:
    """`async with HuggingFaceServer({"2025-12-08": rows}) as server:` then `server.url`.

    `days`: the rows of each day, changeable at any time. A day without rows is an empty list; one after
    `newest` (default: the last of `days`) has not opened and is HTTP 400, like a malformed date.
    `faults`: answers given first, one a request, before the list works again.
    """

    def __init__(self, days: Mapping[str, Sequence[Any]], newest: str = "") -> None:
        self.days = dict(days)
        self.newest = newest or max(days, default="")
        self.faults: list[Fault] = []
        self.requests: list[dict[str, str]] = []
        """The query of every request, in order."""
        self.url = ""
        app = web.Application()
        app.router.add_get("/api/daily_papers", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = "http://127.0.0.1:{1}".format(*self._runner.addresses[0])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(dict(request.query))
        if self.faults:
            return await self.faults.pop(0)(request)
        day = request.query.get("date", self.newest)
        page, limit = int(request.query.get("p", "0")), int(request.query.get("limit", "50"))
        if not _is_day(day) or day > self.newest:
            return web.json_response({"error": "Invalid query parameters"}, status=400)
        return web.json_response(list(self.days.get(day, ()))[page * limit : (page + 1) * limit])


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def answering(status: int, body: str | bytes = b"", **headers: str) -> Fault:
    """A fault: this status and body, whatever was asked. In header names `_` stands for `-`."""
    content = body.encode() if isinstance(body, str) else body

    async def answer(_request: web.Request) -> web.StreamResponse:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, body=content, headers=names)

    return answer


async def dropping(request: web.Request) -> web.StreamResponse:
    """A fault: the connection is cut without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def row(paper: str, **fields: Any) -> dict[str, Any]:
    """A row in the real shape; `fields` replace those of its `paper` object, None removes one."""
    content = {
        "id": paper,
        "authors": [{"_id": "0" * 24, "name": "Ada Lovelace", "hidden": False}],
        "publishedAt": "2025-12-05T18:58:09.000Z",
        "submittedOnDailyAt": "2025-12-08T00:03:16.853Z",
        "title": f"Paper {paper}",
        "submittedOnDailyBy": {"fullname": "A Submitter", "user": "submitter"},
        "summary": f"We study {paper}.",
        "upvotes": 3,
    } | fields
    return {
        "paper": {key: value for key, value in content.items() if value is not None},
        # The real one is 4 or 5 hours early, so it can be the day before.
        "publishedAt": "2025-12-04T13:58:09.000Z",
        "title": content["title"],
        "summary": content["summary"],
        "numComments": 1,
        "submittedBy": {"fullname": "A Submitter", "name": "submitter"},
    }
