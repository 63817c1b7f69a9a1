"""What happened on which day: editions, and why there was none."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.domain.delivery import card_key
from bot.domain.edition import Edition, Silence
from bot.domain.message import Channel
from bot.domain.paper import PaperId
from bot.domain.story import Listed, Story
from storage.columns import channel_from, stamp
from storage.deliveries import delivery_from
from storage.editions import editions_of, entry_from
from storage.library import papers_of, reading_from
from storage.sqlite import Database, Row, Transaction

DONE_UNTIL = """
SELECT MAX(due) AS due FROM (
    SELECT due FROM editions WHERE channel = :channel
    UNION ALL SELECT due FROM silences WHERE channel = :channel
) AS dues
"""

SILENCE = """
INSERT INTO silences VALUES (:channel, :day, :reason, :at, :due)
ON CONFLICT (channel, day, reason) DO UPDATE SET at = excluded.at, due = COALESCE(excluded.due, silences.due)
"""

NEWEST = "SELECT * FROM editions WHERE channel = :channel ORDER BY id DESC LIMIT :most"
QUIET = "SELECT * FROM silences WHERE channel = :channel ORDER BY at DESC LIMIT :most"

# Of several readings of a paper the newest counts.
FALLBACKS = """
SELECT fallback, COUNT(*) AS number FROM (
    SELECT summaries.paper, origin, fallback, MAX(summaries.at) FROM summaries
    JOIN taken ON taken.paper = summaries.paper
    WHERE taken.edition = :edition AND taken.how = 'card' AND summaries.excerpt = 0
    GROUP BY summaries.paper
) AS newest
WHERE origin = 'abstract' GROUP BY fallback
"""

LISTED = "SELECT * FROM listings WHERE paper = :paper ORDER BY day"
NEWEST_READING = "SELECT * FROM summaries WHERE paper = :paper ORDER BY excerpt, at DESC LIMIT 1"
TAKEN = "SELECT * FROM taken WHERE channel = :channel AND paper = :paper"


class ChronicleStore:
    """The port Chronicle in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def done_until(self, channel: Channel) -> date | None:
        row = await self._database.read(Transaction.row, DONE_UNTIL, {"channel": str(channel)})
        return date.fromisoformat(row["due"]) if row and row["due"] else None

    async def stay_silent(self, silence: Silence) -> None:
        params = {
            "channel": str(silence.channel),
            "day": silence.day.isoformat(),
            "reason": silence.reason,
            "at": stamp(silence.at),
            "due": silence.due.isoformat() if silence.due else None,
        }
        await self._database.write(Transaction.execute, SILENCE, params)

    async def newest(self, channel: Channel, most: int) -> Sequence[Edition]:
        params = {"channel": str(channel), "most": most}
        found = await self._database.read(editions_of, NEWEST, params)
        return sorted(found, key=lambda edition: edition.id, reverse=True)

    async def quiet(self, channel: Channel, most: int) -> Sequence[Silence]:
        params = {"channel": str(channel), "most": most}
        rows = await self._database.read(Transaction.rows, QUIET, params)
        return [_silence_from(row) for row in rows]

    async def fallbacks(self, edition: Edition) -> Mapping[str, int]:
        rows = await self._database.read(Transaction.rows, FALLBACKS, {"edition": edition.id})
        return {row["fallback"]: row["number"] for row in rows}

    async def story(self, channel: Channel, paper: PaperId) -> Story | None:
        return await self._database.read(_story, channel, paper)

    async def silences(self, day: date | None) -> Sequence[Silence]:
        where = "WHERE day = :day " if day else ""
        sql = f"SELECT * FROM silences {where}ORDER BY at, channel"  # noqa: S608, only our own words
        rows = await self._database.read(Transaction.rows, sql, {"day": day.isoformat()} if day else {})
        return [_silence_from(row) for row in rows]

    async def editions(self, day: date | None) -> Sequence[Edition]:
        if day is None:
            return await self._database.read(editions_of, "SELECT * FROM editions ORDER BY id", {})
        sql = "SELECT * FROM editions WHERE day = :day ORDER BY id"
        return await self._database.read(editions_of, sql, {"day": day.isoformat()})


def _silence_from(row: Row) -> Silence:
    return Silence(
        channel=channel_from(row["channel"]),
        day=date.fromisoformat(row["day"]),
        reason=row["reason"],
        at=datetime.fromisoformat(row["at"]),
        due=date.fromisoformat(row["due"]) if row["due"] else None,
    )


def _story(opened: Transaction, channel: Channel, paper: PaperId) -> Story | None:
    found = papers_of(opened, [paper]).get(paper)
    if found is None:
        return None
    taken = opened.row(TAKEN, {"channel": str(channel), "paper": paper})
    card = opened.row("SELECT * FROM deliveries WHERE key = :key", {"key": card_key(channel, paper)})
    reading = opened.row(NEWEST_READING, {"paper": paper})
    return Story(
        found,
        tuple(_listed_from(row) for row in opened.rows(LISTED, {"paper": paper})),
        entry_from(taken) if taken else None,
        datetime.fromisoformat(taken["at"]) if taken else None,
        delivery_from(card) if card else None,
        reading_from(reading) if reading else None,
    )


def _listed_from(row: Row) -> Listed:
    return Listed(
        day=date.fromisoformat(row["day"]),
        place=row["place"],
        first_upvotes=row["first_upvotes"],
        upvotes=row["upvotes"],
        first_seen=datetime.fromisoformat(row["first_seen"]),
    )
