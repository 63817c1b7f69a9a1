"""Work on accepted requests, several at a time, until cancelled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain.conversation import Request
from bot.errors import Failure
from bot.ports import Clock, Requests

LEASE = timedelta(minutes=30)
"""How long a request belongs to the one who works on it; a paper may wait that long for its turn."""
IDLE = 5.0
"""Seconds without a look: another process (a command) may have added something, or a moment came."""


log = logging.getLogger(__name__)


class WorkOnRequests:
    """Questions, or everything else: so papers that are slow to read hold up no question."""

    def __init__(
        self,
        requests: Requests,
        answer: Callable[[Request], Awaitable[None]],
        clock: Clock,
        *,
        questions: bool,
        at_once: int,
    ) -> None:
        """`at_once`: requests worked on at the same time; archive and model have queues of their own."""
        self._requests = requests
        self._answer = answer
        self._clock = clock
        self._questions = questions
        self._slots = asyncio.Semaphore(at_once)
        self._more = asyncio.Event()

    def wake(self) -> None:
        """Something was accepted just now."""
        self._more.set()

    async def __call__(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._slots.acquire()
                request = await self._claim()
                if request is None:
                    self._slots.release()
                    await self._pause()
                    continue
                tasks.create_task(self._work_on(request))

    async def _claim(self) -> Request | None:
        now = self._clock.now()
        try:
            return await self._requests.claim(now, now + LEASE, questions=self._questions)
        except Failure as error:
            log.warning("requests could not be looked at: %s", error)
            return None

    async def _work_on(self, request: Request) -> None:
        try:
            await self._answer(request)
        except Failure as error:
            # Ours again when its lease is over.
            log.warning("what became of a request could not be stored: %s", error)
        finally:
            self._slots.release()
            # The thread's next question may be claimed now.
            self._more.set()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(IDLE):
                await self._more.wait()
        except TimeoutError:
            return
        self._more.clear()
