"""Send what is owed: every lane in order, lanes side by side, each message exactly once."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.domain.delivery import (
    Delivery,
    Kind,
    Next,
    Settings,
    State,
    after_absence,
    after_error,
    after_failed_find,
)
from bot.domain.message import MessageRef, Place
from bot.errors import Failure, NotFound, OutcomeUnknown, Unavailable
from bot.ports import Chat, Clock, Outbox

LANES_AT_ONCE = 64
"""Deliveries under way at the same time; each is of another lane."""
LONGEST_NAP = 5.0
"""Seconds without a look at the outbox: another process (a command) may have added to it."""
LOOK_WHILE_SENDING = 0.5
"""Seconds between two looks while something is under way: other lanes come due meanwhile."""
GRACE = 8.0
"""Seconds that sends under way get to end when we stop; the next start looks for what remains."""

log = logging.getLogger(__name__)

Sent = Callable[[Delivery, State], None]


class Deliver:
    """Works on the outbox. One of these in one process at a time: the holder of the lock."""

    def __init__(
        self,
        outbox: Outbox,
        chats: Mapping[str, Chat],
        clock: Clock,
        settings: Settings,
        told: Sent | None = None,
    ) -> None:
        """`told` hears of every delivery that was settled or failed for good."""
        self._outbox = outbox
        self._chats = chats
        self._clock = clock
        self._settings = settings
        self._told = told or (lambda _delivery, _state: None)
        self._under_way: set[asyncio.Task[None]] = set()
        self._starting: asyncio.Task[bool] | None = None
        self._more = asyncio.Event()
        self._last_sent = clock.now()

    def wake(self) -> None:
        """Something was owed just now."""
        self._more.set()

    async def work(self, patience: float | None) -> None:
        """Delivers until nothing is owed, or nothing was sent for `patience` seconds and nothing can be.

        With None it goes on until cancelled, also while the outbox cannot be written, as on a full disk; else
        it raises Unavailable then. Sends under way are ended, not dropped, when it is cancelled.
        """
        self._last_sent = self._clock.now()
        try:
            while await self._look(patience):
                pass
        finally:
            await self._end_sends()

    async def _look(self, patience: float | None) -> bool:
        """Starts what can be started, then waits for more; False when there will be none in time."""
        try:
            while len(self._under_way) < LANES_AT_ONCE and await self._start_next():
                pass
            return await self._pause(patience)
        except Unavailable as error:
            if patience is not None:
                raise
            log.warning("what is owed cannot be looked at: %s", error)
            await self._clock.sleep(LONGEST_NAP)
            return True

    async def _end_sends(self) -> None:
        if self._starting is not None:
            await asyncio.wait([self._starting])
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way, timeout=GRACE)
        for task in late:
            task.cancel()

    async def _start_next(self) -> bool:
        """False when nothing can be sent now."""
        # A claim stands in the store at once: whoever ends us must not come between it and its send.
        self._starting = asyncio.create_task(self._start())
        return await asyncio.shield(self._starting)

    async def _start(self) -> bool:
        now = self._clock.now()
        lease_until = now + timedelta(seconds=self._settings.lease)
        delivery = await self._outbox.claim(now, lease_until, tuple(self._chats))
        if delivery is None:
            return False
        task = asyncio.create_task(self._work_on(delivery, lease_until))
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return True

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._more.set()
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Failure):
            # It stands as being sent; once its lease is over it is looked for before it is sent again.
            log.warning("what became of a message could not be stored: %s", error)
        elif error is not None:
            log.error("a delivery ended in a bug", exc_info=error)

    async def _pause(self, patience: float | None) -> bool:
        """Waits for a reason to look again; False when there is none within our patience."""
        if self._under_way:
            await self._wait_while_sending()
            return True
        due = await self._outbox.next_due(tuple(self._chats))
        now = self._clock.now()
        if patience is not None and (due is None or due > self._last_sent + timedelta(seconds=patience)):
            return False
        nap = (due - now).total_seconds() if due is not None else LONGEST_NAP
        await self._nap(min(max(nap, 0.0), LONGEST_NAP))
        return True

    async def _wait_while_sending(self) -> None:
        try:
            async with asyncio.timeout(LOOK_WHILE_SENDING):
                await self._wait_for_more()
        except TimeoutError:
            return

    async def _wait_for_more(self) -> None:
        await self._more.wait()
        self._more.clear()

    async def _nap(self, seconds: float) -> None:
        """Sleeps, but not through a `wake`."""
        sleeping = asyncio.ensure_future(self._clock.sleep(seconds))
        waking = asyncio.ensure_future(self._wait_for_more())
        try:
            await asyncio.wait((sleeping, waking), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            waking.cancel()

    async def _work_on(self, delivery: Delivery, lease_until: datetime) -> None:
        if delivery.state is State.UNKNOWN and delivery.kind is not Kind.EDIT:
            after = await self._look_for(delivery)
        else:
            after = await self._send(delivery)
        if isinstance(after, MessageRef):
            await self._settle(delivery, after)
        else:
            await self._put_back(delivery, after, lease_until)

    async def _send(self, delivery: Delivery) -> MessageRef | Next:
        """Where it stands now, or what follows from the try."""
        timeout = self._settings.send_timeout
        try:
            async with asyncio.timeout(timeout):
                return await self._put(delivery)
        except TimeoutError:
            lost = OutcomeUnknown(f"no reply in {timeout:g} s")
            return after_error(delivery, lost, self._clock.now())
        except Failure as error:
            return after_error(delivery, error, self._clock.now())

    async def _put(self, delivery: Delivery) -> MessageRef:
        """Posts the message, or changes the one that it is an edit of."""
        chat = self._chats[delivery.channel.platform]
        parent = await self._parent(delivery)
        if delivery.kind is not Kind.EDIT:
            return await chat.post(Place(delivery.channel, parent), delivery.message, delivery.key)
        if parent is None:
            raise NotFound("the message to change is not known")
        await chat.edit(parent, delivery.message, delivery.key)
        return parent

    async def _parent(self, delivery: Delivery) -> MessageRef | None:
        parent = await self._outbox.get(delivery.parent) if delivery.parent else None
        return parent.ref if parent else None

    async def _look_for(self, delivery: Delivery) -> MessageRef | Next:
        """Where it stands, or what follows from not having seen it."""
        chat = self._chats[delivery.channel.platform]
        try:
            place = Place(delivery.channel, await self._parent(delivery))
            ref = await chat.find(place, delivery.key, await self._outbox.anchor(delivery))
        except Failure as error:
            return after_failed_find(delivery, error, self._clock.now(), self._settings)
        return ref or after_absence(delivery, self._clock.now(), self._settings)

    async def _settle(self, delivery: Delivery, ref: MessageRef) -> None:
        self._last_sent = self._clock.now()
        await self._outbox.settle(delivery.key, ref, self._last_sent)
        log.info("sent %s", delivery.key)
        self._told(delivery, State.SENT)

    async def _put_back(self, delivery: Delivery, after: Next, lease_until: datetime) -> None:
        await self._outbox.put_back(delivery.key, after, self._clock.now(), lease_until)
        log.warning("%s is %s: %s", delivery.key, after.state, after.reason)
        if after.state is State.FAILED:
            self._told(delivery, State.FAILED)
