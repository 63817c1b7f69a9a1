"""Reading a loopback list for the tests of the Hugging Face adapter."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from adapters.http import Http
from adapters.sources.huggingface import HuggingFaceSource
from bot.domain.paper import Listing
from tests.fakes.clock import VirtualClock
from tests.fakes.huggingface_server import HuggingFaceServer, row

DAY = date(2025, 12, 8)


async def read(server: HuggingFaceServer, day: date = DAY) -> Sequence[Listing]:
    async with Http(VirtualClock(), "nonmun-tests") as http:
        return await HuggingFaceSource(http, server.url).listings(day)


async def read_rows(server: HuggingFaceServer, *rows: Any) -> Sequence[Listing]:
    server.days[DAY.isoformat()] = list(rows)
    return await read(server)


def rows(count: int, first: int = 0) -> list[dict[str, Any]]:
    return [row(f"2512.{first + number:05}") for number in range(count)]
