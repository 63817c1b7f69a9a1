"""What is given out to be sent, and when."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.delivery import OPEN, Kind, Next, State
from storage import Store, deliveries, open_store
from storage.opening import open_database
from storage.sqlite import Transaction
from tests.contracts.outbox_steps import CARD, attempts, claimed, key, owe, state
from tests.fakes.deliveries import LEASE, NOON, PLATFORMS, SLACK, after, delivery, ref


async def test_a_claim_makes_it_sending_and_counts(store: Store) -> None:
    await owe(store, delivery("a"))
    given = await claimed(store)
    assert given == replace(delivery("a"), state=State.SENDING, attempts=1)
    assert await claimed(store) is None
    assert await store.outbox.get("a") == given


async def test_lowest_first_over_all_lanes(store: Store) -> None:
    await owe(store, delivery("a", "x"), delivery("b", "y"), delivery("c", "x"), delivery("d", "z"))
    assert [await key(store) for _ in range(4)] == ["a", "b", "d", ""]


@pytest.mark.parametrize("blocking", ["pending", "sending", "unknown", "unknown and looked for"])
async def test_a_lane_waits_for_its_first(store: Store, blocking: str) -> None:
    await owe(store, delivery("a", due=after(1000) if blocking == "pending" else None), delivery("b"))
    if blocking != "pending":
        assert await key(store) == "a"
    if blocking.startswith("unknown"):
        due = after(1000) if blocking == "unknown" else NOON
        await store.outbox.put_back("a", Next(State.UNKNOWN, due, "lost"), NOON)
    if blocking == "unknown and looked for":
        assert await key(store) == "a"
    assert await key(store) == ""


@pytest.mark.parametrize("passed", [State.SENT, State.FAILED])
async def test_a_lane_goes_on_after_what_is_over(store: Store, passed: State) -> None:
    await owe(store, delivery("a"), delivery("b"))
    assert await key(store) == "a"
    if passed is State.SENT:
        await store.outbox.settle("a", ref(1), NOON)
    else:
        await store.outbox.put_back("a", Next(State.FAILED, None, "refused"), NOON)
    assert await key(store) == "b"


async def test_nothing_before_it_is_due(store: Store) -> None:
    await owe(store, delivery("a", due=after(10)))
    assert await key(store, 9.999999) == ""
    assert await key(store, 10) == "a"


async def test_only_for_platforms_that_we_speak_on(store: Store) -> None:
    await owe(store, delivery("a", "x", channel=SLACK), delivery("b", "y"))
    assert await claimed(store, platforms=()) is None
    assert await store.outbox.next_due(()) is None
    for_console = await claimed(store, platforms=["console"])
    assert for_console is not None
    assert for_console.key == "b"
    assert await claimed(store, platforms=["console", "discord"]) is None
    assert await store.outbox.next_due(["discord"]) is None
    assert await key(store) == "a"


async def test_a_child_waits_for_its_parent(store: Store) -> None:
    detail = delivery("detail", "thread", kind=Kind.DETAIL, parent="card")
    await owe(store, CARD, detail)
    assert [await key(store), await key(store)] == ["card", ""]
    await store.outbox.put_back("card", Next(State.UNKNOWN, after(60), "lost"), NOON)
    assert await key(store, 1) == ""
    assert await key(store, 60) == "card"
    await store.outbox.settle("card", ref(1), NOON)
    assert await key(store, 61) == "detail"


async def test_children_fail_with_their_parent(store: Store) -> None:
    await owe(
        store,
        CARD,
        delivery("detail", "thread", kind=Kind.DETAIL, parent="card"),
        delivery("edit", "edits", kind=Kind.EDIT, parent="detail"),
        delivery("other", "thread"),
    )
    assert await key(store) == "card"
    await store.outbox.put_back("card", Next(State.FAILED, None, "no permission"), NOON)
    assert await store.outbox.next_due(PLATFORMS) == NOON
    assert await key(store) == "other"
    for below in ("detail", "edit"):
        failed = await store.outbox.get(below)
        assert failed is not None
        assert (failed.state, failed.attempts) == (State.FAILED, 0)
        assert failed.reason == "the message that it belongs to failed"


async def test_a_failed_parent_is_noticed_when_nothing_else_is_owed(store: Store) -> None:
    await owe(store, CARD, delivery("detail", "thread", parent="card"))
    await key(store)
    await store.outbox.put_back("card", Next(State.FAILED, None, "no"), NOON)
    assert await key(store) == ""
    assert await state(store, "detail") is State.FAILED
    assert await store.outbox.next_due(PLATFORMS) is None


async def test_a_lease_that_ran_out_is_unknown(store: Store, database: Path) -> None:
    await owe(store, delivery("a"))
    await key(store)
    assert await key(store, 119.999999) == ""
    again = await claimed(store, 120)
    assert again is not None
    assert (again.state, again.attempts, again.reason) == (State.UNKNOWN, 1, "the lease ran out")
    assert await key(store, 121) == ""
    assert [(row["key"], row["state"]) for row in await attempts(database)] == [("a", "unknown")]


async def test_an_unknown_one_is_leased_but_stays_unknown(store: Store) -> None:
    await owe(store, delivery("a"))
    await key(store)
    await store.outbox.put_back("a", Next(State.UNKNOWN, after(1), "reset"), NOON)
    looked_for = await claimed(store, 1)
    assert looked_for is not None
    assert (looked_for.state, looked_for.attempts, looked_for.reason) == (State.UNKNOWN, 1, "reset")
    assert await key(store, 2) == ""
    assert await key(store, 121) == "a"


async def test_absences_are_kept_until_it_is_sent_again(store: Store) -> None:
    await owe(store, delivery("a"))
    await key(store)
    await store.outbox.put_back("a", Next(State.UNKNOWN, after(60), "lost", absences=1), NOON)
    looked_for = await claimed(store, 60)
    assert looked_for is not None
    assert looked_for.absences == 1
    await store.outbox.put_back("a", Next(State.PENDING, after(60), "lost"), after(60))
    again = await claimed(store, 61)
    assert again is not None
    assert (again.state, again.attempts, again.absences) == (State.SENDING, 2, 0)


async def test_what_a_dead_process_held(store: Store, database: Path) -> None:
    await owe(store, delivery("a", "1"), delivery("b", "2"), delivery("c", "3"))
    await key(store)
    await store.outbox.put_back("a", Next(State.UNKNOWN, NOON, "reset"), NOON)
    assert [await key(store), await key(store)] == ["a", "b"]
    assert await store.outbox.abandoned(after(1)) == 1
    assert [await state(store, one) for one in "abc"] == [State.UNKNOWN, State.UNKNOWN, State.PENDING]
    given = [await claimed(store, 2) for _ in range(3)]
    assert [one.key for one in given if one] == ["a", "b", "c"]
    assert [one.reason for one in given if one] == [
        "reset",
        "the process ended while it was being sent",
        "",
    ]
    assert [row["key"] for row in await attempts(database)] == ["a", "b"]
    assert await store.outbox.abandoned(after(3)) == 1


async def test_the_next_due_moment(store: Store) -> None:
    assert await store.outbox.next_due(PLATFORMS) is None
    await owe(store, delivery("a", "1", due=after(30)), delivery("b", "1"), delivery("c", "2", due=after(50)))
    assert await store.outbox.next_due(PLATFORMS) == after(30)
    assert await key(store, 30) == "a"
    assert await store.outbox.next_due(PLATFORMS) == after(50)
    assert await key(store, 50) == "c"
    assert await store.outbox.next_due(PLATFORMS) == after(30) + LEASE
    await store.outbox.settle("a", ref(1), after(60))
    assert await store.outbox.next_due(PLATFORMS) == NOON


async def test_a_child_of_something_open_is_not_counted(store: Store) -> None:
    """Else whoever waits for the next moment would find nothing to claim, at once and again and again."""
    await owe(store, CARD, delivery("detail", "thread", parent="card"))
    await key(store)
    assert await store.outbox.next_due(PLATFORMS) == NOON + LEASE


async def test_sixty_four_at_once(store: Store, database: Path) -> None:
    """Over several connections: each lane's first is given to one of them, and to one only."""
    await owe(store, *(delivery(f"{lane}/{number}", f"{lane}") for lane in range(20) for number in range(3)))
    async with AsyncExitStack() as stack:
        sides = [await stack.enter_async_context(open_store(database)) for _ in range(3)]
        given = await asyncio.gather(*(claimed(side) for side in (store, *sides) for _ in range(16)))
    keys = sorted(one.key for one in given if one)
    assert len(given) == 64
    assert keys == sorted(f"{lane}/0" for lane in range(20))


async def test_sixty_four_for_one(store: Store, database: Path) -> None:
    await owe(store, delivery("a"))
    async with open_store(database) as other:
        given = await asyncio.gather(*(claimed(side) for side in (store, other) for _ in range(32)))
    assert [one.key for one in given if one] == ["a"]


async def test_open_states_are_those_of_the_domain(database: Path) -> None:
    """The schema names them in its indexes and views."""
    async with open_database(database) as opened:
        for one in State:
            await opened.write(deliveries.owe, [delivery(one)], NOON)
            sql = "UPDATE deliveries SET state = key WHERE key = :state"
            await opened.write(Transaction.execute, sql, {"state": one})
        rows = await opened.read(Transaction.rows, "SELECT state FROM open_deliveries")
    assert {row["state"] for row in rows} == set(OPEN)
