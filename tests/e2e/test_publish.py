"""`publish` as a process, on recorded lists and pages."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.services import HTML, SHARED, paper_of, recorded, recorded_pages, summary, world
from tests.fakes.arxiv_server import Answer as Page
from tests.fakes.huggingface_server import answering, row
from tests.fakes.openai_server import Answer, Says, Status

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="recorded input is not on this machine")
CHANNEL = "console:main"
DAY = "2025-10-17"


def rows(name: str) -> list[Any]:
    found = json.loads(recorded(f"hf/{name}.json"))
    assert isinstance(found, list)
    return found


@needs_shared
async def test_a_real_day_header_cards_details_in_order_and_the_rest_below(tmp_path: Path) -> None:
    async with world(tmp_path, {DAY: rows(DAY)}, recorded_pages()) as outside:
        subscribed = await outside.bot("subscribe", CHANNEL, "--limit", "10")
        assert subscribed.code == 0, subscribed.err
        first = await outside.bot("publish", "--day", DAY, "--channel", CHANNEL, "--json")
        assert first.code == 0, first.out + first.err
        report = first.json["channels"][CHANNEL]
        assert (report["owed"], report["sent"], len(report["linked"])) == (23, 23, 25)
        kinds = [key.split("/")[0] for key in outside.keys]
        assert kinds == ["edition", *["paper"] * 10, *["detail"] * 10, "edition", "edition"]
        papers = [key.rsplit("/", 1)[1] for key in outside.keys if key.startswith("paper/")]
        assert papers == [key.rsplit("/", 1)[1] for key in outside.keys if key.startswith("detail/")]
        listed = outside.transcript[21:]
        assert sum(line["text"].count("https://arxiv.org/abs/") for line in listed) == 25
        assert {line["thread"] for line in listed} == {outside.keys[0]}
        assert first.json["model_calls"] == len(outside.model.calls) == 10
        assert any(
            "수치 없음 <" not in line["text"] and "초록 기준" not in line["text"]
            for line in outside.transcript
        )
        again = await outside.bot("publish", "--day", DAY, "--channel", CHANNEL, "--json")
        assert (again.code, again.json["model_calls"]) == (0, 0)
        assert again.json["channels"][CHANNEL]["owed"] == 0
        assert len(outside.transcript) == 23
        assert len(outside.model.calls) == 10


@needs_shared
async def test_a_day_of_more_than_one_page(tmp_path: Path) -> None:
    day = [*rows("2026-05-12"), *(row(f"2605.{number:05}", upvotes=0) for number in range(51, 61))]
    async with world(tmp_path, {"2026-05-12": day}) as outside:
        ended = await outside.bot("publish", "--day", "2026-05-12", "--json")
        assert ended.code == 0, ended.err
        assert len(ended.json["channels"][CHANNEL]["linked"]) == 54
        listed = [line["text"] for line in outside.transcript if "/listed/" in line["key"]]
        assert sum(text.count("https://arxiv.org/abs/") for text in listed) == 54
        assert [query["p"] for query in outside.lists.requests] == ["0", "1"]


@pytest.mark.parametrize(
    ("day", "fault", "code", "said"),
    [
        ("2025-12-06", None, 0, "no list on weekends"),
        ("2099-01-01", None, 0, "no list yet"),
        ("2025-12-05", answering(400, '{"error": "bad"}'), 4, "no list yet for 2025-12-05"),
        ("2025-12-05", answering(200, "<html>sorry</html>"), 4, "not JSON"),
        ("2025-12-05", answering(200, ""), 4, "not JSON"),
    ],
)
async def test_days_without_an_edition_say_why(
    tmp_path: Path, day: str, fault: Any, code: int, said: str
) -> None:
    async with world(tmp_path, {"2025-12-05": [row("2512.00001")], "2025-12-06": []}) as outside:
        outside.lists.faults = [fault] if fault else []
        ended = await outside.bot("publish", "--day", day, "--json")
        assert ended.code == code, ended.out + ended.err
        assert outside.transcript == []
        log = (await outside.bot("log", "--day", day, "--json")).json
        assert log["deliveries"] == []
        assert [said in edition["reason"] for edition in log["editions"]] == [True]


async def test_a_row_without_a_summary_costs_nobody_anything(tmp_path: Path) -> None:
    day = [row("2512.00001", summary=None), row("2512.00002", summary=ABSTRACT)]
    async with world(tmp_path, {"2025-12-05": day}) as outside:
        ended = await outside.bot("publish", "--day", "2025-12-05", "--json")
        assert ended.code == 3, ended.err
        report = ended.json["channels"][CHANNEL]
        assert [(entry["paper"], entry["reason"].split(":")[0]) for entry in report["shown"]] == [
            ("2512.00001", "no_text")
        ]
        assert "paper/console/main/2512.00002" in outside.keys


ABSTRACT = (
    "Searching large collections is slow. We present an index that answers queries without scanning the "
    "whole collection of documents. Our index is faster than the methods that we compare it with on public "
    "data."
)


def troubled(call: dict[str, Any]) -> Answer:
    match paper_of(call)[-1]:
        case "1":
            return Status(500)
        case "3":
            return Says("", refusal="I will not.")
        case "4":
            return Says('{"gist": "문서를', finish="stop")
        case "5":
            return Says(summary(call, results="제안한 방법이 정확도를 93.7% 개선하였다."))
        case _:
            return Says(summary(call))


async def test_of_ten_papers_five_in_trouble_each_ends_as_it_should(tmp_path: Path) -> None:
    """1: the model is down. 2: an empty shell and no PDF. 3: refusal. 4: cut JSON. 5: a wrong number."""
    day = [row(f"2512.{number:05}", summary=ABSTRACT, upvotes=20 - number) for number in range(1, 10)]
    day.append(row("2512.00016", summary=ABSTRACT, upvotes=0))
    shell = Page(200, HTML, b"<html><article class='ltx_document'></article></html>")
    async with world(tmp_path, {"2025-12-05": day}, {"/html/2512.00002": shell}, troubled) as outside:
        await outside.bot("subscribe", CHANNEL, "--limit", "10")
        ended = await outside.bot("publish", "--day", "2025-12-05", "--json")
        assert ended.code == 3, ended.err
        report = ended.json["channels"][CHANNEL]
        assert [entry["paper"] for entry in report["held"]] == ["2512.00001"]
        assert report["held"][0]["reason"].startswith("model: ")
        shown = {entry["paper"]: entry["reason"] for entry in report["shown"]}
        assert [shown[f"2512.0000{n}"].split(":")[0] for n in (3, 4, 5)] == [
            "refused",
            "malformed",
            "numbers",
        ]
        assert "93.7%" in shown["2512.00005"]
        cards = [line["text"] for line in outside.transcript if line["key"].startswith("paper/")]
        posted = [text for text in cards if "요약 보류" not in text]
        assert len(posted) == 6
        assert all("초록 기준" in text for text in posted)
        assert [paper_of(call) for call in outside.model.calls].count("2512.00005") == 2
        log = (await outside.bot("log", "--json")).json
        reason = log["editions"][0]["reason"]
        assert all(paper in reason for paper in ("2512.00001", *shown))


@pytest.mark.parametrize(
    ("answer", "faults", "code", "ends"),
    [
        (None, [], 0, "console:main: 3 messages, not sent\n"),
        (Says("", refusal="I cannot help with that."), [], 3, ": 2512.00001 (refused: the model refused)\n"),
        (Status(500), [], 3, ": 2512.00001 (model: the model server answers HTTP 500)\n"),
        (None, [answering(404)] * 2, 4, "console:main: no edition: Hugging Face answers HTTP 404\n"),
    ],
)
async def test_a_dry_run_ends_as_the_run_would_and_sends_nothing(
    tmp_path: Path, answer: Answer | None, faults: list[Any], code: int, ends: str
) -> None:
    days = {"2025-12-05": [row("2512.00001", summary=ABSTRACT)]}
    script = None if answer is None else (lambda _call: answer)
    async with world(tmp_path, days, script=script) as outside:
        outside.lists.faults = faults
        dry = ("publish", "--day", "2025-12-05", "--dry-run")
        shown, told = await outside.bot(*dry), await outside.bot(*dry, "--json")
        assert (shown.code, told.code) == (code, code), shown.err + told.err
        assert shown.out.endswith(ends)
        assert told.json["channels"][CHANNEL]["sent"] == 0
        assert outside.transcript == []
        assert (await outside.bot("log")).out == "nothing was posted\n"


async def test_verbose_says_what_was_read_by_whom_also_without_a_summary(tmp_path: Path) -> None:
    days = {"2025-12-05": [row("2512.00001", summary=ABSTRACT)]}
    refuses = Says("", refusal="I cannot help with that.")
    async with world(tmp_path, days, script=lambda _call: refuses) as outside:
        assert (await outside.bot("publish", "--day", "2025-12-05")).code == 3
        told = await outside.bot("paper", "2512.00001", "--verbose")
        assert told.code == 3
        assert told.out.splitlines()[-1].startswith("text: abstract ")
        assert told.out.endswith("; model: scripted\n")
