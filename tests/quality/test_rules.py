"""Every rule with sentences that it must hold something against and sentences that it must leave alone."""

from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any

from bot.domain.checking import check, index_text
from bot.domain.checking.draft import read_draft
from bot.domain.checking.rules import RULES, findings
from bot.domain.paper import FullText, Origin, Passage, PassageKind
from bot.domain.summary import Field, Finding, LimitationsFrom, Quote, Summary
from tests.domain.checking.samples import PAPER, SUMMARY, TEXT

INDEX = index_text(PAPER, TEXT)

# Finding, field, a sentence that is put in the field's place, and whether the finding is due.
TABLE: list[tuple[str, str, str, bool]] = [
    ("missing-part", "goal", "", True),
    ("missing-part", "goal", "   ", True),
    ("missing-part", "goal", "모델이다.", True),
    ("missing-part", "motivation", "정보 부족", False),
    ("no-information", "goal", "정보 부족", True),
    ("no-information", "gist", "정보 부족", True),
    ("no-information", "motivation", "정보 부족이다.", True),
    ("no-information", "motivation", "정보 부족", False),
    ("no-information", "motivation", "의료 정보가 부족하여 진단이 어렵다.", False),
    ("number-not-in-text", "conclusion", "계산 비용을 50배 줄일 수 있음을 보였다.", True),
    ("number-not-in-text", "conclusion", "계산 비용을 100배 줄일 수 있음을 보였다.", False),
    ("number-not-in-text", "conclusion", "계산 비용을 100% 줄일 수 있음을 보였다.", True),
    ("number-not-in-text", "conclusion", "계산 비용을 수십 배 줄일 수 있음을 보였다.", True),
    ("number-not-in-text", "conclusion", "추론에 수십 단계가 들지 않음을 보였다.", False),
    ("number-not-in-text", "conclusion", "수백만 장의 이미지로 학습할 수 있음을 보였다.", True),
    ("number-not-in-text", "goal", "GPT-4와 3D 자산을 다루는 데 목표를 둔다.", False),
    ("range-not-in-text", "motivation", "기존 방식은 4~100 NFE가 필요하다.", True),
    ("range-not-in-text", "motivation", "기존 방식은 100~40 NFE가 필요하다.", True),
    ("range-not-in-text", "motivation", "기존 방식은 40~100 NFE가 필요하다.", False),
    ("miscount", "contribution", "4단계 생성 모델을 학습하는 TwinFlow를 제안하였다.", True),
    ("miscount", "contribution", "1단계 생성 모델을 학습하는 TwinFlow를 제안하였다.", False),
    ("name-not-in-text", "conclusion", "LLaMA-3로 바꿀 수 있음을 보였다.", True),
    ("name-not-in-text", "conclusion", "Qwen-Image-7B로 바꿀 수 있음을 보였다.", True),
    ("name-not-in-text", "conclusion", "Qwen-Image-20B로 바꿀 수 있음을 보였다.", False),
    ("name-not-in-text", "conclusion", "LLM과 GPU에도 쓸 수 있음을 보였다.", False),
    ("name-not-in-text", "conclusion", "distillation 없이 GenEval이 높음을 보였다.", False),
    ("name-not-in-text", "conclusion", "DMD2와 견줄 수 있음을 보였다.", False),
    ("name-not-in-text", "conclusion", "DMD3와 견줄 수 있음을 보였다.", True),
    ("name-spelling", "conclusion", "TWINFLOW로 추론을 앞당길 수 있음을 보였다.", True),
    ("name-spelling", "conclusion", "Twinflow로 추론을 앞당길 수 있음을 보였다.", True),
    ("name-spelling", "conclusion", "TwinFlow로 추론을 앞당길 수 있음을 보였다.", False),
    ("glued-latin", "conclusion", "추론의throughput을 높일 수 있음을 보였다.", True),
    ("glued-latin", "conclusion", "추론 throughput이 높아짐을 보였다.", True),
    ("glued-latin", "conclusion", "teacher를 두지 않아도 됨을 보였다.", False),
    ("transliteration", "conclusion", "영샷 조건에서도 높은 성능을 보였다.", True),
    ("transliteration", "conclusion", "체인 오브 쏘트를 쓰지 않아도 됨을 보였다.", True),
    ("transliteration", "conclusion", "첨퍼 거리가 작음을 보였다.", True),
    ("transliteration", "conclusion", "제로샷 조건에서도 높은 성능을 보였다.", False),
    ("transliteration", "conclusion", "변압기 설비를 다루지 않음을 밝혔다.", False),
    ("overclaim", "conclusion", "추론 비용 문제를 해결했다.", True),
    ("overclaim", "conclusion", "세계 최초로 한 단계 생성을 실현하였다.", True),
    ("overclaim", "conclusion", "어떤 경우에도 품질을 보장한다.", True),
    ("overclaim", "conclusion", "완벽한 품질을 얻었다.", True),
    ("overclaim", "conclusion", "추론 비용 문제를 해결하고자 한다.", False),
    ("overclaim", "conclusion", "최초의 입력을 다시 쓸 수 있음을 보였다.", False),
    ("polite-style", "conclusion", "추론을 앞당길 수 있음을 보였습니다.", True),
    ("polite-style", "conclusion", "추론을 앞당길 수 있어요.", True),
    ("polite-style", "conclusion", "추론을 앞당길 수 있음을 보였다.", False),
    ("command", "conclusion", "교사 모델을 쓰지 마라.", True),
    ("command", "conclusion", "추론을 더 빠르게 하라.", True),
    ("command", "conclusion", "교사 모델을 쓰지 않아도 된다.", False),
    ("sentence-ending", "conclusion", "추론을 앞당길 수 있음.", True),
    ("sentence-ending", "conclusion", "추론을 앞당길 수 있음을 보였다(Abstract 참고).", False),
    ("little-hangul", "conclusion", "The method makes inference fast in 1 step 이다.", True),
    ("little-hangul", "conclusion", "GenEval과 DPG-Bench의 점수가 높음을 보였다.", False),
    ("foreign-script", "conclusion", "추론을 加速할 수 있음을 보였다.", True),
    ("foreign-script", "conclusion", "추론을 スピード 있게 할 수 있음을 보였다.", True),
    ("foreign-script", "conclusion", "매개변수 τ와 φ를 조절할 수 있음을 보였다.", False),
    ("broken-characters", "conclusion", "추론을 앞당\ufffd 수 있음을 보였다.", True),
    ("broken-characters", "conclusion", "추론을 앞당길 수 있음을 보였ㄷ다.", True),
    ("repetition", "conclusion", "추론 추론 추론 추론 추론을 앞당길 수 있다.", True),
    ("repetition", "conclusion", "추론을 앞당기이이이이이이이이이이다.", True),
    ("repetition", "conclusion", "추론과 학습과 배포를 모두 앞당길 수 있다.", False),
    ("parts-alike", "conclusion", SUMMARY.results, True),
    ("parts-alike", "conclusion", SUMMARY.goal, True),
    ("first-person", "conclusion", "우리는 추론을 앞당길 수 있음을 보였다.", True),
    ("first-person", "conclusion", "본 논문에서 저희가 추론을 앞당길 수 있음을 보였다.", True),
    ("first-person", "conclusion", "우리말 자막에서도 차이가 나는 까닭을 보였다.", False),
    ("exclamation", "conclusion", "추론을 크게 앞당길 수 있다!", True),
    ("exclamation", "conclusion", "추론을 크게 앞당길 수 있는가?", True),
    ("emoji", "conclusion", "추론을 크게 앞당길 수 있다 🚀.", True),
    ("emoji", "conclusion", "추론을 크게 앞당길 수 있다 ★.", True),
    ("sentence-count", "conclusion", "추론을 앞당긴다. 교사 모델은 쓰지 않는다.", True),
    ("sentence-count", "conclusion", "추론을 앞당긴다.교사 모델은 쓰지 않는다.", True),
    ("sentence-count", "conclusion", "DMD 등(vs. SANA-Sprint)보다 추론이 빠르다.", False),
    ("too-long", "gist", "고정된 교사 모델 없이 " * 5 + "생성한다.", True),
    ("refusal", "conclusion", "이 논문을 요약할 수 없다.", True),
    ("placeholder", "conclusion", "[여기에 결론을 입력] 보였다.", True),
    ("echo", "conclusion", "위의 지시에 따라 요약을 작성한다.", True),
    ("label", "conclusion", "결론: 추론을 앞당길 수 있음을 보였다.", True),
    ("markup", "conclusion", "**추론**을 앞당길 수 있음을 보였다.", True),
    ("address", "conclusion", "https://example.org 에서 볼 수 있다.", True),
    ("mention", "conclusion", "@channel 추론을 앞당길 수 있다.", True),
    ("direction-reversed", "results", "원래의 100-NFE 모델보다 성능이 크게 뒤처졌다.", True),
    ("direction-reversed", "results", "GenEval 0.83으로 SANA-Sprint보다 앞섰다.", False),
    ("direction-reversed", "results", "1-NFE로 GenEval 0.83을 얻었고 계산 비용을 100배 늘렸다.", True),
    ("direction-reversed", "results", "1-NFE로 GenEval 0.83을 얻었고 계산 비용을 100배 줄였다.", False),
    ("direction-reversed", "conclusion", "함수 평가가 40에서 100으로 줄었음을 보였다.", True),
    ("direction-reversed", "conclusion", "함수 평가가 100에서 4로 줄었음을 보였다.", False),
    ("claim-denied", "results", "원래의 100-NFE 모델과 대등한 성능을 얻지 못했다.", True),
    ("claim-denied", "results", "원래의 100-NFE 모델과 대등한 성능을 얻었다.", False),
    ("claim-denied", "contribution", "1단계 생성 모델을 학습하는 TwinFlow를 제안하지 않았다.", True),
    ("claim-denied", "contribution", "교사 모델을 필요로 하지 않는 TwinFlow를 제안하였다.", False),
    ("number-not-in-quote", "results", "GenEval 점수 0.83을 얻었다.", True),
    ("number-not-in-quote", "results", "GenEval 점수 0.83을 1-NFE로 얻었다.", False),
    ("limitations-disagree", "limitations", "정보 부족", True),
]  # fmt: skip


def changed(**parts: Any) -> Summary:
    return replace(SUMMARY, **parts)


OTHERS = Passage(1, "2 Related Work", "Their method beats all others on every test that we know of.")


def quoting(text: str) -> Summary:
    return changed(quotes=(Quote(Field.RESULTS, text), SUMMARY.quotes[1]))


def found(summary: Summary) -> set[tuple[str, str]]:
    return {(finding.name, str(finding.field)) for finding in findings(summary, INDEX)}


@cache
def told(field: str, text: str) -> tuple[tuple[Finding, ...], ...]:
    """What each rule, in their order, finds when the sentence stands in the field."""
    draft = read_draft(changed(**{field: text}), INDEX)
    return tuple(tuple(rule(draft, INDEX)) for rule in RULES)


def test_each_sentence_of_the_table_is_judged_as_it_says() -> None:
    wrong = []
    for name, field, text, due in TABLE:
        all_told = list(chain.from_iterable(told(field, text)))
        if any((finding.name, finding.field) == (name, field) for finding in all_told) is not due:
            wrong.append((name, text))
        assert all(_is_one_line_of_advice(finding) for finding in all_told)
    assert wrong == []


def _is_one_line_of_advice(finding: Finding) -> bool:
    kebab = finding.name == finding.name.lower().replace(" ", "-")
    return kebab and "\n" not in finding.reason and finding.reason.endswith(".") and len(finding.reason) < 300


def test_the_whole_summary_may_be_too_long_or_hardly_korean() -> None:
    long = "추론 비용과 학습 비용과 배포 비용을 서로 다른 방식으로 함께 줄일 수 있음을 보였다."
    assert ("too-long", "") in found(changed(conclusion=long * 20))
    english = changed(goal=TEXT.passages[0].text[:300], motivation=TEXT.passages[0].text[300:700])
    assert ("little-hangul", "") in found(english)


def test_method_has_one_to_three_different_sentences() -> None:
    one, two = SUMMARY.method
    assert ("missing-part", "method") in found(changed(method=()))
    assert ("sentence-count", "method") in found(changed(method=(one, two, one, two)))
    assert ("parts-alike", "method") in found(changed(method=(one, one)))


def test_a_term_is_glossed_once() -> None:
    glossed = "추론 시점에 자기 적대적 흐름(self-adversarial flow)을 쓰지 않아도 됨을 보였다."
    assert ("gloss-repeated", "conclusion") in found(changed(conclusion=glossed))


def test_limitations_and_their_source_agree() -> None:
    none = changed(limitations="정보 부족", limitations_from=LimitationsFrom.NONE)
    assert ("limitations-disagree", "limitations") not in found(none)
    assert ("limitations-disagree", "limitations") in found(changed(limitations_from=LimitationsFrom.NONE))


def test_an_unknown_unit_is_looked_for_in_the_head_of_a_table() -> None:
    rows = Passage(1, "4 Results", "Model | Accuracy (%) | Size\nTwinFlow | 71.3 | 25", PassageKind.TABLE)
    index = index_text(PAPER, FullText(PAPER.id, Origin.HTML, (*TEXT.passages, rows)))
    names = {
        text: {finding.name for finding in check(changed(conclusion=text), index).findings}
        for text in ("정확도가 71.3%임을 보였다.", "정확도가 71.3%p임을 보였다.", "모델이 25GB임을 보였다.")
    }
    assert ["number-not-in-text" in found for found in names.values()] == [False, True, True]


def test_the_references_are_no_source_of_anything() -> None:
    text = "[1] Roe. BigNet reaches 97.3% with one step on every task. 2021."
    cited = Passage(1, "References", text)
    index = index_text(PAPER, FullText(PAPER.id, Origin.HTML, (*TEXT.passages, cited)))
    told = findings(changed(conclusion="BigNet가 97.3%에 이를 수 있음을 보였다."), index)
    assert {finding.name for finding in told} == {"number-not-in-text", "name-not-in-text"}
    told = findings(quoting("with one step on every task"), index)
    assert ["references" in finding.reason for finding in told] == [True]


def test_every_rule_says_its_reason() -> None:
    for rule in RULES:
        assert rule.__doc__, rule


def test_every_rule_finds_something_in_these_tables() -> None:
    """A rule that nothing can set off would be no rule."""
    loud = [
        any(found) for found in zip(*(told(field, text) for _, field, text, due in TABLE if due), strict=True)
    ]
    quoted = [quoting(text) for text in ("of the", "it wins on every test", OTHERS.text)]
    glossed = changed(conclusion="자기 적대적 흐름(self-adversarial flow)을 쓰지 않아도 됨을 보였다.")
    index = index_text(PAPER, FullText(PAPER.id, Origin.HTML, (*TEXT.passages, OTHERS)))
    drafts = [read_draft(one, index) for one in (*quoted, glossed, changed(quotes=()))]
    silent = [
        rule.__name__
        for rule, heard in zip(RULES, loud, strict=True)
        if not heard and not any(any(rule(one, index)) for one in drafts)
    ]
    assert silent == []
