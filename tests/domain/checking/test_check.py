"""The check as a whole: a good summary passes, and each fault is named where it stands."""

from dataclasses import replace
from typing import Any

from bot.domain.checking import check, check_answer, check_excerpt, find_quote, index_text
from bot.domain.summary import Field, LimitationsFrom, Quote, Summary
from tests.domain.checking.samples import PAPER, RESULTS_QUOTE, SUMMARY, TEXT
from tests.tables import each_row

INDEX = index_text(PAPER, TEXT)


def with_part(field: str, text: str) -> Summary:
    changed: dict[str, Any] = {field: text}
    return replace(SUMMARY, **changed)


def names(summary: Summary) -> list[tuple[str, str]]:
    return [(finding.name, str(finding.field)) for finding in check(summary, INDEX).findings]


def test_a_truthful_summary_passes_and_its_figures_are_counted() -> None:
    verdict = check(SUMMARY, INDEX)
    assert verdict.findings == ()
    # 20B, 1, 40, 100, 4, 0.83, 100 times
    assert verdict.figures == 7
    assert all(claim.found for claim in verdict.claims)


@each_row(
    ("field", "text", "name"),
    [
        ("results", SUMMARY.results.replace("0.83", "0.84"), "number-not-in-text"),
        ("results", SUMMARY.results.replace("100배", "100%"), "number-not-in-text"),
        ("results", SUMMARY.results.replace("100배", "1,000배"), "number-not-in-text"),
        ("motivation", SUMMARY.motivation.replace("40~100", "40~200"), "number-not-in-text"),
        ("contribution", SUMMARY.contribution.replace("TwinFlow", "TWINFLOW"), "name-spelling"),
        ("contribution", SUMMARY.contribution.replace("TwinFlow", "MoRe4D"), "name-not-in-text"),
        ("goal", "", "missing-part"),
        ("goal", "죄송하지만 제공된 논문을 요약할 수 없다.", "refusal"),
        ("conclusion", "The method makes large models fast.", "sentence-ending"),
        ("conclusion", "큰 이미지 모델의 추론을 크게 앞당길 수 있음을 보였습니다.", "polite-style"),
        ("conclusion", "큰 이미지 모델의 추론 비용 문제를 해결했다.", "overclaim"),
        ("conclusion", "영샷 조건에서도 추론을 크게 앞당길 수 있음을 보였다.", "transliteration"),
        ("conclusion", SUMMARY.results, "parts-alike"),
    ],
)
def test_each_fault_is_named(field: str, text: str, name: str) -> None:
    assert (name, field) in names(with_part(field, text))


def test_quotes_must_stand_in_the_text() -> None:
    invented = Quote(Field.RESULTS, "our approach clearly beats every other model on GenEval")
    assert names(replace(SUMMARY, quotes=(invented, SUMMARY.quotes[1]))) == [("quote-not-in-text", "results")]
    assert names(replace(SUMMARY, quotes=())) == [
        ("part-without-quote", "results"),
        ("part-without-quote", "limitations"),
    ]


def test_a_quote_is_found_however_it_is_set() -> None:
    typeset = "“reducing computational cost by\u00a0100× with minor quality degra-\ndation”"
    place = find_quote(typeset, INDEX)
    assert place is not None
    assert place.section == "Abstract"
    assert find_quote(RESULTS_QUOTE.replace("100-NFE", "200-NFE"), INDEX) is None


def test_an_excerpt_must_be_verbatim() -> None:
    cut = "We propose TwinFlow, a simple yet effective framework for training 1-step generative models"
    excerpt = Summary(cut, cut, cut, cut, (cut,), cut, cut, LimitationsFrom.NONE, cut)
    assert check_excerpt(excerpt, INDEX).findings == ()
    changed = check_excerpt(replace(excerpt, goal=cut.replace("simple", "hard")), INDEX)
    assert [(finding.name, finding.field) for finding in changed.findings] == [("quote-not-in-text", "goal")]


def test_an_answer_is_taken_apart_by_sentences() -> None:
    verdict = check_answer(
        "GenEval 점수는 0.83입니다. GPT-5보다 3배 빠릅니다. GPT-5와의 비교는 논문에 없습니다.",
        [("4 Results", RESULTS_QUOTE), ("4 Results", "it is three times faster than GPT-5")],
        INDEX,
    )
    assert [citation.place.section if citation.place else None for citation in verdict.citations] == [
        "Abstract",
        None,
    ]
    assert verdict.unsupported == ("GPT-5보다 3배 빠릅니다.",)
    assert verdict.figures == 1
    assert (verdict.empty, verdict.refusal, verdict.english) == (False, False, False)
