"""Seams to the world outside: adapters implement these."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.conversation import Command, Said
from bot.domain.message import Channel, Message, MessageRef, Place
from bot.domain.paper import FullText, Listing, Paper, PaperId
from bot.domain.prompt import Prompt, Reply


class Clock(Protocol):
    def now(self) -> datetime:
        """The current moment, aware, in UTC."""

    async def sleep(self, seconds: float) -> None: ...


class Source(Protocol):
    """Where candidate papers are listed."""

    async def listings(self, day: date) -> Sequence[Listing]:
        """The whole list of one day, in the list's order; empty on a day without papers.

        Raises NotFound when there is no list yet, Unavailable when it cannot be had now.
        """


class Archive(Protocol):
    """Where a paper itself is read. Urgent calls go ahead of the others."""

    async def paper(self, paper: PaperId, *, urgent: bool = False) -> Paper:
        """Title, abstract and authors. Raises NotFound for an unknown id, Unavailable."""

    async def text(self, paper: PaperId, *, urgent: bool = False) -> FullText:
        """The body from HTML, else PDF. Raises NotFound when neither is usable, Unavailable."""


class LanguageModel(Protocol):
    @property
    def name(self) -> str:
        """Names the model in a summary's key."""

    @property
    def excerpts(self) -> bool:
        """True for a model that only cuts out the paper's own sentences."""

    async def reply(self, prompt: Prompt) -> Reply:
        """One completion. A refusal and a cut reply are replies. Raises Unavailable, Rejected (bad key)."""


class Chat(Protocol):
    """One platform on which we speak."""

    @property
    def platform(self) -> str: ...

    async def post(self, place: Place, message: Message, key: str) -> MessageRef:
        """Sends once, never retries by itself unless the platform makes that safe.

        Raises Unavailable (nothing was sent), Rejected (nothing was sent and never will be),
        OutcomeUnknown (may stand there).
        """

    async def edit(self, ref: MessageRef, message: Message, key: str) -> None:
        """Replaces a message of ours. Raises NotFound (deleted), Unavailable, Rejected, OutcomeUnknown."""

    async def find(self, place: Place, key: str, after: MessageRef | None) -> MessageRef | None:
        """Looks through the place's history, all of it since `after`, for the message sent under `key`.

        Raises Unavailable (look later), Rejected (the history may not be read).
        """

    async def tell(self, reply_to: str, message: Message) -> None:
        """A private line to whoever asked; best effort. Raises Unavailable, Rejected, OutcomeUnknown."""

    async def private(self, person: str) -> Channel:
        """Where only that person reads us. Raises Unavailable, Rejected, OutcomeUnknown."""

    async def signal(self, channel: Channel, thread: str, message: str) -> None:
        """A sign of life at a person's message (typing or a reaction); best effort, raises nothing."""

    async def serve(self, inbox: "Inbox") -> None:
        """Connects, hands what comes in to `inbox`, reconnects by itself; until cancelled."""


class Inbox(Protocol):
    """What comes in. Each method returns once the thing is stored, so that it may be acknowledged."""

    async def command(self, command: Command) -> Message:
        """A slash command; gives the private line to answer with at once."""

    async def said(self, said: Said) -> bool:
        """A message in a thread; True when it is a question that will be answered."""

    async def removed(self, channel: Channel, message: str) -> None:
        """A person deleted a message."""

    async def joined(self, channel: Channel) -> Message:
        """We were invited to a channel; gives the private line for the inviter."""

    async def suggest(self, channel: Channel, typed: str) -> Sequence[Paper]:
        """Up to 25 recent papers that fit what was typed, best first."""
