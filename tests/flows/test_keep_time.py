"""The clock: one edition a due day, prepared ahead, whatever the clock and the process do meanwhile."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.edition import Subscription
from bot.domain.message import Channel
from bot.domain.paper import FullText, PaperId
from bot.domain.summary import Outcome
from bot.errors import Unavailable
from tests.fakes.papers import MONDAY, day_of, listing, paper_id, text
from tests.fakes.ports import FakeArchive
from tests.flows.mornings import DAY, DUE, EVENING, MINUTE, TUESDAY, WEDNESDAY, Mornings
from tests.usecases.conftest import CHANNEL

HEADER = "edition/console/main/2025-12-08/1"


async def test_one_edition_at_its_moment_and_not_a_minute_before(bot: Mornings) -> None:
    await bot.until(DUE - MINUTE)
    assert bot.chat.posts == 0
    await bot.until(DUE)
    assert bot.headers == [HEADER]
    assert len(bot.chat.keys) == 14
    assert set(bot.chat.at.values()) == {DUE}
    await bot.until(DUE + DAY - 2 * MINUTE, step=20 * MINUTE)
    assert len(bot.chat.keys) == 14


async def test_prepared_ahead_only_sending_is_left(bot: Mornings) -> None:
    await bot.until(DUE - 2 * MINUTE)
    lists, archive, model = _calls(bot)
    assert (archive, model) == (6, 6)
    await bot.until(DUE, step=MINUTE)
    assert len(bot.chat.keys) == 14
    assert _calls(bot) == (lists, archive, model)


def _calls(bot: Mornings) -> tuple[int, int, int]:
    world = bot.world
    return len(world.source.calls), len(world.archive.calls), len(world.model.prompts)


async def test_nothing_is_read_before_the_ninety_minutes(bot: Mornings) -> None:
    await bot.until(DUE - 91 * MINUTE)
    assert _calls(bot) == (0, 0, 0)
    await bot.until(DUE - 90 * MINUTE)
    assert _calls(bot) == (1, 6, 6)


async def test_a_list_that_is_not_there_is_asked_for_once_a_minute_and_at_the_moment_itself(
    bot: Mornings,
) -> None:
    tick = timedelta(seconds=20)
    bot.world.source.days.clear()
    await bot.until(DUE - 4 * MINUTE, tick)
    before = len(bot.world.source.calls)
    await bot.until(DUE - tick, tick)
    assert len(bot.world.source.calls) - before == 3
    bot.world.source.days[MONDAY] = day_of(2)
    await bot.until(DUE, tick)
    assert len(bot.world.source.calls) - before == 4
    assert bot.headers == [HEADER]


async def test_a_list_that_grows_within_the_hour_is_read_again(bot: Mornings) -> None:
    bot.world.source.days = {MONDAY: day_of(1)}
    await bot.until(DUE - 60 * MINUTE)
    assert len(bot.world.model.prompts) == 1
    bot.world.source.days = {MONDAY: day_of(24)}
    bot.world.archive.texts |= {paper_id(number): text(number) for number in range(1, 25)}
    await bot.until(DUE - 10 * MINUTE)
    assert len(bot.world.model.prompts) == 6  # the six with most votes; one was read before
    await bot.until(DUE)
    header = bot.chat.message(HEADER)
    assert header.head == "12월 9일(화) AI 논문 6편"
    assert "나머지 18편은 이 글의 스레드에 있습니다" in header.small


async def test_a_paper_that_comes_after_the_edition_is_in_the_next_one(bot: Mornings) -> None:
    await bot.until(DUE)
    bot.world.source.days[MONDAY] = [*day_of(8), listing(9, place=8)]
    bot.world.source.days[TUESDAY] = day_of(1, TUESDAY, 11)
    await bot.until(DUE + DAY, step=10 * MINUTE)
    assert bot.headers == [HEADER, "edition/console/main/2025-12-09/1"]
    assert {f"paper/console/main/{paper_id(number)}" for number in (9, 11)} <= set(bot.chat.keys)


async def test_a_stalled_loop_sends_late_and_once(bot: Mornings) -> None:
    await bot.tick()
    bot.clock.move_to(DUE + timedelta(hours=2))
    await bot.tick()
    await bot.tick()
    assert bot.headers == [HEADER]


async def test_down_at_the_hour_means_as_soon_as_it_is_up(bot: Mornings) -> None:
    bot.clock.move_to(DUE + timedelta(hours=9))
    await bot.restart()
    await bot.tick()
    assert bot.headers == [HEADER]
    assert bot.chat.message(HEADER).head.startswith("12월 9일(화)")


@pytest.mark.parametrize("step", range(12))
async def test_a_restart_after_any_step_changes_nothing(bot: Mornings, step: int) -> None:
    moments = [DUE - minutes * MINUTE for minutes in (95, 90, 60, 30, 4, 3, 2, 1, 0, -1, -6, -20)]
    for number, moment in enumerate(moments):
        bot.clock.move_to(moment)
        await bot.keep.tick()
        if number != step:
            await bot.keep.idle()
        await (bot.restart() if number == step else bot.send())
    await bot.until(DUE + 40 * MINUTE)
    assert bot.headers == [HEADER]
    assert sorted(set(bot.chat.keys)) == sorted(bot.chat.keys)
    assert len(bot.chat.keys) == 14


async def test_a_restart_between_any_two_sends_loses_and_doubles_nothing(bot: Mornings) -> None:
    await bot.until(DUE - MINUTE)
    bot.clock.move_to(DUE)
    for _ in range(20):
        claimed = await bot.world.store.outbox.claim(DUE, DUE + MINUTE, ["console"])
        if claimed is None:
            break
        await bot.restart()  # leased and never sent: it is looked for, twice, and then sent
        for _ in range(3):
            bot.clock.move_to(bot.clock.moment + 2 * MINUTE)
            await bot.send()
    await bot.until(bot.clock.moment + 10 * MINUTE)
    assert len(bot.chat.keys) == len(set(bot.chat.keys)) == 14


async def test_a_clock_set_back_or_forward_gives_no_second_edition(bot: Mornings) -> None:
    await bot.until(DUE)
    for moved in (-5, -60, -600, 60, -26 * 60, 0):
        bot.clock.move_to(DUE + moved * MINUTE)
        await bot.tick()
    assert bot.headers == [HEADER]
    bot.world.source.days[TUESDAY] = day_of(2, TUESDAY, 11)
    await bot.until(DUE + DAY, step=15 * MINUTE)
    assert bot.headers == [HEADER, "edition/console/main/2025-12-09/1"]


async def test_set_back_between_making_and_sending_it_waits_for_the_hour_once_more(bot: Mornings) -> None:
    await bot.until(DUE - MINUTE)
    bot.clock.move_to(DUE - 40 * MINUTE)
    await bot.tick()
    assert bot.chat.posts == 0
    await bot.until(DUE)
    assert bot.headers == [HEADER]


async def test_paused_says_nothing_and_owes_nothing_for_the_meantime(bot: Mornings) -> None:
    known = await bot.world.store.subscriptions.get(CHANNEL)
    assert known is not None
    await bot.subscribe(replace(known, paused=True))
    await bot.until(DUE + 60 * MINUTE, step=15 * MINUTE)
    assert (bot.chat.posts, _calls(bot)) == (0, (0, 0, 0))
    await bot.subscribe(replace(known, paused=False, since=bot.clock.now()))
    bot.world.source.days[TUESDAY] = day_of(2, TUESDAY, 11)
    await bot.until(DUE + DAY, step=15 * MINUTE)
    assert bot.headers == ["edition/console/main/2025-12-09/1"]


async def test_paused_between_making_and_the_hour_what_was_made_is_not_sent_in_the_pause(
    bot: Mornings,
) -> None:
    await bot.until(DUE - MINUTE)
    known = await bot.world.store.subscriptions.get(CHANNEL)
    assert known is not None
    await bot.subscribe(replace(known, paused=True))
    await bot.until(DUE + DAY, step=30 * MINUTE)
    assert bot.headers == [HEADER]  # made is made: its papers are taken, so it is sent rather than lost


class SlowArchive(FakeArchive):
    """Some texts come only when the gate opens."""

    def __init__(self, archive: FakeArchive, slow: frozenset[PaperId]) -> None:
        super().__init__(archive.texts, archive.papers)
        self.slow = slow
        self.gate = asyncio.Event()

    async def text(self, paper: PaperId, *, urgent: bool = False) -> FullText:
        if paper in self.slow:
            await self.gate.wait()
        return await super().text(paper, urgent=urgent)


async def test_a_paper_that_is_slow_at_the_hour_goes_out_after_the_others(bot: Mornings) -> None:
    archive = bot.world.archive = SlowArchive(bot.world.archive, frozenset({paper_id(2)}))
    await bot.restart()
    bot.clock.move_to(DUE - 2 * MINUTE)
    await bot.keep.tick()
    await bot.all_read([paper_id(number) for number in (1, 3, 4, 5, 6)])
    bot.clock.move_to(DUE + 11 * MINUTE)
    await bot.keep.idle()
    await bot.send()
    slow = f"paper/console/main/{paper_id(2)}"
    assert bot.headers == [HEADER]
    assert slow not in bot.chat.keys
    assert "준비되는 대로 올립니다" in bot.chat.message(HEADER).to_json()
    archive.gate.set()
    await bot.until(DUE + 20 * MINUTE)
    assert bot.chat.keys[-2:] == [slow, f"detail/console/main/{paper_id(2)}"]
    assert "준비되는 대로 올립니다" not in bot.chat.message(HEADER).to_json()


async def test_one_channel_s_slow_preparation_never_delays_another_s_edition(bot: Mornings) -> None:
    archive = bot.world.archive = SlowArchive(bot.world.archive, frozenset({paper_id(3)}))
    await bot.restart()
    other = Channel("console", "other")
    await bot.subscribe(
        Subscription(CHANNEL, exclude=("Method 3",), since=EVENING),
        Subscription(other, at="08:20", since=EVENING),
    )
    bot.clock.move_to(DUE - MINUTE)
    await bot.keep.tick()
    await bot.soon(lambda: len(bot.keep._under_way) == 1)
    bot.clock.move_to(DUE)
    await bot.send()
    assert bot.headers == [HEADER]
    assert len([key for key in bot.chat.keys if key.startswith("paper/console/main/")]) == 6
    archive.gate.set()
    await bot.until(DUE + 5 * MINUTE)
    assert len([key for key in bot.chat.keys if key.startswith("paper/console/other/")]) == 6


async def test_held_papers_are_tried_again_while_the_list_is_out(bot: Mornings) -> None:
    good, source = bot.world.model.script, bot.world.source
    bot.world.model.script = lambda prompt: (
        Unavailable("down") if prompt.paper.id == paper_id(2) else good(prompt)
    )
    await bot.until(DUE)
    assert f"paper/console/main/{paper_id(2)}" not in bot.chat.keys
    source.days = {day: Unavailable("HTTP 500") for day in (MONDAY, TUESDAY)}
    await bot.until(DUE + DAY, step=15 * MINUTE)
    bot.world.model.script = good
    await bot.until(DUE + DAY + 30 * MINUTE, step=MINUTE)
    assert f"paper/console/main/{paper_id(2)}" in bot.chat.keys
    editions = await bot.world.store.chronicle.newest(CHANNEL, 1)
    assert {entry.outcome for entry in editions[0].cards} == {Outcome.POSTED}


async def test_a_subscription_that_cannot_be_understood_keeps_nobody_else_waiting(bot: Mornings) -> None:
    await bot.subscribe(Subscription(Channel("console", "aaa"), at="25:99"))
    await bot.until(DUE, step=30 * MINUTE)
    assert bot.headers == [HEADER]


async def test_by_hand_it_comes_at_once_and_the_day_s_own_still_comes(bot: Mornings) -> None:
    subscription = Subscription(CHANNEL, limit=2)
    assert bot.keep.now(subscription)
    assert not bot.keep.now(subscription)
    await bot.keep.idle()
    await bot.send()
    assert bot.headers == ["edition/console/main/2025-12-08/1"]
    bot.world.source.days[WEDNESDAY] = day_of(1, WEDNESDAY, 21)
    bot.world.source.days[TUESDAY] = day_of(2, TUESDAY, 11)
    await bot.until(DUE + DAY, step=15 * MINUTE)
    assert bot.headers == ["edition/console/main/2025-12-08/1", "edition/console/main/2025-12-09/1"]


async def test_by_hand_a_list_that_is_out_leaves_a_word_for_status(bot: Mornings) -> None:
    bot.world.source.days = {MONDAY: Unavailable("HTTP 500")}
    assert bot.keep.now(Subscription(CHANNEL))
    await bot.keep.idle()
    quiet = await bot.world.store.chronicle.quiet(CHANNEL, 5)
    assert [row.reason for row in quiet] == ["HTTP 500"]
