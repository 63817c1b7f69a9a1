"""What is said in the threads below the cards: answers with their citations, and why there is none."""

from bot.domain.fitting import cut
from bot.domain.message import Message, Paragraph, Part, Quotation, Span, Tone
from bot.domain.paper import Origin
from bot.domain.talk.answering import OFF_TOPIC, Answer, Ending, Fault
from bot.wording.cards import figures, section_name

LONGEST_PUSH = 80
_NOT_FOUND = "논문에서 찾지 못했습니다."
_CLOSEST = "원문에서 가장 가까운 부분은 다음과 같습니다."
_WHY = {
    Fault.REFUSED: "모델이 답을 거절함",
    Fault.CUT: "모델의 답이 중간에 끊김",
    Fault.MALFORMED: "모델의 답이 형식에 맞지 않음",
    Fault.EMPTY: "모델이 빈 답을 보냄",
    Fault.ENGLISH: "모델이 한국어로 답하지 않음",
    Fault.REPEATED: "모델의 답이 끝없이 이어짐",
    Fault.QUOTES: "답의 근거를 원문에서 확인하지 못함",
    Fault.UNAVAILABLE: "모델 응답 없음",
}


def answer(given: Answer) -> Message:
    """The one message that a question gets."""
    match given.ending:
        case Ending.ANSWERED | Ending.EXCERPT:
            return _message(given.text, given)
        case Ending.NOT_FOUND:
            return _message(f"{_NOT_FOUND} 읽은 범위: {_read(given)}.", given)
        case Ending.OFF_TOPIC:
            return _message(f"{OFF_TOPIC}.", given)
        case Ending.FAILED:
            return _message(_failed(given), given)


def _failed(given: Answer) -> str:
    why = f"답을 만들지 못했습니다({_WHY[given.fault or Fault.UNAVAILABLE]})."
    return f"{why} {_CLOSEST}" if given.citations else why


def _read(given: Answer) -> str:
    if given.origin is Origin.ABSTRACT:
        return "초록"
    return "논문 전체" if given.whole else "논문에서 질문과 가까운 부분"


def _message(text: str, given: Answer) -> Message:
    body: tuple[Part, ...] = tuple(Paragraph((Span(line),)) for line in text.splitlines())
    quotes = tuple(Quotation(one.quote, section_name(one.section)) for one in given.citations)
    return Message(push=cut(text.partition("\n")[0], LONGEST_PUSH), body=body + quotes, small=_small(given))


def _small(given: Answer) -> tuple[str, ...]:
    pieces = (
        f"인용 {len(given.citations)}개 원문 일치" if given.ending is Ending.ANSWERED else "",
        figures(given.figures) if given.figures else "",
        "요약 모델 없음: 원문 발췌" if given.ending is Ending.EXCERPT else "",
        "초록만 읽었습니다" if _is_thin(given) else "",
    )
    return tuple(piece for piece in pieces if piece)


def _is_thin(given: Answer) -> bool:
    """The line on what was not found says already what was read."""
    return given.origin is Origin.ABSTRACT and given.ending not in {Ending.NOT_FOUND, Ending.OFF_TOPIC}


def _waiting(text: str) -> Message:
    """Stands where the answer will stand: it is edited into it."""
    return Message(push=text, body=(Paragraph((Span(text),)),), tone=Tone.HELD)


def still_looking() -> Message:
    return _waiting("아직 답을 찾고 있습니다. 찾는 대로 이 글을 답으로 바꿉니다.")


def answered_in(minutes: int) -> Message:
    return _waiting(f"질문이 많아 {minutes}분 뒤에 답합니다.")


def question_gone() -> Message:
    return _waiting("질문이 지워져 답하지 않습니다.")


def ask_more() -> Message:
    text = "무엇이 궁금한지 함께 써 주세요. 논문에서 찾아 답합니다."
    return Message(push=text, body=(Paragraph((Span(text),)),))


def only_when_called() -> Message:
    text = "이 스레드에서는 부를 때만 답합니다."
    return Message(push=text, body=(Paragraph((Span(text),)),))


def broken() -> Message:
    text = "답을 만들지 못했습니다. 잠시 뒤 다시 물어봐 주세요."
    return Message(push=text, body=(Paragraph((Span(text),)),))
