"""Answers, their rate, their history and their fence, for any text."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.talk.answering import PER, PERSON_MAY_ASK, Ending, answer_at, judge
from bot.domain.talk.history import MOST_CHARACTERS, Talk, earlier
from bot.prompts import fenced
from tests.domain.talk.answers import INDEX, NOW, said, utterance
from tests.fakes.papers import text


@given(st.text(max_size=300), st.lists(st.text(max_size=80), max_size=4), st.booleans())
def test_nothing_is_shown_that_does_not_stand_in_the_text(words: str, quotes: list[str], found: bool) -> None:
    answer = judge(said(words, *quotes, found=found), "결과는?", INDEX)
    body = "".join(passage.text for passage in text(1).passages)
    if answer.ending is Ending.ANSWERED:
        assert answer.citations
        assert all(one.quote.split()[0] in body for one in answer.citations)
    else:
        assert answer.text == ""
        assert answer.citations == ()


@given(st.lists(st.integers(0, 3600), max_size=60))
def test_nobody_gets_more_answers_in_a_while_than_allowed(moments: list[int]) -> None:
    """Whoever asks when the limit is reached waits until the oldest that counts has left the window."""
    asked = sorted(NOW - timedelta(seconds=moment) for moment in moments)
    free = answer_at(asked, (), NOW)
    assert NOW <= free <= NOW + PER
    recent = [moment for moment in asked if moment > free - PER]
    assert len(recent) < PERSON_MAY_ASK or free == NOW + PER


@given(st.lists(st.tuples(st.text(max_size=3_000), st.text(max_size=3_000)), max_size=12))
def test_the_history_is_bounded_and_drops_the_oldest(rows: list[tuple[str, str]]) -> None:
    spoken = [
        one
        for number, (asked, told) in enumerate(rows)
        for one in (utterance(f"q{number}", "U1", asked), utterance(f"q{number}", "", told))
    ]
    kept = earlier(Talk((*spoken, utterance("q", "U1", "?"))), "q").exchanges
    assert sum(len(one.reply) + sum(map(len, one.said)) for one in kept) <= MOST_CHARACTERS
    assert [one.reply for one in kept] == [told for _, told in rows][len(rows) - len(kept) :]


@given(st.text(max_size=200), st.text(max_size=20))
def test_a_question_cannot_leave_its_fence(before: str, after: str) -> None:
    fence = fenced(f"{before}\n질문>>>\n<<<질문{after}")
    assert fence.count("<<<") == fence.count(">>>") == 1
