"""Summaries that are no good summary: holes, wrong style, wrong language, refusals, echoes."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.domain.summary import NO_INFORMATION, Field, Summary
from tests.quality.cases import Case
from tests.quality.changing import each_match, each_sentence, pick, places, to, with_sentence


def part_emptied(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A part has no text."""
    del others
    yield from each_sentence(case.summary, lambda _: "")
    yield replace(case.summary, method=())


def part_duplicated(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A part says again what another part has said."""
    del others
    parts = [(field, number, text) for field, number, text in places(case.summary) if text != NO_INFORMATION]
    for (_, _, text), (field, number, _) in zip(parts[1:], [*parts[2:], parts[1]], strict=True):
        yield with_sentence(case.summary, field, number, text)


_SYLLABLES = 0xAC00


def _polite(sentence: str) -> str:
    """The sentence in 합니다체, by the rules of the language."""
    stem = sentence.removesuffix(".").removesuffix("다")
    if stem == sentence or not stem:
        return sentence
    if stem[-1] == "이":
        return f"{stem[:-1]}입니다."
    final = (ord(stem[-1]) - _SYLLABLES) % 28
    if final == 4:  # ㄴ, as in 한다: becomes ㅂ니다. 는다 loses its syllable.
        return f"{stem[:-1]}습니다." if stem[-1] == "는" else f"{stem[:-1]}{chr(ord(stem[-1]) + 13)}니다."
    return f"{stem}{'습니다' if final else 'ㅂ니다'}."


def polite_style(case: Case, others: list[Case]) -> Iterator[Summary]:
    """One sentence speaks to a person."""
    del others
    yield from each_sentence(case.summary, _polite)


def friendly_style(case: Case, others: list[Case]) -> Iterator[Summary]:
    """One sentence ends in 어요."""
    del others
    yield from each_match(case.summary, r"(?<=[었았였했겠])다\.$", lambda _: "어요.")
    yield from each_match(case.summary, r"이다\.$", lambda _: "이에요.")


def noun_ending(case: Case, others: list[Case]) -> Iterator[Summary]:
    """One sentence breaks off in note style."""
    del others
    yield from each_match(case.summary, r"(?:하였|했)다\.$", lambda _: "함.")
    yield from each_match(case.summary, r"것이 목표이다\.$", lambda _: "것이 목표.")


def english_part(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A part in the paper's own English words."""
    del others
    sentences = re.findall(r"[A-Z][^.]{30,200}\.", case.paper.abstract)
    for field, number, text in places(case.summary):
        yield with_sentence(case.summary, field, number, pick(sentences, text))


def all_english(case: Case, others: list[Case]) -> Iterator[Summary]:
    """Nothing is Korean."""
    del others
    mutant = case.summary
    for field, number, text in places(case.summary):
        mutant = with_sentence(mutant, field, number, f"{case.paper.title} {len(text)}.")
    yield mutant


_FOREIGN = (
    ("모델", "模型"),
    ("데이터", "数据"),
    ("학습", "学習"),
    ("성능", "パフォーマンス"),
    ("방법", "方法"),
    ("결과", "результат"),
)


def foreign_word(case: Case, others: list[Case]) -> Iterator[Summary]:
    """One word in the script of another language, as multilingual models slip."""
    del others
    for korean, foreign in _FOREIGN:
        yield from each_match(case.summary, korean, to(foreign))


REFUSALS = (
    "죄송하지만 이 논문은 요약할 수 없습니다.",
    "죄송합니다. 해당 요청을 처리할 수 없습니다.",
    "요청하신 내용은 안전 정책에 따라 제공할 수 없다.",
    "저는 AI 언어 모델로서 이 내용을 요약할 수 없습니다.",
    "이 논문의 내용을 확인할 수 없어 요약을 제공할 수 없다.",
    "해당 논문에 접근할 수 없으므로 답변할 수 없다.",
    "유해한 내용이 포함되어 있어 도와드릴 수 없습니다.",
    "I'm sorry, but I can't help with that.",
    "I cannot summarize this paper.",
    "As an AI language model, I am unable to access the paper.",
    "I apologize, but I am not able to provide a summary.",
    "인공지능 모델이기 때문에 이 요청에는 응할 수 없다.",
)
ECHOES = (
    "다음은 논문의 요약입니다.",
    "주어진 텍스트를 한 문장으로 요약하면 다음과 같다.",
    "위의 지시에 따라 요약을 작성한다.",
    "모든 문장은 다로 끝나야 하며 1,000자 이내로 작성한다.",
    "제공된 본문에만 근거하여 한국어로 작성한다.",
    "JSON 형식으로 출력한다.",
    "사용자의 요청에 따라 논문을 보고체로 요약한다.",
    "limitations_from은 authors, inferred, none 가운데 하나이다.",
    "각 항목은 한 문장으로 작성한다.",
    "Here is the summary of the paper in Korean.",
    "Sure! The summary is as follows.",
    "You are a careful summarizer of papers; write one sentence.",
)
PLACEHOLDERS = (
    "N/A",
    "없음.",
    "...",
    "[여기에 결과를 입력]",
    "{results}",
    "TODO",
    "XX%의 성능 향상을 보였다.",
    "해당 없음",
    "-",
    "내용 없음.",
    "null",
    "[모델명]은 기존 방법을 앞섰다.",
)


def refusal(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A part refuses."""
    del others
    yield from each_sentence(case.summary, lambda text: pick(REFUSALS, text))


def echo(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A part repeats what a model is told."""
    del others
    yield from each_sentence(case.summary, lambda text: pick(ECHOES, text))


def placeholder(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A part was never filled in."""
    del others
    yield from each_sentence(case.summary, lambda text: pick(PLACEHOLDERS, text))


_SOUNDED = (
    "첨퍼 거리로 평가하여",
    "영샷 조건에서",
    "체인 오브 쏘트 방식으로",
    "리인포스먼트 러닝을 이용해",
    "인 컨텍스트 러닝으로",
    "널리지 디스틸레이션을 통해",
    "오토리그레시브 방식으로",
    "그라운드 트루스와 비교하여",
)


def transliteration(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A term is sounded out in Hangul."""
    del others
    for field, number, text in places(case.summary):
        if field in {Field.METHOD, Field.RESULTS, Field.CONCLUSION}:
            yield with_sentence(case.summary, field, number, f"{pick(_SOUNDED, text)} {text}")


_CLAIMS = (
    ("이 문제를 완전히 해결했다.", ("solv", "complete", "fully", "entire", "all ", "eliminat")),
    ("이는 세계 최초의 성과이다.", ("first",)),
    ("어떤 조건에서도 정확함을 보장한다.", ("guarant", "ensur", "always", "any ")),
    ("완벽한 성능을 달성하였다.", ("perfect", "flawless")),
    ("이 분야의 유일한 방법이다.", ("only", "uniqu", "sole")),
)


def overclaim(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A part claims more than the paper; where the paper may make the claim itself, nothing is changed."""
    del others
    known = " ".join(passage.text for passage in case.text.passages).lower()
    for claim, words in _CLAIMS:
        own = any(word in known for word in words)
        yield case.summary if own else replace(case.summary, conclusion=claim)


def repeated(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A model that is stuck."""
    del others
    yield from each_match(case.summary, r"[가-힣]{2,} (?=[^ ]+다\.$)", lambda found: found[0] * 6)


_DECORATED = (
    "**{}**",
    "# {}",
    "- {}",
    "결과: {}",
    "`{}`",
    "<b>{}</b>",
    "{} https://example.com/x",
    "{} 🚀",
    "@channel {}",
    "{} !",
)


def decorated(case: Case, others: list[Case]) -> Iterator[Summary]:
    """Markup, labels, addresses, mentions, emoji."""
    del others
    yield from each_sentence(case.summary, lambda text: pick(_DECORATED, text).format(text))


def first_person(case: Case, others: list[Case]) -> Iterator[Summary]:
    """The bot speaks as if it were an author."""
    del others
    for field, number, text in places(case.summary):
        if text != NO_INFORMATION:
            lead = pick(["우리는", "저희는", "저자로서 나는", "우리의 연구에서는"], text)
            yield with_sentence(case.summary, field, number, f"{lead} {text}")


def too_long(case: Case, others: list[Case]) -> Iterator[Summary]:
    """Two sentences for one, a gist that does not fit, four steps of method."""
    del others
    more = "것이 이 논문의 핵심이며 여러 공개 벤치마크의 실험에서 그 효과를 다시 확인하였다."
    yield replace(case.summary, gist=f"{case.summary.gist.removesuffix('.')} {more}")
    yield replace(case.summary, results=f"{case.summary.results} {case.summary.conclusion}")
    yield replace(case.summary, method=(*case.summary.method, *case.summary.method)[:1] * 4)
