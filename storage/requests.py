"""What people asked for, and the threads they ask in."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.conversation import Person, Request, RequestKind
from bot.domain.message import Channel, MessageRef, Thread
from bot.domain.paper import PaperId
from storage.columns import channel_from, moment_or_none, stamp, stamp_or_none
from storage.sqlite import Database, Row, Transaction

ACCEPT = """
INSERT INTO requests
    (seq, event, kind, channel, thread, message, person, name, may_manage, text, paper,
     reply_to, reply_until, at, state, tries, due)
VALUES (
    (SELECT COALESCE(MAX(seq), 0) + 1 FROM requests),
    :event, :kind, :channel, :thread, :message, :person, :name, :may_manage, :text, :paper,
    :reply_to, :reply_until, :at, 'waiting', :tries, :due
)
ON CONFLICT (event) DO NOTHING
"""

# Fair: whoever had no turn yet, or not for longest, comes first. A thread waits for its own oldest question.
CLAIM = """
UPDATE requests SET tries = tries + 1, lease_until = :lease_until
WHERE seq = (
    SELECT waiting.seq FROM requests AS waiting LEFT JOIN turns ON turns.person = waiting.person
    WHERE waiting.state = 'waiting' AND COALESCE(waiting.due, '') <= :now
        AND COALESCE(waiting.lease_until, '') <= :now
        AND ((waiting.kind = 'question' AND :questions = 1) OR (waiting.kind <> 'question' AND :others = 1))
        AND NOT EXISTS (
            SELECT 1 FROM requests AS other
            WHERE other.state = 'waiting' AND other.channel = waiting.channel
                AND other.thread = waiting.thread AND other.thread <> ''
                AND (other.lease_until > :now OR (other.at, other.seq) < (waiting.at, waiting.seq))
        )
    ORDER BY COALESCE(turns.turn, 0), waiting.at, waiting.seq LIMIT 1
)
RETURNING *
"""

TURN = """
INSERT INTO turns VALUES (:person, (SELECT COALESCE(MAX(turn), 0) + 1 FROM turns))
ON CONFLICT (person) DO UPDATE SET turn = excluded.turn
"""

# The event stays, so that a second delivery of it is known; what a person wrote and who it was goes.
END = """
UPDATE requests SET
    state = :state, done_at = :at, lease_until = NULL, due = NULL,
    person = '', name = '', text = '', reply_to = '', reply_until = NULL, thread = '', message = ''
"""
DONE = f"{END} WHERE event = :event AND state = 'waiting'"
FORGET = f"""
{END} WHERE channel = :channel AND message = :message AND kind = 'question' AND state = 'waiting'
RETURNING event
"""

OPEN = "SELECT 1 FROM requests WHERE event = :event AND state = 'waiting'"
UNANSWERED = """
SELECT * FROM requests
WHERE state = 'waiting' AND kind = 'question' AND at < :before
    AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.key = 'answer/' || requests.event)
ORDER BY seq
"""

AHEAD = """
SELECT COUNT(*) AS number FROM requests
WHERE state = 'waiting' AND kind = 'paper' AND COALESCE(due, '') <= :now
"""

LATER = "UPDATE requests SET due = :due, lease_until = NULL WHERE event = :event AND state = 'waiting'"
UNLEASE = "UPDATE requests SET lease_until = NULL WHERE state = 'waiting'"

THREAD = """
SELECT deliveries.ref, threads.paper FROM threads JOIN deliveries ON deliveries.key = threads.card
WHERE threads.channel = :channel AND threads.thread = :thread
"""


class RequestStore:
    """The port Requests in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def accept(self, request: Request) -> bool:
        return await self._database.write(Transaction.execute, ACCEPT, _params(request)) > 0

    async def ahead(self, now: datetime) -> int:
        row = await self._database.read(Transaction.row, AHEAD, {"now": stamp(now)})
        return int(row["number"]) if row else 0

    async def claim(
        self, now: datetime, lease_until: datetime, *, questions: bool | None = None
    ) -> Request | None:
        row = await self._database.write(_claim, now, lease_until, questions)
        return _request_from(row) if row else None

    async def done(self, event: str, state: str, at: datetime) -> None:
        params = {"event": event, "state": state, "at": stamp(at)}
        await self._database.write(Transaction.execute, DONE, params)

    async def later(self, event: str, due: datetime) -> None:
        await self._database.write(Transaction.execute, LATER, {"event": event, "due": stamp(due)})

    async def abandoned(self) -> None:
        await self._database.write(Transaction.execute, UNLEASE)

    async def thread(self, channel: Channel, thread: str) -> Thread | None:
        params = {"channel": str(channel), "thread": thread}
        row = await self._database.read(Transaction.row, THREAD, params)
        return Thread(MessageRef.from_json(row["ref"]), PaperId(row["paper"])) if row else None

    async def is_open(self, event: str) -> bool:
        return await self._database.read(Transaction.row, OPEN, {"event": event}) is not None

    async def unanswered(self, before: datetime) -> Sequence[Request]:
        rows = await self._database.read(Transaction.rows, UNANSWERED, {"before": stamp(before)})
        return tuple(_request_from(row) for row in rows)

    async def forget(self, channel: Channel, message: str) -> str:
        params = {"channel": str(channel), "message": message, "state": "forgotten", "at": None}
        row = await self._database.write(Transaction.row, FORGET, params)
        return str(row["event"]) if row else ""


def _claim(opened: Transaction, now: datetime, lease_until: datetime, questions: bool | None) -> Row | None:
    kinds = {"questions": int(questions is not False), "others": int(questions is not True)}
    row = opened.row(CLAIM, {"now": stamp(now), "lease_until": stamp(lease_until), **kinds})
    if row is not None:
        opened.execute(TURN, {"person": row["person"]})
    return row


def _params(request: Request) -> dict[str, str | int | None]:
    return {
        "event": request.event,
        "kind": request.kind,
        "channel": str(request.channel),
        "thread": request.thread,
        "message": request.message,
        "person": f"{request.channel.platform}/{request.person.id}",
        "name": request.person.name,
        "may_manage": int(request.person.may_manage),
        "text": request.text,
        "paper": request.paper,
        "reply_to": request.reply_to,
        "reply_until": stamp_or_none(request.reply_until),
        "at": stamp(request.at),
        "tries": request.tries,
        "due": stamp_or_none(request.due),
    }


def _request_from(row: Row) -> Request:
    person = row["person"].partition("/")[2]
    return Request(
        event=row["event"],
        kind=RequestKind(row["kind"]),
        channel=channel_from(row["channel"]),
        person=Person(person, row["name"], bool(row["may_manage"])),
        text=row["text"],
        at=datetime.fromisoformat(row["at"]),
        thread=row["thread"],
        message=row["message"],
        reply_to=row["reply_to"],
        reply_until=moment_or_none(row["reply_until"]),
        paper=PaperId(row["paper"]) if row["paper"] else None,
        tries=row["tries"],
        due=moment_or_none(row["due"]),
    )
