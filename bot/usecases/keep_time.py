"""Keep time: one idempotent decision, asked again and again: which editions are due and not done?

Whatever is missed, stalled, restarted or set back, a channel gets one edition a due date, for what was done
stands in the store and nowhere else.
"""

import asyncio
import logging
from collections.abc import Callable, Container, Coroutine
from datetime import datetime, timedelta
from functools import partial

from bot.domain.calendar import due_moment, next_due, owed_date
from bot.domain.edition import Edition, Subscription
from bot.domain.message import Channel, Platform
from bot.errors import Rejected, Unavailable
from bot.ports import Chronicle, Clock, Subscriptions
from bot.usecases.publish_edition import PublishEdition, Turn

AHEAD = timedelta(minutes=90)
"""Texts and summaries are prepared from this long before an edition is due."""
FREEZE = timedelta(minutes=3)
"""The list is read a last time and the edition made this long before it is due; then only sending is left."""
LAST_LOOKS = timedelta(minutes=1)
"""Between two looks at a list that is not there yet in these last minutes; the last one is when it is due."""
LATEST_START = timedelta(minutes=10)
"""After the due moment; papers not ready by then go out after the others."""
LOOK_AGAIN = timedelta(minutes=15)
"""Between two looks at the list while preparing."""
TRY_AGAIN = timedelta(minutes=5)
"""Between two tries of papers that are late, held or shown."""
LOOK_FOR_TROUBLE = timedelta(minutes=5)
"""Between two looks for what operators must hear."""
FAULT_PAUSE = timedelta(minutes=5)
"""Before a list that could not be had is asked for again."""

Work = tuple[str, Channel]
"""What is under way or rests, and for whom."""


WATCH: Work = ("look for trouble", Channel("", ""))


def _vain(work: Work) -> Work:
    """Under this name a work rests that came to nothing; the channel's other works go on."""
    return f"{work[0]} in vain", work[1]


log = logging.getLogger(__name__)


class KeepTime:
    """`tick` is called by a ticker, at least once a minute; `close` ends what ticks began."""

    def __init__(
        self,
        publisher: Callable[[], PublishEdition],
        subscriptions: Subscriptions,
        chronicle: Chronicle,
        clock: Clock,
        wake: Callable[[], None] = lambda: None,
        platforms: Container[str] = frozenset(Platform),
        look: Callable[[], Coroutine[None, None, None]] | None = None,
    ) -> None:
        """`publisher` gives a new one for each look, as each reads a list once. `wake`: something is owed.

        `platforms`: those that are served; channels on others are left alone, not made to miss their papers.
        `look`: called every few minutes, looks for what is amiss.
        """
        self._publisher = publisher
        self._subscriptions = subscriptions
        self._chronicle = chronicle
        self._clock = clock
        self._wake = wake
        self._platforms = platforms
        self._look = look
        self._rests: dict[Work, tuple[datetime, timedelta]] = {}
        self._under_way: dict[Work, asyncio.Task[None]] = {}

    async def tick(self) -> None:
        """Begins what is to be done now for each channel; what an earlier tick began goes on meanwhile."""
        publish = self._publisher()
        for subscription in await self._subscriptions.all():
            if not subscription.paused and subscription.channel.platform in self._platforms:
                await self._alone(("look", subscription.channel), partial(self._serve, publish, subscription))
        if self._look and self._rested(WATCH):
            self._rest(WATCH, LOOK_FOR_TROUBLE)
            self._begin(WATCH, self._watch)

    async def _watch(self) -> None:
        if self._look:
            await self._look()
            self._wake()

    def now(self, subscription: Subscription) -> bool:
        """Begins an edition by hand; False when one is being made already."""
        work = ("make", subscription.channel)
        if work in self._under_way:
            return False
        publish = self._publisher()
        self._start(work, lambda: self._make_by_hand(publish, Turn(subscription)))
        return True

    async def _make_by_hand(self, publish: PublishEdition, turn: Turn) -> None:
        try:
            planned = await publish.plan(turn)
        except (Unavailable, Rejected) as error:
            planned = turn.silence(str(error), self._clock.now(), done=False)
        if isinstance(planned, Edition):
            await self._decide(publish, await publish.record(planned), None)
        else:
            await publish.stay_silent(planned)

    async def idle(self) -> None:
        """Waits for all that ticks began."""
        while self._under_way:
            await asyncio.wait(self._under_way.values())

    async def close(self) -> None:
        for task in self._under_way.values():
            task.cancel()
        await self.idle()

    async def _serve(self, publish: PublishEdition, subscription: Subscription) -> None:
        channel, now = subscription.channel, self._clock.now()
        turn = await self._turn(subscription, now)
        if turn is not None and turn.moment - FREEZE <= now:
            self._begin(("make", channel), lambda: self._make(publish, turn))
        elif turn is not None and self._rested(("prepare", channel)):
            self._rest(("prepare", channel), LOOK_AGAIN)
            self._begin(("prepare", channel), lambda: self._prepare(publish, turn))
        if ("make", channel) not in self._under_way and self._rested(("finish", channel)):
            self._rest(("finish", channel), TRY_AGAIN)
            self._begin(("finish", channel), lambda: self._finish(publish, channel))

    async def _turn(self, subscription: Subscription, now: datetime) -> Turn | None:
        """The edition that is due, or will be within AHEAD, and is not done; the due one comes first."""
        done = await self._chronicle.done_until(subscription.channel)
        due = owed_date(subscription, done, now)
        coming = next_due(subscription, now)
        if due is None and coming is not None and (done is None or coming > done):
            due = coming if due_moment(subscription, coming) - AHEAD <= now else None
        return None if due is None else Turn(subscription, due=due)

    def _begin(self, work: Work, start: Callable[[], Coroutine[None, None, None]]) -> None:
        """Starts it unless it is under way or rests, having come to nothing."""
        if work not in self._under_way and self._rested(_vain(work)):
            self._start(work, start)

    def _start(self, work: Work, start: Callable[[], Coroutine[None, None, None]]) -> None:
        task = asyncio.create_task(self._alone(work, start))
        self._under_way[work] = task
        task.add_done_callback(lambda _task: self._under_way.pop(work, None))

    async def _alone(self, work: Work, start: Callable[[], Coroutine[None, None, None]]) -> None:
        """Its trouble stays its own."""
        try:
            await start()
        except (Unavailable, Rejected) as error:
            log.warning("%s of %s: %s", *work, error)
        except Exception:
            log.exception("%s of %s ended in a bug", *work)
            self._rest(_vain(work), FAULT_PAUSE)

    async def _make(self, publish: PublishEdition, turn: Turn) -> None:
        """Records the edition, or why there is none, and owes its messages for the due moment."""
        try:
            planned = await publish.plan(turn)
        except (Unavailable, Rejected) as error:
            self._rest(_vain(("make", turn.channel)), FAULT_PAUSE)
            await publish.stay_silent(turn.silence(str(error), self._clock.now(), done=False))
            return
        ahead = turn.moment - self._clock.now()
        if isinstance(planned, Edition):
            await self._decide(publish, await publish.record(planned), turn.moment)
        elif ahead <= timedelta(0):
            await publish.stay_silent(planned)
        else:
            # A list may still come.
            self._rest(_vain(("make", turn.channel)), min(LAST_LOOKS, ahead))

    async def _prepare(self, publish: PublishEdition, turn: Turn) -> None:
        """Reads and summarises what the edition would hold if it were made now; sends and takes nothing."""
        planned = await publish.plan(turn)
        if isinstance(planned, Edition):
            await publish.read(planned)

    async def _finish(self, publish: PublishEdition, channel: Channel) -> None:
        for edition in await publish.unfinished(channel):
            await self._decide(publish, edition, None)

    async def _decide(self, publish: PublishEdition, edition: Edition, due: datetime | None) -> None:
        readings = await publish.read(edition, patience=self._patience(due))
        await publish.decide(edition, readings, due)
        self._wake()

    def _patience(self, due: datetime | None) -> float:
        """Seconds that papers not yet read may hold up the others."""
        ahead = (due - self._clock.now()).total_seconds() if due else 0.0
        return max(ahead, 0.0) + LATEST_START.total_seconds()

    def _rested(self, work: Work) -> bool:
        """Whether its rest is over. A clock set back does not make a rest longer."""
        begun, pause = self._rests.get(work, (self._clock.now(), timedelta(0)))
        return not timedelta(0) <= self._clock.now() - begun < pause

    def _rest(self, work: Work, pause: timedelta) -> None:
        self._rests[work] = self._clock.now(), pause
