"""The bot as a process, killed around one send to Slack or Discord, and started again."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.domain.delivery import Delivery, Kind, answer_key, thread_lane
from storage import open_store
from tests.e2e.matrix import ANSWER
from tests.e2e.platforms import TUESDAY_MORNING, WIRES, Wire, edition_keys
from tests.e2e.services import World, world
from tests.e2e.test_publish import ABSTRACT
from tests.fakes import discord_faults, slack_faults
from tests.fakes.huggingface_server import row

DAY = "2025-12-08"
STEPS = {
    "claimed": "before the send",
    "standing": "after its effect, reply to come",
    "heard": "before the record",
    "settled": "after the record",
}
HANGING: Mapping[str, Any] = {
    "slack": slack_faults.FAULTS["hang after"],
    "discord": discord_faults.HANG_AFTER,
}
PAPERS = 2


async def killed_and_restarted(folder: Path, platform: str, kind: str, step: str) -> None:
    """Asserts that every message stands once, in order."""
    day = [row(f"2512.0000{number}", summary=ABSTRACT, upvotes=9 - number) for number in range(1, PAPERS + 1)]
    async with world(folder, {DAY: day}) as outside, WIRES[platform]() as wire:
        outside.env |= wire.environment() | {"CHATS": platform}
        keys = edition_keys(wire.channel, PAPERS)
        if kind == "answer":
            assert (await outside.bot(*command(wire))).code == 0
            keys.append(await owed_answer(folder, wire, keys[1]))
        key = keys[{"header": 0, "card": 2, "detail": 4, "answer": -1}[kind]]
        await kill(outside, wire, key, step)
        ended = await outside.bot(*command(wire), "--json")
        assert ended.code == 0, ended.out + ended.err
        assert ended.json["model_calls"] == 0
        assert wire.standing(keys) == keys, wire.standing(keys)
        assert not wire.complaints(), wire.complaints()


def command(wire: Wire) -> list[str]:
    return ["publish", "--day", DAY, "--channel", str(wire.channel)]


async def owed_answer(folder: Path, wire: Wire, card: str) -> str:
    key = answer_key(wire.ask(card))
    answer = Delivery(key, thread_lane(card), Kind.ANSWER, wire.channel, ANSWER, parent=card)
    async with open_store(folder / "nonmun.db") as store:
        await store.outbox.owe([answer], TUESDAY_MORNING)
    return key


async def kill(outside: World, wire: Wire, key: str, step: str) -> None:
    if step != "standing":
        ended = await outside.bot(*command(wire), program="tests.e2e.killer", KILL_AT=step, KILL_KEY=key)
        assert ended.code == -9, ended.err
        return
    wire.aim.at(key, HANGING[wire.platform])
    process = await outside.start(*command(wire))
    while not wire.aim.struck[key]:  # noqa: ASYNC110 - the test's own time limit is the only other end
        await asyncio.sleep(0.01)
    process.kill()
    await process.communicate()
