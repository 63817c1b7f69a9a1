"""The screen: as wide as it is, unless that is nothing of use; where there is no reason, no brackets."""

from dataclasses import replace
from datetime import date

import pytest

from bot.commands import screen
from bot.domain.delivery import Kind, State
from bot.domain.message import Message, MessageRef
from bot.domain.report import ChannelReport, RunReport
from tests.fakes.deliveries import MAIN, delivery


@pytest.mark.parametrize(
    ("columns", "width"), [("0", 80), ("1", 80), ("19", 80), ("20", 20), ("60", 60), ("300", 100)]
)
def test_how_wide_a_message_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    screen.show(MessageRef(MAIN, "1"), Message(push="", head="A head"))
    lines = capsys.readouterr().out.splitlines()
    assert {len(line) for line in lines} == {width}
    assert "A head" in lines[1]


def test_a_message_that_waits_says_why_where_there_is_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    lost = replace(delivery("card/1", "main"), state=State.UNKNOWN, reason="no reply in 30 s")
    asked = replace(delivery("card/2", "other"), reason="HTTP 429")
    behind = delivery("card/3", "main")
    below = delivery("detail/2", "thread", kind=Kind.DETAIL, parent="card/2")
    alone = delivery("card/4", "alone")
    gone = replace(delivery("card/5"), state=State.FAILED)
    row = ChannelReport(owed=6, unknown=(lost,), failed=(gone,), waiting=(asked, behind, below, alone))
    screen.report(RunReport(date(2025, 12, 8), {MAIN: row}))
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  nobody knows yet whether it arrived: card/1 (no reply in 30 s)",
        "  failed: card/5",
        "  not sent yet: card/2 (HTTP 429)",
        "  not sent yet: card/3 (behind another message of the channel)",
        "  not sent yet: detail/2 (behind another message of the channel)",
        "  not sent yet: card/4",
    ]
