"""What is said below our cards: kept once, bounded, and gone when it is deleted."""

from datetime import timedelta

from bot.domain.conversation import Person, Said
from bot.domain.message import Channel
from storage import Store
from storage.threads import MOST_KEPT
from tests.contracts.test_store_requests import question, wish
from tests.fakes.deliveries import MAIN, SLACK, after

THREAD = "t1"


def said(number: int, text: str = "왜?", person: str = "U1", *, seconds: float = 0) -> Said:
    return Said(
        event=f"e{number}",
        channel=MAIN,
        thread=THREAD,
        message=f"m{number}",
        person=Person(person),
        text=text,
        at=after(seconds or number),
        mentions_us=number % 2 == 0,
        mentions_others=number % 3 == 0,
    )


async def texts(store: Store, channel: Channel = MAIN, thread: str = THREAD) -> list[str]:
    return [one.turn.text for one in (await store.threads.talk(channel, thread)).utterances]


async def test_what_was_said_comes_back_in_order(store: Store) -> None:
    for number in (2, 3, 1):
        await store.threads.remember(said(number, f"글 {number}"))
    talk = await store.threads.talk(MAIN, THREAD)
    assert [one.message for one in talk.utterances] == ["m2", "m3", "m1"]
    first = talk.utterances[0].turn
    assert (first.speaker, first.text, first.mentions_us, first.mentions_others) == (
        "U1",
        "글 2",
        True,
        False,
    )
    assert first.at == after(2)
    assert await texts(store, SLACK) == await texts(store, MAIN, "t2") == []


async def test_the_same_message_again_changes_nothing(store: Store) -> None:
    await store.threads.remember(said(1, "처음"))
    await store.threads.remember(said(1, "다시"))
    assert await texts(store) == ["처음"]


async def test_what_was_deleted_is_gone_and_stays_gone(store: Store) -> None:
    await store.threads.remember(said(1, "비밀"))
    await store.threads.answered(question("e1", thread=THREAD), "답", after(5))
    await store.threads.remember(said(2, "다른 글"))
    await store.threads.forget(MAIN, "m1")
    await store.threads.remember(said(1, "비밀"))
    assert await texts(store) == ["답", "다른 글"]
    await store.threads.forget(MAIN, "message of e1")
    assert await texts(store) == ["다른 글"]
    await store.threads.forget(SLACK, "m2")
    await store.threads.forget(MAIN, "")
    assert await texts(store) == ["다른 글"]


async def test_a_second_answer_to_a_question_replaces_the_first(store: Store) -> None:
    asked = question("e1", thread=THREAD)
    await store.threads.answered(asked, "하나", after(5))
    await store.threads.answered(asked, "둘", after(6))
    (one,) = (await store.threads.talk(MAIN, THREAD)).utterances
    assert (one.message, one.turn.speaker, one.turn.text) == ("message of e1", "", "둘")


async def test_a_thread_keeps_its_newest(store: Store) -> None:
    for number in range(MOST_KEPT + 5):
        await store.threads.remember(said(number, str(number)))
    kept = await texts(store)
    assert len(kept) == MOST_KEPT
    assert kept[-1] == str(MOST_KEPT + 4)


async def test_what_is_older_than_three_months_goes(store: Store) -> None:
    await store.threads.remember(said(1, "옛날"))
    await store.threads.remember(said(2, "오늘", seconds=timedelta(days=91).total_seconds()))
    assert await texts(store) == ["오늘"]


async def test_silence_of_one_thread(store: Store) -> None:
    for _ in range(2):
        await store.threads.silence(MAIN, THREAD, silenced=True)
    assert (await store.threads.talk(MAIN, THREAD)).silenced
    assert not (await store.threads.talk(MAIN, "t2")).silenced
    for _ in range(2):
        await store.threads.silence(MAIN, THREAD, silenced=False)
    assert not (await store.threads.talk(MAIN, THREAD)).silenced


async def test_when_questions_were_asked(store: Store) -> None:
    for number, person in enumerate(("U1", "U1", "U2", "U1"), start=1):
        await store.threads.remember(said(number, person=person))
        if number < 4:
            await store.requests.accept(question(f"e{number}", person, thread=THREAD))
    mine, here = await store.threads.asked(MAIN, Person("U1"), after(0))
    assert (sorted(mine), sorted(here)) == ([after(1), after(2)], [after(1), after(2), after(3)])
    assert await store.threads.asked(SLACK, Person("U1"), after(0)) == ([], [])
    mine, _ = await store.threads.asked(MAIN, Person("U1"), after(1))
    assert mine == [after(2)]
    await store.threads.forget(MAIN, "m2")
    assert (await store.threads.asked(MAIN, Person("U1"), after(0)))[0] == [after(1)]


async def test_questions_and_papers_are_given_out_apart(store: Store) -> None:
    await store.requests.accept(wish("paper"))
    assert await store.requests.claim(after(5), after(60), questions=True) is None
    await store.requests.accept(question("q"))
    given = await store.requests.claim(after(5), after(60), questions=True)
    assert given is not None
    assert given.event == "q"
    given = await store.requests.claim(after(5), after(60), questions=False)
    assert given is not None
    assert given.event == "paper"


async def test_what_waits_without_a_word_of_ours(store: Store) -> None:
    await store.requests.accept(wish("paper"))
    for number in range(3):
        await store.requests.accept(question(f"q{number}", seconds=number))
    assert [one.event for one in await store.requests.unanswered(after(2))] == ["q0", "q1"]
    await store.requests.done("q0", "done", after(3))
    assert not await store.requests.is_open("q0")
    assert await store.requests.is_open("q1")
    assert await store.requests.forget(MAIN, "message of q1") == "q1"
    assert not await store.requests.is_open("q1")
    assert await store.requests.unanswered(after(2)) == ()
    assert await store.requests.forget(MAIN, "message of q1") == ""
