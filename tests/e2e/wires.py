"""One platform on loopback as a test sees it.

A fault is aimed at a message by its key, whenever that message is sent; what people do in between happens
when the bot looks through a history.
"""

from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from adapters.chats.discord import DiscordChat, DiscordWords
from adapters.chats.discord.marks import bears, mark_of
from adapters.chats.slack import SlackChat
from bot.domain.message import Channel
from bot.ports import Chat, Clock
from bot.wording import lines
from tests.fakes import discord_faults, slack_faults
from tests.fakes.discord_library import library_as_it_was
from tests.fakes.discord_server import DiscordServer
from tests.fakes.slack_server import SlackServer

JIWOO = "U0JIWOO"
SEOJUN = "U0SEOJUN"
PAPERS = "C0PAPERS"
READS_MESSAGES = 1 << 19
"""The flag of a Discord application that may read messages."""

Happens = Callable[[str, int], None]
"""Called before the bot looks through a history: the key struck last, and which look since then it is."""


@dataclass
class Aim:
    """Which sends go wrong and how, and what came of it."""

    planned: defaultdict[str, deque[Any]] = field(default_factory=lambda: defaultdict(deque))
    struck: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    happens: Happens = lambda _key, _look: None
    _current: str = ""
    _looks: int = 0

    def at(self, key: str, *faults: Any) -> None:
        """The next sends under the key go wrong, one after the other."""
        self.planned[key].extend(faults)

    def strike(self, key: str) -> Any:
        """The fault that this send meets, or None."""
        if not self.planned[key]:
            return None
        self.struck[key] += 1
        self._current, self._looks = key, 0
        return self.planned[key].popleft()

    def looked(self) -> None:
        """Before the first strike somebody else was looked for, after a slow moment of this machine."""
        if self._current:
            self._looks += 1
            self.happens(self._current, self._looks)


class Wire(Protocol):
    """One platform as a test sees it."""

    platform: str
    channel: Channel
    aim: Aim

    def chat(self, clock: Clock, send_timeout: float) -> Chat: ...

    def environment(self) -> dict[str, str]:
        """Settings that point a bot in another process here."""

    def standing(self, keys: Sequence[str]) -> list[str]:
        """What of ours stands in the channel and its threads, in the order in which it was sent."""

    def delete(self, key: str) -> None:
        """A person deletes the message."""

    def crowd(self, lines: int) -> None:
        """People say so many things where the bot looked last."""

    def arrive(self, key: str, look: int) -> bool:
        """What was sent under the key and lost takes effect between the first look and the second."""

    def ask(self, card: str) -> str:
        """Somebody asks in the thread of that card; gives the event."""

    def complaints(self) -> Sequence[str]:
        """What the platform would have refused."""


class SlackWire:
    platform = "slack"

    def __init__(self, server: SlackServer) -> None:
        self.server = server
        self.channel = Channel("slack", PAPERS)
        self.aim = Aim()
        self._looked = ""
        server.faults = _AimedAtSlack(self)
        server.world.open(PAPERS, JIWOO, SEOJUN)
        server.people.add(JIWOO, "김지우")
        server.people.add(SEOJUN, "박서준", admin=True)

    def chat(self, clock: Clock, send_timeout: float) -> SlackChat:
        server = self.server
        tokens = server.bot_token, server.app_token
        return SlackChat(clock, *tokens, server.api_url, send_timeout=send_timeout, ping_interval=2)

    def environment(self) -> dict[str, str]:
        return self.server.environment()

    def standing(self, keys: Sequence[str]) -> list[str]:
        return self.server.world.keys(PAPERS)

    def looked(self, arguments: Mapping[str, Any]) -> None:
        self._looked = str(arguments.get("ts", ""))
        self.aim.looked()

    def delete(self, key: str) -> None:
        world = self.server.world
        found = next(each for each in world.channels[PAPERS].messages if each.key == key)
        world.remove(PAPERS, found.ts)

    def crowd(self, lines: int) -> None:
        self.server.people.chatter(PAPERS, [JIWOO, SEOJUN], lines, self._looked)

    def arrive(self, key: str, look: int) -> bool:
        if look == 1:
            self.server.faults.release()
        return look == 1

    def ask(self, card: str) -> str:
        found = next(each for each in self.server.world.channels[PAPERS].messages if each.key == card)
        asked = self.server.people.write(PAPERS, JIWOO, "왜 빨라요?", found.ts)
        return f"T0TEAM/{PAPERS}/{asked.ts}"

    def complaints(self) -> Sequence[str]:
        return self.server.violations


class _AimedAtSlack(slack_faults.FaultPlan):
    """The server has noted the call before it asks what goes wrong with it."""

    def __init__(self, wire: SlackWire) -> None:
        super().__init__()
        self._wire = wire

    def take(self, method: str) -> slack_faults.Fault:
        arguments = self._wire.server.calls[-1].arguments if self._wire.server.calls else {}
        if method in {"conversations.history", "conversations.replies"} and "cursor" not in arguments:
            self._wire.looked(arguments)
        key = _slack_key(arguments) if method == "chat.postMessage" else ""
        return self._wire.aim.strike(key) or super().take(method)


def _slack_key(arguments: Mapping[str, Any]) -> str:
    return str(arguments.get("metadata", {}).get("event_payload", {}).get("key", ""))


class DiscordWire:
    platform = "discord"

    def __init__(self, server: DiscordServer) -> None:
        self.server = server
        server.world.application_flags = READS_MESSAGES
        server.world.guild()
        self.channel = Channel("discord", server.world.channel())
        self.person = server.world.person("김지우")
        self.aim = Aim()
        self._looked = ""
        server.faults = _AimedAtDiscord(self)

    def chat(self, clock: Clock, send_timeout: float) -> DiscordChat:
        server, words = self.server, DiscordWords(**lines.DISCORD_WORDS)
        return DiscordChat(clock, server.token, words, server.url, server.gateway_url, send_timeout)

    def environment(self) -> dict[str, str]:
        server = self.server
        addresses = {"DISCORD_API_URL": server.url, "DISCORD_GATEWAY_URL": server.gateway_url}
        return addresses | {"DISCORD_TOKEN": server.token}

    def standing(self, keys: Sequence[str]) -> list[str]:
        known = {mark_of(key): key for key in keys}
        return [self._key_of(message, known) for message in self.messages()]

    def messages(self) -> list[dict[str, Any]]:
        """All of ours, oldest first."""
        world = self.server.world
        ours = [message for channel in world.channels for message in world.ours(channel)]
        return sorted(ours, key=lambda message: int(message["id"]))

    def _key_of(self, message: Mapping[str, Any], known: Mapping[str, str]) -> str:
        return next((key for mark, key in known.items() if bears(message, mark)), "?")

    def looked(self, channel: str) -> None:
        self._looked = channel
        self.aim.looked()

    def delete(self, key: str) -> None:
        found = next(message for message in self.messages() if bears(message, mark_of(key)))
        self.server.world.delete(found["channel_id"], found["id"])

    def crowd(self, lines: int) -> None:
        for number in range(lines):
            self.server.world.say(self.person, self._looked, f"그건 그렇고 {number}")

    def arrive(self, key: str, look: int) -> bool:
        if look == 2:
            lost = next(call for call in self.server.posts[::-1] if call.body.get("nonce") == mark_of(key))
            self.server.world.post(lost.path.split("/")[2], lost.body)
        return look == 2

    def ask(self, card: str) -> str:
        found = next(message for message in self.messages() if bears(message, mark_of(card)))
        return str(self.server.world.say(self.person, found["id"], "왜 빨라요?")["id"])

    def complaints(self) -> Sequence[str]:
        return self.server.refused


class _AimedAtDiscord(discord_faults.FaultPlan):
    """The server has noted the request before it asks what goes wrong with it."""

    def __init__(self, wire: DiscordWire) -> None:
        super().__init__()
        self._wire = wire

    def next(self, method: str, path: str) -> discord_faults.Fault | None:
        if not path.endswith("/messages"):
            return super().next(method, path)
        channel = path.split("/")[2]
        if method == "GET":
            self._wire.looked(channel)
        # Below a card without a thread yet, the first try is refused whatever happens to it.
        elif channel in self._wire.server.world.channels:
            mark = str((self._wire.server.seen[-1].body or {}).get("nonce", ""))
            key = next((key for key in self._wire.aim.planned if mark_of(key) == mark), "")
            return self._wire.aim.strike(key) or super().next(method, path)
        return super().next(method, path)


@asynccontextmanager
async def slack_wire() -> AsyncIterator[SlackWire]:
    async with SlackServer() as server:
        yield SlackWire(server)


@asynccontextmanager
async def discord_wire() -> AsyncIterator[DiscordWire]:
    with library_as_it_was():
        async with DiscordServer() as server:
            yield DiscordWire(server)
