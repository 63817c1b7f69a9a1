"""The pace: one request at a time, far enough apart, urgent ones first, and never against Retry-After."""

import asyncio
from datetime import datetime

import pytest

from adapters.archives.arxiv.pace import LONGEST_HOLD, Lane, Pace
from bot.errors import Unavailable
from tests.fakes.clock import VirtualClock


class Traffic:
    """Requests that take `lasts` virtual seconds, and when each began."""

    def __init__(self, lasts: float = 0) -> None:
        self.clock = VirtualClock()
        self.pace = Pace(self.clock)
        self.start = self.clock.now()
        self.began: list[tuple[str, float]] = []
        self.running = 0
        self.lasts = lasts

    async def request(self, name: str, lane: Lane, *, urgent: bool = False) -> None:
        async with self.pace.turn(lane, urgent=urgent):
            self.running += 1
            assert self.running == 1
            self.began.append((name, self.elapsed))
            await self.clock.sleep(self.lasts)
            self.running -= 1

    @property
    def elapsed(self) -> float:
        return (self.clock.now() - self.start).total_seconds()

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.began]


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_requests_of_a_kind_keep_their_distance_from_end_to_start() -> None:
    traffic, lane = Traffic(lasts=4), Lane(15)
    await asyncio.gather(*(traffic.request(name, lane) for name in "abc"))
    assert traffic.began == [("a", 0), ("b", 19), ("c", 38)]


async def test_kinds_share_the_line_but_not_the_distance() -> None:
    traffic, texts, feeds = Traffic(), Lane(15), Lane(3)
    await traffic.request("text", texts)
    await traffic.request("feed", feeds)
    await traffic.request("feed", feeds)
    await traffic.request("text", texts)
    assert traffic.began == [("text", 0), ("feed", 0), ("feed", 3), ("text", 15)]


async def test_one_request_at_a_time_over_all_kinds() -> None:
    traffic, texts, feeds = Traffic(lasts=2), Lane(0), Lane(0)
    await asyncio.gather(*(traffic.request(str(n), (texts, feeds)[n % 2]) for n in range(8)))
    assert len(traffic.began) == 8


async def test_a_ready_kind_does_not_wait_for_one_that_is_not() -> None:
    traffic, texts, feeds = Traffic(), Lane(15), Lane(3)
    await traffic.request("text", texts)
    waiting = asyncio.create_task(traffic.request("later", texts))
    await traffic.request("feed", feeds)
    await waiting
    assert traffic.names == ["text", "feed", "later"]


async def test_urgent_calls_go_ahead_of_the_queue_in_their_own_order() -> None:
    traffic, lane = Traffic(), Lane(15)
    release = asyncio.Event()

    async def first() -> None:
        async with traffic.pace.turn(lane):
            await release.wait()

    holder = asyncio.create_task(first())
    await settle()
    calls = [("a", False), ("b", False), ("u", True), ("c", False), ("v", True)]
    queued = [asyncio.create_task(traffic.request(name, lane, urgent=urgent)) for name, urgent in calls]
    await settle()
    release.set()
    await asyncio.gather(holder, *queued)
    assert traffic.names == ["u", "v", "a", "b", "c"]


async def test_a_cancelled_call_leaves_no_hole() -> None:
    traffic, lane = Traffic(), Lane(15)
    release = asyncio.Event()

    async def first() -> None:
        async with traffic.pace.turn(lane):
            await release.wait()

    holder = asyncio.create_task(first())
    await settle()
    queued = [asyncio.create_task(traffic.request(name, lane)) for name in "abc"]
    await settle()
    queued[0].cancel()
    release.set()
    await asyncio.gather(holder, *queued[1:])
    assert traffic.began == [("b", 15), ("c", 30)]


class SlowClock(VirtualClock):
    """Its sleeps last until `wake`."""

    def __init__(self) -> None:
        super().__init__()
        self.sleepers: list[asyncio.Event] = []

    async def sleep(self, seconds: float) -> None:
        event = asyncio.Event()
        self.sleepers.append(event)
        await event.wait()
        await super().sleep(seconds)

    def wake(self) -> None:
        self.sleepers.pop(0).set()


async def test_an_urgent_call_passes_one_that_already_waits_for_the_distance() -> None:
    traffic, lane = Traffic(), Lane(15)
    traffic.clock = SlowClock()
    traffic.pace = Pace(traffic.clock)
    await asyncio.create_task(enter(traffic.pace, lane))
    normal = asyncio.create_task(note(traffic, "normal", lane, urgent=False))
    await settle()
    urgent = asyncio.create_task(note(traffic, "urgent", lane, urgent=True))
    await settle()
    while not (normal.done() and urgent.done()):
        traffic.clock.wake()
        await settle()
    assert traffic.names == ["urgent", "normal"]


async def test_a_cancelled_sleeper_hands_over_to_the_next() -> None:
    traffic, lane = Traffic(), Lane(15)
    traffic.clock = SlowClock()
    traffic.pace = Pace(traffic.clock)
    await enter(traffic.pace, lane)
    sleeper = asyncio.create_task(note(traffic, "sleeper", lane, urgent=False))
    second = asyncio.create_task(note(traffic, "second", lane, urgent=False))
    await settle()
    assert len(traffic.clock.sleepers) == 1
    sleeper.cancel()
    await settle()
    assert len(traffic.clock.sleepers) == 2
    traffic.clock.sleepers[1].set()
    await second
    assert traffic.names == ["second"]


async def enter(pace: Pace, lane: Lane) -> None:
    async with pace.turn(lane):
        pass


async def note(traffic: Traffic, name: str, lane: Lane, *, urgent: bool) -> None:
    async with traffic.pace.turn(lane, urgent=urgent):
        traffic.began.append((name, 0))


async def test_nothing_goes_out_before_a_short_retry_after_is_over() -> None:
    traffic, lane = Traffic(), Lane(15)
    lane.hold(traffic.clock.now(), 40)
    await traffic.request("a", lane)
    assert traffic.began == [("a", 40)]


async def test_a_long_retry_after_fails_calls_at_once_with_what_remains() -> None:
    traffic, held, free = Traffic(), Lane(15), Lane(3)
    lane = held
    lane.hold(traffic.clock.now(), 3600)
    await traffic.clock.sleep(600)
    for _ in range(6):
        with pytest.raises(Unavailable) as caught:
            await traffic.request("a", lane)
        assert caught.value.retry_after == 3000
    await traffic.request("other kind", free)
    assert traffic.clock.slept == [600, 0]
    await traffic.clock.sleep(2950)
    await traffic.request("after", lane)
    assert traffic.began[-1] == ("after", 3600)


async def test_calls_already_in_the_queue_fail_as_well() -> None:
    traffic, lane = Traffic(), Lane(0)
    release = asyncio.Event()

    async def refused() -> None:
        async with traffic.pace.turn(lane):
            await release.wait()
            lane.hold(traffic.clock.now(), 3600)

    holder = asyncio.create_task(refused())
    await settle()
    queued = [asyncio.create_task(traffic.request(name, lane)) for name in "abc"]
    await settle()
    release.set()
    results = await asyncio.gather(holder, *queued, return_exceptions=True)
    assert [type(result) for result in results] == [type(None), Unavailable, Unavailable, Unavailable]
    assert traffic.began == []


def hold_after(*retry_after: float | None) -> list[float]:
    lane, now = Lane(0), datetime.fromisoformat("2025-12-08T00:00:00+00:00")
    waits = []
    for asked in retry_after:
        lane.hold(now, asked)
        waits.append(lane.held(now))
    return waits


def test_failures_in_a_row_double_the_distance_up_to_a_quarter_of_an_hour() -> None:
    waits = hold_after(*[None] * 14)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]


def test_a_server_that_always_says_now_is_not_asked_every_second() -> None:
    assert hold_after(*[0.0] * 6)[-1] == 32


@pytest.mark.parametrize("nonsense", [float("nan"), float("inf"), 1e300])
def test_a_retry_after_without_sense_is_a_day(nonsense: float) -> None:
    assert hold_after(nonsense) == [LONGEST_HOLD]


def test_an_answer_starts_the_count_anew() -> None:
    lane, now = Lane(0), datetime.fromisoformat("2025-12-08T00:00:00+00:00")
    for _ in range(5):
        lane.hold(now, None)
    lane.recover()
    later = now.replace(hour=1)
    lane.hold(later, None)
    assert lane.held(later) == 1


def test_a_clock_that_was_set_back_does_not_stretch_the_distance() -> None:
    lane, now = Lane(15), datetime.fromisoformat("2025-12-08T12:00:00+00:00")
    lane.end(now)
    assert lane.rest(now.replace(hour=1)) == 15
