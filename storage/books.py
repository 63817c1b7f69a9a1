"""What the language model's replies took, hour by hour."""

from datetime import datetime

from bot.domain.prompt import Used
from storage.columns import stamp
from storage.sqlite import Database, Transaction

HOUR = len("2025-12-08T23")

BOOK = """
INSERT INTO model_usage VALUES (:hour, :calls, :input_tokens, :output_tokens)
ON CONFLICT (hour) DO UPDATE SET
    calls = model_usage.calls + excluded.calls,
    input_tokens = model_usage.input_tokens + excluded.input_tokens,
    output_tokens = model_usage.output_tokens + excluded.output_tokens
"""

USED = """
SELECT
    COALESCE(SUM(calls), 0) AS calls,
    COALESCE(SUM(input_tokens), 0) AS input_tokens,
    COALESCE(SUM(output_tokens), 0) AS output_tokens
FROM model_usage WHERE hour >= :since AND hour < :until
"""


class BookStore:
    """The port Books in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def book(self, at: datetime, used: Used) -> None:
        params = {
            "hour": _hour(at),
            "calls": used.calls,
            "input_tokens": used.input_tokens,
            "output_tokens": used.output_tokens,
        }
        await self._database.write(Transaction.execute, BOOK, params)

    async def used(self, since: datetime, until: datetime) -> Used:
        params = {"since": _hour(since), "until": _hour(until)}
        rows = await self._database.read(Transaction.rows, USED, params)
        return Used(**rows[0])


def _hour(at: datetime) -> str:
    return stamp(at)[:HOUR]
