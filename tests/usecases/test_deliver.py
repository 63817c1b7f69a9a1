"""Exactly once, whatever the platform does: over a scripted chat and a real outbox."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.domain.delivery import Delivery, Kind, State, edit_of
from bot.domain.message import Channel, Message, Paragraph, Place, Span
from bot.domain.paper import PaperId
from bot.errors import Failure, OutcomeUnknown, Rejected, Unavailable
from tests.fakes.memory_store import memory_store
from tests.fakes.ports import FakeChat
from tests.usecases.conftest import CHANNEL, World, papers_world


def message(text: str) -> Message:
    return Message(push=text, body=(Paragraph((Span(text),)),))


def owed(key: str, lane: str = "lane", kind: Kind = Kind.CARD, parent: str = "") -> Delivery:
    return Delivery(key, lane, kind, CHANNEL, message(key), paper=PaperId("2512.00001"), parent=parent)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with memory_store() as store:
        yield papers_world(store, range(1, 2))


async def deliver(world: World, *deliveries: Delivery, patience: float = 1000) -> None:
    await world.store.outbox.owe(deliveries, world.clock.now())
    await world.deliverer().work(patience)


async def states(world: World) -> list[State]:
    return [row.state for row in await world.store.outbox.log(None)]


LOST = OutcomeUnknown("reply lost")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [None, LOST]),  # it stands there, we do not know
        ([None, LOST], []),  # it does not, we do not know
        ([None, Unavailable("429", retry_after=3)], []),
        ([None, Unavailable("refused")], []),
        ([None, LOST, LOST, Unavailable("503")], []),
        ([None, LOST], [None, LOST]),
    ],
)
async def test_every_message_stands_once_and_in_order(
    world: World, before: list[Failure | None], after: list[Failure | None]
) -> None:
    world.chat.before, world.chat.after = before, after
    await deliver(world, owed("a"), owed("b"), owed("c"))
    assert world.chat.keys == ["a", "b", "c"]
    assert await states(world) == [State.SENT] * 3


async def test_ended_at_any_moment_nothing_is_left_half_sent(world: World) -> None:
    keys = [f"k{number}" for number in range(40)]
    await world.store.outbox.owe([owed(key, lane=key) for key in keys], world.clock.now())
    for steps in range(40):
        work = asyncio.create_task(world.deliverer().work(None))
        for _ in range(steps):
            await asyncio.sleep(0)
        work.cancel()
        await asyncio.wait([work])
        assert set(await states(world)) <= {State.SENT, State.PENDING}, steps
    assert world.chat.keys
    assert len(world.chat.keys) == (await states(world)).count(State.SENT)


async def test_an_absent_one_is_sent_again_only_after_two_looks_a_minute_apart(world: World) -> None:
    world.chat.before = [LOST]
    start = world.clock.now()
    await deliver(world, owed("a"))
    assert world.chat.keys == ["a"]
    assert (world.clock.now() - start).total_seconds() >= 60


async def test_with_an_unreadable_history_it_is_never_sent_again(world: World) -> None:
    world.chat.before, world.chat.unreadable = [LOST], Rejected("missing_scope")
    await deliver(world, owed("a"), owed("b"))
    assert world.chat.posts == 2
    assert world.chat.keys == ["b"]
    assert await states(world) == [State.FAILED, State.SENT]


async def test_a_refused_one_is_passed_over_with_what_hangs_below_it(world: World) -> None:
    world.chat.before = [Rejected("invalid_blocks")]
    await deliver(world, owed("a"), owed("below", kind=Kind.DETAIL, parent="a"), owed("b"))
    assert world.chat.keys == ["b"]
    assert await states(world) == [State.FAILED, State.FAILED, State.SENT]


async def test_lanes_do_not_wait_for_each_other(world: World) -> None:
    world.chat.before = [Unavailable("429", retry_after=500)]
    await deliver(world, owed("a", "slow"), owed("a2", "slow"), owed("b", "fast"), patience=10)
    assert world.chat.keys == ["b"]
    await world.deliverer().work(1000)
    assert world.chat.keys == ["b", "a", "a2"]


async def test_a_killed_sender_s_message_is_looked_for_before_anything_else(world: World) -> None:
    outbox, now = world.store.outbox, world.clock.now()
    await outbox.owe([owed("a"), owed("b")], now)
    claimed = await outbox.claim(now, now, ("console",))
    assert claimed is not None
    ref = await world.chat.post(Place(CHANNEL), claimed.message, claimed.key)
    assert await outbox.abandoned(now) == 1
    await world.deliverer().work(1000)
    assert world.chat.keys == ["a", "b"]
    settled = await outbox.get("a")
    assert settled is not None
    assert settled.ref == ref


async def test_an_edit_changes_the_message_in_place_and_a_lost_reply_does_no_harm(world: World) -> None:
    await deliver(world, owed("a"))
    changed = Delivery("a", "lane", Kind.CARD, CHANNEL, message("new"))
    await deliver(world, edit_of(changed))
    assert [body.push for _, _, body in world.chat.standing] == ["new"]
    stored = await world.store.outbox.get("a")
    assert stored is not None
    assert stored.message.push == "new"


async def test_an_edit_of_a_deleted_message_is_not_sent_anew(world: World) -> None:
    await deliver(world, owed("a"))
    world.chat.standing.clear()
    await deliver(world, edit_of(owed("a")))
    assert world.chat.standing == []
    assert await states(world) == [State.SENT, State.FAILED]


async def test_another_platform_s_messages_wait_for_it(world: World) -> None:
    elsewhere = Delivery("s", "lane", Kind.CARD, Channel("slack", "C1"), message("s"))
    await deliver(world, elsewhere, owed("a", "other"))
    assert world.chat.keys == ["a"]
    world.chat = FakeChat("slack")
    await world.deliverer().work(10)
    assert world.chat.keys == ["s"]
