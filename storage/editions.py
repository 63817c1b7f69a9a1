"""What each channel was given, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.delivery import Delivery, Kind
from bot.domain.edition import Edition, Entry, How, Layout
from bot.domain.message import Channel
from bot.domain.paper import Paper, PaperId
from bot.domain.summary import Outcome, Reason
from bot.errors import Rejected
from storage.columns import channel_from, stamp, words, words_from
from storage.deliveries import owe
from storage.library import papers_of
from storage.sqlite import Database, Params, Row, Transaction, chunks

TAKEN = "SELECT paper FROM taken WHERE channel = :channel AND paper IN (:some)"

RECORD = """
INSERT INTO editions VALUES (
    (SELECT COALESCE(MAX(id), 0) + 1 FROM editions), :channel, :day,
    (SELECT COUNT(*) + 1 FROM editions WHERE channel = :channel AND day = :day),
    :days, :listed, :at, :local_date, :due, :layout, :header_owed, :caught_up
)
ON CONFLICT (channel, due) DO NOTHING
RETURNING id, number
"""

TAKE = """
INSERT INTO taken VALUES
    (:channel, :paper, :edition, :place, :how, :upvotes, :interest, :outcome, :reason, :detail, :at)
ON CONFLICT (channel, paper) DO NOTHING
"""

DECIDE = """
UPDATE taken SET outcome = :outcome, reason = :reason, detail = :detail
WHERE channel = :channel AND paper = :paper AND edition = :edition
"""

UNFINISHED = """
SELECT * FROM editions WHERE channel = :channel AND at >= :since AND EXISTS (
    SELECT 1 FROM taken WHERE taken.edition = editions.id
        AND (editions.header_owed = 0 OR (taken.how = 'card' AND COALESCE(taken.outcome, '') <> 'posted'))
)
ORDER BY id
"""

# Cards come before listed ones because the words sort so.
ENTRIES = "SELECT * FROM taken WHERE edition IN (:some) ORDER BY edition, how, place"


class EditionStore:
    """The port Editions in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def taken(self, channel: Channel, papers: Sequence[PaperId]) -> frozenset[PaperId]:
        return await self._database.read(_taken, channel, tuple(papers))

    async def last_day(self, channel: Channel) -> date | None:
        sql = "SELECT MAX(day) AS day FROM editions WHERE channel = :channel"
        row = await self._database.read(Transaction.row, sql, {"channel": str(channel)})
        return date.fromisoformat(row["day"]) if row and row["day"] else None

    async def record(self, edition: Edition) -> Edition:
        return await self._database.write(_record, edition)

    async def unfinished(self, channel: Channel, since: datetime) -> Sequence[Edition]:
        params = {"channel": str(channel), "since": stamp(since)}
        return await self._database.read(editions_of, UNFINISHED, params)

    async def decide(
        self, edition: Edition, entries: Sequence[Entry], deliveries: Sequence[Delivery]
    ) -> None:
        await self._database.write(_decide, edition, entries, deliveries)

    async def take(
        self, channel: Channel, paper: PaperId, at: datetime, deliveries: Sequence[Delivery]
    ) -> None:
        await self._database.write(_take_asked, channel, paper, at, deliveries)


def _taken(opened: Transaction, channel: Channel, papers: tuple[PaperId, ...]) -> frozenset[PaperId]:
    return frozenset(
        PaperId(row["paper"])
        for some in chunks(papers)
        for row in opened.rows(TAKEN, {"channel": str(channel), "some": some})
    )


def _record(opened: Transaction, edition: Edition) -> Edition:
    params = {
        "channel": str(edition.channel),
        "day": edition.day.isoformat(),
        "days": words(day.isoformat() for day in edition.days),
        "listed": edition.listed,
        "at": stamp(edition.at),
        "local_date": edition.local_date.isoformat() if edition.local_date else None,
        "due": edition.due.isoformat() if edition.due else None,
        "layout": edition.layout,
        "header_owed": int(edition.header_owed),
        "caught_up": edition.caught_up,
    }
    row = opened.row(RECORD, params)
    if row is None:
        raise Rejected(f"{edition.channel} has its edition of {edition.due} already")
    kept = _take_new(opened, edition, row["id"])
    papers = edition.papers | papers_of(opened, [entry.paper for entry in kept])
    return replace(edition, id=row["id"], number=row["number"], entries=kept, papers=papers)


def _take_new(opened: Transaction, edition: Edition, number: int) -> tuple[Entry, ...]:
    """Takes what the channel has not; those that remain move up, cards and listed ones by themselves."""
    kept: list[Entry] = []
    places = {how: _places(edition.entries, how) for how in How}
    for entry in sorted(edition.entries, key=lambda entry: (entry.how, entry.place)):
        placed = replace(entry, place=places[entry.how][0])
        if _take(opened, edition.channel, placed, edition.at, number):
            kept.append(placed)
            del places[entry.how][0]
    return tuple(kept)


def _places(entries: Iterable[Entry], how: How) -> list[int]:
    return sorted(entry.place for entry in entries if entry.how is how)


def _take(opened: Transaction, channel: Channel, entry: Entry, at: datetime, edition: int | None) -> bool:
    params = {
        "channel": str(channel),
        "paper": entry.paper,
        "edition": edition,
        "place": entry.place,
        "how": entry.how,
        "upvotes": entry.upvotes,
        "interest": entry.interest,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "detail": entry.detail,
        "at": stamp(at),
    }
    return opened.execute(TAKE, params) > 0


def _take_asked(
    opened: Transaction, channel: Channel, paper: PaperId, at: datetime, deliveries: Sequence[Delivery]
) -> None:
    _take(opened, channel, Entry(paper, How.ASKED, 0), at, None)
    owe(opened, deliveries, at)


def _decide(
    opened: Transaction, edition: Edition, entries: Sequence[Entry], deliveries: Sequence[Delivery]
) -> None:
    for entry in entries:
        params = {
            "channel": str(edition.channel),
            "paper": entry.paper,
            "edition": edition.id,
            "outcome": entry.outcome,
            "reason": entry.reason,
            "detail": entry.detail,
        }
        if not opened.execute(DECIDE, params):
            raise Rejected(f"{entry.paper} is not in edition {edition.id} of {edition.channel}")
    owe(opened, deliveries, edition.at, edition.id)
    if any(delivery.kind is Kind.HEADER for delivery in deliveries):
        opened.execute("UPDATE editions SET header_owed = 1 WHERE id = :edition", {"edition": edition.id})


def editions_of(opened: Transaction, sql: str, params: Params) -> list[Edition]:
    rows = opened.rows(sql, params)
    entries: dict[int, list[Entry]] = {row["id"]: [] for row in rows}
    for some in chunks(tuple(entries)):
        for row in opened.rows(ENTRIES, {"some": some}):
            entries[row["edition"]].append(entry_from(row))
    papers = papers_of(opened, [entry.paper for some in entries.values() for entry in some])
    return [_edition_from(row, entries[row["id"]], papers) for row in rows]


def entry_from(row: Row) -> Entry:
    return Entry(
        paper=PaperId(row["paper"]),
        how=How(row["how"]),
        place=row["place"],
        upvotes=row["upvotes"],
        interest=row["interest"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        reason=Reason(row["reason"]),
        detail=row["detail"],
    )


def _edition_from(row: Row, entries: Sequence[Entry], papers: Mapping[PaperId, Paper]) -> Edition:
    return Edition(
        channel=channel_from(row["channel"]),
        day=date.fromisoformat(row["day"]),
        days=tuple(date.fromisoformat(day) for day in words_from(row["days"])),
        listed=row["listed"],
        at=datetime.fromisoformat(row["at"]),
        entries=tuple(entries),
        local_date=date.fromisoformat(row["local_date"]) if row["local_date"] else None,
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        number=row["number"],
        id=row["id"],
        layout=Layout(row["layout"]),
        header_owed=bool(row["header_owed"]),
        caught_up=row["caught_up"],
        papers={entry.paper: papers[entry.paper] for entry in entries if entry.paper in papers},
    )
