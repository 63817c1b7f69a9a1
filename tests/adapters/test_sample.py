"""The sample edition through the real adapters, and what its recorded replies may and may not say."""

import asyncio
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from datetime import date
from importlib.resources import files
from typing import Any

import aiohttp
import pytest

from adapters.http import Http
from adapters.models.openai import OpenAIModel
from adapters.sample.recordings import load
from adapters.sample.server import NO_RECORDING, SampleServer
from adapters.sources.huggingface import HuggingFaceSource
from bot.domain.paper import Paper, PaperId, abstract_text
from bot.domain.prompt import Prompt, Reply
from bot.domain.summary import NO_INFORMATION, Field, LimitationsFrom, Summary, summary_from_json
from bot.errors import NotFound
from tests.fakes.clock import VirtualClock

IDS = ("2512.05150", "2512.05044", "2512.05343", "2512.03514", "2512.05145", "2512.04694")
ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture
async def server() -> AsyncIterator[SampleServer]:
    async with SampleServer() as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    async with Http(VirtualClock(), "nonmun-tests", tries=1) as opened:
        yield opened


async def ask_model(server: SampleServer, name: str, paper: str, question: str = "") -> Reply:
    known = Paper(PaperId(paper), "T", "A")
    prompt = Prompt(
        name=name,
        schema={},
        system=f"nonmun/{name}\nReply in JSON.",
        user=f"arXiv:{paper}\nTitle\nText that names arXiv:2305.18290 as well.",
        max_tokens=100,
        paper=known,
        text=abstract_text(known),
        question=question,
    )
    model = await asyncio.to_thread(OpenAIModel, model="sample", base_url=server.model_url)
    try:
        return await model.reply(prompt)
    finally:
        await model.close()


async def test_the_list_is_read_as_hugging_faces(server: SampleServer, http: Http) -> None:
    listings = await HuggingFaceSource(http, server.url).listings(date.fromisoformat(server.day))
    assert tuple(listing.paper.id for listing in listings) == IDS
    assert [listing.upvotes for listing in listings] == [14, 7, 5, 0, 3, 0]
    first = listings[0].paper
    assert first.title.startswith("TwinFlow: Realizing")
    assert first.authors == ("Zhenglin Cheng", "Peng Sun", "Jianguo Li", "Tao Lin")
    assert (first.organization, first.published) == ("inclusionAI", date(2025, 12, 3))
    assert listings[1].paper.code == "https://github.com/Zhangyr2022/MoRe4D"
    assert all(listing.paper.abstract for listing in listings)


async def test_other_days_are_empty_or_have_not_opened(server: SampleServer, http: Http) -> None:
    source = HuggingFaceSource(http, server.url)
    assert await source.listings(date(2025, 12, 7)) == ()
    with pytest.raises(NotFound):
        await source.listings(date(2025, 12, 9))


async def test_papers_are_described_as_arxivs(server: SampleServer, http: Http) -> None:
    page = await http.get(f"{server.url}/api/query", {"id_list": "2512.05150v1,2512.99999,2512.04694"})
    assert (page.status, page.content_type) == (200, "application/atom+xml")
    entries = ET.fromstring(page.body).findall("atom:entry", ATOM)  # noqa: S314 - our own server
    assert [entry.findtext("atom:id", "", ATOM) for entry in entries] == [
        "http://arxiv.org/abs/2512.05150v1",
        "http://arxiv.org/abs/2512.04694v1",
    ]
    assert "(< 4-NFE)" in entries[0].findtext("atom:summary", "", ATOM)
    assert entries[0].findtext("atom:published", "", ATOM) == "2025-12-03T07:45:46Z"
    assert [name.text for name in entries[1].findall("atom:author/atom:name", ATOM)][2] == "Erdem Akagündüz"


async def test_a_malformed_id_is_refused_as_by_arxiv(server: SampleServer, http: Http) -> None:
    page = await http.get(f"{server.url}/api/query", {"id_list": "a<b>c"})
    [entry] = ET.fromstring(page.body).findall("atom:entry", ATOM)  # noqa: S314 - our own server
    assert page.status == 400
    assert "api/errors#" in entry.findtext("atom:id", "", ATOM)


@pytest.mark.parametrize("path", ["html/2512.05150", "pdf/2512.05150", "abs/2512.05150"])
async def test_there_is_no_full_text(server: SampleServer, http: Http, path: str) -> None:
    assert (await http.get(f"{server.url}/{path}")).status == 404


@pytest.mark.parametrize("paper", IDS)
async def test_a_summary_is_replayed(server: SampleServer, paper: str) -> None:
    reply = await ask_model(server, "summary", paper)
    assert summary_from_json(reply.text) == await asyncio.to_thread(recorded, paper)
    assert (reply.input_tokens, reply.output_tokens) == (0, 0)


@pytest.mark.parametrize(
    ("name", "paper"), [("summary", "2512.00001"), ("poem", IDS[0]), ("answer", "2512.00001")]
)
async def test_what_was_not_recorded_is_refused(server: SampleServer, name: str, paper: str) -> None:
    assert await ask_model(server, name, paper, "점수는?") == Reply("", refusal=NO_RECORDING)


async def test_a_question_gets_the_answer_that_fits(server: SampleServer) -> None:
    answer = json.loads(
        (await ask_model(server, "answer", IDS[0], "100배는 무엇을 기준으로 한 건가요?")).text
    )
    assert answer["found"] is True
    assert "Qwen-Image-20B" in answer["answer"]
    assert {citation["section"] for citation in answer["citations"]} == {"Abstract"}


@pytest.mark.parametrize("question", ["", "저녁은 뭘 먹지?", "GPU는 몇 장 썼어?"])
async def test_a_question_that_was_not_recorded_finds_nothing(server: SampleServer, question: str) -> None:
    reply = await ask_model(server, "answer", IDS[0], question or "?")
    assert json.loads(reply.text) == {"answer": "", "found": False, "citations": []}


async def test_search_words_are_the_latin_ones(server: SampleServer) -> None:
    reply = await ask_model(server, "keywords", IDS[0], "TwinFlow와 SANA-Sprint 비교, TwinFlow")
    assert json.loads(reply.text) == {"keywords": ["TwinFlow", "SANA-Sprint"]}


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"messages": 5}', b'{"messages": ["text"]}'])
async def test_nonsense_is_answered_and_harms_nothing(server: SampleServer, body: bytes) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.model_url}/chat/completions", data=body) as response,
    ):
        assert response.status == 400
    assert (await ask_model(server, "summary", IDS[0])).text


async def test_two_servers_run_beside_each_other(server: SampleServer) -> None:
    async with SampleServer() as other:
        assert other.url != server.url


def test_a_server_that_does_not_run_says_so() -> None:
    with pytest.raises(RuntimeError):
        _ = SampleServer().day


# The recorded replies themselves.


def recorded(paper: str) -> Summary:
    return summary_from_json(json.dumps(load().summaries[paper]))


def abstract(paper: str) -> str:
    text: str = load().papers[paper]["abstract"]
    return text


def figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def latin(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Za-z][A-Za-z0-9]+", text)}


def test_every_paper_has_a_summary_and_answers() -> None:
    sample = load()
    assert tuple(sample.papers) == tuple(sample.summaries) == tuple(sample.answers) == IDS
    assert all(2 <= len(entries) <= 4 for entries in sample.answers.values())


@pytest.mark.parametrize("paper", IDS)
def test_lengths_and_endings(paper: str) -> None:
    summary = recorded(paper)
    assert len(summary.gist) <= 60
    assert sum(len(text) for field, text in summary.parts() if field is not Field.GIST) <= 1_000
    for field, text in summary.parts():
        assert text.endswith("다.") or (field is Field.LIMITATIONS and text == NO_INFORMATION), text
        assert text.count("다. ") == 0, "one sentence each"
        assert not re.search(r"우리|본 (?:연구|논문)|니다\.|최초|해결했|보장", text)
    assert 1 <= len(summary.method) <= 3


@pytest.mark.parametrize("paper", IDS)
def test_nothing_is_said_that_the_abstract_does_not_say(paper: str) -> None:
    korean = " ".join(text for _, text in recorded(paper).parts())
    korean += " ".join(entry["answer"] for entry in load().answers[paper])
    assert figures(korean) <= figures(abstract(paper))
    source = abstract(paper).lower()
    assert all(word in source for word in latin(korean))


@pytest.mark.parametrize("paper", IDS)
def test_quotes_are_word_for_word_and_where_they_must_be(paper: str) -> None:
    summary = recorded(paper)
    assert all(quote.quote in abstract(paper) for quote in summary.quotes)
    assert summary.quotes_for(Field.RESULTS)
    from_authors = summary.limitations_from is LimitationsFrom.AUTHORS
    assert bool(summary.quotes_for(Field.LIMITATIONS)) == from_authors
    assert (summary.limitations == NO_INFORMATION) == (summary.limitations_from is LimitationsFrom.NONE)


@pytest.mark.parametrize("paper", IDS)
def test_answers_speak_politely_and_quote_word_for_word(paper: str) -> None:
    for entry in load().answers[paper]:
        assert all(sentence.endswith("니다") for sentence in entry["answer"].rstrip(".").split(". "))
        assert entry["quotes"]
        assert all(quote in abstract(paper) for quote in entry["quotes"])


def test_nobody_who_submitted_a_paper_is_named() -> None:
    allowed = {
        "id",
        "title",
        "abstract",
        "authors",
        "publishedAt",
        "upvotes",
        "organization",
        "githubRepo",
        "projectPage",
    }
    content: dict[str, Any] = json.loads(
        (files("adapters.sample") / "data" / "papers.json").read_text("utf-8")
    )
    for paper in content["papers"]:
        assert set(paper) <= allowed
        assert set(paper.get("organization", {})) <= {"name", "fullname"}
        assert all(isinstance(name, str) for name in paper["authors"])
