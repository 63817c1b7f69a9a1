"""Slack and Discord on loopback, and a whole bot in this process that speaks to them."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from adapters.chats.discord import DiscordChat
from bot.config import Settings
from bot.domain.edition import Subscription
from bot.domain.message import Channel
from bot.domain.paper import Paper
from bot.domain.report import RunReport
from bot.ports import Chat, Clock, LanguageModel
from bot.usecases.publish_edition import Turn
from bot.wiring import Bot
from storage import open_store
from tests.e2e.wires import JIWOO, PAPERS, DiscordWire, SlackWire, Wire, discord_wire, slack_wire
from tests.fakes.clock import VirtualClock
from tests.fakes.papers import MONDAY, day_of, paper, paper_id, reply, text
from tests.fakes.ports import FakeArchive, FakeSource, ScriptedModel

__all__ = [
    "JIWOO",
    "PAPERS",
    "TUESDAY_MORNING",
    "WIRES",
    "DiscordWire",
    "SharedClock",
    "SlackWire",
    "Wire",
    "discord_wire",
    "edition_keys",
    "open_bot_for",
    "publish",
    "slack_wire",
]
TUESDAY_MORNING = datetime(2025, 12, 8, 23, 15, tzinfo=UTC)
"""08:15 on 9 December in Seoul."""


class SharedClock(VirtualClock):
    """Virtual time that passes on the platforms as well."""

    def __init__(self) -> None:
        super().__init__(TUESDAY_MORNING)
        self.felt: list[Callable[[float], None]] = []

    async def sleep(self, seconds: float) -> None:
        for passing in self.felt:
            passing(seconds)
        await super().sleep(seconds)


WIRES: Mapping[str, Callable[[], AbstractAsyncContextManager[Wire]]] = {
    "slack": slack_wire,
    "discord": discord_wire,
}


@asynccontextmanager
async def open_bot_for(
    folder: Path,
    *wires: Wire,
    papers: int = 6,
    send_timeout: float = 5,
    clock: Clock | None = None,
    model: LanguageModel | None = None,
    others: Sequence[Paper] = (),
) -> AsyncIterator[Bot]:
    """A whole bot: real clients, real store, real use-cases; lists, texts and model are prepared.

    `others`: papers that stand in no list.
    """
    clock = clock or SharedClock()
    numbers = range(1, papers + 1)
    texts = {paper_id(number): text(number) for number in numbers}
    texts |= {one.id: replace(text(1), paper=one.id) for one in others}
    known = {paper_id(number): paper(number) for number in numbers} | {one.id: one for one in others}
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(folder / "nonmun.db"))
        chats: dict[str, Chat] = {}
        for wire in wires:
            chat = wire.chat(clock, send_timeout)
            if isinstance(chat, DiscordChat):
                await stack.enter_async_context(chat)
                if isinstance(clock, SharedClock) and isinstance(wire, DiscordWire):
                    clock.felt.append(wire.server.world.pass_time)
            chats[wire.platform] = chat
        yield Bot(
            _settings(send_timeout),
            clock,
            store,
            FakeSource({MONDAY: day_of(papers)}),
            FakeArchive(texts, known),
            model or ScriptedModel(lambda _prompt: reply()),
            chats,
        )


def _settings(send_timeout: float) -> Settings:
    return Settings(
        chats=["console"], model="offline", send_timeout=send_timeout, unknown_delay=60, lease=3600
    )


async def publish(bot: Bot, *wires: Wire, patience: float = 600) -> RunReport:
    """One run of `publish` for these platforms' channels."""
    turns = [Turn(Subscription(wire.channel)) for wire in wires]
    return await bot.run(lambda _done, _all: None)(turns, patience)


def edition_keys(channel: Channel, papers: int = 6) -> list[str]:
    """Header, cards, details: all that an edition owes, in order."""
    place = f"{channel.platform}/{channel.id}"
    ids = [paper_id(number) for number in range(1, papers + 1)]
    cards, details = ([f"{kind}/{place}/{one}" for one in ids] for kind in ("paper", "detail"))
    return [f"edition/{place}/{MONDAY}/1", *cards, *details]
