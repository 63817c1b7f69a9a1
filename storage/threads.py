"""What is said in the threads below our cards."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.conversation import Person, Request, Said
from bot.domain.message import Channel
from bot.domain.talk.history import Talk, Utterance
from bot.domain.talk.listening import Turn
from storage.columns import stamp
from storage.sqlite import Database, Row, Transaction

MOST_KEPT = 60
"""Messages of one thread."""
LONGEST_KEPT = timedelta(days=90)
LONGEST_TEXT = 4_000

REMEMBER = """
INSERT INTO said
    (seq, channel, thread, message, answers, event, speaker, text, mentions_us, mentions_others, gone, at)
VALUES (
    (SELECT COALESCE(MAX(seq), 0) + 1 FROM said),
    :channel, :thread, :message, :answers, :event, :speaker, :text, :mentions_us, :mentions_others, 0, :at
)
"""
ONCE = f"{REMEMBER} ON CONFLICT (channel, message, answers) DO NOTHING"
REPLACING = f"{REMEMBER} ON CONFLICT (channel, message, answers) DO UPDATE SET text = excluded.text"

CROWDED = """
DELETE FROM said WHERE channel = :channel AND thread = :thread AND seq <= (
    SELECT seq FROM said WHERE channel = :channel AND thread = :thread ORDER BY seq DESC LIMIT 1 OFFSET :most
)
"""
OLD = "DELETE FROM said WHERE at < :before"

TALK = "SELECT * FROM said WHERE channel = :channel AND thread = :thread AND gone = 0 ORDER BY seq"
SILENCED = "SELECT 1 FROM silenced WHERE channel = :channel AND thread = :thread"
SILENCE = "INSERT INTO silenced VALUES (:channel, :thread) ON CONFLICT (channel, thread) DO NOTHING"
WAKE = "DELETE FROM silenced WHERE channel = :channel AND thread = :thread"

ASKED = """
SELECT said.channel, said.speaker, said.at FROM said JOIN requests ON requests.event = said.event
WHERE said.at > :since AND said.speaker <> '' AND requests.kind = 'question'
    AND (said.channel = :channel OR said.speaker = :person)
"""

# An answer of ours holds what the question was about.
FORGET = """
UPDATE said SET gone = 1, text = '', speaker = '', event = ''
WHERE channel = :channel AND (message = :message OR answers = :message)
"""


class ThreadStore:
    """The port Threads in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, said: Said) -> None:
        row: dict[str, str | int] = {
            "channel": str(said.channel),
            "thread": said.thread,
            "message": said.message,
            "answers": "",
            "event": said.event,
            "speaker": said.person.id,
            "text": said.text[:LONGEST_TEXT],
            "mentions_us": int(said.mentions_us),
            "mentions_others": int(said.mentions_others),
            "at": stamp(said.at),
        }
        await self._database.write(_remember, row, said.at)

    async def answered(self, request: Request, reply: str, at: datetime) -> None:
        row = {
            "channel": str(request.channel),
            "thread": request.thread,
            "message": "",
            "answers": request.message,
            "event": "",
            "speaker": "",
            "text": reply,
            "mentions_us": 0,
            "mentions_others": 0,
            "at": stamp(at),
        }
        await self._database.write(Transaction.execute, REPLACING, row)

    async def talk(self, channel: Channel, thread: str) -> Talk:
        return await self._database.read(_talk, {"channel": str(channel), "thread": thread})

    async def asked(
        self, channel: Channel, person: Person, since: datetime
    ) -> tuple[Sequence[datetime], Sequence[datetime]]:
        params = {"channel": str(channel), "person": person.id, "since": stamp(since)}
        rows = await self._database.read(Transaction.rows, ASKED, params)
        here = [row for row in rows if row["channel"].partition(":")[0] == channel.platform]
        return (
            [datetime.fromisoformat(row["at"]) for row in here if row["speaker"] == person.id],
            [datetime.fromisoformat(row["at"]) for row in here if row["channel"] == str(channel)],
        )

    async def silence(self, channel: Channel, thread: str, *, silenced: bool) -> None:
        params = {"channel": str(channel), "thread": thread}
        await self._database.write(Transaction.execute, SILENCE if silenced else WAKE, params)

    async def forget(self, channel: Channel, message: str) -> None:
        params = {"channel": str(channel), "message": message}
        if message:
            await self._database.write(Transaction.execute, FORGET, params)


def _remember(opened: Transaction, row: dict[str, str | int], at: datetime) -> None:
    opened.execute(ONCE, row)
    opened.execute(CROWDED, {"channel": row["channel"], "thread": row["thread"], "most": MOST_KEPT})
    opened.execute(OLD, {"before": stamp(at - LONGEST_KEPT)})


def _talk(opened: Transaction, place: dict[str, str]) -> Talk:
    rows = opened.rows(TALK, place)
    return Talk(tuple(map(_utterance, rows)), opened.row(SILENCED, place) is not None)


def _utterance(row: Row) -> Utterance:
    turn = Turn(
        row["speaker"],
        row["text"],
        bool(row["mentions_us"]),
        bool(row["mentions_others"]),
        datetime.fromisoformat(row["at"]),
    )
    return Utterance(row["answers"] or row["message"], turn)
