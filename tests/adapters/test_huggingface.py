"""A day's list, whole or not: the real HTTP client against a loopback server, and every recorded day."""

import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from adapters.http import Http
from adapters.sources.huggingface import MOST_PAGES, HuggingFaceSource
from bot.errors import NotFound, Unavailable
from tests.adapters.huggingface_reads import DAY, read, read_rows, rows
from tests.fakes.clock import VirtualClock
from tests.fakes.huggingface_server import Fault, HuggingFaceServer, answering, dropping, row

RECORDED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hf"
RECORDED_COUNTS = {
    "2025-10-17": 35,
    "2025-12-01": 23,
    "2025-12-02": 28,
    "2025-12-03": 26,
    "2025-12-04": 14,
    "2025-12-05": 26,
    "2025-12-08": 14,
    "2025-12-09": 18,
    "2025-12-10": 10,
    "2026-05-12": 50,
    "2026-07-15": 2,
}
recorded = pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded days beside the repository")


@pytest.fixture
async def server() -> AsyncIterator[HuggingFaceServer]:
    async with HuggingFaceServer({DAY.isoformat(): []}) as running:
        yield running


@pytest.mark.parametrize(
    ("count", "requests"), [(0, 1), (1, 1), (49, 1), (50, 2), (51, 2), (73, 2), (150, 4)]
)
async def test_reads_all_pages_of_a_day(server: HuggingFaceServer, count: int, requests: int) -> None:
    listings = await read_rows(server, *rows(count))
    assert [listing.place for listing in listings] == list(range(count))
    assert [listing.paper.id for listing in listings] == [f"2512.{number:05}" for number in range(count)]
    assert [query["p"] for query in server.requests] == [str(number) for number in range(requests)]
    assert {query["date"] for query in server.requests} == {"2025-12-08"}


async def test_a_paper_that_slipped_onto_the_next_page_is_listed_once(server: HuggingFaceServer) -> None:
    first = rows(50)
    listings = await read_rows(server, *first, first[49], *rows(3, first=50))
    assert len(listings) == 53
    assert [listing.place for listing in listings] == list(range(53))


async def test_versions_of_one_paper_are_one_paper(server: HuggingFaceServer) -> None:
    assert len(await read_rows(server, row("2512.05150"), row("2512.05150v2"))) == 1


async def test_a_list_that_repeats_a_page_is_a_fault(server: HuggingFaceServer) -> None:
    same = answering(200, json.dumps(rows(50)))
    server.faults = [same] * 100
    with pytest.raises(Unavailable, match="repeats"):
        await read(server)
    assert len(server.requests) == 2


async def test_a_list_without_an_end_is_a_fault(server: HuggingFaceServer) -> None:
    with pytest.raises(Unavailable, match="does not end"):
        await read_rows(server, *rows(50 * (MOST_PAGES + 1)))
    assert len(server.requests) == MOST_PAGES


async def test_a_day_that_has_not_opened_has_no_list_yet(server: HuggingFaceServer) -> None:
    with pytest.raises(NotFound, match="no list yet"):
        await read(server, date(2025, 12, 9))
    assert len(server.requests) == 1


async def test_a_weekend_is_an_empty_list(server: HuggingFaceServer) -> None:
    assert await read(server, date(2025, 12, 7)) == ()


async def test_a_400_on_a_later_page_is_a_fault(server: HuggingFaceServer) -> None:
    server.faults = [answering(200, json.dumps(rows(50))), answering(400, "{}")]
    with pytest.raises(Unavailable, match="400"):
        await read(server)


@pytest.mark.parametrize(
    "fault",
    [
        answering(200, "<!doctype html><title>Hugging Face</title>", Content_Type="text/html"),
        answering(200, "<!doctype html>", Content_Type="application/json"),
        answering(200, b""),
        answering(200, b"\xff\xfe\x00nonsense\xd8"),
        answering(200, json.dumps(rows(3))[:-30]),
        answering(200, "[" * 200_000),
        answering(200, '[{"paper": {"id": ' + "9" * 5_000 + "}}]"),
        answering(200, '{"error": "try later"}'),
        answering(200, "null"),
        answering(200, '"[]"'),
        answering(200, '[null, 1, "paper", [], {}, {"paper": null}, {"paper": {"id": 5}}]'),
        answering(204),
        answering(401, "{}"),
        answering(403, "<html>blocked</html>"),
        answering(404, "Not found"),
        answering(302, Location="http://127.0.0.2/login"),
        answering(200, b" " * (17 * 1024 * 1024)),
    ],
)
async def test_what_is_no_list_is_a_fault_and_not_an_empty_day(
    server: HuggingFaceServer, fault: Fault
) -> None:
    server.faults = [fault]
    with pytest.raises(Unavailable):
        await read(server)
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", [answering(500), answering(503, Retry_After="5"), answering(429), dropping])
async def test_passing_trouble_is_tried_again(server: HuggingFaceServer, fault: Fault) -> None:
    server.faults = [fault, fault]
    assert len(await read_rows(server, row("2512.05150"))) == 1
    assert len(server.requests) == 3


async def test_lasting_trouble_is_unavailable_with_the_wait_asked_for(server: HuggingFaceServer) -> None:
    server.faults = [answering(429, Retry_After="300")]
    with pytest.raises(Unavailable) as caught:
        await read(server)
    assert caught.value.retry_after == 300
    assert len(server.requests) == 1


async def test_the_address_is_a_root_with_or_without_a_slash(server: HuggingFaceServer) -> None:
    server.days[DAY.isoformat()] = rows(1)
    async with Http(VirtualClock(), "nonmun-tests") as http:
        assert len(await HuggingFaceSource(http, server.url + "/").listings(DAY)) == 1


@recorded
@pytest.mark.parametrize(("day", "count"), RECORDED_COUNTS.items())
async def test_every_recorded_day_is_read_whole(day: str, count: int) -> None:
    raw = json.loads((RECORDED / f"{day}.json").read_bytes())
    async with HuggingFaceServer({day: raw}) as server:
        listings = await read(server, date.fromisoformat(day))
    assert len(listings) == count
    for listing, content in zip(listings, raw, strict=True):
        paper, source = listing.paper, content["paper"]
        assert (paper.id, listing.upvotes) == (source["id"], source["upvotes"])
        assert paper.title == " ".join(source["title"].split())
        assert paper.abstract == " ".join(source["summary"].split())
        assert len(paper.authors) == sum(not author["hidden"] for author in source["authors"])
        assert paper.published == date.fromisoformat(source["publishedAt"][:10])
        assert paper.code.lower() == source.get("githubRepo", "").lower()
        assert paper.project.lower() == source.get("projectPage", "").lower()
        assert bool(paper.organization) == ("organization" in source)


@recorded
async def test_the_recorded_day_that_is_cut_at_fifty_goes_on(server: HuggingFaceServer) -> None:
    day = "2026-05-12"
    raw = json.loads((RECORDED / f"{day}.json").read_bytes())
    more = [row(f"2605.9999{number}") for number in range(10)]
    async with HuggingFaceServer({day: raw + more}) as whole:
        listings = await read(whole, date.fromisoformat(day))
        assert len(whole.requests) == 2
    assert [listing.place for listing in listings] == list(range(60))
    assert [listing.paper.id for listing in listings[50:]] == [f"2605.9999{number}" for number in range(10)]
