"""The sample edition, sent by the real clients to servers on this machine."""

import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

from adapters.sample.server import SampleServer
from bot.config import Settings
from bot.domain.edition import Subscription
from bot.usecases.publish_edition import Turn
from bot.wiring import open_bot
from tests.e2e.platforms import PAPERS, DiscordWire, SlackWire, discord_wire, slack_wire
from tests.fakes.papers import MONDAY

RECORDED = "recorded-example"
Messages = Sequence[dict[str, Any]]


async def sent() -> tuple[Messages, Messages]:
    """What stands on Slack and on Discord afterwards, oldest first. Slack's pace: a second a message."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(slack_wire())
        discord = await stack.enter_async_context(discord_wire())
        site = await stack.enter_async_context(SampleServer())
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        bot = await stack.enter_async_context(open_bot(_settings(slack, discord, site, folder), alone=True))
        turns = [Turn(Subscription(wire.channel), MONDAY) for wire in (slack, discord)]
        report = await bot.run(lambda _done, _all: None)(turns, 30)
        assert report.exit_code == 0, report
        standing = slack.server.world.channels[PAPERS].messages
        return [message.as_json() for message in standing], discord.messages()


def _settings(slack: SlackWire, discord: DiscordWire, site: SampleServer, folder: str) -> Settings:
    tokens = slack.environment() | discord.environment()
    return Settings(
        **{name.lower(): value for name, value in tokens.items()},  # type: ignore[arg-type]
        chats=["slack", "discord"],
        model="openai",
        openai_base_url=site.model_url,
        openai_api_key=RECORDED,  # type: ignore[arg-type]
        openai_model=RECORDED,
        database_url=f"sqlite:///{folder}/nonmun.db",
        huggingface_url=site.url,
        arxiv_url=site.url,
        arxiv_api_url=site.url,
        arxiv_delay=0,
        arxiv_api_delay=0,
    )
