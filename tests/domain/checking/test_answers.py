"""Answers and excerpts: what of them stands in the text, sentence by sentence."""

from dataclasses import replace

from bot.domain.checking import check_answer, check_excerpt, index_text
from bot.domain.paper import FullText, Origin, Passage
from bot.domain.summary import Field, LimitationsFrom, Quote, Summary
from tests.domain.checking.samples import PAPER, RESULTS_QUOTE, TEXT

REFERENCES = Passage(1, "References", "[1] Lee. One step is all that is needed for images. 2023.")
INDEX = index_text(PAPER, FullText(PAPER.id, Origin.HTML, (*TEXT.passages, REFERENCES)))

SUPPORTED = """
1-NFE로 GenEval 0.83을 얻었습니다.
계산 비용을 100배 줄였습니다.
학습에 쓴 GPU 수는 초록에 나와 있지 않습니다.
GPT-5와 비교한 결과는 논문에 없습니다.
LLaMA를 썼다는 언급은 없습니다.
에너지 사용량은 알 수 없습니다.
논문은 64개 GPU를 썼는지 밝히지 않았습니다.
교사 모델을 쓰지 않습니다.
"""
UNSUPPORTED = """
GenEval 0.93을 얻었습니다.
GPT-5보다 빠르지 않습니다.
GPT-5보다 3배 빠릅니다.
계산 비용을 100% 줄였습니다.
주어진 텍스트를 요약하면 다음과 같습니다.
模型을 학습했습니다.
품질이 \ufffd떨어집니다.
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def test_sentences_that_the_text_bears_out_are_kept() -> None:
    assert check_answer(TEXT_OF_SUPPORTED, [], INDEX).unsupported == ()


def test_sentences_that_it_does_not_are_named() -> None:
    assert check_answer(" ".join(lines(UNSUPPORTED)), [], INDEX).unsupported == tuple(lines(UNSUPPORTED))


TEXT_OF_SUPPORTED = " ".join(lines(SUPPORTED))


def test_only_the_bad_sentence_of_an_answer_is_named() -> None:
    answer = f"{lines(SUPPORTED)[0]} {lines(UNSUPPORTED)[0]} {lines(SUPPORTED)[1]}"
    verdict = check_answer(answer, [], INDEX)
    assert verdict.unsupported == (lines(UNSUPPORTED)[0],)
    assert verdict.figures == 3
    assert [claim.text for claim in verdict.claims if not claim.found] == ["0.93"]


def test_citations_are_told_where_they_really_stand() -> None:
    citations = [
        ("4.2 Results", RESULTS_QUOTE),
        ("1", "all that is needed for images"),
        ("1", "never said here"),
    ]
    verdict = check_answer("대등한 성능을 냅니다.", citations, INDEX)
    assert [citation.place.section if citation.place else "" for citation in verdict.citations] == [
        "Abstract",
        "",
        "",
    ]
    assert [citation.section for citation in verdict.cited] == ["4.2 Results"]


def test_no_answer_at_all_is_known_as_such() -> None:
    def flags(answer: str) -> tuple[bool, bool, bool]:
        verdict = check_answer(answer, [], INDEX)
        return verdict.empty, verdict.refusal, verdict.english

    assert flags("  ") == (True, False, False)
    assert flags("없음") == (True, False, False)
    assert flags("죄송하지만 답변을 드릴 수 없습니다.") == (False, True, False)
    assert flags("It reaches a GenEval score of 0.83.") == (False, False, True)
    assert flags("GenEval 0.83을 얻었습니다.") == (False, False, False)


FIRST = (
    "Recent advances in large multi-modal generative models have demonstrated impressive capabilities in "
    "multi-modal generation, including image and video generation."
)
SECOND = "To this end, we propose TwinFlow, a simple yet effective framework"
THIRD = "reducing computational cost by 100× with minor quality degradation."
NONE = LimitationsFrom.NONE
EXCERPT = Summary(PAPER.title, SECOND, FIRST, SECOND, (FIRST, SECOND), THIRD, "정보 부족", NONE, FIRST)


def test_an_excerpt_is_held_to_its_words_not_to_korean() -> None:
    verdict = check_excerpt(EXCERPT, INDEX)
    assert verdict.findings == ()
    assert {claim.section for claim in verdict.claims} == {"Abstract", "Title"}
    assert all(claim.found for claim in verdict.claims)


def test_a_changed_or_invented_sentence_of_an_excerpt_is_found() -> None:
    two = f"{FIRST} It also wins every prize."
    for changed in (
        replace(EXCERPT, results=THIRD.replace("100", "10")),
        replace(EXCERPT, motivation=two),
        replace(EXCERPT, goal="이 논문은 새로운 방법을 제안한다."),
    ):
        assert [finding.name for finding in check_excerpt(changed, INDEX).findings] == ["quote-not-in-text"]
    assert [finding.name for finding in check_excerpt(replace(EXCERPT, goal=""), INDEX).findings] == [
        "missing-part"
    ]


def test_an_excerpt_is_never_taken_from_the_references() -> None:
    cited = replace(EXCERPT, results="One step is all that is needed for images.")
    assert [finding.name for finding in check_excerpt(cited, INDEX).findings] == ["quote-not-in-text"]


def test_quotes_of_an_excerpt_are_claims_too() -> None:
    quoted = replace(EXCERPT, quotes=(Quote(Field.RESULTS, RESULTS_QUOTE),))
    assert check_excerpt(quoted, INDEX).claims[-1].quote == RESULTS_QUOTE
