"""`/papers find`: how often the paper that a person means is first, or among the first three.

`posted.tsv`: sixty papers of recorded lists and our Korean gist of each; titles and abstracts come from
`../shared/data/hf`. `finding.tsv`: forty questions, Korean and mixed, as people type them into a search box, and
the paper that each means. The rest of a summary is left empty, so a real archive holds more to be found by.
"""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.domain.delivery import Delivery, Kind, card_key
from bot.domain.message import Channel, Message, MessageRef
from bot.domain.paper import Origin, Paper, PaperId, one_line
from bot.domain.summary import LimitationsFrom, Outcome, Reading, Summary, SummaryKey
from storage import Store, open_store

LISTS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hf"
HERE = Path(__file__).parent
CHANNEL = Channel("console", "main")
NOW = datetime(2025, 12, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    first: int
    """How many questions must have their paper among so many."""
    found: int
    of: int

    @property
    def share(self) -> float:
        return self.found / self.of


def posted() -> dict[PaperId, str]:
    """Paper and gist."""
    rows = (line.split("\t") for line in (HERE / "posted.tsv").read_text("utf-8").splitlines())
    return {PaperId(paper): gist for paper, gist in rows}


def questions() -> list[tuple[str, PaperId]]:
    rows = (line.split("\t") for line in (HERE / "finding.tsv").read_text("utf-8").splitlines())
    return [(question, PaperId(paper)) for question, paper in rows]


@cache
def recorded() -> dict[PaperId, Paper]:
    """Every paper of the recorded lists."""
    found = {}
    for path in sorted(LISTS.glob("*.json")):
        for row in json.loads(path.read_text("utf-8")):
            paper = PaperId(row["paper"]["id"])
            found[paper] = Paper(paper, one_line(row["paper"]["title"]), one_line(row["paper"]["summary"]))
    return found


@asynccontextmanager
async def archive(folder: Path) -> AsyncIterator[Store]:
    """A store in `folder` that has posted them all."""
    async with open_store(folder / "find.db") as store:
        for number, (paper, gist) in enumerate(posted().items()):
            await _post(store, recorded()[paper], gist, number)
        yield store


async def _post(store: Store, paper: Paper, gist: str, number: int) -> None:
    none = LimitationsFrom.NONE
    summary = Summary(gist, "", "", "", (), "", "", none, "", ())
    key = SummaryKey(paper.id, "hash", "bench", "1")
    await store.library.save_paper(paper)
    await store.library.save_reading(Reading(key, Origin.HTML, Outcome.POSTED, summary=summary), NOW)
    card = card_key(CHANNEL, paper.id)
    await store.outbox.owe([Delivery(card, "lane", Kind.CARD, CHANNEL, Message(push=gist), paper.id)], NOW)
    await store.outbox.settle(card, MessageRef(CHANNEL, str(number)), NOW)


async def rows(folder: Path) -> list[Row]:
    """For the first and the first three; needs the recorded lists."""
    async with archive(folder) as store:
        hits = [(await store.library.find(CHANNEL, question, 5), paper) for question, paper in questions()]
    return [Row(first, sum(paper in found[:first] for found, paper in hits), len(hits)) for first in (1, 3)]


async def missed(folder: Path, first: int) -> Sequence[tuple[str, PaperId, Sequence[PaperId]]]:
    """Question, the paper that was meant, and what came instead."""
    async with archive(folder) as store:
        hits = [
            (question, paper, await store.library.find(CHANNEL, question, 5))
            for question, paper in questions()
        ]
    return [hit for hit in hits if hit[1] not in hit[2][:first]]
