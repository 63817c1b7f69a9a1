"""Why papers are held: operators are told what they can do about it."""

from datetime import date

import pytest

from bot.domain.alerting import Condition, Trouble
from bot.domain.message import Channel
from bot.domain.summary import Reason
from bot.wording import alerts

FULL = "database: database or disk is full"


@pytest.mark.parametrize(
    ("reason", "cause", "to_do"),
    [
        (
            Reason.STORE,
            f"봇의 저장소를 쓰지 못했습니다({FULL}).",
            "DATABASE_URL의 파일에 쓸 수 있는지 확인하세요.",
        ),
        (Reason.MODEL, f"모델이 응답하지 않습니다({FULL}).", "OPENAI_MODEL을 확인하세요."),
    ],
)
def test_a_full_disk_is_not_blamed_on_the_model(reason: Reason, cause: str, to_do: str) -> None:
    channel = Channel("console", "main")
    condition = Condition(
        Trouble.PARTIAL, "edition", True, channel, day=date(2025, 12, 9), cause=FULL, reason=reason, whole=6
    )
    said = alerts.about(condition).to_json().replace('\\"', '"')
    assert cause in said
    assert to_do in said
