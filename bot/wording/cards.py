"""A paper's messages: its card in the channel, its detail in the thread below."""

from dataclasses import dataclass

from bot.domain.edition import Entry, Layout
from bot.domain.fitting import cut, first_sentence, fit
from bot.domain.links import host_of, safe_link
from bot.domain.message import Items, Message, Paragraph, Part, Quotation, Span, Tone
from bot.domain.paper import Origin, Paper
from bot.domain.plain import visible
from bot.domain.summary import NO_INFORMATION, Field, LimitationsFrom, Outcome, Reading, Reason, Summary

LONGEST_TITLE = 240
LONGEST_RESULT = 160
LONGEST_ABSTRACT = 2_400
LONGEST_TOPIC = 90
"""A Discord thread's name may have 100 characters."""

HELD = "요약 보류"
LATE = "준비되는 대로 올립니다"
_WHY = {
    Reason.REFUSED: "모델이 요약을 거절했습니다.",
    Reason.CUT: "모델의 답이 중간에 끊겼습니다.",
    Reason.MALFORMED: "모델의 답이 요약 형식에 맞지 않습니다.",
    Reason.QUOTES: "인용문을 원문에서 찾지 못해 싣지 않았습니다.",
    Reason.KOREAN: "한국어 문장이 기준에 맞지 않습니다.",
    Reason.CHECK: "요약이 원문과 맞는지 확인하지 못해 싣지 않았습니다.",
    Reason.MODEL: "모델이 응답하지 않습니다.",
    Reason.NO_TEXT: "본문도 초록도 읽지 못했습니다.",
    Reason.WITHDRAWN: "저자가 철회한 논문입니다.",
    Reason.LATE: "아직 읽고 있습니다.",
    Reason.STORE: "봇의 저장소를 쓰지 못했습니다.",
    Reason.BUG: "봇의 오류로 요약하지 못했습니다.",
}
_NOT_THERE = {"number-not-in-text", "range-not-in-text", "miscount"}
_LIMITATIONS = {
    LimitationsFrom.AUTHORS: "한계(저자 언급)",
    LimitationsFrom.INFERRED: "한계(모델 추정)",
    LimitationsFrom.NONE: "한계",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A paper with all that its messages say of it."""

    paper: Paper
    reading: Reading
    entry: Entry | None = None
    """Its place in an edition; None when somebody asked for it."""
    asked_by: str = ""

    @property
    def number(self) -> str:
        return f"{self.entry.place}. " if self.entry else ""

    @property
    def summary(self) -> Summary | None:
        return self.reading.summary if self.reading.outcome is Outcome.POSTED else None


def why_held(reading: Reading) -> str:
    """One sentence on why there is no summary."""
    if reading.reason is Reason.NUMBERS:
        count = sum(finding.name in _NOT_THERE for finding in reading.findings)
        return f"요약의 수치 {max(count, 1)}개를 원문에서 찾지 못해 싣지 않았습니다."
    return why(reading.reason)


def why(reason: Reason) -> str:
    """One sentence on why a paper has no summary."""
    return _WHY.get(reason, _WHY[Reason.CHECK])


def gist(subject: Subject) -> str:
    """What the header's line and the notification say after the name."""
    if subject.summary:
        return subject.summary.gist
    return LATE if subject.reading.reason is Reason.LATE else HELD


def card(subject: Subject, layout: Layout = Layout.CARD) -> Message:
    """The paper's message in the channel."""
    summary = subject.summary
    if summary is None:
        return _held_card(subject)
    result = fit(first_sentence(summary.results), LONGEST_RESULT)
    brief = (Paragraph((Span("결과 ", bold=True), Span(result))),)
    return Message(
        push=_push(subject),
        note=_note(subject),
        head=f"{subject.number}{summary.gist}",
        title=_title(subject.paper),
        body=_five_parts(summary) if layout is Layout.FULL else brief,
        links=links(subject.paper),
        small=_small(subject),
        topic=topic(subject.paper),
    )


def _held_card(subject: Subject) -> Message:
    lines = [] if subject.reading.reason is Reason.WITHDRAWN else [_NEXT_FOR_HELD]
    return Message(
        push=_push(subject),
        note=_note(subject),
        head=f"{subject.number}{HELD}: {why_held(subject.reading)}",
        title=_title(subject.paper),
        body=tuple(Paragraph((Span(line),)) for line in lines),
        links=links(subject.paper),
        small=("요약 없음", f"/papers why {subject.paper.id}", *_warning(subject.reading)),
        topic=topic(subject.paper),
        tone=Tone.HELD,
    )


_NEXT_FOR_HELD = "영어 초록은 스레드에 있습니다. 이틀 안에 확인된 요약이 나오면 이 글을 고칩니다."


def detail(subject: Subject, *, mention_needed: bool = False) -> Message:
    """The first message of the card's thread: the five parts, or the English abstract."""
    summary = subject.summary
    ask = _ASK_BY_MENTION if mention_needed else _ASK
    return Message(
        push=f"{subject.paper.short_name} 전체 요약" if summary else f"{subject.paper.short_name} 영어 초록",
        body=_five_parts(summary) if summary else _english_abstract(subject.paper),
        small=(ask, f"잘못된 곳은 /papers report {subject.paper.id}"),
        topic=topic(subject.paper),
        tone=Tone.PLAIN if summary else Tone.HELD,
    )


_ASK = "궁금한 점은 이 스레드에 물어보세요. 논문에서 찾아 답합니다."
_ASK_BY_MENTION = "궁금한 점은 이 스레드에서 @논문을 부르고 물어보세요."


def retracted(paper: Paper, reason: str) -> Message:
    """Stands where a card stood whose summary was taken back."""
    why = f"{HELD_BACK} 이유: {cut(visible(reason), 200)}" if reason else HELD_BACK
    return Message(
        push=f"{paper.short_name}: 요약을 내렸습니다",
        head=why,
        title=_title(paper),
        links=links(paper),
        topic=topic(paper),
        tone=Tone.RETRACTED,
    )


HELD_BACK = "이 논문의 요약은 내렸습니다."


def retracted_detail(paper: Paper) -> Message:
    return Message(
        push=f"{paper.short_name} 영어 초록",
        body=_english_abstract(paper),
        topic=topic(paper),
        tone=Tone.HELD,
    )


def topic(paper: Paper) -> str:
    """What the paper's thread is called."""
    return f"{cut(paper.short_name, LONGEST_TOPIC - 20)} · {paper.id}"


def links(paper: Paper) -> tuple[Span, ...]:
    """alphaXiv, Hugging Face and, where they are safe to follow, the paper's own code and project."""
    own = (("코드", safe_link(paper.code)), ("프로젝트", safe_link(paper.project)))
    return (
        Span("alphaXiv", url=paper.alphaxiv_url),
        Span("Hugging Face", url=paper.huggingface_url),
        *(Span(f"{label}({host_of(url)})", url=url) for label, url in own if url),
    )


def section_name(section: str) -> str:
    return "초록" if section == "Abstract" else section


def _title(paper: Paper) -> Span:
    return Span(cut(paper.title, LONGEST_TITLE), url=paper.abs_url)


def _push(subject: Subject) -> str:
    return f"{subject.number}{subject.paper.short_name}: {gist(subject)}"


def _note(subject: Subject) -> str:
    return f"{cut(subject.asked_by, 40)} 님이 /paper로 요청" if subject.asked_by else ""


def _small(subject: Subject) -> tuple[str, ...]:
    reading, entry = subject.reading, subject.entry
    pieces = (
        f"▲ {entry.upvotes}" if entry and entry.upvotes else "",
        cut(subject.paper.organization, 40),
        "요약 모델 없음: 원문 발췌" if reading.excerpt else figures(reading.figures),
        "초록 기준" if reading.origin is Origin.ABSTRACT else "",
        f"관심어 {cut(entry.interest, 40)}" if entry and entry.interest else "",
        *_warning(reading),
    )
    return tuple(piece for piece in pieces if piece)


def _warning(reading: Reading) -> tuple[str, ...]:
    return ("⚠ 모델을 겨냥한 문구가 있습니다",) if reading.instructs else ()


def figures(count: int) -> str:
    """Says that the figures stand in the text, which is all that was checked of them."""
    return f"수치 {count}개 원문에 있음" if count else "수치 없음"


def _labelled(label: str, text: str) -> Paragraph:
    return Paragraph((Span(f"{label} ", bold=True), Span(text)))


def _five_parts(summary: Summary) -> tuple[Part, ...]:
    limits_label = _LIMITATIONS[summary.limitations_from]
    return (
        _labelled("목표", summary.goal),
        _labelled("동기", summary.motivation),
        _labelled("기여", summary.contribution),
        Paragraph((Span("방법", bold=True),)),
        Items(tuple((Span(sentence),) for sentence in summary.method)),
        _labelled("결과", summary.results),
        *_quotations(summary, Field.RESULTS),
        _labelled(limits_label, summary.limitations or NO_INFORMATION),
        *_quotations(summary, Field.LIMITATIONS),
        _labelled("결론", summary.conclusion),
    )


def _quotations(summary: Summary, field: Field) -> tuple[Quotation, ...]:
    found = [quote for quote in summary.quotes if quote.field is field]
    return tuple(Quotation(quote.quote, section_name(quote.section)) for quote in found)


def _english_abstract(paper: Paper) -> tuple[Part, ...]:
    return (
        Paragraph((Span("영어 초록", bold=True),)),
        Quotation(fit(paper.abstract, LONGEST_ABSTRACT), section_name("Abstract")),
    )
