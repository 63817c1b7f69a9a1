"""Tell operators what is amiss: once, and once more when it is well again."""

from bot.domain.conversation import Command
from bot.domain.delivery import Delivery, Kind
from bot.domain.message import Channel, Message
from bot.domain.paper import PaperId
from bot.ports import Clock, Outbox
from bot.wording import alerts


class AlertOperators:
    """Owes lines to the operators' channel; without one there is nobody to tell but the log."""

    def __init__(self, outbox: Outbox, clock: Clock, channel: Channel | None) -> None:
        self._outbox = outbox
        self._clock = clock
        self._channel = channel

    async def report(self, command: Command, paper: PaperId, reason: str) -> None:
        """A reader's report that something on a paper is wrong."""
        await self.tell(
            f"report/{command.event}", alerts.report(command.channel, paper, command.person.name, reason)
        )

    async def tell(self, key: str, message: Message) -> None:
        """Owes it once for each key."""
        if self._channel is None:
            return
        delivery = Delivery(f"alert/{key}", f"alert/{self._channel}", Kind.LINE, self._channel, message)
        await self._outbox.owe([delivery], self._clock.now())
