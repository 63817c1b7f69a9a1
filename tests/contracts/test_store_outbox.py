"""What becomes of a delivery after a try, and where `find` begins to read."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.delivery import Kind, Next, State
from bot.domain.message import Items, Message, MessageRef, Paragraph, Quotation, Span, Tone
from bot.domain.paper import PaperId
from bot.errors import NotFound
from storage import Store
from tests.contracts.outbox_steps import CARD, attempts, claimed, key, owe, sent, state
from tests.fakes.deliveries import LEASE, MAIN, NOON, SLACK, after, delivery, ref


async def test_a_delivery_comes_back_as_it_was(store: Store) -> None:
    message = Message(
        push="1. 이름: 요점",
        note="물어본 사람: Kim",
        head="머리",
        title=Span("A Title <!channel>", url="https://arxiv.org/abs/2512.00001"),
        body=(
            Paragraph((Span("글", bold=True), Span("\u0000\u202e"))),
            Items(((Span("하나"),), (Span("둘"),)), ordered=True),
            Quotation("We find", "4 Results"),
        ),
        links=(Span("alphaXiv", url="https://www.alphaxiv.org/ko/overview/2512.00001"),),
        small=("▲ 3", "초록 기준"),
        topic="이름",
        tone=Tone.HELD,
        silent=False,
    )
    owed = replace(CARD, channel=SLACK, message=message, due=after(5))
    await owe(store, owed)
    assert await store.outbox.get("card") == owed
    assert await store.outbox.get("other") is None


async def test_a_known_key_is_left_alone(store: Store) -> None:
    await sent(store, delivery("a", text="first"))
    assert await store.outbox.owe([delivery("a", text="second"), delivery("b")], NOON) == 1
    known = await store.outbox.get("a")
    assert known is not None
    assert (known.message.push, known.state) == ("first", State.SENT)


async def test_what_is_owed_starts_as_pending_whatever_it_says(store: Store) -> None:
    odd = replace(delivery("a"), state=State.SENT, ref=ref(1), attempts=7, absences=1, reason="odd")
    await owe(store, odd)
    assert await store.outbox.get("a") == delivery("a")


async def test_a_parent_is_owed_before_its_children(store: Store) -> None:
    """So a lane can never wait for something behind itself. Getting it wrong is a bug, and loud."""
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await store.outbox.owe([delivery("detail", parent="card"), CARD], NOON)
    assert await store.outbox.get("card") is None


async def test_settling(store: Store, database: Path) -> None:
    await owe(store, CARD)
    await key(store)
    await store.outbox.settle("card", ref(7), after(3))
    assert await store.outbox.get("card") == replace(
        CARD, state=State.SENT, ref=ref(7), attempts=1, sent_at=after(3)
    )
    assert [row["state"] for row in await attempts(database)] == ["sent"]


async def test_settling_twice_changes_nothing(store: Store, database: Path) -> None:
    await sent(store, CARD)
    before = await store.outbox.get("card")
    await store.outbox.settle("card", ref(99), after(99))
    assert await store.outbox.get("card") == before
    assert len(await attempts(database)) == 1
    assert await store.requests.thread(MAIN, "000099") is None


async def test_a_card_opens_its_thread(store: Store) -> None:
    await sent(store, CARD, delivery("line", "other"))
    thread = await store.requests.thread(MAIN, ref(1).id)
    assert thread is not None
    assert (thread.card, thread.paper) == (ref(1), PaperId("2512.00001"))
    assert await store.requests.thread(MAIN, ref(2).id) is None
    assert await store.requests.thread(SLACK, ref(1).id) is None


async def test_an_edit_changes_what_is_kept_of_the_message(store: Store) -> None:
    await sent(store, replace(CARD, message=Message(push="요약 보류", tone=Tone.HELD)))
    await sent(store, delivery("edit", kind=Kind.EDIT, parent="card", text="요약"), first=2)
    card = await store.outbox.get("card")
    assert card is not None
    assert (card.message, card.state, card.ref) == (Message(push="요약"), State.SENT, ref(1))


@pytest.mark.parametrize("before", [State.PENDING, State.UNKNOWN, State.FAILED])
async def test_it_stands_there_whatever_was_thought(store: Store, before: State) -> None:
    """A worker that comes back late knows better than whoever took over its lease."""
    await owe(store, delivery("a"))
    await key(store)
    await store.outbox.put_back("a", Next(before, None, "thought"), NOON)
    await store.outbox.settle("a", ref(1), NOON)
    found = await store.outbox.get("a")
    assert found is not None
    assert (found.state, found.ref, found.reason) == (State.SENT, ref(1), "")
    assert await key(store, 1000) == ""


async def test_what_is_sent_stays_sent(store: Store, database: Path) -> None:
    await sent(store, delivery("a"))
    before = await store.outbox.get("a")
    for after_state in (State.PENDING, State.UNKNOWN, State.FAILED):
        await store.outbox.put_back("a", Next(after_state, None, "late"), NOON)
    assert await store.outbox.get("a") == before
    assert len(await attempts(database)) == 1


async def test_a_worker_whose_lease_was_taken_over_is_not_heard(store: Store) -> None:
    """Else its late `not sent` would give the message out a second time while the other one sends it."""
    await owe(store, delivery("a"))
    await key(store)
    assert await key(store, 120) == "a"
    late = after(0) + LEASE
    await store.outbox.put_back("a", Next(State.PENDING, NOON, "absent"), after(121), late)
    assert await state(store, "a") is State.UNKNOWN
    assert await key(store, 122) == ""
    await store.outbox.put_back("a", Next(State.PENDING, NOON, "absent"), after(123), after(120) + LEASE)
    assert await key(store, 124) == "a"


async def test_each_try_leaves_one_line(store: Store, database: Path) -> None:
    await owe(store, delivery("a"))
    await key(store)
    await store.outbox.put_back("a", Next(State.PENDING, NOON, "429"), NOON)
    await key(store)
    await store.outbox.put_back("a", Next(State.UNKNOWN, NOON, "reset"), NOON)
    await key(store)
    await store.outbox.settle("a", ref(1), NOON)
    assert [(row["state"], row["reason"]) for row in await attempts(database)] == [
        ("pending", "429"),
        ("unknown", "reset"),
        ("sent", ""),
    ]


async def test_keys_that_were_never_owed_are_a_bug(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.outbox.settle("nothing", ref(1), NOON)
    with pytest.raises(NotFound):
        await store.outbox.put_back("nothing", Next(State.PENDING), NOON)


@pytest.mark.parametrize("wrong", [State.SENT, State.SENDING])
async def test_only_settling_makes_it_sent(store: Store, wrong: State) -> None:
    await owe(store, delivery("a"))
    with pytest.raises(ValueError, match="put back as"):
        await store.outbox.put_back("a", Next(wrong), NOON)


async def test_anchors_in_the_channel(store: Store) -> None:
    await owe(store, delivery("first", "1"))
    first = await claimed(store)
    assert first is not None
    assert await store.outbox.anchor(first) is None
    await store.outbox.settle("first", ref(1), NOON)
    await sent(store, delivery("elsewhere", "2", channel=SLACK), first=2)
    await sent(store, delivery("below", "3", kind=Kind.ANSWER, parent="first"), first=3)
    await sent(store, delivery("edit", "4", kind=Kind.EDIT, parent="first"), first=4)
    await owe(store, delivery("second", "5"))
    second = await claimed(store)
    assert second is not None
    assert await store.outbox.anchor(second) == ref(1)


async def test_anchors_in_a_thread(store: Store) -> None:
    await sent(store, CARD)
    await owe(store, delivery("detail", kind=Kind.DETAIL, parent="card"))
    detail = await claimed(store)
    assert detail is not None
    assert await store.outbox.anchor(detail) == ref(1)
    await store.outbox.settle("detail", ref(2, thread=ref(1).id), NOON)
    await sent(store, delivery("edit", "edits", kind=Kind.EDIT, parent="card"), first=3)
    await sent(store, delivery("line", "lines"), first=4)
    await owe(store, delivery("answer", "answers", kind=Kind.ANSWER, parent="card"))
    answer = await claimed(store)
    assert answer is not None
    assert await store.outbox.anchor(answer) == ref(2, thread=ref(1).id)


async def test_an_anchor_is_never_newer_than_the_message_that_is_looked_for(store: Store) -> None:
    """`early` was owed first but went out after `lost`: reading on from it would miss `lost`."""
    await sent(store, delivery("old", "0"))
    await owe(store, delivery("early", "1", due=after(10)), delivery("lost", "2"))
    assert await key(store) == "lost"
    await store.outbox.put_back("lost", Next(State.UNKNOWN, after(20), "lost"), NOON)
    assert await key(store, 10) == "early"
    await store.outbox.settle("early", ref(5), after(11))
    lost = await claimed(store, 20)
    assert lost is not None
    assert (lost.key, await store.outbox.anchor(lost)) == ("lost", ref(1))
    await store.outbox.put_back("lost", Next(State.PENDING, after(20), "absent"), after(20))
    again = await claimed(store, 21)
    assert again is not None
    assert await store.outbox.anchor(again) == ref(1)


async def test_a_message_owed_once_more_gives_its_place_in_the_order_to_nobody(store: Store) -> None:
    """Else what is sent next would count as older than what was tried before it."""
    await sent(store, delivery("old", "0"), delivery("newest", "1"))
    await owe(store, delivery("lost", "2"))
    assert await key(store) == "lost"
    await store.outbox.put_back("lost", Next(State.UNKNOWN, after(20), "lost"), NOON)
    assert await store.outbox.revive("newest", NOON)
    assert await key(store, 10) == "newest"
    await store.outbox.settle("newest", ref(5), after(11))
    await sent(store, delivery("other", "3"), first=6)
    lost = await claimed(store, 20)
    assert lost is not None
    assert (lost.key, await store.outbox.anchor(lost)) == ("lost", ref(1))


async def test_owed_of_channels(store: Store) -> None:
    await sent(store, delivery("done"))
    await owe(
        store, delivery("a", "1"), delivery("b", "2", channel=SLACK), delivery("c", "3", due=after(1000))
    )
    await key(store)
    assert [row.key for row in await store.outbox.owed([MAIN])] == ["a", "c"]
    assert [row.key for row in await store.outbox.owed([SLACK, MAIN])] == ["a", "b", "c"]
    assert list(await store.outbox.owed([])) == []


async def test_refs_come_back(store: Store) -> None:
    where = MessageRef(SLACK, "1733731200.000100", "1733731100.000200", "https://x.slack.com/archives/C/p1")
    await owe(store, delivery("a", channel=SLACK))
    await key(store)
    await store.outbox.settle("a", where, NOON)
    found = await store.outbox.get("a")
    assert found is not None
    assert found.ref == where


async def test_keys_by_how_they_begin(store: Store) -> None:
    for name in ("alert/a", "alert/b/well", "alerts", "alert", "alert/힣"):
        await owe(store, delivery(name, name))
    assert await store.outbox.keys("alert/") == ["alert/a", "alert/b/well", "alert/힣"]
