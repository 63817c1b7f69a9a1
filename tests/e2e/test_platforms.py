"""Slack and Discord in one process: the same edition on both, and neither waits for the other."""

from pathlib import Path

import pytest

from bot.domain.delivery import State
from tests.e2e.platforms import (
    PAPERS,
    DiscordWire,
    SlackWire,
    Wire,
    discord_wire,
    edition_keys,
    open_bot_for,
    publish,
    slack_wire,
)
from tests.e2e.services import world
from tests.e2e.test_publish import ABSTRACT
from tests.fakes.discord_faults import RESET
from tests.fakes.huggingface_server import row
from tests.fakes.slack_faults import FAULTS, Fault, How

DAY = "2025-12-08"


def threads_of_slack(wire: SlackWire) -> list[str]:
    """For each of our messages the key of the one it hangs below, or nothing."""
    messages = wire.server.world.channels[PAPERS].messages
    keys = {message.ts: message.key for message in messages}
    return [keys.get(message.thread_ts, "") for message in messages]


def threads_of_discord(wire: DiscordWire, keys: list[str]) -> list[str]:
    messages = wire.messages()
    known = dict(zip([message["id"] for message in messages], wire.standing(keys), strict=True))
    return [known.get(message["channel_id"], "") for message in messages]


async def test_python_m_bot_publish_on_both(tmp_path: Path) -> None:
    """The process as an operator runs it; Slack's pace makes it take a second a message."""
    day = [row(f"2512.0000{number}", summary=ABSTRACT, upvotes=9 - number) for number in range(1, 7)]
    async with world(tmp_path, {DAY: day}) as outside, slack_wire() as slack, discord_wire() as discord:
        outside.env |= slack.environment() | discord.environment() | {"CHATS": "slack,discord"}
        channels = [str(slack.channel), str(discord.channel)]
        command = [
            "publish",
            "--day",
            DAY,
            "--json",
            *(part for one in channels for part in ("--channel", one)),
        ]
        ended = await outside.bot(*command)
        assert ended.code == 0, ended.out + ended.err
        assert [ended.json["channels"][one]["sent"] for one in channels] == [13, 13]
        assert ended.json["model_calls"] == len(outside.model.calls) == 6
        on_slack, on_discord = edition_keys(slack.channel), edition_keys(discord.channel)
        assert slack.standing(on_slack) == on_slack
        assert threads_of_slack(slack) == [""] * 7 + on_slack[1:7]
        assert discord.standing(on_discord) == on_discord
        assert threads_of_discord(discord, on_discord) == [""] * 7 + on_discord[1:7]
        assert not [*slack.complaints(), *discord.complaints()]
        again = await outside.bot(*command)
        assert (again.code, again.json["model_calls"]) == (0, 0)
        assert [again.json["channels"][one]["owed"] for one in channels] == [0, 0]
        assert (len(slack.standing(on_slack)), len(discord.standing(on_discord))) == (13, 13)
        assert len(outside.model.calls) == 6


def out_of_reach(wire: Wire) -> None:
    """Every send is answered with nothing, or with trouble, from now on."""
    if isinstance(wire, SlackWire):
        wire.server.faults.always("chat.postMessage", Fault(How.RESET))
        wire.server.faults.always("conversations.history", FAULTS["503 before"])
    elif isinstance(wire, DiscordWire):
        wire.server.faults.on("POST", r"/channels/\d+/messages", RESET, times=10_000)
        wire.server.faults.on("GET", r"/channels/\d+/messages", RESET, times=10_000)


def back(wire: Wire) -> None:
    if isinstance(wire, SlackWire):
        wire.server.faults.always("chat.postMessage", None)
        wire.server.faults.always("conversations.history", None)
    elif isinstance(wire, DiscordWire):
        wire.server.faults.clear()


@pytest.mark.parametrize("down", ["slack", "discord"])
async def test_a_platform_that_is_down_stops_only_itself(tmp_path: Path, down: str) -> None:
    async with (
        slack_wire() as slack,
        discord_wire() as discord,
        open_bot_for(tmp_path, slack, discord) as bot,
    ):
        wires: tuple[Wire, Wire] = (slack, discord)
        ill = next(wire for wire in wires if wire.platform == down)
        well = next(wire for wire in wires if wire.platform != down)
        out_of_reach(ill)
        first = await publish(bot, slack, discord)
        assert first.exit_code == 3
        assert first.channels[well.channel].whole
        assert well.standing(edition_keys(well.channel)) == edition_keys(well.channel)
        report = first.channels[ill.channel]
        assert (report.sent, len(report.unknown), len(report.waiting)) == (0, 1, 12)
        assert ill.standing(edition_keys(ill.channel)) == []
        back(ill)
        second = await publish(bot, slack, discord)
        assert (second.exit_code, second.model_calls) == (0, 0)
        for wire in wires:
            assert wire.standing(edition_keys(wire.channel)) == edition_keys(wire.channel)


async def test_both_down_is_exit_4_and_nothing_is_lost(tmp_path: Path) -> None:
    async with (
        slack_wire() as slack,
        discord_wire() as discord,
        open_bot_for(tmp_path, slack, discord) as bot,
    ):
        out_of_reach(slack)
        out_of_reach(discord)
        first = await publish(bot, slack, discord)
        assert first.exit_code == 4
        back(slack)
        back(discord)
        assert (await publish(bot, slack, discord)).exit_code == 0
        for wire in (slack, discord):
            assert wire.standing(edition_keys(wire.channel)) == edition_keys(wire.channel)


async def test_what_a_person_deletes_is_not_posted_again(tmp_path: Path) -> None:
    async with (
        slack_wire() as slack,
        discord_wire() as discord,
        open_bot_for(tmp_path, slack, discord) as bot,
    ):
        await publish(bot, slack, discord)
        for wire in (slack, discord):
            keys = edition_keys(wire.channel)
            wire.delete(keys[0])
            wire.delete(keys[1])
        again = await publish(bot, slack, discord)
        assert again.exit_code == 0
        for wire in (slack, discord):
            keys = edition_keys(wire.channel)
            left = [key for key in wire.standing(keys) if key]
            assert left == keys[2:]
            row = await bot.store.outbox.get(keys[1])
            assert row is not None
            assert row.state is State.SENT
