"""What each channel was given, and why."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.delivery import Kind, State, card_key, detail_key, header_key
from bot.domain.edition import Edition, Entry, How, Layout
from bot.domain.message import Channel
from bot.domain.summary import Outcome, Reason
from bot.errors import Rejected
from storage import Store, open_store
from tests.contracts.outbox_steps import key, owe, sent
from tests.fakes import papers
from tests.fakes.deliveries import MAIN, NOON, SLACK, after, delivery

TUESDAY = date(2025, 12, 9)


def card(number: int, place: int = 0) -> Entry:
    return Entry(papers.paper_id(number), How.CARD, place or number, upvotes=100 - number)


def listed(number: int, place: int = 0) -> Entry:
    return Entry(papers.paper_id(number), How.LISTED, place or number)


def edition(*entries: Entry, channel: Channel = MAIN, due: date | None = None, seconds: float = 0) -> Edition:
    return Edition(
        channel=channel,
        day=papers.MONDAY,
        days=(papers.MONDAY,),
        listed=20,
        at=after(seconds),
        entries=entries,
        due=due,
    )


def numbers(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Number of the paper and its place."""
    return [(int(entry.paper[-5:]), entry.place) for entry in entries]


async def test_an_edition_comes_back_as_it_was(store: Store) -> None:
    await store.library.save_listings(papers.MONDAY, papers.day_of(3), NOON)
    made = Edition(
        channel=SLACK,
        day=papers.MONDAY,
        days=(date(2025, 12, 5), papers.MONDAY),
        listed=31,
        at=NOON,
        entries=(replace(card(2, 1), interest="추론"), card(1, 2), listed(3)),
        local_date=TUESDAY,
        due=TUESDAY,
        layout=Layout.FULL,
        caught_up=3,
    )
    kept = await store.editions.record(made)
    assert kept == replace(made, number=1, id=kept.id)
    assert kept.papers == {papers.paper_id(number): papers.paper(number) for number in (1, 2, 3)}
    assert list(await store.chronicle.editions(papers.MONDAY)) == [kept]
    read = (await store.chronicle.editions(None))[0]
    assert (read, read.papers) == (kept, kept.papers)
    assert list(await store.chronicle.editions(TUESDAY)) == []


async def test_papers_that_the_library_does_not_know_are_not_made_up(store: Store) -> None:
    await store.editions.record(edition(card(1)))
    (read,) = await store.chronicle.editions(None)
    assert (numbers(read.entries), read.papers) == ([(1, 1)], {})


async def test_numbers_count_the_channels_editions_of_a_day(store: Store) -> None:
    made = [
        edition(card(1)),
        edition(card(2)),
        edition(card(1), channel=SLACK),
        replace(edition(card(3)), day=TUESDAY),
        edition(card(4)),
    ]
    assert [(await store.editions.record(one)).number for one in made] == [1, 2, 1, 1, 3]


async def test_one_scheduled_edition_for_a_due_date(store: Store) -> None:
    await store.editions.record(edition(card(1), due=TUESDAY))
    with pytest.raises(Rejected, match="console:main has its edition of 2025-12-09 already"):
        await store.editions.record(edition(card(2), due=TUESDAY))
    assert await store.editions.taken(MAIN, [papers.paper_id(2)]) == frozenset()
    await store.editions.record(edition(card(2), channel=SLACK, due=TUESDAY))
    await store.editions.record(edition(card(2)))
    await store.editions.record(edition(card(3)))
    assert len(await store.chronicle.editions(None)) == 4


async def test_what_was_taken_meanwhile_is_left_out_and_the_others_move_up(store: Store) -> None:
    await store.editions.record(edition(card(2), listed(5, place=2)))
    kept = await store.editions.record(edition(card(1), card(2), card(3), listed(4), listed(5), listed(6)))
    assert numbers(kept.cards) == [(1, 1), (3, 2)]
    assert numbers(kept.rest) == [(4, 4), (6, 5)]
    (_, read) = await store.chronicle.editions(None)
    assert read == kept


async def test_a_paper_twice_in_one_edition(store: Store) -> None:
    kept = await store.editions.record(edition(card(1), card(1, place=2), card(2, place=3), listed(2, 4)))
    assert numbers(kept.entries) == [(1, 1), (2, 2)]


async def test_nothing_left(store: Store) -> None:
    await store.editions.record(edition(card(1)))
    kept = await store.editions.record(edition(card(1), due=TUESDAY))
    assert (kept.entries, kept.number) == ((), 2)
    assert [one.number for one in await store.editions.unfinished(MAIN, NOON)] == [1]


async def test_two_at_once_never_share_a_paper(store: Store, database: Path) -> None:
    entries = [card(number) for number in range(1, 30)]
    async with open_store(database) as other:
        kept = await asyncio.gather(
            *(side.editions.record(edition(*entries)) for side in (store, other) for _ in range(4))
        )
    assert sorted(one.number for one in kept) == list(range(1, 9))
    assert sorted(len(one.entries) for one in kept) == [0] * 7 + [29]


async def test_taken(store: Store) -> None:
    await store.editions.record(edition(card(1), listed(2)))
    wanted = [papers.paper_id(number) for number in range(1, 2500)]
    assert await store.editions.taken(MAIN, wanted) == {papers.paper_id(1), papers.paper_id(2)}
    assert await store.editions.taken(SLACK, wanted) == frozenset()
    assert await store.editions.taken(MAIN, []) == frozenset()


async def test_taking_one_that_was_asked_for(store: Store) -> None:
    paper = papers.paper_id(1)
    owed = delivery(card_key(MAIN, paper), kind=Kind.CARD, paper=paper)
    await store.editions.take(MAIN, paper, NOON, [owed])
    assert await store.editions.taken(MAIN, [paper]) == {paper}
    assert await store.outbox.get(owed.key) == owed
    assert numbers((await store.editions.record(edition(card(1), card(2)))).entries) == [(2, 1)]
    again = replace(owed, message=delivery("other").message)
    await store.editions.take(MAIN, paper, NOON, [again])
    assert await store.outbox.get(owed.key) == owed


async def test_asking_for_one_that_was_only_listed(store: Store) -> None:
    kept = await store.editions.record(edition(card(1), listed(2)))
    paper = papers.paper_id(2)
    await store.editions.take(MAIN, paper, NOON, [delivery("card", kind=Kind.CARD, paper=paper)])
    assert await key(store) == "card"
    assert list(await store.chronicle.editions(None)) == [kept]


async def test_asked_for_and_owed_together_or_not_at_all(store: Store) -> None:
    paper = papers.paper_id(1)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await store.editions.take(MAIN, paper, NOON, [delivery("detail", parent="never owed")])
    assert await store.editions.taken(MAIN, [paper]) == frozenset()


async def test_deciding(store: Store) -> None:
    kept = await store.editions.record(edition(card(1), card(2), card(3)))
    first = replace(kept.entries[0], outcome=Outcome.POSTED)
    second = replace(kept.entries[1], outcome=Outcome.SHOWN, reason=Reason.NUMBERS, detail="85.4")
    head = delivery(header_key(MAIN, papers.MONDAY, 1), kind=Kind.HEADER)
    await store.editions.decide(kept, [first, second], [head, delivery("card", kind=Kind.CARD)])
    (read,) = await store.chronicle.editions(None)
    assert read == replace(kept, entries=(first, second, kept.entries[2]), header_owed=True)
    assert [row.key for row in await store.outbox.owed([MAIN])] == [head.key, "card"]


async def test_deciding_twice_owes_once(store: Store) -> None:
    kept = await store.editions.record(edition(card(1)))
    posted = [replace(kept.entries[0], outcome=Outcome.POSTED)]
    owed = delivery("card", kind=Kind.CARD)
    await store.editions.decide(kept, posted, [owed])
    assert await key(store) == "card"
    await store.editions.decide(kept, posted, [replace(owed, message=delivery("other").message)])
    found = await store.outbox.get("card")
    assert found is not None
    assert (found.state, found.message) == (State.SENDING, owed.message)
    assert not (await store.chronicle.editions(None))[0].header_owed


async def test_deciding_is_all_or_nothing(store: Store) -> None:
    kept = await store.editions.record(edition(card(1)))
    entries = [replace(kept.entries[0], outcome=Outcome.POSTED), card(2)]
    with pytest.raises(Rejected, match=r"2512\.00002 is not in edition"):
        await store.editions.decide(kept, entries, [delivery("card")])
    assert (await store.chronicle.editions(None))[0] == kept
    assert await store.outbox.get("card") is None


@pytest.mark.parametrize(
    ("outcome", "open_still"),
    [(None, True), (Outcome.HELD, True), (Outcome.SHOWN, True), (Outcome.POSTED, False)],
)
async def test_unfinished_until_every_card_is_posted(
    store: Store, outcome: Outcome | None, open_still: bool
) -> None:
    kept = await store.editions.record(edition(card(1), card(2), listed(3)))
    posted = replace(kept.entries[0], outcome=Outcome.POSTED)
    second = replace(kept.entries[1], outcome=outcome)
    await store.editions.decide(kept, [posted, second], [delivery("header", kind=Kind.HEADER)])
    assert [one.id for one in await store.editions.unfinished(MAIN, NOON)] == [kept.id] * open_still


async def test_unfinished_without_a_header(store: Store) -> None:
    kept = await store.editions.record(edition(card(1)))
    await store.editions.decide(kept, [replace(kept.entries[0], outcome=Outcome.POSTED)], [])
    assert len(await store.editions.unfinished(MAIN, NOON)) == 1


async def test_unfinished_since(store: Store) -> None:
    for seconds in (0, 10, 20):
        await store.editions.record(edition(card(int(seconds) + 1), seconds=seconds))
    await store.editions.record(edition(card(1), channel=SLACK, seconds=30))
    found = await store.editions.unfinished(MAIN, after(10))
    assert [one.at for one in found] == [after(10), after(20)]


async def test_the_last_day(store: Store) -> None:
    assert await store.editions.last_day(MAIN) is None
    for day in (papers.MONDAY, TUESDAY, date(2025, 12, 1)):
        await store.editions.record(replace(edition(card(day.day)), day=day))
    assert await store.editions.last_day(MAIN) == TUESDAY
    assert await store.editions.last_day(SLACK) is None


async def test_the_log_of_a_day(store: Store) -> None:
    """All that the day's editions say, also what is mended later; not what people asked for."""
    paper = papers.paper_id(1)
    kept = await store.editions.record(edition(card(1)))
    header, top = header_key(MAIN, papers.MONDAY, 1), card_key(MAIN, paper)
    deliveries = [
        delivery(header, kind=Kind.HEADER),
        delivery(top, kind=Kind.CARD, paper=paper),
        delivery(detail_key(MAIN, paper), kind=Kind.DETAIL, parent=top),
    ]
    await store.editions.decide(kept, [], deliveries)
    other = await store.editions.record(replace(edition(card(2)), day=TUESDAY))
    await store.editions.decide(other, [], [delivery("other day", kind=Kind.HEADER)])
    await owe(
        store,
        delivery("answer", kind=Kind.ANSWER, parent=top),
        delivery("edited answer", kind=Kind.EDIT, parent="answer"),
        delivery("mended", kind=Kind.EDIT, parent=top),
        delivery("rest", kind=Kind.LISTED, parent=header),
    )
    days = [*(one.key for one in deliveries), "mended", "rest"]
    assert [row.key for row in await store.outbox.log(papers.MONDAY)] == days
    assert [row.key for row in await store.outbox.log(TUESDAY)] == ["other day"]
    assert len(await store.outbox.log(None)) == 8
    assert list(await store.outbox.log(date(2025, 1, 1))) == []


async def test_many_editions(store: Store) -> None:
    """More than one statement takes."""
    for number in range(1, 520):
        await store.editions.record(edition(card(number)))
    found = await store.chronicle.editions(papers.MONDAY)
    assert [numbers(one.entries) for one in found] == [[(number, number)] for number in range(1, 520)]


async def test_sent_and_decided_stay_apart(store: Store) -> None:
    """An edit of a card that stands there is one more delivery; the card's own row only gets its words."""
    paper = papers.paper_id(1)
    await sent(store, delivery("card", kind=Kind.CARD, paper=paper, text="요약 보류"))
    kept = await store.editions.record(edition(card(1)))
    mended = [replace(kept.entries[0], outcome=Outcome.POSTED)]
    change = delivery("edit", kind=Kind.EDIT, parent="card", text="요약")
    await store.editions.decide(kept, mended, [change])
    assert await key(store) == "edit"
    before = await store.outbox.get("card")
    assert before is not None
    assert before.message.push == "요약 보류"
