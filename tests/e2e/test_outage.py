"""Connections that break, and an hour without a platform: nothing is lost, the other platform goes on."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.edition import Subscription
from tests.e2e.platforms import (
    JIWOO,
    PAPERS,
    DiscordWire,
    SlackWire,
    discord_wire,
    edition_keys,
    open_bot_for,
    slack_wire,
)
from tests.e2e.serving import FastClock, quiet, serving, until
from tests.e2e.test_paper_command import standing_once
from tests.fakes.discord_faults import RESET
from tests.fakes.papers import paper_id

SPEED = 600
"""An hour is six seconds."""


async def go_away(wire: SlackWire | DiscordWire) -> None:
    if isinstance(wire, SlackWire):
        await wire.server.refuse()
    else:
        wire.server.gateway.down = True
        wire.server.gateway.drop()
        for method in ("GET", "POST", "PATCH", "PUT"):
            wire.server.faults.on(method, r"/.*", RESET, times=1_000_000)


async def come_back(wire: SlackWire | DiscordWire) -> None:
    if isinstance(wire, SlackWire):
        await wire.server.listen()
    else:
        wire.server.faults.clear()
        wire.server.gateway.down = False


async def connected(wire: SlackWire | DiscordWire) -> None:
    if isinstance(wire, SlackWire):
        await until(lambda: wire.server.sockets.links)
    else:
        await until(lambda: wire.server.gateway.served)


async def ask(wire: SlackWire | DiscordWire, paper: str) -> None:
    """Somebody calls `/paper` and has his line."""
    if isinstance(wire, SlackWire):
        envelope = await wire.server.people.command(PAPERS, JIWOO, f"/paper {paper}")
        await envelope.acked.wait()
    else:
        used = wire.server.interactions.use(wire.person, wire.channel.id, "paper", paper=paper)
        await used.answer()


@pytest.mark.parametrize("away", ["slack", "discord"])
async def test_an_hour_without_a_platform(tmp_path: Path, away: str) -> None:
    clock = FastClock(SPEED)
    async with (
        slack_wire() as slack,
        discord_wire() as discord,
        open_bot_for(tmp_path, slack, discord, papers=8, clock=clock) as bot,
        serving(bot, slack, discord) as staff,
    ):
        ill, well = (slack, discord) if away == "slack" else (discord, slack)
        wires: tuple[SlackWire | DiscordWire, ...] = (ill, well)
        await go_away(ill)
        gone_since = clock.now()
        for wire in wires:
            assert staff.keep_time.now(Subscription(wire.channel))
        await staff.keep_time.idle()
        expected = {wire.platform: [*edition_keys(wire.channel), *listed(wire)] for wire in wires}
        await until(lambda: len(well.standing([])) == len(expected[well.platform]))
        await ask(well, paper_id(8))
        await until(lambda: clock.now() >= gone_since + timedelta(hours=1))
        assert ill.standing([]) == []
        await come_back(ill)
        await connected(ill)
        await quiet(bot, slack, discord)
        assert ill.standing(expected[ill.platform]) == expected[ill.platform]
        assert len(well.standing([])) == len(expected[well.platform]) + 2
        # And it listens again.
        await ask(ill, paper_id(7))
        await quiet(bot, slack, discord)
        assert len(ill.standing([])) == len(expected[ill.platform]) + 2


def listed(wire: SlackWire | DiscordWire) -> list[str]:
    """The line with the papers that have no card."""
    return [f"{edition_keys(wire.channel)[0]}/listed/1"]


async def test_connections_that_break_between_commands(tmp_path: Path) -> None:
    async with (
        slack_wire() as slack,
        discord_wire() as discord,
        open_bot_for(tmp_path, slack, discord, papers=12, clock=FastClock(60)) as bot,
        serving(bot, slack, discord),
    ):
        papers = [paper_id(number) for number in range(1, 13)]
        for number, paper in enumerate(papers):
            if number == 4:
                await slack.server.sockets.disconnect("refresh_requested")
                await discord.server.gateway.ask_to_reconnect()
            if number == 8:
                discord.server.gateway.drop()
                slack.server.sockets.tear()
                await slack.server.sockets.connected(3)
            await asyncio.gather(ask(slack, paper), ask(discord, paper))
        await quiet(bot, slack, discord)
        for wire in (slack, discord):
            assert standing_once(wire, papers)
            assert not wire.complaints()
        # One more where the second was torn before it had said hello.
        assert slack.server.sockets.opened in {3, 4}
        assert (discord.server.gateway.resumed, len(discord.server.gateway.identified)) == (2, 1)
