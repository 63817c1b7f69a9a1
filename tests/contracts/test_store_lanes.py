"""Whatever happens in whichever order: lanes keep their order, nothing is lost, nothing is sent twice.

A world with a history of its own, workers that hold leases and come back late or never, a clock, crashes.
"""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.domain.delivery import (
    Delivery,
    Next,
    Settings,
    State,
    after_absence,
    after_error,
)
from bot.domain.message import MessageRef
from bot.errors import Failure, OutcomeUnknown, Rejected, Unavailable
from storage import Store, open_store
from tests.fakes.deliveries import NOON, PLATFORMS, delivery, ref

PACE = Settings(send_timeout=30, unknown_delay=60, lease=120)
LANES = ("edition", "thread")
MEMORY = Path("/dev/shm")  # noqa: S108
"""Where there is one: nobody pulls the plug here, and a disk would take most of the time."""
MOST = 5
"""Few, so that the same ones are met again and again."""
FAULTS: dict[str, Failure] = {
    "refused for now": Unavailable("429", 7),
    "refused for good": Rejected("no permission"),
    "lost on the way": OutcomeUnknown("reset before it arrived"),
    "reply lost": OutcomeUnknown("reset after it arrived"),
}
ARRIVES = {"sent", "reply lost"}


@dataclass
class Worker:
    """Holds a claimed delivery and knows what its try led to, but has not recorded it yet."""

    delivery: Delivery
    lease_until: datetime
    found: MessageRef | None
    after: Next | None


class Lanes(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.now = NOON
        self.owed: dict[str, str] = {}
        self.children: dict[str, str] = {}
        self.world: list[str] = []
        self.refused: set[str] = set()
        self.workers: list[Worker] = []
        self.store: Store = self.runner.run(self._open())

    async def _open(self) -> Store:
        return await self.stack.enter_async_context(open_store(Path(self.folder.name) / "nonmun.db"))

    @precondition(lambda self: len(self.owed) < MOST)
    @rule(lane=st.sampled_from(LANES), count=st.integers(1, 3))
    def owe(self, lane: str, count: int) -> None:
        new = [delivery(f"{lane}/{len(self.owed) + number}", lane) for number in range(count)]
        again = [delivery(key, self.owed[key]) for key in list(self.owed)[:2]]
        assert self.runner.run(self.store.outbox.owe([*again, *new], self.now)) == count
        self.owed.update({one.key: one.lane for one in new})

    @precondition(lambda self: 0 < len(self.owed) < MOST)
    @rule(data=st.data())
    def owe_below(self, data: st.DataObject) -> None:
        """Something in the thread of a message that is owed already, in a lane of its own choice."""
        parent = data.draw(st.sampled_from(sorted(self.owed)))
        lane = data.draw(st.sampled_from(LANES))
        one = delivery(f"{lane}/{len(self.owed)}", lane, parent=parent)
        assert self.runner.run(self.store.outbox.owe([one], self.now)) == 1
        self.owed[one.key] = lane
        self.children[one.key] = parent

    @rule(fates=st.lists(st.sampled_from(["sent", *FAULTS]), min_size=1, max_size=3))
    def work_side_by_side(self, fates: list[str]) -> None:
        for fate in fates:
            self.work(fate)

    def work(self, fate: str) -> None:
        """Claims and tries; what came of it is recorded by `record`, soon, late or never."""
        lease_until = self.now + timedelta(seconds=PACE.lease)
        given = self.runner.run(self.store.outbox.claim(self.now, lease_until, PLATFORMS))
        due = self.runner.run(self.store.outbox.next_due(PLATFORMS))
        if given is None:
            assert due is None or due > self.now
            return
        self.check(given)
        self.workers.append(
            self.look(given, lease_until) if self.is_unknown(given) else self.post(given, fate)
        )

    def is_unknown(self, given: Delivery) -> bool:
        return given.state is State.UNKNOWN

    def check(self, given: Delivery) -> None:
        """Nobody else holds it or anything open in its lane, and all before it in the lane is over.

        One may still hold what a late worker has settled meanwhile: whoever sent it, it stands there.
        """
        settled = {row.key for row in self.log() if row.state is State.SENT}
        leased = [worker for worker in self.workers if worker.lease_until > self.now]
        holders = [worker for worker in leased if worker.delivery.key not in settled]
        assert given.lane not in {worker.delivery.lane for worker in holders}
        keys = [key for key, lane in self.owed.items() if lane == given.lane]
        for earlier in keys[: keys.index(given.key)]:
            assert earlier in self.world or earlier in self.refused or self.is_orphan(earlier)
        parent = self.children.get(given.key)
        assert parent is None or parent in self.world

    def is_orphan(self, key: str) -> bool:
        parent = self.children.get(key)
        return parent is not None and (parent in self.refused or self.is_orphan(parent))

    def look(self, given: Delivery, lease_until: datetime) -> Worker:
        if given.key in self.world:
            return Worker(given, lease_until, ref(self.world.index(given.key)), None)
        return Worker(given, lease_until, None, after_absence(given, self.now, PACE))

    def post(self, given: Delivery, fate: str) -> Worker:
        assert given.state is State.SENDING
        assert given.key not in self.world, "sent twice"
        if fate in ARRIVES:
            self.world.append(given.key)
        lease_until = self.now + timedelta(seconds=PACE.lease)
        if fate == "sent":
            return Worker(given, lease_until, ref(len(self.world) - 1), None)
        if fate == "refused for good":
            self.refused.add(given.key)
        return Worker(given, lease_until, None, after_error(given, FAULTS[fate], self.now))

    @precondition(lambda self: self.workers)
    @rule(data=st.data())
    def record(self, data: st.DataObject) -> None:
        worker = self.workers.pop(data.draw(st.integers(0, len(self.workers) - 1)))
        key, outbox = worker.delivery.key, self.store.outbox
        if worker.after is None:
            assert worker.found is not None
            self.runner.run(outbox.settle(key, worker.found, self.now))
        else:
            self.runner.run(outbox.put_back(key, worker.after, self.now, worker.lease_until))

    @rule(seconds=st.sampled_from([10, 61, 130]))
    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: len(self.workers) > 1)
    @rule()
    def crash(self) -> None:
        """The process dies and starts again."""
        self.leave()
        self.runner.run(self.stack.aclose())
        self.store = self.runner.run(self._open())
        self.runner.run(self.store.outbox.abandoned(self.now))

    def leave(self) -> None:
        """Nobody will record anything; refusals that were not recorded are forgotten."""
        self.refused &= {row.key for row in self.log() if row.state is State.FAILED}
        self.workers.clear()

    def log(self) -> list[Delivery]:
        return list(self.runner.run(self.store.outbox.log(None)))

    @invariant()
    def nothing_is_lost_and_sent_is_true(self) -> None:
        rows = self.log()
        assert [row.key for row in rows] == list(self.owed)
        for row in rows:
            assert row.state is not State.SENT or row.ref == ref(self.world.index(row.key))
            assert row.state is not State.FAILED or row.key not in self.world

    def teardown(self) -> None:
        """From here on all goes well: then each message stands there once, unless it was refused."""
        self.leave()
        for _ in range(20 * len(self.owed) + 1):
            due = self.runner.run(self.store.outbox.next_due(PLATFORMS))
            if due is None:
                break
            self.now = max(self.now, due)
            self.work("sent")
            while self.workers:
                worker = self.workers.pop()
                outbox, key = self.store.outbox, worker.delivery.key
                if worker.found is not None:
                    self.runner.run(outbox.settle(key, worker.found, self.now))
                elif worker.after is not None:
                    self.runner.run(outbox.put_back(key, worker.after, self.now, worker.lease_until))
        over = {row.key: row.state for row in self.log()}
        assert len(self.world) == len(set(self.world))
        assert {key for key, state in over.items() if state is State.SENT} == set(self.world)
        assert set(over.values()) <= {State.SENT, State.FAILED}
        self.runner.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()


def test_lanes() -> None:
    short = settings(max_examples=25, stateful_step_count=40, deadline=None)
    run_state_machine_as_test(Lanes, settings=short)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_lanes_for_long() -> None:
    long = settings(max_examples=300, stateful_step_count=60, deadline=None)
    run_state_machine_as_test(Lanes, settings=long)
