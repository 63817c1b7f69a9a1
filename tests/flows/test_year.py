"""A year in nine channels, held against the plainest form of the rules."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.edition import Edition, Silence, Subscription
from bot.domain.summary import Outcome
from storage import Store
from tests.fakes.clock import SteppedClock
from tests.fakes.memory_store import memory_store
from tests.flows.mornings import MINUTE, Mornings
from tests.flows.reference import Reference, due_moments
from tests.flows.year import (
    FIRST,
    HOUR,
    LAST,
    START,
    World,
    YearArchive,
    YearChat,
    YearSource,
    subscriptions,
)
from tests.flows.year import model as year_model
from tests.usecases.conftest import World as Parts

FREEZE = 3 * MINUTE
END = datetime(2026, 9, 30, tzinfo=UTC)


@dataclass
class Year:
    """The bot in that world, and when it looked at the clock."""

    world: World
    bot: Mornings
    source: YearSource
    chat: YearChat
    rows: Sequence[Subscription]
    dues: Mapping[str, dict[date, datetime]]
    ticks: list[tuple[datetime, bool]] = field(default_factory=list)
    """The bot's time, and whether it lived on, lists could be had and the clock was right."""
    restarts: int = 0

    async def live(self, plan: Sequence[datetime]) -> None:
        for moment in plan:
            self.world.now = moment
            if not self.world.asleep.hold(moment):
                await self._look()

    async def _look(self) -> None:
        world = self.world
        # Seconds of chance: no two looks are at the same moment, whatever the clock does.
        now = world.now + world.shift() + timedelta(microseconds=len(self.ticks))
        self.bot.clock.move_to(now)
        killed = world.chance.random() < 0.07
        good = not world.lists_down.hold(world.now) and not world.shift() and not killed
        self.ticks.append((now, good))
        await self.bot.keep.tick()
        if killed:
            await self.bot.restart()
            self.restarts += 1
        else:
            await self.bot.keep.idle()
        await self.bot.send()


def year_of(store: Store, seed: int) -> Year:
    world = World(random.Random(seed))
    clock = SteppedClock(START)
    source, chat = YearSource(world, clock), YearChat(clock=clock, world=world)
    parts = Parts(store, source, YearArchive(world), year_model(world), chat, clock=clock)
    rows = subscriptions()
    dues = {str(row.channel): due_moments(row, FIRST, LAST + timedelta(days=4)) for row in rows}
    return Year(world, Mornings(parts, clock, chat), source, chat, rows, dues)


def plan(year: Year) -> list[datetime]:
    """Looks around each due moment, in order: some ahead, one just before, one at it, sometimes more."""
    chance, looks = year.world.chance, set()
    for dues in year.dues.values():
        for due in dues.values():
            looks.add(due + chance.randint(0, 40) * timedelta(seconds=1))
            looks |= {due - 2 * MINUTE} if chance.random() < 0.5 else set()
            looks |= {due - chance.randint(30, 90) * MINUTE} if chance.random() < 0.2 else set()
            looks |= {due + chance.randint(6, 600) * MINUTE} if chance.random() < 0.25 else set()
    return sorted(look for look in looks if START < look < END)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with memory_store() as store:
        yield store


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_a_year(store: Store) -> None:
    year = year_of(store, seed=20260930)
    await year.bot.subscribe(*year.rows)
    await year.live(plan(year))
    await year.live([END + step * HOUR for step in range(1, 72, 5)])  # what is owed or held comes to its end
    editions, silences = await _told(store)
    counts: Counter[str] = Counter()
    for row in year.rows:
        _hold_against_the_calendar(year, row, editions, silences, counts)
        _hold_against_the_rules(year, row, editions, silences, counts)
        _hold_against_the_channel(year, row, editions, counts)
    assert len(year.chat.keys) == len(set(year.chat.keys))
    counts |= Counter(
        looks=len(year.ticks),
        restarts=year.restarts,
        messages=len(year.chat.keys),
        lost=year.chat.lost,
        recorded_days=year.source.real_days,
    )
    print("\na year:", ", ".join(f"{name} {number}" for name, number in sorted(counts.items())))
    assert counts["due"] > 2_000
    assert counts["told"] > 0.8 * counts["due"]


async def _told(store: Store) -> tuple[list[Edition], list[Silence]]:
    silences = await store.chronicle.silences(None)
    return list(await store.chronicle.editions(None)), [row for row in silences if row.due]


def _hold_against_the_calendar(
    year: Year,
    row: Subscription,
    editions: Sequence[Edition],
    silences: Sequence[Silence],
    counts: Counter[str],
) -> None:
    """One edition, or one silence with a reason, for each due date on which the bot could have made it."""
    both: list[Edition | Silence] = [*editions, *silences]
    told = Counter(one.due for one in both if one.channel == row.channel and one.due)
    dues = year.dues[str(row.channel)]
    days = sorted(day for day, due in dues.items() if START < due < END)
    for day, following in zip(days, [*days[1:], None], strict=True):
        end = dues[following] if following else END
        looks = [look for look in year.ticks if dues[day] - FREEZE <= look[0] < end]
        counts["due"] += 1
        counts["told"] += told[day]
        assert told[day] <= 1, (row.channel, day)
        if not looks:
            counts["down"] += 1
            assert told[day] == 0, (row.channel, day)
        elif _is_unsure(year, dues[day]) or not any(_could(look, dues[day], looks) for look in looks):
            counts["unsure"] += 1
        else:
            assert told[day] == 1, (row.channel, day)
    assert set(told) <= set(dues)


def _could(look: tuple[datetime, bool], due: datetime, looks: Sequence[tuple[datetime, bool]]) -> bool:
    """A look that found lists, not so soon after one that did not that the bot still rested."""
    at, good = look
    rested = all(ok or not timedelta(0) <= at - before < 6 * MINUTE for before, ok in looks)
    return good and at >= due and rested


def _is_unsure(year: Year, due: datetime) -> bool:
    """While the clock was wrong, and a day around it, an edition may have come before its day."""
    near = timedelta(hours=42)
    return any(begin - near <= due <= end + near for begin, end, _ in year.world.wrong_clock)


def _hold_against_the_rules(
    year: Year,
    row: Subscription,
    editions: Sequence[Edition],
    silences: Sequence[Silence],
    counts: Counter[str],
) -> None:
    """Each edition holds what the rules say, in their order; each silence is one by the rules."""
    reference = Reference(row)
    told: list[Edition | Silence] = [*editions, *silences]
    mine = [one for one in told if one.channel == row.channel]
    order = {at: number for number, (at, _) in enumerate(year.ticks)}
    for one in sorted(mine, key=lambda one: order.get(one.at, 10**9)):
        lists = year.source.lists_at(one.at)
        if isinstance(one, Silence):
            counts["silences"] += 1
            if lists:  # the same silence again only moves its moment
                assert reference.edition(_target(row, one), lists) == ([], []), one
            continue
        cards, rest = reference.edition(_target(row, one), lists)
        assert [entry.paper for entry in one.cards] == cards, one
        assert [entry.paper for entry in one.rest] == rest, one
        counts["editions"] += 1
        counts["cards"] += len(cards)
        counts["listed"] += len(rest)
        reference.take(_target(row, one), [*cards, *rest])


def _target(row: Subscription, one: Edition | Silence) -> date:
    local = one.due or one.at.astimezone(ZoneInfo(row.timezone)).date()
    return local - timedelta(days=1)


def _hold_against_the_channel(
    year: Year, row: Subscription, editions: Sequence[Edition], counts: Counter[str]
) -> None:
    """Everything an edition took stands in the channel, and nothing came before its moment."""
    for edition in editions:
        if edition.channel != row.channel:
            continue
        header = f"edition/console/{row.channel.id}/{edition.day}/{edition.number}"
        assert header in year.chat.at, header
        assert edition.due is None or year.chat.at[header] >= year.dues[str(row.channel)][edition.due]
        for entry in edition.cards:
            assert f"paper/console/{row.channel.id}/{entry.paper}" in year.chat.at, entry
            counts[f"card {entry.outcome}"] += 1
            assert entry.outcome in {Outcome.POSTED, Outcome.SHOWN}
