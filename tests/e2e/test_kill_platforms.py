"""kill -9 around a send to Slack or Discord: after a restart each message stands once, in order."""

from pathlib import Path

import pytest

from tests.e2e.kills import STEPS, killed_and_restarted
from tests.e2e.matrix import KINDS
from tests.e2e.platforms import WIRES

ONE_OF_EACH = (
    ("slack", "header", "heard"),
    ("slack", "card", "standing"),
    ("discord", "detail", "claimed"),
    ("discord", "answer", "standing"),
)
ALL = [(platform, kind, step) for platform in WIRES for kind in KINDS for step in STEPS]


@pytest.mark.parametrize(("platform", "kind", "step"), ONE_OF_EACH)
async def test_a_kill_costs_nothing_and_doubles_nothing(
    tmp_path: Path, platform: str, kind: str, step: str
) -> None:
    await killed_and_restarted(tmp_path, platform, kind, step)


@pytest.mark.long
@pytest.mark.parametrize(("platform", "kind", "step"), [one for one in ALL if one not in ONE_OF_EACH])
async def test_a_kill_at_any_step_of_any_message(tmp_path: Path, platform: str, kind: str, step: str) -> None:
    await killed_and_restarted(tmp_path, platform, kind, step)
