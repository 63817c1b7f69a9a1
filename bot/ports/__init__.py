"""Every seam between the bot and the world. Adapters and the store implement these, nothing else."""

from bot.ports.outside import Archive, Chat, Clock, Inbox, LanguageModel, Source
from bot.ports.stores import Books, Chronicle, Editions, Library, Outbox, Requests, Subscriptions, Threads

__all__ = [
    "Archive",
    "Books",
    "Chat",
    "Chronicle",
    "Clock",
    "Editions",
    "Inbox",
    "LanguageModel",
    "Library",
    "Outbox",
    "Requests",
    "Source",
    "Subscriptions",
    "Threads",
]
