"""Large numbers in the steps of ten thousand that Korean counts in."""

import pytest

from bot.wording.numbers import rounded
from bot.wording.stories import model_used

WRITTEN = {
    0: "0",
    7: "7",
    999: "999",
    8_400: "8,400",
    9_999: "9,999",
    10_000: "1만",
    10_499: "1만",
    10_500: "1.1만",
    90_000: "9만",
    94_999: "9.5만",
    99_999: "10만",
    123_456: "12.3만",
    500_000: "50만",
    12_345_678: "1,234.6만",
    99_994_999: "9,999.5만",
    99_999_499: "9,999.9만",
    99_999_500: "1억",
    100_000_000: "1억",
    123_456_789: "1.2억",
    123_456_789_012: "1,234.6억",
}


@pytest.mark.parametrize("number", WRITTEN)
def test_numbers_as_people_write_them(number: int) -> None:
    assert rounded(number) == WRITTEN[number]


def test_the_line_of_a_status() -> None:
    assert model_used(90_000) == "모델: 오늘 입력 9만 토큰 사용"
    assert model_used(8_400) == "모델: 오늘 입력 8,400 토큰 사용"
