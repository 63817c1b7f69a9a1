"""A small server on 127.0.0.1 in the shape of the real sites, so that `demo` runs the real adapters.

It lists the sample's papers as Hugging Face does, describes them as arXiv's API does, and replays recorded
replies as a model server would. It has no page and no PDF: only the abstracts may be given on.
"""

import asyncio
import json
from types import TracebackType
from typing import Any, Self
from xml.sax.saxutils import escape

from aiohttp import web

from adapters.sample.recordings import Recordings, load
from bot.domain.paper import NotAPaperId, parse_paper_id

_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/sample</id>
  <title>arXiv Query: the sample edition</title>
  <opensearch:totalResults>{count}</opensearch:totalResults>
{entries}</feed>
"""
_ENTRY = """  <entry>
    <id>http://arxiv.org/abs/{id}v1</id>
    <title>{title}</title>
    <summary>{abstract}</summary>
{published}{authors}  </entry>
"""
_ERROR = """  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_{id}</id>
    <title>Error</title>
    <summary>incorrect id format for {id}</summary>
  </entry>
"""
NO_RECORDING = "The sample edition has no recorded reply to this."


class SampleServer:
    """`async with SampleServer() as server:`, then give `server.url` as the root of every site.

    `port`: 0 takes a free one.
    """

    def __init__(self, port: int = 0) -> None:
        self.url = ""
        self._port = port
        self._recordings: Recordings | None = None
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.router.add_get("/api/daily_papers", self._daily_papers)
        app.router.add_get("/api/query", self._query)
        app.router.add_post("/v1/chat/completions", self._completions)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)

    @property
    def model_url(self) -> str:
        """The model's address, as `OPENAI_BASE_URL` wants it."""
        return self.url + "/v1"

    @property
    def day(self) -> str:
        """The listing day of the sample, known once it runs."""
        return self._known.day

    async def __aenter__(self) -> Self:
        self._recordings = await asyncio.to_thread(load)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        host, port, *_ = self._runner.addresses[0]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    @property
    def _known(self) -> Recordings:
        if self._recordings is None:
            raise RuntimeError("the sample server does not run")
        return self._recordings

    async def _daily_papers(self, request: web.Request) -> web.Response:
        day, page = request.query.get("date", ""), request.query.get("p", "0")
        if day > self._known.day or not page.isdecimal():
            return web.json_response({"error": "Invalid query parameters"}, status=400)
        papers = self._known.papers.values() if day == self._known.day and int(page) == 0 else ()
        return web.json_response([_row(paper) for paper in papers])

    async def _query(self, request: web.Request) -> web.Response:
        asked = [one for one in request.query.get("id_list", "").split(",") if one]
        try:
            ids = [parse_paper_id(one) for one in asked]
        except NotAPaperId as error:
            return _atom(_ERROR.format(id=escape(str(error))), 1, status=400)
        entries = [_entry(self._known.papers[one]) for one in ids if one in self._known.papers]
        return _atom("".join(entries), len(entries))

    async def _completions(self, request: web.Request) -> web.Response:
        try:
            asked = await request.json()
            reply = self._known.reply(list(asked["messages"]))
        except (ValueError, TypeError, LookupError, AttributeError):
            return web.json_response({"error": {"message": "not a completion request"}}, status=400)
        return web.json_response(_completion(reply))


def _row(paper: dict[str, Any]) -> dict[str, Any]:
    described = {key: value for key, value in paper.items() if key != "abstract"}
    authors = [{"name": name, "hidden": False} for name in paper["authors"]]
    return {
        "paper": described | {"summary": paper["abstract"], "authors": authors},
        "title": paper["title"],
        "summary": paper["abstract"],
    }


def _entry(paper: dict[str, Any]) -> str:
    published = paper.get("publishedAt", "")
    return _ENTRY.format(
        id=paper["id"],
        title=escape(paper["title"]),
        abstract=escape(paper["abstract"]),
        published=f"    <published>{published[:19]}Z</published>\n" if published else "",
        authors="".join(f"    <author><name>{escape(name)}</name></author>\n" for name in paper["authors"]),
    )


def _atom(entries: str, count: int, status: int = 200) -> web.Response:
    body = _FEED.format(count=count, entries=entries)
    return web.Response(text=body, status=status, content_type="application/atom+xml")


def _completion(reply: dict[str, Any] | None) -> dict[str, Any]:
    """As a model server puts it; nothing recorded is a refusal."""
    content = None if reply is None else json.dumps(reply, ensure_ascii=False)
    message = {
        "role": "assistant",
        "content": content,
        "refusal": NO_RECORDING if reply is None else None,
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {"id": "sample", "object": "chat.completion", "created": 0, "model": "sample", "choices": [choice]}
