"""Each section of the bench once, tiny: what it counts is right, however long it takes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.message import Channel
from bot.domain.paper import PaperId
from tests.bench import edition, extraction, morning, planning, questions, start
from tests.bench.__main__ import SECTIONS, table, wanted
from tests.bench.asking import Pace, Question
from tests.bench.rows import SHARED as RECORDED
from tests.bench.rows import Row
from tests.fakes.slack_faults import How
from tests.fakes.slack_server import Call, SlackServer

PARAGRAPH = "We describe what was done, why it was done, and what came of it in the end. " * 30
PAGE = (
    "<html><body><article class='ltx_document'>"
    + "".join(
        f"<section class='ltx_section'><h2 class='ltx_title ltx_title_section'>{title}</h2>"
        f"<div class='ltx_para'><p class='ltx_p'>{PARAGRAPH}</p></div></section>"
        for title in ("1 Introduction", "2 Results")
    )
    + "</article></body></html>"
).encode()


async def test_an_edition_its_rerun_and_a_second_channel() -> None:
    found = await edition.measure(edition.Size(papers=3, at_once=2, call=0.01))
    assert (found.first.calls, found.first.messages) == (3, 7)
    assert (found.again.calls, found.again.messages) == (0, 0)
    assert (found.second.calls, found.second.messages) == (0, 7)
    assert found.most_at_once <= 2
    assert len(found.input_tokens) == 3
    assert min(found.input_tokens) > 100


@pytest.mark.parametrize(("papers", "floor"), [(20, 6.0), (16, 4.0), (1, 2.0)])
def test_the_floor_is_that_of_the_calls_alone(papers: int, floor: float) -> None:
    assert edition.Size(papers).floor == floor


def test_reading_counts_headings_and_rounds() -> None:
    found = extraction.measure("ours", 2, [PAGE], 3)
    assert len(found.speeds) == 2
    assert (found.headings, found.kept) == (2, 2)


def test_a_heading_counts_only_where_it_stands_alone() -> None:
    assert extraction.headings(lambda _body: ["1  INTRODUCTION", "in 2 Results we"], [PAGE]) == [2, 1]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="../shared is absent: no recorded PDFs")
def test_the_pages_of_a_pdf_are_counted() -> None:
    assert [extraction.count_pages(body) for body in extraction.recorded(pdf=True)] == [9, 4]


async def test_a_start_is_waited_for() -> None:
    starts = await start.measure(1, 0)
    assert len(starts) == 1
    assert starts[0].memory is None or starts[0].memory > start.MEGABYTE


@pytest.mark.parametrize("place", list(questions.PLACES))
async def test_each_question_is_answered_once_in_its_thread_s_order(place: str) -> None:
    size = questions.Size(channels=3, papers=2, each=2, at_once=2, call=0.05)
    found = await questions.measure(place, size)
    assert sorted(found.standing) == sorted(found.asked) == sorted(found.sent)
    assert len(found.standing) == size.questions == found.calls
    assert found.most_at_once <= size.at_once
    assert found.late == 0
    for card in {one.card for one in found.asked.values()}:
        answered = [found.asked[event].number for event in found.standing if found.asked[event].card == card]
        assert answered == list(range(size.each))
    assert len(found.waits()) == size.questions
    assert found.wall <= sum(found.waits())


def test_slack_refuses_the_third_of_three_at_once_in_a_channel() -> None:
    server = SlackServer()
    pace = Pace(server)
    taken = []
    for channel in ("C0", "C0", "C1", "C0", "C1"):
        server.calls.append(Call("chat.postMessage", {"channel": channel}))
        taken.append(pace.take("chat.postMessage").how)
    assert taken == [How.OK, How.OK, How.OK, How.LIMIT, How.OK]
    assert (pace.refused, pace.take("reactions.add").how) == (1, How.OK)


def test_waits_and_lags_are_those_of_the_threads() -> None:
    channel, began = Channel("console", "C0"), datetime(2025, 12, 8, tzinfo=UTC)
    asked = {
        f"{paper}-{number}": Question(channel, PaperId(f"2512.0000{paper}"), number, "U1")
        for paper in (1, 2)
        for number in range(2)
    }
    sent = {
        event: began + timedelta(seconds=second)
        for event, second in {"1-0": 1, "1-1": 3, "2-0": 6, "2-1": 7}.items()
    }
    found = questions.Measured(asked, list(sent), began, sent, 0, 4, 1, None, 0, "")
    assert (found.wall, sorted(found.waits()), found.lag()) == (7, [1, 1, 2, 6], 2)
    size = questions.Size(channels=1, papers=2, each=2, at_once=2, call=1)
    assert questions.floor(size, found, "console") == 2
    assert questions.floor(size, found, "slack") == 4


async def test_planning_leaves_out_what_the_past_took(tmp_path: Path) -> None:
    found = await planning.measure(tmp_path / "nonmun.db", 2, 1_000)
    assert (len(found.plan), len(found.record)) == (2, 2)
    assert found.papers == [planning.LISTED // 2] * 2


async def test_planning_without_a_past_takes_all(tmp_path: Path) -> None:
    found = await planning.measure(tmp_path / "nonmun.db", 1, 0)
    assert found.papers == [planning.LISTED]


async def test_the_morning_reaches_every_channel_and_none_early() -> None:
    found = await morning.measure(channels=2, papers=2)
    assert (found.channels, found.messages) == (2, 10)
    assert found.first >= 0


def test_the_table_holds_every_row() -> None:
    shown = table(iter([[Row("one", "1", "2", "why"), Row("two", "2")], [Row("three", "3")]]))
    assert shown.row_count == 3
    assert {"edition", "extraction", "start", "planning", "morning", "questions", "retrieval"} <= set(
        SECTIONS
    )


def test_sections_are_chosen_by_name() -> None:
    assert wanted([]) == list(SECTIONS)
    assert wanted(["start", "edition"]) == ["start", "edition"]
    with pytest.raises(SystemExit):
        wanted(["startt"])
