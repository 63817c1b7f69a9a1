"""The port as a whole, over real HTTP on the loopback interface and virtual time."""

import asyncio
import json
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from blockbuster import blockbuster_ctx

from adapters.archives.arxiv.archive import ArxivArchive
from adapters.archives.arxiv.markup import LARGEST_PAGE
from adapters.archives.arxiv.process import WarmReader
from adapters.http import Http
from bot.domain.paper import Origin, PaperId, sections
from bot.errors import NotFound, Unavailable
from tests.adapters.arxiv.pages import page, paragraph, recorded, section
from tests.adapters.arxiv.pdfs import long_pdf
from tests.adapters.arxiv.test_atom import ENTRY, FEED
from tests.fakes.arxiv_server import Answer, ArxivServer
from tests.fakes.clock import VirtualClock

PAPER = PaperId("2512.05150")
HTML, PDF, API = "/html/2512.05150", "/pdf/2512.05150", "/api/query?id_list=2512.05150"
GOOD_PAGE = Answer(body=page(section("1 One", paragraph("From the page."))))
GOOD_PDF = Answer(body=long_pdf())
GOOD_FEED = Answer(body=FEED.format(ENTRY.format(comment="")).encode())
REFUSED = Answer(429, {"Retry-After": "3600"}, b"Rate exceeded.")


class World:
    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.server = ArxivServer(clock=self.clock)
        self.root = ""
        self.http = Http(self.clock, "nonmun-test (tester@example.org)", tries=1)
        self.read = WarmReader()

    def archive(self, delay: float = 15, api_delay: float = 3) -> ArxivArchive:
        return ArxivArchive(
            self.http,
            self.clock,
            site=self.root,
            api=self.root,
            delay=delay,
            api_delay=api_delay,
            read=self.read,
        )

    def seconds(self) -> list[float]:
        start = self.server.requests[0].at
        return [(request.at - start).total_seconds() for request in self.server.requests]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = World()
    made.root = await made.server.start()
    async with made.http, made.read:
        yield made
    await made.server.stop()


async def test_a_page_is_read_and_the_pdf_left_alone(world: World) -> None:
    world.server.pages = {HTML: GOOD_PAGE, PDF: GOOD_PDF}
    text = await world.archive().text(PAPER)
    assert (text.paper, text.origin, text.passages[0].text) == (PAPER, Origin.HTML, "From the page.")
    assert world.server.targets == [HTML]
    assert world.server.requests[0].user_agent == "nonmun-test (tester@example.org)"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(404), id="404"),
        pytest.param(Answer(body=b"<h1>No HTML for '2512.05150'</h1>"), id="a page that says so"),
        pytest.param(Answer(body=page("", filler=False)), id="an empty shell"),
        pytest.param(Answer(body=b"<div>" * 100_000), id="nested without end"),
        pytest.param(Answer(body=b"x" * (LARGEST_PAGE + 1)), id="too large"),
        pytest.param(Answer(301, {"Location": "http://example.org/"}), id="elsewhere"),
    ],
)
async def test_without_a_usable_page_the_pdf_is_read_after_the_distance(world: World, answer: Answer) -> None:
    world.server.pages = {HTML: answer, PDF: GOOD_PDF}
    text = await world.archive().text(PAPER)
    assert text.origin is Origin.PDF
    assert sections(text.passages) == ("Abstract", "1 Introduction", "2 Conclusion")
    assert world.server.targets == [HTML, PDF]
    assert world.seconds() == [0, 15]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(404), id="404"),
        pytest.param(Answer(body=b"%PDF-1.4 and nothing"), id="broken"),
        pytest.param(Answer(body=b"<html>PDF unavailable</html>"), id="a page"),
        pytest.param(Answer(body=b""), id="empty"),
    ],
)
async def test_neither_page_nor_pdf_is_not_found(world: World, answer: Answer) -> None:
    world.server.pages = {PDF: answer}
    with pytest.raises(NotFound, match="no usable text"):
        await world.archive().text(PAPER)


async def test_a_page_that_fails_does_not_keep_from_the_pdf(world: World) -> None:
    world.server.pages = {HTML: Answer(500), PDF: GOOD_PDF}
    assert (await world.archive().text(PAPER)).origin is Origin.PDF
    assert world.server.targets == [HTML, HTML, HTML, PDF]
    assert world.seconds() == [0, 15, 30, 45]


async def test_a_page_that_fails_and_a_pdf_that_is_missing_is_worth_another_try_later(world: World) -> None:
    world.server.pages = {HTML: Answer(503)}
    with pytest.raises(Unavailable):
        await world.archive().text(PAPER)


async def test_a_short_refusal_is_waited_out_and_tried_again(world: World) -> None:
    world.server.script(HTML, Answer(429, {"Retry-After": "40"}))
    world.server.pages = {HTML: GOOD_PAGE}
    assert (await world.archive().text(PAPER)).origin is Origin.HTML
    assert world.seconds() == [0, 40]


async def test_a_day_of_429_costs_one_request(world: World) -> None:
    world.server.pages = {HTML: REFUSED, PDF: REFUSED, API: REFUSED}
    archive = world.archive()
    for number in range(6):
        with pytest.raises(Unavailable) as caught:
            await archive.text(PaperId(f"2512.0000{number}") if number else PAPER)
        assert caught.value.retry_after == 3600
    assert world.server.targets == [HTML]
    assert sum(world.clock.slept) == 0


async def test_a_refusal_of_texts_does_not_refuse_metadata(world: World) -> None:
    world.server.pages = {HTML: REFUSED, API: GOOD_FEED}
    archive = world.archive()
    with pytest.raises(Unavailable):
        await archive.text(PAPER)
    assert (await archive.paper(PAPER)).title == "A title"


async def test_a_day_of_429_without_retry_after_is_soon_left_alone(world: World) -> None:
    world.server.pages = {path: Answer(429) for path in (HTML, PDF)}
    archive = world.archive()
    for _ in range(20):
        with pytest.raises(Unavailable):
            await archive.text(PAPER)
    assert len(world.server.targets) < 10
    assert sum(world.clock.slept) < 300


async def test_failures_with_answers_in_between_do_not_add_up(world: World) -> None:
    world.server.pages = {HTML: GOOD_PAGE}
    archive = world.archive(delay=0)
    for _ in range(9):
        world.server.script(HTML, Answer(503))
        await archive.text(PAPER)
    assert sum(world.clock.slept) == 9


async def test_a_server_that_is_not_there_is_unavailable(world: World) -> None:
    await world.server.stop()
    with pytest.raises(Unavailable):
        await world.archive().text(PAPER)
    with pytest.raises(Unavailable):
        await world.archive().paper(PAPER)


async def test_metadata(world: World) -> None:
    world.server.pages = {API: GOOD_FEED}
    paper = await world.archive().paper(PAPER)
    assert (paper.id, paper.title, paper.authors) == (PAPER, "A title", ("Ann Lee", "Bo Kim"))
    assert world.server.targets == [API]


async def test_metadata_of_an_old_id(world: World) -> None:
    old = ENTRY.format(comment="").replace("2512.05150v2", "cs/0112017v1")
    world.server.pages = {"/api/query": Answer(body=FEED.format(old).encode())}
    assert (await world.archive().paper(PaperId("cs/0112017"))).id == "cs/0112017"
    assert world.server.targets[0] in {"/api/query?id_list=cs/0112017", "/api/query?id_list=cs%2F0112017"}


async def test_text_of_an_old_id(world: World) -> None:
    world.server.pages = {"/html/cs/0112017": GOOD_PAGE}
    assert (await world.archive().text(PaperId("cs/0112017"))).origin is Origin.HTML


async def test_recorded_answers_of_the_api(world: World) -> None:
    unknown = json.loads(recorded("arxiv_atom/id_0000.0000_s0_m100_8b51d9633a68.json"))
    malformed = json.loads(recorded("arxiv_atom/id_abc_s0_m100_b79c8dcf6bc3.json"))
    for record in (unknown, malformed):
        world.server.script(
            "/api/query", Answer(record["status_code"], body=record["body"].encode("latin-1"))
        )
        with pytest.raises(NotFound):
            await world.archive().paper(PAPER)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(400, body=b"incorrect id format"), NotFound),
        (Answer(body=FEED.format("").encode()), NotFound),
        (Answer(body=b"<!DOCTYPE html><html>Rate exceeded</html>"), Unavailable),
        (Answer(body=b""), Unavailable),
        (Answer(body=b"x" * 3_000_000), Unavailable),
        (Answer(403), Unavailable),
        (Answer(301, {"Location": "http://example.org/"}), Unavailable),
        (Answer(304), Unavailable),
    ],
)
async def test_metadata_that_cannot_be_had(world: World, answer: Answer, error: type[Exception]) -> None:
    world.server.pages = {"/api/query": answer}
    with pytest.raises(error) as caught:
        await world.archive().paper(PAPER)
    assert "\n" not in str(caught.value)


async def test_many_at_once_go_out_one_by_one_at_the_right_distance(world: World) -> None:
    papers = [PaperId(f"2512.0515{number}") for number in range(4)]
    world.server.pages = {f"/html/{paper}": GOOD_PAGE for paper in papers} | {"/api/query": Answer(404)}
    archive = world.archive()
    await asyncio.gather(
        *(archive.text(paper) for paper in papers),
        *(archive.paper(paper) for paper in papers),
        return_exceptions=True,
    )
    assert world.server.most_at_once == 1
    for kind, distance in (("/html", 15), ("/api", 3)):
        times = [request.at for request in world.server.requests if request.target.startswith(kind)]
        assert len(times) == 4
        assert all((later - earlier).total_seconds() >= distance for earlier, later in pairwise(times))


async def test_urgent_ones_go_first_and_a_cancelled_one_is_never_asked(world: World) -> None:
    gate = asyncio.Event()
    names = ["2512.00001", "2512.00002", "2512.00003", "2512.00004"]
    world.server.pages = {f"/html/{name}": GOOD_PAGE for name in names}
    world.server.script(f"/html/{names[0]}", Answer(body=GOOD_PAGE.body, after=gate))
    archive = world.archive()
    first = asyncio.create_task(archive.text(PaperId(names[0])))
    await world.server.reached.wait()
    gone = asyncio.create_task(archive.text(PaperId(names[1])))
    normal = asyncio.create_task(archive.text(PaperId(names[2])))
    urgent = asyncio.create_task(archive.text(PaperId(names[3]), urgent=True))
    await asyncio.sleep(0)
    gone.cancel()
    gate.set()
    await asyncio.gather(first, normal, urgent)
    assert world.server.targets == [f"/html/{names[n]}" for n in (0, 3, 2)]


async def test_a_cancelled_request_still_counts_for_the_distance(world: World) -> None:
    gate = asyncio.Event()
    world.server.script(HTML, Answer(body=GOOD_PAGE.body, after=gate))
    world.server.pages = {HTML: GOOD_PAGE}
    archive = world.archive()
    first = asyncio.create_task(archive.text(PAPER))
    await world.server.reached.wait()
    first.cancel()
    await archive.text(PAPER)
    gate.set()
    assert world.seconds() == [0, 15]


async def test_nothing_blocks_the_event_loop(world: World) -> None:
    world.server.pages = {HTML: Answer(404), PDF: GOOD_PDF, API: GOOD_FEED}
    archive = world.archive()
    with blockbuster_ctx("adapters"):
        await archive.paper(PAPER)
        await archive.text(PAPER)
        world.server.pages[HTML] = GOOD_PAGE
        await archive.text(PAPER)


async def test_without_distance_nothing_waits(world: World) -> None:
    world.server.pages = {HTML: Answer(404), PDF: GOOD_PDF, API: GOOD_FEED}
    archive = world.archive(delay=0, api_delay=0)
    await archive.paper(PAPER)
    await archive.text(PAPER)
    assert sum(world.clock.slept) == 0
