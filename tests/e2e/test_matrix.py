"""Each message of an edition, and an answer, stands once and in order, whatever happens to it on its way."""

from pathlib import Path

import pytest

from bot.domain.delivery import State
from tests.e2e.matrix import DELETED, PAPERS, ROWS, Row, run, targets
from tests.e2e.platforms import WIRES

FEW = 3
ONE_OF_EACH = (0, 2, FEW + 2, 2 * FEW + 1)
"""Header, second card, second detail, answer of an edition of FEW."""
FAULTS = [
    pytest.param(row, platform, id=f"{platform}: {row.name}")
    for row in ROWS
    for platform in WIRES
    if row.on(platform) and row.name != DELETED
]
DELETING = next(row for row in ROWS if row.name == DELETED)


@pytest.mark.parametrize(("row", "platform"), FAULTS)
async def test_one_message_of_each_kind(row: Row, platform: str, tmp_path: Path) -> None:
    cell = await run(row, platform, ONE_OF_EACH, FEW, tmp_path)
    assert cell.exactly_once, cell


@pytest.mark.long
@pytest.mark.parametrize(("kind", "place"), targets())
@pytest.mark.parametrize(("row", "platform"), FAULTS)
async def test_every_message(row: Row, platform: str, kind: str, place: int, tmp_path: Path) -> None:
    cell = await run(row, platform, [place], PAPERS, tmp_path)
    assert cell.exactly_once, cell


async def test_deleted_before_we_look_slack_gets_it_once_more(tmp_path: Path) -> None:
    """In the history a message that a person deleted looks like one that never arrived."""
    cell = await run(DELETING, "slack", ONE_OF_EACH, FEW, tmp_path)
    assert cell.exactly_once, cell


async def test_deleted_before_we_look_discord_refuses_it_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Within minutes Discord still knows the nonce, and the message that it belonged to is gone."""
    cell = await run(DELETING, "discord", (0, 2), FEW, tmp_path)
    gone = {cell.expected[0], cell.expected[2], cell.expected[2 + FEW]}
    assert cell.standing == tuple(key for key in cell.expected if key not in gone)
    failed = {key for key, state in zip(cell.expected, cell.states, strict=True) if state is State.FAILED}
    assert failed == gone
