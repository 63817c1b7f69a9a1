"""kill -9 at every step between claim and record: each message stands once, in order, after a restart."""

from pathlib import Path

import pytest

from tests.e2e.services import world
from tests.e2e.test_publish import ABSTRACT
from tests.fakes.huggingface_server import row

DAY = "2025-12-05"
STEPS = ("claimed", "torn", "written", "heard", "settled")
DELIVERIES = {
    "header": "edition/console/main/2025-12-05/1",
    "card": "paper/console/main/2512.00002",
    "detail": "detail/console/main/2512.00002",
}
EXPECTED = [
    DELIVERIES["header"],
    *(f"paper/console/main/2512.0000{number}" for number in (1, 2, 3)),
    *(f"detail/console/main/2512.0000{number}" for number in (1, 2, 3)),
]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", DELIVERIES)
async def test_a_kill_costs_nothing_and_doubles_nothing(tmp_path: Path, kind: str, step: str) -> None:
    day = [row(f"2512.0000{number}", summary=ABSTRACT, upvotes=9 - number) for number in (1, 2, 3)]
    async with world(tmp_path, {DAY: day}) as outside:
        killed = await outside.bot(
            "publish", "--day", DAY, program="tests.e2e.killer", KILL_AT=step, KILL_KEY=DELIVERIES[kind]
        )
        assert killed.code == -9, killed.err
        ended = await outside.bot("publish", "--day", DAY, "--json")
        assert ended.code == 0, ended.out + ended.err
        assert outside.keys == EXPECTED
        assert ended.json["model_calls"] == 0
        log = (await outside.bot("log", "--json")).json
        assert {row["state"] for row in log["deliveries"]} == {"sent"}
