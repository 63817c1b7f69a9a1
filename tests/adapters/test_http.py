from datetime import UTC, datetime

import pytest

from adapters.http import retry_after

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
