"""Hostile papers on a loopback arXiv, read by the real archive, on their way to a channel."""

import html
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.archives.arxiv.archive import ArxivArchive
from adapters.archives.arxiv.process import WarmReader
from adapters.http import Http
from bot.domain.edition import Subscription
from bot.domain.message import Message
from bot.domain.paper import Listing, Paper
from bot.usecases.publish_edition import Turn
from bot.usecases.summarize_paper import SummarizePaper
from storage import open_store
from tests.adapters.arxiv.pages import page, paragraph, section
from tests.adapters.arxiv.pdfs import column, pdf, prose
from tests.fakes.arxiv_server import Answer, ArxivServer
from tests.fakes.clock import VirtualClock
from tests.fakes.papers import LIMIT, MONDAY, RESULT, paper, paper_id, reply
from tests.fakes.ports import FakeArchive, FakeChat, FakeSource, ScriptedModel
from tests.usecases.conftest import CHANNEL, TUESDAY_MORNING, World

WARNING = "⚠ 모델을 겨냥한 문구가 있습니다"


@dataclass(frozen=True, slots=True)
class Trap:
    """A paper with something in it."""

    body: str = ""
    """HTML inside the article."""
    head: str = ""
    pdf: bytes = b""
    """Content of a PDF's page; then there is no HTML."""
    title: str = ""
    abstract: str = ""


def in_paragraph(text: str) -> Trap:
    return Trap(paragraph(html.escape(text)))


def after_prose(text: str) -> Trap:
    return Trap(paragraph(f"The method sorts the documents by their distance. {html.escape(text)}"))


def page_of(trap: Trap) -> bytes:
    sound = (
        section("1 Introduction", paragraph("Searching documents is slow.") + trap.body),
        section("4 Results", paragraph(f"{RESULT}.")),
        section("5 Limitations", paragraph(f"{LIMIT}.")),
    )
    return page("".join(sound), trap.head)


def pdf_of(trap: Trap) -> bytes:
    lines = ["#1 Introduction", *prose(30), "#4 Results", f"{RESULT}.", "#5 Limitations", f"{LIMIT}."]
    return pdf([trap.pdf + column(lines, 60, 640)])


def answers(traps: Sequence[Trap]) -> Iterable[tuple[str, Answer]]:
    for number, trap in enumerate(traps, 1):
        kind, body = ("pdf", pdf_of(trap)) if trap.pdf else ("html", page_of(trap))
        yield f"/{kind}/{paper_id(number)}", Answer(body=body)


def paper_of(number: int, trap: Trap) -> Paper:
    sound = paper(number)
    return replace(sound, title=trap.title or sound.title, abstract=trap.abstract or sound.abstract)


@dataclass(kw_only=True)
class Hostile(World):
    """A day of which every paper is a trap."""

    papers: tuple[Paper, ...]
    arxiv: ArxivArchive
    server: ArxivServer

    def summarizer(self) -> SummarizePaper:
        return SummarizePaper(self.arxiv, self.model, self.store.library, self.clock)

    async def morning(self) -> None:
        await self.publish(Turn(Subscription(CHANNEL, limit=len(self.papers))))

    def card(self, number: int) -> Message:
        return self._standing(f"paper/{CHANNEL.platform}/{CHANNEL.id}/{paper_id(number)}")

    def detail(self, number: int) -> Message:
        return self._standing(f"detail/{CHANNEL.platform}/{CHANNEL.id}/{paper_id(number)}")

    def _standing(self, wanted: str) -> Message:
        return next(message for _, key, message in self.chat.standing if key == wanted)

    @property
    def said(self) -> str:
        """All that stands in the channel."""
        return "\n".join(message.to_json() for _, _, message in self.chat.standing)

    @property
    def plain_words(self) -> str:
        """The same as readers see it, without JSON's escapes."""
        return self.said.replace('\\"', '"')

    @property
    def asked(self) -> str:
        """All that the model was given."""
        return "\n".join(
            prompt.user + "".join(content for _, content in prompt.turns) for prompt in self.model.prompts
        )


@asynccontextmanager
async def hostile_day(traps: Sequence[Trap]) -> AsyncIterator[Hostile]:
    """The papers 1, 2, ... are these traps; the model is sound until told otherwise."""
    clock = VirtualClock(TUESDAY_MORNING)
    papers = tuple(paper_of(number, trap) for number, trap in enumerate(traps, 1))
    rows = [Listing(one, MONDAY, len(papers) - place, place) for place, one in enumerate(papers)]
    server = ArxivServer(dict(answers(traps)))
    root = await server.start()
    http = Http(clock, "nonmun-test (tester@example.org)", tries=1)
    try:
        with TemporaryDirectory() as folder:
            async with http, WarmReader() as read, open_store(Path(folder) / "nonmun.db") as store:
                yield Hostile(
                    store,
                    FakeSource({MONDAY: rows}),
                    FakeArchive(),
                    ScriptedModel(lambda _prompt: reply()),
                    FakeChat(),
                    clock=clock,
                    papers=papers,
                    arxiv=ArxivArchive(http, clock, site=root, api=root, delay=0, api_delay=0, read=read),
                    server=server,
                )
    finally:
        await server.stop()
