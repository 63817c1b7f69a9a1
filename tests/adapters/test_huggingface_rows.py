"""What becomes of a row of the list, however broken it is."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from tests.adapters.huggingface_reads import DAY, read_rows
from tests.fakes.huggingface_server import HuggingFaceServer, row


@pytest.fixture
async def server() -> AsyncIterator[HuggingFaceServer]:
    async with HuggingFaceServer({DAY.isoformat(): []}) as running:
        yield running


async def test_reads_a_row(server: HuggingFaceServer) -> None:
    [listing] = await read_rows(
        server,
        row(
            "2512.05150",
            title="Twin\n  Flow",
            summary="One\nline. ",
            authors=[{"name": "Ada Lovelace", "hidden": False}, {"name": "Alan Turing"}],
            upvotes=14,
            githubRepo="https://github.com/ada/engine",
            projectPage="https://ada.github.io/engine/",
            organization={"name": "engines", "fullname": "Analytical Engines"},
        ),
    )
    assert (listing.day, listing.upvotes, listing.place) == (DAY, 14, 0)
    paper = listing.paper
    assert (paper.id, paper.title, paper.abstract) == ("2512.05150", "Twin Flow", "One line.")
    assert paper.authors == ("Ada Lovelace", "Alan Turing")
    assert paper.published == date(2025, 12, 5)
    assert paper.organization == "Analytical Engines"
    assert (paper.code, paper.project) == ("https://github.com/ada/engine", "https://ada.github.io/engine/")


GOOD = row("2512.00001")


@pytest.mark.parametrize(
    "bad",
    [
        None,
        [],
        "2512.05150",
        {},
        {"paper": None},
        {"paper": []},
        {"paper": {}},
        row("2512.05150", id=None),
        row("2512.05150", id=2512.0515),
        row("2512.05150", id={"$oid": "2512.05150"}),
        row(""),
        row("the-paper"),
        row("2512.5150"),
        row("2512.05150/../../etc"),
        row("2512.05150", title=None),
        row("2512.05150", title=" \n\t "),
        row("2512.05150", title=["Twin", "Flow"]),
        row("2512.05150", title="\u200b\u202e"),
    ],
)
async def test_a_row_that_names_no_paper_is_left_out_alone(server: HuggingFaceServer, bad: Any) -> None:
    listings = await read_rows(server, bad, GOOD, bad)
    assert [(listing.paper.id, listing.place) for listing in listings] == [("2512.00001", 0)]


@pytest.mark.parametrize("summary", [None, "", 7, ["text"]])
async def test_a_row_without_an_abstract_stays(server: HuggingFaceServer, summary: Any) -> None:
    [listing] = await read_rows(server, row("2512.05150", summary=summary))
    assert listing.paper.abstract == ""


@pytest.mark.parametrize(
    "value",
    ["", 5, -5, 1.5, True, [], {}, {"name": None}, [None], [[]], [{"name": 5}], "\ud800", "9" * 9_000],
)
@pytest.mark.parametrize(
    "name", ["summary", "authors", "publishedAt", "upvotes", "githubRepo", "projectPage", "organization"]
)
async def test_a_wrong_type_costs_one_field_at_most(server: HuggingFaceServer, name: str, value: Any) -> None:
    [listing, _] = await read_rows(server, row("2512.05150", **{name: value}), GOOD)
    json.dumps(asdict(listing.paper), default=str, ensure_ascii=False).encode()
    assert type(listing.upvotes) is int
    assert 0 <= listing.upvotes < 2**31
    assert (listing.paper.code, listing.paper.project) == ("", "")


async def test_what_cannot_be_seen_or_stored_goes(server: HuggingFaceServer) -> None:
    title = "A\x00B \ud83d C\u200b\u202eD &<think> $x^2$ `[IDK]` \\$ @ \U000e0041 한국어 \U0001f600"
    [listing] = await read_rows(server, row("2512.05150", title=title))
    assert listing.paper.title == "AB CD &<think> $x^2$ `[IDK]` \\$ @ 한국어 \U0001f600"


async def test_sizes_are_bounded(server: HuggingFaceServer) -> None:
    people = [{"name": "N" * 5_000}] * 3_000
    huge = row(
        "2512.05150", title="T" * 90_000, summary="S" * 90_000, authors=people, upvotes=10**30,
        organization={"name": "O" * 9_000},
    )  # fmt: skip
    [listing] = await read_rows(server, huge)
    paper = listing.paper
    assert (len(paper.title), len(paper.abstract), len(paper.organization)) == (500, 10_000, 200)
    assert (len(paper.authors), max(map(len, paper.authors)), listing.upvotes) == (1_000, 200, 1_000_000)


async def test_664_authors_are_all_kept_and_hidden_ones_are_not(server: HuggingFaceServer) -> None:
    people: list[dict[str, Any]] = [{"name": f"A{number}", "hidden": False} for number in range(664)]
    hidden = {"name": "Hidden Person", "hidden": True, "user": {"fullname": "Hidden Person"}}
    [listing] = await read_rows(server, row("2512.05150", authors=[hidden, *people]))
    assert listing.paper.authors == tuple(f"A{number}" for number in range(664))


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2025-12-05T18:58:09.000Z", date(2025, 12, 5)),
        ("2025-12-05T23:30:00-05:00", date(2025, 12, 6)),
        ("2025-12-05T18:58:09", date(2025, 12, 5)),
        ("2025-12-05", date(2025, 12, 5)),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        (None, None),
    ],
)
async def test_the_papers_own_day(server: HuggingFaceServer, published: str, expected: date | None) -> None:
    [listing] = await read_rows(server, row("2512.05150", publishedAt=published))
    assert listing.paper.published == expected


@pytest.mark.parametrize(
    "link",
    [
        "http://github.com/ada/engine",
        "javascript:alert(1)",
        "https://user:secret@github.com/ada/engine",
        "https://github.com@evil.example.org/ada",
        "https://github.com:8443/ada/engine",
        "https://127.0.0.1/ada",
        "https://[::1]/ada",
        "https://2130706433/ada",
        "https://localhost/ada",
        "https://printer.local/ada",
        "https://metadata.google.internal/ada",
        "https://xn--gthub-2va.com/ada",
        "https://gіthub.com/ada/engine",
        "https:/github.com/ada/engine",
        "https:///ada/engine",
        "https://github.com\\@evil.example.org/",
        "https://github.com/ada|engine>",
        "https://github.com/ada engine",
        "https://github.com/ada\nengine",
        "https://github.com/" + "a" * 600,
        "github.com/ada/engine",
        "",
    ],
)
async def test_a_link_that_people_should_not_follow_is_left_out(server: HuggingFaceServer, link: str) -> None:
    [listing] = await read_rows(server, row("2512.05150", githubRepo=link, projectPage=link))
    assert (listing.paper.code, listing.paper.project) == ("", "")


async def test_code_is_only_linked_where_code_lives(server: HuggingFaceServer) -> None:
    links = [
        "https://example.org/ada",
        "https://github.com",
        "https://github.com.example.org/ada",
        "https://GitHub.com/Ada/x",
    ]
    listings = await read_rows(
        server, *(row(f"2512.0000{n}", githubRepo=link, projectPage=link) for n, link in enumerate(links))
    )
    assert [listing.paper.code for listing in listings] == ["", "", "", "https://github.com/Ada/x"]
    assert listings[0].paper.project == "https://example.org/ada"


async def test_people_who_submitted_papers_never_get_out(server: HuggingFaceServer) -> None:
    listings = await read_rows(server, row("2512.05150"), row("2512.05151"))
    assert "ubmitter" not in repr(listings)
