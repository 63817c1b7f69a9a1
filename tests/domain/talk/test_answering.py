"""What may be shown of a model's reply, and the small decisions around it."""

import json
from datetime import timedelta

import pytest

from bot.domain.prompt import Reply
from bot.domain.talk.answering import (
    LONG_ANSWER,
    MOST_CITATIONS,
    SHORT_ANSWER,
    TRIES,
    Ending,
    NotAnAnswer,
    as_reply,
    draft_from_json,
    judge,
    keywords_from_json,
    longest,
    wait_before_next,
)
from bot.domain.talk.history import Talk, earlier
from bot.domain.talk.retrieval import closest_sentences
from bot.errors import Rejected, TooLong, Unavailable
from tests.domain.talk.answers import INDEX, said, utterance
from tests.fakes.papers import LIMIT, RESULT, text
from tests.tables import each_row


def test_a_citation_stands_where_the_text_has_it_not_where_the_model_says() -> None:
    answer = judge(said("영어 문서만 다룹니다.", LIMIT), "한계는?", INDEX)
    assert answer.ending is Ending.ANSWERED
    assert [one.section for one in answer.citations] == ["Abstract"]


def test_citations_are_few_different_and_say_something() -> None:
    others = ("We present a retrieval method for documents", "Searching documents is slow")
    quotes = (RESULT, RESULT, RESULT + ".", "Our method", LIMIT, *others)
    answer = judge(said("정확도는 85.3%입니다.", *quotes), "결과는?", INDEX)
    assert len(answer.citations) == MOST_CITATIONS
    assert answer.citations[0].quote == RESULT + "."
    assert "Our method" not in [one.quote for one in answer.citations]


def test_only_the_unsupported_sentence_is_taken_out() -> None:
    three = "정확도는 85.3%입니다. 학습에는 GPU 512개를 썼습니다. 영어 문서만 다룹니다."
    answer = judge(said(three, RESULT), "결과는?", INDEX)
    assert answer.text == "정확도는 85.3%입니다. 영어 문서만 다룹니다."
    assert answer.figures == 1


def test_the_answer_in_the_history_is_the_checked_one() -> None:
    answer = judge(said("정확도는 85.3%입니다. GPU 512개를 썼습니다.", RESULT), "결과는?", INDEX)
    kept = json.loads(as_reply(answer))
    assert kept["answer"] == "정확도는 85.3%입니다."
    assert judge(Reply(as_reply(answer)), "결과는?", INDEX) == answer


@each_row(
    "reply",
    [
        "",
        "[]",
        "null",
        '{"answer": "a"}',
        '{"answer": 1, "found": true, "citations": []}',
        '{"answer": "a", "found": "yes", "citations": []}',
        '{"answer": "a", "found": true, "citations": "no"}',
        '{"answer": "a", "found": true, "citations": [{"section": null, "quote": "q"}]}',
        '{"answer": "a", "found": true, "citations": [1]}',
        '{"answer": "a", "found": true, "citations": 7}',
        "[" * 100_000,
    ],
)
def test_what_is_no_answer(reply: str) -> None:
    with pytest.raises(NotAnAnswer):
        draft_from_json(reply)
    assert judge(Reply(reply), "?", INDEX).ending is Ending.FAILED


@each_row(
    ("reply", "words"),
    [
        ('{"keywords": ["a", "b c"]}', ("a", "b c")),
        ('{"keywords": ["a", 1, null]}', ("a",)),
        ('{"keywords": "a"}', ()),
        ("[]", ()),
        ("no", ()),
    ],
)
def test_keywords_are_optional(reply: str, words: tuple[str, ...]) -> None:
    assert keywords_from_json(reply) == words


@each_row(
    ("question", "most"),
    [
        ("결과는?", SHORT_ANSWER),
        ("자세히 알려줘", LONG_ANSWER),
        ("방법을 단계별로 설명해줘", LONG_ANSWER),
        ("explain in detail", LONG_ANSWER),
        ("한계는 뭐야", SHORT_ANSWER),
    ],
)
def test_how_long_an_answer_may_be(question: str, most: int) -> None:
    assert longest(question) == most


def test_how_long_until_the_next_try() -> None:
    waits = [wait_before_next(tries, Unavailable("503")) for tries in range(1, TRIES)]
    assert all(one is not None for one in waits)
    assert wait_before_next(TRIES, Unavailable("503")) is None
    assert wait_before_next(1, Unavailable("429", retry_after=40)) == timedelta(seconds=40)
    assert wait_before_next(1, Unavailable("429", retry_after=10**9)) == timedelta(minutes=15)
    assert wait_before_next(1, Rejected("key")) is None
    assert wait_before_next(1, TooLong("context")) is None


def test_answers_stand_behind_their_questions_also_when_they_came_later() -> None:
    talk = Talk(
        (
            utterance("q1", "U1", "첫 질문"),
            utterance("q2", "U2", "둘째 질문"),
            utterance("q3", "U1", "셋째 질문"),
            utterance("q1", "", "첫 답"),
            utterance("q2", "", "둘째 답"),
        )
    )
    given_to_third = earlier(talk, "q3")
    assert [(one.said, one.reply) for one in given_to_third.exchanges] == [
        (("첫 질문",), "첫 답"),
        (("둘째 질문",), "둘째 답"),
    ]
    given_to_second = earlier(talk, "q2")
    assert [one.reply for one in given_to_second.exchanges] == ["첫 답"]
    assert given_to_second.talk == ()


def test_what_people_said_before_the_question_goes_along() -> None:
    talk = Talk((utterance("m1", "U1", "표 2가 이상하네"), utterance("q", "U2", "왜 그런 거야?")))
    assert earlier(talk, "q").talk == ("표 2가 이상하네",)


def test_the_closest_sentences_are_the_papers_own() -> None:
    found = closest_sentences(text(1), "정확도가 얼마인가요?", ("accuracy",), 3)
    assert found[0] == ("4 Results", f"{RESULT}.")
    assert closest_sentences(text(1), "점심?", (), 3) == ()
