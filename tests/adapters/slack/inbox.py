"""An inbox that remembers what came in, and can be made to fail or to wait."""

import asyncio
from collections.abc import Sequence

from bot.domain.conversation import Command, Said
from bot.domain.message import Channel, Message
from bot.domain.paper import Paper

READING = Message(push="2512.05150 논문을 읽고 있습니다. 1분쯤 뒤 이 채널에 올립니다.")
WELCOME = Message(push="이 채널에 매일 08:15에 논문을 올립니다.")


class RecordingInbox:
    """Keeps what it was given by event, as the real one does: a second one is a no-op."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self.heard: dict[str, Said] = {}
        self.deliveries = 0
        """Calls of any kind, the repeated ones too."""
        self.gone: list[tuple[Channel, str]] = []
        self.channels: list[Channel] = []
        self.is_question = False
        self.failures: list[Exception] = []
        """Raised by the next calls, one each."""
        self.may_store = asyncio.Event()
        self.may_store.set()

    async def _store(self) -> None:
        self.deliveries += 1
        await self.may_store.wait()
        if self.failures:
            raise self.failures.pop(0)

    async def command(self, command: Command) -> Message:
        await self._store()
        self.commands.setdefault(command.event, command)
        return READING

    async def said(self, said: Said) -> bool:
        await self._store()
        known = said.event in self.heard
        self.heard.setdefault(said.event, said)
        return self.is_question and not known

    async def removed(self, channel: Channel, message: str) -> None:
        await self._store()
        self.gone.append((channel, message))

    async def joined(self, channel: Channel) -> Message:
        await self._store()
        self.channels.append(channel)
        return WELCOME

    async def suggest(self, channel: Channel, typed: str) -> Sequence[Paper]:
        return ()
