"""A message or a command as Discord's library gives it, as the domain's words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord

from adapters.chats.discord.permissions import missing, name
from bot.domain.conversation import Command, Person, Said
from bot.domain.message import Channel

PLATFORM = "discord"
REPLY_WINDOW = timedelta(minutes=15)
"""How long a command's token takes private lines."""

_WORDS_OF_A_PERSON = frozenset({discord.MessageType.default, discord.MessageType.reply})
_NAMED = re.compile(r"<(@!?|@&|#)(\d{1,20})>|<a?(:\w{1,32}:)\d{1,20}>", re.ASCII)


@dataclass(frozen=True, slots=True)
class Home:
    """The thread that a message belongs to."""

    channel: str
    thread: str
    """Id of the message that the thread hangs below."""


def is_words_of_a_person(message: discord.Message) -> bool:
    """False for bots, webhooks, Discord's own notices and what we may not read."""
    if message.author.bot or message.webhook_id is not None or message.type not in _WORDS_OF_A_PERSON:
        return False
    return bool(message.content.strip())


def replied_to(message: discord.Message, us: int) -> Home | None:
    """The thread that a reply belongs to, when it answers a message of ours in the channel itself.

    A message of ours may itself be a reply, where there are no threads: then its card is what counts.
    """
    reference = message.reference
    answered = reference.resolved if reference else None
    if not isinstance(answered, discord.Message) or answered.author.id != us:
        return None
    root = answered.reference.message_id if answered.reference else None
    return Home(str(message.channel.id), str(root or answered.id))


def said(message: discord.Message, home: Home, us: int) -> Said:
    return Said(
        event=str(message.id),
        channel=Channel(PLATFORM, home.channel),
        thread=home.thread,
        message=str(message.id),
        person=Person(str(message.author.id), message.author.display_name),
        text=_readable(message, us),
        at=message.created_at,
        mentions_us=_mentions_us(message, us),
        mentions_others=_mentions_others(message, us),
    )


def _our_roles(message: discord.Message, us: int) -> set[int]:
    """The role that Discord makes for a bot bears its name: people often pick it instead of the bot."""
    return {role.id for role in message.role_mentions if role.tags and role.tags.bot_id == us}


def _mentions_us(message: discord.Message, us: int) -> bool:
    return us in message.raw_mentions or bool(_our_roles(message, us))


def _mentions_others(message: discord.Message, us: int) -> bool:
    """Names somebody else, or answers somebody else."""
    people = set(message.raw_mentions) - {us}
    roles = set(message.raw_role_mentions) - _our_roles(message, us)
    answered = message.reference.resolved if message.reference else None
    others = isinstance(answered, discord.Message) and answered.author.id != us
    return bool(people or roles or message.mention_everyone or others)


def _readable(message: discord.Message, us: int) -> str:
    """The text with names instead of ids, without the one that calls us."""
    ours = {us} | _our_roles(message, us)
    names = {one.id: one.display_name for one in message.mentions} | {
        role.id: role.name for role in message.role_mentions
    }
    return _NAMED.sub(lambda found: _name(found, names, ours), message.content).strip()


def _name(found: re.Match[str], names: Mapping[int, str], ours: set[int]) -> str:
    sigil, number, emoji = found[1], found[2], found[3]
    if emoji:
        return emoji
    if int(number) in ours:
        return ""
    return f"{sigil[0]}{names.get(int(number), number)}"


def command(interaction: discord.Interaction, text: str, now: datetime) -> Command:
    """A slash command. In a thread it counts for the channel that the thread belongs to."""
    place = interaction.channel
    in_thread = isinstance(place, discord.Thread)
    channel = place.parent_id if isinstance(place, discord.Thread) else interaction.channel_id
    in_server = interaction.guild_id is not None
    rights = interaction.permissions
    person = Person(
        str(interaction.user.id),
        interaction.user.display_name,
        may_manage=not in_server or rights.manage_guild or rights.administrator,
    )
    return Command(
        event=str(interaction.id),
        channel=Channel(PLATFORM, str(channel)),
        person=person,
        name=interaction.command.name if interaction.command else "",
        text=text.strip(),
        reply_to=f"{interaction.application_id}/{interaction.token}",
        reply_until=now + REPLY_WINDOW,
        fault=_fault(interaction, in_thread=in_thread) if in_server else "",
    )


def _fault(interaction: discord.Interaction, *, in_thread: bool) -> str:
    """Why we cannot post there, in the words of Discord's settings."""
    place = interaction.channel
    if isinstance(place, discord.ForumChannel) or (
        in_thread and isinstance(getattr(place, "parent", None), discord.ForumChannel)
    ):
        return "Forum Channel"
    return ", ".join(map(name, missing(interaction.app_permissions.value)))
