"""Tell operators what is amiss: once, and once more when it is well again."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.alerting import Condition, Facts, conditions, open_alerts, owed_key
from bot.domain.conversation import Command
from bot.domain.delivery import Delivery, Kind
from bot.domain.edition import Subscription
from bot.domain.message import Channel, Message
from bot.domain.paper import PaperId
from bot.errors import Failure
from bot.ports import Chat, Chronicle, Clock, Outbox, Subscriptions
from bot.wording import alerts

NEWEST = 8
"""Editions and silences of a channel that are looked at: more than the days that a trouble takes to show."""
OPEN_DAYS = 3
"""Listing days whose deliveries are looked at."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who hears of troubles: a channel of operators, or a person in private."""

    name: str
    channel: Channel | None = None
    platform: str = ""
    person: str = ""


class AlertOperators:
    """Owes lines to the operators' channel; without one, to whoever switched the subscription on."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        chronicle: Chronicle,
        outbox: Outbox,
        chats: Mapping[str, Chat],
        clock: Clock,
        operators: Channel | None,
    ) -> None:
        self._subscriptions = subscriptions
        self._chronicle = chronicle
        self._outbox = outbox
        self._chats = chats
        self._clock = clock
        self._operators = operators

    async def look(self) -> None:
        """Owes what there is to say now. Safe to call again and again."""
        now = self._clock.now()
        rows = [row for row in await self._subscriptions.all() if row.channel.platform in self._chats]
        told = open_alerts(await self._outbox.keys("alert/"))
        for condition in conditions([await self._facts(row) for row in rows], now):
            for reader in self._readers(condition, rows):
                key = owed_key(condition, reader.name, told, now)
                if key:
                    await self._tell(reader, key, alerts.about(condition))

    async def report(self, command: Command, paper: PaperId, reason: str) -> bool:
        """A reader's report that something on a paper is wrong. False when there is nobody to tell."""
        log.info("report on %s in %s", paper, command.channel)
        row = await self._subscriptions.get(command.channel)
        readers = self._everybody([row] if row else [])
        message = alerts.report(command.channel, paper, command.person.name, reason)
        told = [await self._tell(reader, f"report/{command.event}", message) for reader in readers]
        return any(told)

    async def _facts(self, row: Subscription) -> Facts:
        editions = await self._chronicle.newest(row.channel, NEWEST)
        deliveries = list(await self._outbox.owed([row.channel]))
        for day in {edition.day for edition in editions[:OPEN_DAYS]}:
            deliveries += [one for one in await self._outbox.log(day) if one.channel == row.channel]
        return Facts(
            row,
            await self._chronicle.done_until(row.channel),
            editions,
            await self._chronicle.quiet(row.channel, NEWEST),
            deliveries,
        )

    def _readers(self, condition: Condition, rows: Sequence[Subscription]) -> Sequence[Reader]:
        if condition.channel is not None:
            return self._everybody([row for row in rows if row.channel == condition.channel])
        concerned = [row for row in rows if condition.platform in {"", row.channel.platform}]
        return self._everybody(concerned)

    def _everybody(self, rows: Sequence[Subscription]) -> Sequence[Reader]:
        """The operators, else each person who switched one of the subscriptions on."""
        if self._operators is not None:
            return (Reader(str(self._operators), self._operators),)
        people = {(row.channel.platform, row.by) for row in rows if row.by}
        return tuple(Reader(f"{platform}:{by}", None, platform, by) for platform, by in sorted(people))

    async def _tell(self, reader: Reader, key: str, message: Message) -> bool:
        """Owes it once for each key. False when the person cannot be written to."""
        try:
            channel = reader.channel or await self._chats[reader.platform].private(reader.person)
        except Failure as error:
            log.warning("nobody hears of %s: %s", key, error)
            return False
        log.warning("%s: %s", key, message.head)
        line = Delivery(key, f"alert/{reader.name}", Kind.LINE, channel, message)
        await self._outbox.owe([line], self._clock.now())
        return True
