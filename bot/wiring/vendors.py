"""Which vendor stands behind which port. Each is imported when it is needed: a command pays for its own."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bot import VERSION
from bot.config import Settings
from bot.domain.message import Message, MessageRef, Platform
from bot.domain.summary import NO_INFORMATION
from bot.errors import Unavailable
from bot.ports import Archive, Chat, Clock, LanguageModel, Source
from bot.wording import lines

if TYPE_CHECKING:
    from adapters.chats.discord import DiscordChat
    from adapters.chats.slack import SlackChat

Show = Callable[[MessageRef, Message], None]
GREETING = 10.0
"""Seconds that the start waits for a platform."""

log = logging.getLogger(__name__)


def user_agent(settings: Settings) -> str:
    """Names the bot and whom to write to, as arXiv asks."""
    contact = f"; contact: {settings.contact}" if settings.contact else ""
    return f"nonmun/{VERSION} (posts paper summaries to a team's chat{contact})"


async def source_of(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Source:
    from adapters.http import Http
    from adapters.sources.huggingface import HuggingFaceSource

    http = await stack.enter_async_context(Http(clock, user_agent(settings)))
    return HuggingFaceSource(http, settings.huggingface_url)


async def archive_of(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Archive:
    from adapters.archives.arxiv.archive import ArxivArchive
    from adapters.archives.arxiv.process import WarmReader
    from adapters.http import Http

    http = await stack.enter_async_context(Http(clock, user_agent(settings), tries=1))
    return ArxivArchive(
        http,
        clock,
        site=settings.arxiv_url,
        api=settings.arxiv_api_url,
        delay=settings.arxiv_delay,
        api_delay=settings.arxiv_api_delay,
        read=await stack.enter_async_context(WarmReader()),
    )


async def model_of(settings: Settings, stack: AsyncExitStack) -> LanguageModel:
    if settings.offline:
        return offline_model()
    from adapters.models.openai import OpenAIModel

    # On a thread: the vendor's library takes most of a second to load.
    model = await asyncio.to_thread(
        OpenAIModel,
        model=settings.openai_model,
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
        concurrency=settings.model_concurrency,
    )
    stack.push_async_callback(model.close)
    return model


def offline_model() -> LanguageModel:
    from adapters.models.offline import OfflineModel

    return OfflineModel(missing=NO_INFORMATION, answer=lines.OFFLINE_ANSWER)


async def chats_of(
    settings: Settings, clock: Clock, show: Show | None, stack: AsyncExitStack
) -> dict[str, Chat]:
    """One adapter for each platform that the settings name. Raises Rejected for a transcript that is none."""
    chats: dict[str, Chat] = {}
    if Platform.CONSOLE in settings.platforms:
        from adapters.chats.console import ConsoleChat, check_transcript

        transcript = Path(settings.console_transcript)
        await asyncio.to_thread(check_transcript, transcript)
        chats[Platform.CONSOLE] = ConsoleChat(transcript, clock, show)
    if Platform.SLACK in settings.platforms:
        chats[Platform.SLACK] = await asyncio.to_thread(_slack, settings, clock)
    if Platform.DISCORD in settings.platforms:
        discord = await asyncio.to_thread(_discord, settings, clock)
        chats[Platform.DISCORD] = await stack.enter_async_context(discord)
        await _greet(discord)
    return chats


async def _greet(discord: "DiscordChat") -> None:
    """Logs in early: what we say depends on whether we may read messages there. Nobody waits for one down."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GREETING):
            try:
                await discord.log_in()
            except Unavailable as error:
                log.warning("Discord cannot be reached yet: %s", error)


def _slack(settings: Settings, clock: Clock) -> "SlackChat":
    from adapters.chats.slack import SlackChat

    return SlackChat(
        clock,
        settings.slack_bot_token.get_secret_value(),
        settings.slack_app_token.get_secret_value(),
        settings.slack_api_url,
        frozenset(settings.slack_admins),
        settings.send_timeout,
    )


def _discord(settings: Settings, clock: Clock) -> "DiscordChat":
    from adapters.chats.discord import DiscordChat, DiscordWords

    return DiscordChat(
        clock,
        settings.discord_token.get_secret_value(),
        DiscordWords(**lines.DISCORD_WORDS),
        settings.discord_api_url,
        settings.discord_gateway_url or None,
        settings.send_timeout,
    )
