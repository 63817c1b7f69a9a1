"""An edition, from the first list request to the last message: real adapters and store, fake services."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.config import Settings, load
from bot.domain.edition import Subscription
from bot.domain.message import Channel, Message, MessageRef
from bot.usecases.publish_edition import Turn
from bot.wiring import Bot, open_bot
from tests.bench.rows import SHARED, Row, seconds, spread
from tests.e2e.services import HTML, summary
from tests.fakes.arxiv_server import Answer as Page
from tests.fakes.arxiv_server import ArxivServer
from tests.fakes.huggingface_server import HuggingFaceServer, row
from tests.fakes.openai_server import OpenAIServer, Says

DAY = date(2025, 12, 8)
FIRST, SECOND = Channel("console", "main"), Channel("console", "second")
CHARACTERS_PER_TOKEN = 4
ABSTRACT = (
    "Searching large collections is slow. We present an index that answers queries without scanning the "
    "whole collection of documents. Our index is faster than the methods that we compare it with."
)


@dataclass(frozen=True, slots=True)
class Size:
    papers: int = 20
    at_once: int = 8
    call: float = 2.0
    """Seconds that the model takes for one call."""

    @property
    def floor(self) -> float:
        """Seconds that no bot can be faster than."""
        return -(-self.papers // self.at_once) * self.call


@dataclass
class Run:
    """What one run did."""

    wall: float
    """Seconds, from the first request to the last message."""
    silent: float
    """Seconds until the first message."""
    computed: float
    """Seconds of computing, the services on loopback included."""
    calls: int
    messages: int


@dataclass
class Measured:
    first: Run
    again: Run
    second: Run
    """The same day in another channel."""
    most_at_once: int
    input_tokens: list[float] = field(default_factory=list)
    """Of each paper, by the length of what was sent."""


def rows(runs: int = 3, size: Size | None = None) -> list[Row]:
    size = size or Size()
    all_runs = [asyncio.run(measure(size)) for _ in range(runs)]
    walls = [one.first.wall for one in all_runs]
    tokens = [count for one in all_runs for count in one.input_tokens]
    last = all_runs[-1]
    text = "recorded pages" if _recorded() else "../shared is absent: invented short pages"
    return [
        Row(
            f"edition of {size.papers} papers, first request to last message",
            seconds(walls),
            f"at most {size.floor + 1:.1f} s",
            f"floor {size.floor:.1f} s: {size.call:g} s a call, {last.most_at_once} at once; {spread(walls)}",
        ),
        Row(
            "  until its first message",
            seconds([one.first.silent for one in all_runs]),
            "",
            f"computing in all, the services of the bench included: "
            f"{seconds([one.first.computed for one in all_runs])}",
        ),
        Row("its model calls", _each(all_runs, "first", "calls"), str(size.papers)),
        Row("its messages", _each(all_runs, "first", "messages"), str(2 * size.papers + 1)),
        Row(
            "input tokens a paper",
            f"{sum(tokens) / len(tokens):,.0f}",
            "",
            f"mean; characters sent / {CHARACTERS_PER_TOKEN}, as the server counts none; {text}",
        ),
        Row("further calls for a second channel", _each(all_runs, "second", "calls"), "0"),
        Row("calls of a second run", _each(all_runs, "again", "calls"), "0"),
        Row("messages of a second run", _each(all_runs, "again", "messages"), "0"),
    ]


def _each(runs: Sequence[Measured], run: str, count: str) -> str:
    """One number where all runs agree."""
    return ", ".join(sorted({str(getattr(getattr(one, run), count)) for one in runs}))


async def measure(size: Size) -> Measured:
    papers = [f"2512.{number:05}" for number in range(1, size.papers + 1)]
    shown: list[float] = []

    def show(_ref: MessageRef, _message: Message) -> None:
        shown.append(time.monotonic())

    async def slow(call: dict[str, Any]) -> Says:
        await asyncio.sleep(size.call)
        return Says(summary(call), usage=None)

    async with OpenAIServer(slow) as model:

        async def run(bot: Bot, channel: Channel) -> Run:
            calls, messages = len(model.calls), len(shown)
            began, computed = time.monotonic(), time.process_time()
            turn = Turn(Subscription(channel, limit=size.papers), DAY)
            # Its first act is the list request.
            await bot.run(lambda _done, _all: None)([turn], 0)
            told = shown[messages:]
            used = time.process_time() - computed
            first, last = (told[0] - began, told[-1] - began) if told else (0.0, 0.0)
            return Run(last, first, used, len(model.calls) - calls, len(told))

        with TemporaryDirectory() as folder:
            async with _services(papers) as addresses:
                addresses["openai_base_url"] = model.url
                # It looks for a file `.env`, so not on the event loop.
                settings = await asyncio.to_thread(_settings, Path(folder), size, addresses)
                async with open_bot(settings, show=show, alone=True) as bot:
                    first, again, second = [await run(bot, one) for one in (FIRST, FIRST, SECOND)]
        return Measured(first, again, second, model.most_at_once, [_tokens(call) for call in model.calls])


@asynccontextmanager
async def _services(papers: Sequence[str]) -> AsyncIterator[dict[str, str]]:
    archive = ArxivServer(pages(papers))
    address = await archive.start()
    listed = [row(paper, summary=ABSTRACT, upvotes=len(papers) - n) for n, paper in enumerate(papers)]
    try:
        async with HuggingFaceServer({DAY.isoformat(): listed}) as lists:
            yield {"huggingface_url": lists.url, "arxiv_url": address, "arxiv_api_url": address}
    finally:
        await archive.stop()


def pages(papers: Sequence[str]) -> dict[str, Page]:
    """Recorded pages for these papers where there are any, else invented ones, by their addresses."""
    bodies = _recorded() or [_page(ABSTRACT)]
    return {f"/html/{one}": Page(200, HTML, bodies[place % len(bodies)]) for place, one in enumerate(papers)}


def _settings(folder: Path, size: Size, addresses: dict[str, str]) -> Settings:
    return load(
        {
            "chats": ["console"],
            "model": "openai",
            "openai_model": "loopback",
            "model_concurrency": size.at_once,
            "database_url": f"sqlite:///{folder / 'nonmun.db'}",
            "console_transcript": str(folder / "transcript.jsonl"),
            "arxiv_delay": 0,
            "arxiv_api_delay": 0,
        }
        | addresses
    )


def _recorded() -> list[bytes]:
    return [path.read_bytes() for path in sorted((SHARED / "data/arxiv_html").glob("2*.html"))]


def _page(text: str) -> bytes:
    body = "".join(f'<div class="ltx_para"><p class="ltx_p">{text}</p></div>' for _ in range(12))
    section = (
        f'<section class="ltx_section"><h2 class="ltx_title ltx_title_section">1 Method</h2>{body}</section>'
    )
    return f'<html><body><article class="ltx_document">{section}</article></body></html>'.encode()


def _tokens(call: dict[str, Any]) -> float:
    return sum(len(message["content"]) for message in call["messages"]) / CHARACTERS_PER_TOKEN
