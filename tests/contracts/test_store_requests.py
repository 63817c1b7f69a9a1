"""What people asked for, kept until answered."""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.conversation import Person, Request, RequestKind
from bot.domain.message import Channel
from storage import Store, open_store
from storage.opening import open_database
from storage.sqlite import Row, Transaction
from tests.fakes import papers
from tests.fakes.deliveries import LEASE, MAIN, NOON, SLACK, after


def question(
    event: str, person: str = "U1", *, thread: str = "", seconds: float = 0, channel: Channel = MAIN
) -> Request:
    return Request(
        event=event,
        kind=RequestKind.QUESTION,
        channel=channel,
        person=Person(person, "Kim"),
        text=f"왜? {event}",
        at=after(seconds),
        thread=thread or f"thread of {event}",
        message=f"message of {event}",
        paper=papers.paper_id(1),
    )


def wish(event: str, person: str = "U1", *, seconds: float = 0) -> Request:
    return Request(
        event=event,
        kind=RequestKind.PAPER,
        channel=SLACK,
        person=Person(person, "Kim", may_manage=True),
        text="2512.00001",
        at=after(seconds),
        reply_to="https://hooks.example/secret",
        reply_until=after(900),
    )


async def accept(store: Store, *requests: Request) -> None:
    for request in requests:
        assert await store.requests.accept(request)


async def event(store: Store, seconds: float = 0) -> str:
    """The event of what is given out; empty for nothing."""
    given = await store.requests.claim(after(seconds), after(seconds) + LEASE)
    return given.event if given else ""


async def events(store: Store, count: int, seconds: float = 0) -> list[str]:
    return [await event(store, seconds) for _ in range(count)]


async def rows(database: Path) -> list[Row]:
    async with open_database(database) as opened:
        return await opened.read(Transaction.rows, "SELECT * FROM requests ORDER BY seq")


@pytest.mark.parametrize("made", [question("q"), wish("w")])
async def test_a_request_comes_back_as_it_was(store: Store, made: Request) -> None:
    await accept(store, made)
    assert await store.requests.claim(NOON, NOON + LEASE) == replace(made, tries=1)


async def test_an_event_is_taken_once(store: Store) -> None:
    await accept(store, wish("w"))
    assert not await store.requests.accept(replace(wish("w"), text="2512.00002"))
    await event(store)
    assert not await store.requests.accept(wish("w"))
    await store.requests.done("w", "done", NOON)
    assert not await store.requests.accept(wish("w"))
    assert await event(store, 1000) == ""


async def test_an_event_is_taken_once_by_two_processes(store: Store, database: Path) -> None:
    async with open_store(database) as other:
        taken = await asyncio.gather(
            *(side.requests.accept(wish("w")) for side in (store, other) for _ in range(10))
        )
    assert sum(taken) == 1


async def test_a_lease(store: Store) -> None:
    await accept(store, wish("w"))
    assert await events(store, 2) == ["w", ""]
    assert await event(store, 119.999999) == ""
    again = await store.requests.claim(after(120), after(240))
    assert again is not None
    assert again.tries == 2


async def test_leases_of_a_dead_process_end_at_the_start(store: Store) -> None:
    await accept(store, wish("w"), question("q"))
    await events(store, 2)
    await store.requests.abandoned()
    assert sorted(await events(store, 2, 1)) == ["q", "w"]


async def test_later(store: Store) -> None:
    await accept(store, wish("w"))
    await event(store)
    await store.requests.later("w", after(600))
    assert await event(store, 599) == ""
    given = await store.requests.claim(after(600), after(700))
    assert given == replace(wish("w"), tries=2, due=after(600))


async def test_who_waited_longest_for_a_turn_comes_first(store: Store) -> None:
    await accept(
        store,
        *(wish(f"a{number}", "ann", seconds=number) for number in range(4)),
        wish("b0", "ben", seconds=10),
        wish("b1", "ben", seconds=11),
        wish("c0", "cho", seconds=12),
    )
    assert await events(store, 8) == ["a0", "b0", "c0", "a1", "b1", "a2", "a3", ""]


async def test_turns_are_remembered_after_the_request_is_done(store: Store) -> None:
    await accept(store, wish("a0", "ann"))
    await event(store)
    await store.requests.done("a0", "done", NOON)
    await accept(store, wish("a1", "ann", seconds=1), wish("b0", "ben", seconds=2))
    assert await events(store, 2) == ["b0", "a1"]


async def test_the_same_id_on_two_platforms_is_two_people(store: Store) -> None:
    await accept(store, question("q", "7"))
    await event(store)
    await accept(store, wish("other", "8", seconds=5), wish("w", "7", seconds=1))
    assert await event(store) == "w"


async def test_one_of_a_thread_at_a_time_and_in_order(store: Store) -> None:
    await accept(
        store,
        question("second", "ben", thread="t", seconds=2),
        question("first", "ann", thread="t", seconds=1),
        question("elsewhere", "ann", thread="u", seconds=3),
        question("other channel", "dan", thread="t", seconds=4, channel=SLACK),
    )
    assert await events(store, 4) == ["first", "other channel", "elsewhere", ""]
    await store.requests.done("first", "answered", NOON)
    assert await event(store) == "second"


async def test_one_that_comes_late_waits_for_the_one_under_way(store: Store) -> None:
    await accept(store, question("newer", thread="t", seconds=2))
    await event(store)
    await accept(store, question("older", thread="t", seconds=1))
    assert await event(store) == ""
    await store.requests.done("newer", "answered", NOON)
    assert await event(store) == "older"


async def test_a_thread_waits_for_one_put_back(store: Store) -> None:
    await accept(store, question("first", thread="t"), question("second", thread="t", seconds=1))
    await event(store)
    await store.requests.later("first", after(60))
    assert await event(store, 59) == ""
    assert await event(store, 60) == "first"


async def test_papers_wait_for_nobody(store: Store) -> None:
    await accept(store, *(wish(str(number)) for number in range(3)))
    assert len(set(await events(store, 3))) == 3


async def test_papers_ahead(store: Store) -> None:
    await accept(store, *(wish(str(number), seconds=number) for number in range(4)), question("q"))
    assert await store.requests.ahead(NOON) == 4
    await events(store, 3)
    await store.requests.done("0", "done", NOON)
    await store.requests.later("1", after(600))
    assert await store.requests.ahead(NOON) == 2
    assert await store.requests.ahead(after(600)) == 3


SECRETS = ("왜?", "Kim", "U1", "hooks.example", "message of", "thread of")


@pytest.mark.parametrize("end", ["done", "forgotten"])
async def test_what_was_asked_and_by_whom_is_erased(store: Store, database: Path, end: str) -> None:
    await accept(store, question("q"))
    await event(store)
    if end == "done":
        await store.requests.done("q", "answered", after(5))
    else:
        await store.requests.forget(MAIN, "message of q")
    (row,) = await rows(database)
    kept = "\n".join(str(value) for value in row.values())
    assert not any(secret in kept for secret in SECRETS)
    state = "answered" if end == "done" else "forgotten"
    assert (row["event"], row["kind"], row["state"]) == ("q", "question", state)
    assert datetime.fromisoformat(row["at"]) == NOON


async def test_a_deleted_question_goes(store: Store) -> None:
    await accept(store, question("q", thread="t"), question("next", thread="t", seconds=1))
    await store.requests.forget(MAIN, "message of q")
    assert not await store.requests.accept(question("q", thread="t"))
    assert await events(store, 2) == ["next", ""]


async def test_a_deleted_question_under_way_goes_too(store: Store, database: Path) -> None:
    await accept(store, question("q"))
    await event(store)
    await store.requests.forget(MAIN, "message of q")
    await store.requests.later("q", NOON)
    assert await event(store, 1000) == ""
    await store.requests.done("q", "answered", NOON)
    assert [row["state"] for row in await rows(database)] == ["forgotten"]


async def test_only_that_question_is_forgotten(store: Store, database: Path) -> None:
    await accept(store, question("q"), question("r", channel=SLACK), wish("w"))
    await event(store)
    await store.requests.done("q", "answered", NOON)
    for message in ("message of q", "message of r", ""):
        await store.requests.forget(MAIN, message)
    await store.requests.forget(SLACK, "")
    assert [row["state"] for row in await rows(database)] == ["answered", "waiting", "waiting"]


async def test_done_twice_keeps_the_first(store: Store, database: Path) -> None:
    await accept(store, wish("w"))
    await store.requests.done("w", "answered", after(1))
    await store.requests.done("w", "failed", after(2))
    (row,) = await rows(database)
    assert (row["state"], datetime.fromisoformat(row["done_at"])) == ("answered", after(1))


async def test_many_at_once_one_each(store: Store, database: Path) -> None:
    await accept(store, *(question(str(number), thread=f"t{number % 8}") for number in range(24)))
    async with open_store(database) as other:
        given = await asyncio.gather(
            *(side.requests.claim(NOON, NOON + LEASE) for side in (store, other) for _ in range(32))
        )
    assert sorted(one.event for one in given if one) == [str(number) for number in range(8)]
