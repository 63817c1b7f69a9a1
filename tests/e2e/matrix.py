"""What can go wrong with a message, on each platform, and what came of it.

`python -m tests.e2e.matrix` runs every fault against every message of an edition and an answer in its thread,
and prints the table; `test_matrix.py` asks the same.
"""

import asyncio
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot.domain.delivery import Delivery, Kind, State, answer_key, thread_lane
from bot.domain.message import Message, Paragraph, Span
from bot.usecases.run_turns import Tally
from bot.wiring import Bot
from tests.e2e.platforms import WIRES, Wire, edition_keys, open_bot_for, publish
from tests.fakes import discord_faults, slack_faults

Between = Callable[[Wire, str, int], bool]
"""Called before each look for a struck message: the wire, its key, 1 for the first look. True if it acted."""
PATIENCE = 1800.0
"""Seconds of virtual time without a message until a run gives up."""
PAPERS = 6
KINDS = ("header", "card", "detail", "answer")
ANSWER = Message(push="색인 덕분에 빠르다.", body=(Paragraph((Span("색인 덕분에 빠르다."),)),))


@dataclass(frozen=True, slots=True)
class Row:
    """One fault as each platform shows it; None where a platform does not know it."""

    name: str
    slack: slack_faults.Fault | None
    discord: discord_faults.Fault | None
    between: Between | None = None
    send_timeout: float = 5
    times: int = 1
    """How often in a row a message meets it."""

    def on(self, platform: str) -> slack_faults.Fault | discord_faults.Fault | None:
        return self.slack if platform == "slack" else self.discord


def _crowd(wire: Wire, key: str, look: int) -> bool:
    if look == 1:
        wire.crowd(300)
    return look == 1


def _delete(wire: Wire, key: str, look: int) -> bool:
    if look == 1:
        wire.delete(key)
    return look == 1


def _arrive(wire: Wire, key: str, look: int) -> bool:
    return wire.arrive(key, look)


ON_SLACK = slack_faults.FAULTS
ON_DISCORD = discord_faults
SLACK_LIMIT = slack_faults.Fault(slack_faults.How.LIMIT, retry_after=40)
DISCORD_LIMIT = discord_faults.rate_limit(40)
LOST = ON_SLACK["closed after"]
LATE = ON_SLACK["hang, late"]
DELETED = "deleted by a person before we look"
ROWS = (
    Row("reply lost after the effect", LOST, ON_DISCORD.LOST_REPLY),
    Row("reply torn after the effect", ON_SLACK["torn answer"], ON_DISCORD.CUT_REPLY),
    Row("closed before", ON_SLACK["closed before"], None),
    Row("5xx before", ON_SLACK["500 before"], ON_DISCORD.answers(503)),
    Row("5xx after", ON_SLACK["502 after"], ON_DISCORD.answers(503, after=True)),
    Row("5xx that the client repeats, before", None, ON_DISCORD.answers(500)),
    Row("5xx that the client repeats, after", None, ON_DISCORD.answers(502, after=True)),
    Row("internal_error before", ON_SLACK["internal_error before"], None),
    Row("internal_error after", ON_SLACK["internal_error after"], None),
    Row("fatal_error after", ON_SLACK["fatal_error after"], None),
    Row("429 with Retry-After", SLACK_LIMIT, DISCORD_LIMIT),
    Row("429 with Retry-After, three times", SLACK_LIMIT, DISCORD_LIMIT, times=3),
    Row("reset before", ON_SLACK["reset before"], ON_DISCORD.RESET),
    Row("reset after", ON_SLACK["reset after"], None),
    Row("reset before, three times", ON_SLACK["reset before"], ON_DISCORD.RESET, times=3),
    Row("timeout before", ON_SLACK["hang before"], ON_DISCORD.HANG, send_timeout=0.4),
    Row("timeout after", ON_SLACK["hang after"], ON_DISCORD.HANG_AFTER, send_timeout=0.4),
    Row("lost, effect a minute late", LATE, ON_DISCORD.RESET, _arrive, send_timeout=0.4),
    Row("no sense, before", ON_SLACK["odd answer before"], ON_DISCORD.NONSENSE),
    Row("no sense, after", ON_SLACK["odd answer after"], ON_DISCORD.NONSENSE_AFTER),
    Row("300 human messages in between", LOST, ON_DISCORD.LOST_REPLY, _crowd),
    Row(DELETED, LOST, ON_DISCORD.LOST_REPLY, _delete),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of an edition and an answer of which some messages met a fault."""

    expected: tuple[str, ...]
    standing: tuple[str, ...]
    struck: int
    """How often the fault was met; `planned`: how often it should have been."""
    planned: int
    states: tuple[State, ...]
    """Of the expected messages, in the outbox."""
    complaints: tuple[str, ...]
    happened: int = 0
    """How often the thing in between did."""

    @property
    def exactly_once(self) -> bool:
        """Every message stands once, in order, and is known to; the fault was really there."""
        settled = set(self.states) == {State.SENT} and not self.complaints
        real = self.struck == self.planned and self.happened in {0, self.planned}
        return settled and real and self.standing == self.expected


def targets(papers: int = PAPERS) -> list[tuple[str, int]]:
    """Every message: its kind and its place among them."""
    kinds = ["header", *["card"] * papers, *["detail"] * papers, "answer"]
    return list(zip(kinds, range(len(kinds)), strict=True))


async def run(row: Row, platform: str, chosen: Sequence[int], papers: int, folder: Path) -> Cell:
    """Publishes an edition and owes an answer; the chosen messages (by place) meet the fault."""
    timeout = row.send_timeout
    async with (
        WIRES[platform]() as wire,
        open_bot_for(folder, wire, papers=papers, send_timeout=timeout) as bot,
    ):
        keys = edition_keys(wire.channel, papers)
        happened: list[str] = []
        if row.between:
            wire.aim.happens = partial(_happen, wire, row.between, happened)
        for place in set(chosen) - {len(keys)}:
            wire.aim.at(keys[place], *[row.on(platform)] * row.times)
        await publish(bot, wire, patience=PATIENCE)
        # Below a card that is not struck itself.
        card = keys[next(place for place in range(1, papers + 1) if place not in chosen)]
        answer = _answer(wire, card)
        if len(keys) in chosen:
            wire.aim.at(answer.key, *[row.on(platform)] * row.times)
        await bot.store.outbox.owe([answer], bot.clock.now())
        await bot.deliverer(Tally()).work(PATIENCE)
        cell = await _cell(bot, wire, [*keys, answer.key], row.times * len(chosen))
        assert bool(happened) == bool(row.between)
        return replace(cell, happened=len(happened))


def _happen(wire: Wire, between: Between, happened: list[str], key: str, look: int) -> None:
    if between(wire, key, look):
        happened.append(key)


def _answer(wire: Wire, card: str) -> Delivery:
    key = answer_key(wire.ask(card))
    return Delivery(key, thread_lane(card), Kind.ANSWER, wire.channel, ANSWER, parent=card)


async def _cell(bot: Bot, wire: Wire, keys: Sequence[str], planned: int) -> Cell:
    rows = [await bot.store.outbox.get(key) for key in keys]
    states = tuple(row.state for row in rows if row)
    standing, struck = tuple(wire.standing(keys)), sum(wire.aim.struck.values())
    return Cell(tuple(keys), standing, struck, planned, states, tuple(wire.complaints()))


async def _print_table(papers: int) -> int:
    """Every fault against every message, each in a run of its own. Gives the number of bad cells."""
    bad = 0
    print(f"{'':<40}" + "".join(f"{platform + ' ' + kind:>16}" for platform in WIRES for kind in KINDS))
    for row in ROWS:
        line = f"{row.name:<40}"
        for platform in WIRES:
            for kind in KINDS:
                said, wrong = await _said(row, platform, kind, papers)
                line, bad = line + f"{said:>16}", bad + wrong
        print(line, flush=True)
    return bad + await _print_kills()


async def _print_kills() -> int:
    """The same for a process that is killed and started again, one message of each kind."""
    from tests.e2e.kills import STEPS, killed_and_restarted

    bad = 0
    for step, when in STEPS.items():
        line = f"{'kill -9 ' + when:<40}"
        for platform in WIRES:
            for kind in KINDS:
                with tempfile.TemporaryDirectory() as folder:
                    try:
                        await killed_and_restarted(Path(folder), platform, kind, step)
                    except AssertionError:
                        bad, line = bad + 1, f"{line}{'WRONG':>16}"
                    else:
                        line += f"{'once':>16}"
        print(line, flush=True)
    return bad


async def _said(row: Row, platform: str, kind: str, papers: int) -> tuple[str, int]:
    if row.on(platform) is None:
        return "-", 0
    places = [place for known, place in targets(papers) if known == kind]
    cells = []
    for place in places:
        with tempfile.TemporaryDirectory() as folder:
            cells.append(await run(row, platform, [place], papers, Path(folder)))
    once = sum(cell.exactly_once for cell in cells)
    if row.name == DELETED and platform == "discord":
        return "not again", once
    return f"once {once}/{len(cells)}", len(cells) - once


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print("Each message stands in the channel ... (so many of so many)")
    sys.exit(1 if asyncio.run(_print_table(int(sys.argv[1]) if sys.argv[1:] else PAPERS)) else 0)
