"""What operators read, from whole runs: each event, no secret and no name, with services that lie."""

import json
from pathlib import Path

from tests.e2e.processes import Finished
from tests.e2e.services import paper_of, summary, world
from tests.e2e.test_publish import ABSTRACT
from tests.fakes.arxiv_server import Answer as Page
from tests.fakes.huggingface_server import answering, row
from tests.fakes.openai_server import Answer, Says, Status

DAY = "2025-12-05"
KEY = "sk-planted-key-0123456789"
PASSWORD = "planted-password"
EVERYTHING = {"LOG_FORMAT": "json", "LOG_LEVEL": "DEBUG", "OPENAI_LOG": "debug", "OPENAI_API_KEY": KEY}


def lines(ended: Finished) -> list[str]:
    """Their messages; every line on stderr is one JSON object with these names."""
    records = [json.loads(line) for line in ended.err.splitlines()]
    assert all(record.keys() >= {"at", "level", "logger", "message"} for record in records)
    return [record["message"] for record in records]


def troubled(call: dict[str, object]) -> Answer:
    match paper_of(call)[-1]:
        case "1":
            return Status(500, message=f"the key was {KEY}")
        case "2":
            return Says("", refusal=f"I will not, {KEY}.")
        case _:
            return Says(summary(call))


async def test_each_event_of_a_run_is_one_line(tmp_path: Path) -> None:
    day = [row(f"2512.0000{number}", summary=ABSTRACT, upvotes=9 - number) for number in (1, 2, 3)]
    down = Page(503, {"Retry-After": "120"})
    busy = {"/html/2512.00003": down, "/pdf/2512.00003": down}
    async with world(tmp_path, {DAY: day}, busy, troubled) as outside:
        ended = await outside.bot("publish", "--day", DAY, "--json", **EVERYTHING)
        said = lines(ended)
    for event in (
        "edition 1 of 2025-12-05 for console:main: 3 cards",
        "2512.00001 in console:main: held",
        "2512.00002 in console:main: shown",
        "2512.00003: only the abstract can be read",
        "2512.00003 in console:main: posted",
        "sent paper/console/main/2512.00003",
    ):
        assert sum(event in line for line in said) == 1, (event, said)
    assert KEY not in ended.out + ended.err
    assert "Submitter" not in ended.out + ended.err
    assert "submitter" not in ended.out + ended.err


async def test_a_silent_day_and_a_list_in_trouble_are_one_line_each(tmp_path: Path) -> None:
    async with world(tmp_path, {DAY: [], "2025-12-06": []}) as outside:
        silent = await outside.bot("publish", "--day", "2025-12-06", LOG_FORMAT="json")
        assert any("2025-12-06: no list on weekends" in line for line in lines(silent))
        assert "nothing to do: no list on weekends" in silent.out
        outside.lists.faults = [answering(503, Retry_After="0")] * 3
        unreachable = await outside.bot("publish", "--day", DAY, LOG_FORMAT="json")
        assert unreachable.code == 4
        assert any(f"nothing for console:main on {DAY}" in line for line in lines(unreachable))


async def test_a_key_and_a_password_that_a_server_quotes_back(tmp_path: Path) -> None:
    async with world(tmp_path, {DAY: [row("2512.00001", summary=ABSTRACT)]}) as outside:
        outside.model._key = "another"
        address = outside.model.url.replace("http://", f"http://operator:{PASSWORD}@")
        ended = await outside.bot("publish", "--day", DAY, "--json", **EVERYTHING, OPENAI_BASE_URL=address)
        assert ended.code == 3
        assert ended.json["channels"]["console:main"]["held"][0]["reason"].startswith("model: ")
        log = await outside.bot("log", "--json")
        everywhere = ended.out + ended.err + log.out + (tmp_path / "nonmun.db").read_bytes().decode("latin-1")
        assert KEY not in everywhere
        assert PASSWORD not in everywhere
