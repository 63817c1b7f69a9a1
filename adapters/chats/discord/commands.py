"""The slash commands: what they are called, what they take, and what happens to what comes in."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import discord
from discord import app_commands

from adapters.chats.discord.errors import describe
from adapters.chats.discord.markup import cut_plain
from adapters.chats.discord.words import DiscordWords
from bot.domain.paper import LONGEST_INPUT, Paper

LONGEST_NAME = 100
MOST_CHOICES = 25

Handle = Callable[[discord.Interaction, str], Awaitable[None]]
Suggest = Callable[[discord.Interaction, str], Awaitable[Sequence[Paper]]]
Text = app_commands.Range[str, 1, LONGEST_INPUT]

log = logging.getLogger(__name__)


class Commands(app_commands.CommandTree[discord.Client]):
    """Usable in servers and in direct messages with the bot."""

    def __init__(self, client: discord.Client, words: DiscordWords, handle: Handle, suggest: Suggest) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
        )
        for one in (_paper(words, handle, suggest), _papers(words, handle)):
            self.add_command(one)

    async def register(self, application: int) -> None:
        """Tells Discord of the commands, unless it knows them so already. Raises what the library raises."""
        # `dm_permission` gave way to `contexts`: Discord no longer has to give it back.
        wanted = [one.to_dict(self) | {"dm_permission": None} for one in self.get_commands()]
        known = await self.client.http.get_global_commands(application)
        if not _same(wanted, list(known)):
            await self.sync()

    async def on_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """A reply that came too late is Discord's business; anything else is a bug."""
        cause = error.__cause__ if isinstance(error, app_commands.CommandInvokeError) else error
        if isinstance(cause, discord.HTTPException):
            log.warning("a command was not answered: %s", describe(cause))
        elif isinstance(cause, app_commands.CommandNotFound):
            log.warning("Discord knows a command that we do not: %s", cause.name)
        else:
            log.error("a command ended in a bug", exc_info=cause)


def _paper(words: DiscordWords, handle: Handle, suggest: Suggest) -> app_commands.Command[Any, ..., None]:
    async def paper(interaction: discord.Interaction, paper: Text) -> None:
        await handle(interaction, paper)

    async def choices(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = await suggest(interaction, typed[:LONGEST_INPUT])
        return [_choice(one) for one in found[:MOST_CHOICES]]

    described = app_commands.describe(paper=words.paper_option)(paper)
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="paper", description=words.paper, callback=described
    )
    command.autocomplete("paper")(choices)
    return command


def _papers(words: DiscordWords, handle: Handle) -> app_commands.Command[Any, ..., None]:
    async def papers(interaction: discord.Interaction, text: str = "") -> None:
        await handle(interaction, text)

    described = app_commands.describe(text=words.papers_option)(papers)
    return app_commands.Command(name="papers", description=words.papers, callback=described)


def _choice(paper: Paper) -> app_commands.Choice[str]:
    return app_commands.Choice(name=cut_plain(f"{paper.id} {paper.title}", LONGEST_NAME), value=paper.id)


def _same(wanted: Any, known: Any) -> bool:
    """Whether what Discord knows says all that we want; defaults that it adds or leaves out are no matter."""
    if isinstance(wanted, dict):
        said = [key for key, value in wanted.items() if value is not None]
        return isinstance(known, dict) and all(_same(wanted[key], known.get(key)) for key in said)
    if isinstance(wanted, list):
        known = known or []
        return len(wanted) == len(known) and all(map(_same, _in_order(wanted), _in_order(known)))
    return bool(wanted == known) or not (wanted or known)


def _in_order(values: Sequence[Any]) -> list[Any]:
    """Discord gives commands and contexts in an order of its own; options keep theirs, by being required."""
    return sorted(values, key=lambda one: one.get("name", "") if isinstance(one, dict) else str(one))
