"""One run: give each channel its turn, send what is owed, say what came of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain.delivery import Delivery, State
from bot.domain.edition import Edition, Silence
from bot.domain.message import Channel
from bot.domain.report import ChannelReport, RunReport, channel_report
from bot.errors import Rejected, Unavailable
from bot.ports import Clock, Outbox
from bot.usecases.deliver import Deliver
from bot.usecases.publish_edition import PublishEdition, Turn, Watch
from bot.usecases.summarize_paper import Usage


@dataclass
class Tally:
    """What this run's deliveries came to, channel by channel; hears it from Deliver."""

    sent: dict[Channel, int] = field(default_factory=dict)
    failed: dict[Channel, list[Delivery]] = field(default_factory=dict)

    def told(self, delivery: Delivery, state: State) -> None:
        if state is State.SENT:
            self.sent[delivery.channel] = self.sent.get(delivery.channel, 0) + 1
        else:
            self.failed.setdefault(delivery.channel, []).append(delivery)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a turn led to before anything was sent."""

    turn: Turn
    editions: tuple[Edition, ...] = ()
    fault: str = ""
    silence: str = ""


class RunTurns:
    """Everything that `publish` does but print."""

    def __init__(
        self,
        publish: PublishEdition,
        deliver: Deliver,
        outbox: Outbox,
        clock: Clock,
        usage: Usage,
        tally: Tally,
        watch: Watch = lambda _done, _all: None,
    ) -> None:
        self._publish = publish
        self._deliver = deliver
        self._outbox = outbox
        self._clock = clock
        self._usage = usage
        self._tally = tally
        self._watch = watch

    async def __call__(self, turns: Sequence[Turn], patience: float) -> RunReport:
        """`patience`: seconds to wait for messages of which nobody knows whether they arrived."""
        day = turns[0].target(self._clock.now())
        prepared = await asyncio.gather(*(self._prepare(turn) for turn in turns))
        owed = {turn.channel: len(await self._outbox.owed([turn.channel])) for turn in turns}
        await self._deliver.work(patience)
        reports = {row.turn.channel: await self._report(row, owed[row.turn.channel]) for row in prepared}
        usage = self._usage
        return RunReport(day, reports, usage.model_calls, usage.input_tokens, usage.output_tokens)

    async def _prepare(self, turn: Turn) -> Prepared:
        """Finishes what earlier runs left and adds today's edition. One channel's trouble stays its own."""
        left = [await self._finish(edition) for edition in await self._publish.unfinished(turn.channel)]
        now = self._clock.now()
        try:
            planned = await self._publish.plan(turn)
            if isinstance(planned, Silence):
                await self._publish.stay_silent(planned)
                return Prepared(turn, tuple(left), silence=planned.reason)
            new = await self._publish.record(planned)
        except (Unavailable, Rejected) as error:
            await self._publish.stay_silent(turn.silence(str(error), now, done=False))
            return Prepared(turn, tuple(left), str(error))
        return Prepared(turn, (*left, await self._finish(new)))

    async def _finish(self, edition: Edition) -> Edition:
        readings = await self._publish.read(edition, self._watch)
        return await self._publish.decide(edition, readings)

    async def _report(self, prepared: Prepared, owed: int) -> ChannelReport:
        channel = prepared.turn.channel
        report = channel_report(
            prepared.editions,
            owed,
            self._tally.sent.get(channel, 0),
            self._tally.failed.get(channel, ()),
            await self._outbox.owed([channel]),
        )
        return replace(report, fault=prepared.fault, silence=prepared.silence)
