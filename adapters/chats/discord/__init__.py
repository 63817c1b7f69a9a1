"""Discord. Nothing outside this folder imports discord.py."""

from adapters.chats.discord.chat import DiscordChat
from adapters.chats.discord.words import DiscordWords

__all__ = ["DiscordChat", "DiscordWords"]
