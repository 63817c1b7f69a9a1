"""`doctor` as a process: what is wrong, and how to mend it, over both platforms and all services."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.domain.edition import Subscription
from storage import open_store
from tests.adapters.arxiv.test_atom import feed
from tests.e2e.platforms import PAPERS, DiscordWire, SlackWire, discord_wire, slack_wire
from tests.e2e.services import World, world
from tests.fakes.arxiv_server import Answer as Page
from tests.fakes.discord_world import HISTORY, THREADS
from tests.fakes.huggingface_server import answering, row
from tests.fakes.openai_server import Says, Status
from tests.fakes.slack_world import BOT_USER

FEED = {
    "/api/query": Page(
        200, {"Content-Type": "application/atom+xml"}, feed().replace(b"2512.05150", b"1706.03762")
    )
}


@asynccontextmanager
async def set_up(folder: Path) -> AsyncIterator[tuple[World, SlackWire, DiscordWire]]:
    """A bot that serves one channel on each platform, and everything as it should be."""
    days = {"2025-12-08": [row("2512.00001")]}
    async with (
        world(folder, days, FEED, lambda _call: Says({"keywords": []}), newest="2099-01-01") as outside,
        slack_wire() as slack,
        discord_wire() as discord,
    ):
        outside.env |= slack.environment() | discord.environment() | {"CHATS": "slack,discord"}
        async with open_store(folder / "nonmun.db") as store:
            for wire in (slack, discord):
                await store.subscriptions.save(Subscription(wire.channel))
        yield outside, slack, discord


async def test_all_is_well(tmp_path: Path) -> None:
    async with set_up(tmp_path) as (outside, slack, discord):
        ended = await outside.bot("doctor", "--json")
        assert ended.code == 0, ended.out + ended.err
        subjects = {one["subject"] for one in ended.json}
        places = {str(slack.channel), str(discord.channel)}
        assert subjects == {"store", "model scripted", "source", "archive", "slack", "discord"} | places
        assert {one["remedy"] for one in ended.json} == {""}
        # It leaves no trace anywhere.
        assert slack.standing([]) == discord.standing([]) == []
        assert (await outside.bot("doctor")).out.splitlines()[-1] == "all is well"


def troubled(outside: World, slack: SlackWire, discord: DiscordWire) -> None:
    """Everything at once."""
    slack.server.methods.scopes.discard("users:read")
    slack.server.world.channels[PAPERS].members.discard(BOT_USER)
    discord.server.world.application_flags = 0
    discord.server.world.deny(discord.channel.id, HISTORY | THREADS)
    outside.model.script = lambda _call: Status(401, "invalid_api_key", "no")
    outside.lists.faults = [answering(500)] * 20
    outside.archive.pages.clear()


async def test_each_fault_is_named_with_its_remedy(tmp_path: Path) -> None:
    async with set_up(tmp_path) as (outside, slack, discord):
        troubled(outside, slack, discord)
        outside.env["ARXIV_API_URL"] = "http://127.0.0.1:9"
        ended = await outside.bot("doctor", "--json")
        assert ended.code == 4, ended.out + ended.err
        wrong = {(one["subject"], one["code"]): one["remedy"] for one in ended.json if not one["ok"]}
        on_slack, on_discord = str(slack.channel), str(discord.channel)
        assert set(wrong) == {
            ("slack", "scope:users:read"),
            (on_slack, "membership"),
            (on_slack, "post"),
            (on_slack, "history"),
            ("discord", "intent:message_content"),
            (on_discord, "permission:read_message_history"),
            (on_discord, "permission:create_public_threads"),
            ("model scripted", "model"),
            ("source", "source"),
            ("archive", "archive"),
        }
        assert "manifest.json" in wrong["slack", "scope:users:read"]
        assert "/invite" in wrong[on_slack, "membership"]
        assert "Message Content Intent" in wrong["discord", "intent:message_content"]
        assert "OPENAI_API_KEY" in wrong["model scripted", "model"]
        assert "HUGGINGFACE_URL" in wrong["source", "source"]
        said = await outside.bot("doctor")
        assert said.code == 4
        assert said.out.splitlines()[-1] == "10 to mend"
        for secret in (slack.server.bot_token, slack.server.app_token, discord.server.token):
            assert secret not in said.out + said.err + ended.out + ended.err


@pytest.mark.parametrize(
    ("setting", "value", "code", "word"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "token", "SLACK_BOT_TOKEN"),
        ("SLACK_APP_TOKEN", "xapp-wrong", "app_token", "connections:write"),
        ("SLACK_API_URL", "http://127.0.0.1:9/api/", "token", "SLACK_API_URL"),
        ("DISCORD_TOKEN", "MTE3.wrong.token", "token", "DISCORD_TOKEN"),
        ("DISCORD_API_URL", "http://127.0.0.1:9/api/v10", "token", "DISCORD_API_URL"),
    ],
)
async def test_a_wrong_token_or_address(
    tmp_path: Path, setting: str, value: str, code: str, word: str
) -> None:
    async with set_up(tmp_path) as (outside, _slack, _discord):
        ended = await outside.bot("doctor", "--json", **{setting: value})
        assert ended.code == 4, ended.out + ended.err
        wrong = {one["code"]: one["remedy"] for one in ended.json if not one["ok"]}
        assert word in wrong[code]


async def test_a_store_that_cannot_be_opened_hides_nothing_else(tmp_path: Path) -> None:
    async with set_up(tmp_path) as (outside, _slack, _discord):
        address = f"sqlite:///{tmp_path}/none/nonmun.db"
        ended = await outside.bot("doctor", "--json", DATABASE_URL=address)
        assert ended.code == 4, ended.out + ended.err
        assert [one["subject"] for one in ended.json if not one["ok"]] == ["store"]
        assert {"slack", "discord", "source"} <= {one["subject"] for one in ended.json if one["ok"]}


async def test_a_channel_of_a_platform_that_is_not_served(tmp_path: Path) -> None:
    async with set_up(tmp_path) as (outside, _slack, discord):
        ended = await outside.bot("doctor", "--json", CHATS="slack")
        assert ended.code == 4, ended.out + ended.err
        [wrong] = [one for one in ended.json if not one["ok"]]
        assert (wrong["subject"], wrong["code"]) == (str(discord.channel), "chats")
