"""Papers, lists, texts and readings."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from bot.domain.message import Channel
from bot.domain.paper import FullText, Listing, Origin, Paper, PaperId
from bot.domain.summary import (
    Field,
    Finding,
    LimitationsFrom,
    Outcome,
    Quote,
    Reading,
    Reason,
    Summary,
    SummaryKey,
)
from storage.columns import stamp, words, words_from
from storage.search import find, index
from storage.sqlite import Database, Row, Transaction, chunks

# A source's list and an archive each know things that the other does not: an empty field never wipes one out.
SAVE_PAPER = """
INSERT INTO papers VALUES
    (:id, :title, :abstract, :authors, :published, :organization, :code, :project, :withdrawn)
ON CONFLICT (id) DO UPDATE SET
    title = CASE excluded.title WHEN '' THEN papers.title ELSE excluded.title END,
    abstract = CASE excluded.abstract WHEN '' THEN papers.abstract ELSE excluded.abstract END,
    authors = CASE excluded.authors WHEN '[]' THEN papers.authors ELSE excluded.authors END,
    published = COALESCE(excluded.published, papers.published),
    organization = CASE excluded.organization WHEN '' THEN papers.organization ELSE excluded.organization END,
    code = CASE excluded.code WHEN '' THEN papers.code ELSE excluded.code END,
    project = CASE excluded.project WHEN '' THEN papers.project ELSE excluded.project END,
    withdrawn = CASE :listed WHEN 1 THEN papers.withdrawn ELSE excluded.withdrawn END
"""

SAVE_LISTING = """
INSERT INTO listings VALUES (:day, :paper, :place, :upvotes, :upvotes, :at, :at)
ON CONFLICT (day, paper) DO UPDATE SET
    place = excluded.place, upvotes = excluded.upvotes, last_seen = excluded.last_seen
"""

SAVE_TEXT = """
INSERT INTO texts VALUES (:paper, :hash, :origin, :characters, :body, :at)
ON CONFLICT (paper, hash) DO UPDATE SET at = excluded.at WHERE excluded.at > texts.at
"""

BEST_TEXT = """
SELECT origin, body FROM texts WHERE paper = :paper
ORDER BY CASE origin WHEN 'html' THEN 0 WHEN 'pdf' THEN 1 ELSE 2 END, at DESC, hash LIMIT 1
"""

SAVE_READING = """
INSERT INTO summaries VALUES (
    :paper, :text_hash, :model, :prompt_version, :origin, :outcome, :reason, :detail,
    :summary, :findings, :figures, :excerpt, :instructs, :fallback, :at
)
ON CONFLICT (paper, text_hash, model, prompt_version) DO UPDATE SET
    origin = excluded.origin, outcome = excluded.outcome, reason = excluded.reason, detail = excluded.detail,
    summary = excluded.summary, findings = excluded.findings, figures = excluded.figures,
    excerpt = excluded.excerpt, instructs = excluded.instructs, fallback = excluded.fallback, at = excluded.at
WHERE excluded.at >= summaries.at
"""

READING = """
SELECT * FROM summaries WHERE paper = :paper AND text_hash = :text_hash
    AND model = :model AND prompt_version = :prompt_version
"""

BEST_READING = """
SELECT * FROM summaries WHERE paper = :paper AND outcome = 'posted' ORDER BY excerpt, at DESC LIMIT 1
"""


# A paper is listed twice at most days apart: twice as many rows hold enough different ones.
RECENT = """
SELECT paper FROM (SELECT paper, day, upvotes, place FROM listings ORDER BY day DESC LIMIT :rows)
GROUP BY paper ORDER BY MAX(day) DESC, MAX(upvotes) DESC, MIN(place) LIMIT :most
"""


class LibraryStore:
    """The port Library in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save_listings(self, day: date, listings: Sequence[Listing], at: datetime) -> None:
        await self._database.write(_save_listings, day, listings, at)

    async def paper(self, paper: PaperId) -> Paper | None:
        found = await self._database.read(papers_of, [paper])
        return found.get(paper)

    async def save_paper(self, paper: Paper) -> None:
        await self._database.write(_save_paper, paper, listed=False)

    async def text(self, paper: PaperId) -> FullText | None:
        return await self._database.read(_text, paper)

    async def save_text(self, text: FullText, at: datetime) -> None:
        await self._database.write(_save_text, text, at)

    async def reading(self, key: SummaryKey) -> Reading | None:
        row = await self._database.read(Transaction.row, READING, asdict(key))
        return reading_from(row) if row else None

    async def best_reading(self, paper: PaperId) -> Reading | None:
        row = await self._database.read(Transaction.row, BEST_READING, {"paper": paper})
        return reading_from(row) if row else None

    async def find(self, channel: Channel, query: str, most: int) -> Sequence[PaperId]:
        return await self._database.read(find, channel, query, most)

    async def recent(self, most: int) -> Sequence[Paper]:
        return await self._database.read(_recent, most)

    async def save_reading(self, reading: Reading, at: datetime) -> None:
        await self._database.write(_save_reading, reading, at)


def papers_of(opened: Transaction, papers: Sequence[PaperId]) -> dict[PaperId, Paper]:
    """Those of `papers` that are known."""
    return {
        PaperId(row["id"]): _paper_from(row)
        for some in chunks(tuple(papers))
        for row in opened.rows("SELECT * FROM papers WHERE id IN (:some)", {"some": some})
    }


def _recent(opened: Transaction, most: int) -> list[Paper]:
    newest = [PaperId(row["paper"]) for row in opened.rows(RECENT, {"rows": 2 * most, "most": most})]
    known = papers_of(opened, newest)
    return [known[paper] for paper in newest]


def _paper_from(row: Row) -> Paper:
    return Paper(
        **row
        | {
            "authors": words_from(row["authors"]),
            "published": date.fromisoformat(row["published"]) if row["published"] else None,
            "withdrawn": bool(row["withdrawn"]),
        }
    )


def _save_paper(opened: Transaction, paper: Paper, *, listed: bool) -> None:
    params = {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": words(paper.authors),
        "published": paper.published.isoformat() if paper.published else None,
        "organization": paper.organization,
        "code": paper.code,
        "project": paper.project,
        "withdrawn": int(paper.withdrawn),
        "listed": int(listed),
    }
    opened.execute(SAVE_PAPER, params)


def _save_listings(opened: Transaction, day: date, listings: Sequence[Listing], at: datetime) -> None:
    for listing in listings:
        _save_paper(opened, listing.paper, listed=True)
        params = {
            "day": day.isoformat(),
            "paper": listing.paper.id,
            "place": listing.place,
            "upvotes": listing.upvotes,
            "at": stamp(at),
        }
        opened.execute(SAVE_LISTING, params)


def _text(opened: Transaction, paper: PaperId) -> FullText | None:
    row = opened.row(BEST_TEXT, {"paper": paper})
    if row is None:
        return None
    return FullText.from_json(paper, Origin(row["origin"]), zlib.decompress(row["body"]).decode())


def _save_text(opened: Transaction, text: FullText, at: datetime) -> None:
    params = {
        "paper": text.paper,
        "hash": text.hash,
        "origin": text.origin,
        "characters": text.characters,
        "body": zlib.compress(text.to_json().encode()),
        "at": stamp(at),
    }
    opened.execute(SAVE_TEXT, params)


def _save_reading(opened: Transaction, reading: Reading, at: datetime) -> None:
    params = {
        **asdict(reading.key),
        "origin": reading.origin,
        "outcome": reading.outcome,
        "reason": reading.reason,
        "detail": reading.detail,
        "summary": reading.summary.to_json() if reading.summary else None,
        "findings": json.dumps([asdict(finding) for finding in reading.findings], ensure_ascii=False),
        "figures": reading.figures,
        "excerpt": int(reading.excerpt),
        "instructs": int(reading.instructs),
        "fallback": reading.fallback,
        "at": stamp(at),
    }
    opened.execute(SAVE_READING, params)
    paper = papers_of(opened, [reading.key.paper]).get(reading.key.paper)
    if reading.summary and paper and not reading.excerpt:
        index(opened, paper, reading.summary)


def reading_from(row: Row) -> Reading:
    return Reading(
        key=SummaryKey(row["paper"], row["text_hash"], row["model"], row["prompt_version"]),
        origin=Origin(row["origin"]),
        outcome=Outcome(row["outcome"]),
        reason=Reason(row["reason"]),
        detail=row["detail"],
        summary=_summary_from(row["summary"]) if row["summary"] else None,
        findings=tuple(Finding(**finding) for finding in json.loads(row["findings"])),
        figures=row["figures"],
        excerpt=bool(row["excerpt"]),
        instructs=bool(row["instructs"]),
        fallback=row["fallback"],
    )


def _summary_from(text: str) -> Summary:
    """What was stored, to the letter; `summary_from_json` is for what a model sends and tidies it."""
    data = json.loads(text)
    return Summary(
        **data
        | {
            "method": tuple(data["method"]),
            "limitations_from": LimitationsFrom(data["limitations_from"]),
            "quotes": tuple(Quote(**row | {"field": Field(row["field"])}) for row in data["quotes"]),
        }
    )
