from datetime import UTC, datetime

import pytest

from adapters.http import Http, retry_after
from bot.errors import Rejected
from tests.fakes.arxiv_server import Answer, ArxivServer
from tests.fakes.clock import VirtualClock

NOW = datetime(2025, 12, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", None),
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("nan", None),
        ("inf", None),
        ("1e300", 86_400.0),
        ("soon", None),
        ("Mon, 08 Dec 2025 12:00:09 GMT", 9.0),
        ("Mon, 08 Dec 2025 11:00:00 GMT", 0.0),
        ("Mon, 08 Dec 2999 11:00:00 GMT", 86_400.0),
    ],
)
def test_what_a_server_asks_for_is_read_with_care(header: str, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


@pytest.mark.parametrize(
    "location",
    [
        "http://[",
        "//x:99999/",
        "http://127.0.0.1:port/",
        "javascript:1",
        "https://example.org/",
        "//example.org/",
    ],
)
async def test_a_redirect_to_anywhere_else_is_refused_whatever_it_says(location: str) -> None:
    server = ArxivServer({"/moved": Answer(302, {"Location": location})})
    address = await server.start()
    try:
        async with Http(VirtualClock(), "test") as http:
            with pytest.raises(Rejected, match=r"^127\.0\.0\.1: redirects to (no address|another host)$"):
                await http.get(f"{address}/moved")
        assert server.targets == ["/moved"]
    finally:
        await server.stop()
