"""What becomes of a model's reply to a question: which of its words may be shown (DESIGN, Questions)."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.checking import TextIndex, check_answer, instructs
from bot.domain.checking.echoes import address, mention
from bot.domain.checking.korean import repetitions, sentences
from bot.domain.checking.quotes import LEAST_WORDS, words_in
from bot.domain.fitting import cut, fit
from bot.domain.paper import FullText, Origin, PaperId, Passage
from bot.domain.plain import visible
from bot.domain.prompt import Reply
from bot.errors import Failure, Unavailable

SHORT_ANSWER = 600
LONG_ANSWER = 1_800
"""Korean characters; the longer one for who asks for it."""
LONGEST_READ = 6_000
"""Characters of a reply's answer that are looked at; more is a model that has lost itself."""
MOST_CITATIONS = 3
MOST_CHECKED = 12
LONGEST_QUOTE = 300
OFF_TOPIC = "이 논문에 관한 질문에만 답합니다"
"""Asked of the model word for word, so that code can tell it from an answer."""
LATE = timedelta(seconds=90)
"""Without an answer for so long, a line says so."""

_WANTS_MORE = re.compile(
    r"자세[히하한]|상세|길게|구체적|모두|전부|빠짐없이|하나씩|단계별|단계\s?별|나열|목록|정리해|"
    r"\b(?:in (?:more )?detail|detailed|step by step|thorough|at length|list all|everything)\b",
    re.IGNORECASE,
)


class Ending(StrEnum):
    ANSWERED = "answered"
    EXCERPT = "excerpt"
    """There is no model: passages that fit."""
    NOT_FOUND = "not_found"
    OFF_TOPIC = "off_topic"
    FAILED = "failed"


class Fault(StrEnum):
    """Why a whole reply may not be shown."""

    REFUSED = "refused"
    CUT = "cut"
    MALFORMED = "malformed"
    EMPTY = "empty"
    ENGLISH = "english"
    REPEATED = "repeated"
    QUOTES = "quotes"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Citation:
    section: str
    """Where the quote really stands, whatever the model said."""
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person is told. Every citation stands in the text word for word."""

    ending: Ending
    text: str = ""
    """Korean, checked; only with ANSWERED and EXCERPT."""
    citations: tuple[Citation, ...] = ()
    figures: int = 0
    """Different figures in the text, all of which stand in the paper."""
    fault: Fault | None = None
    """With FAILED."""
    origin: Origin = Origin.HTML
    """What the text that was read came from."""
    whole: bool = True
    """All of that text went to the model."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A model's reply `answer`, read but not believed."""

    text: str
    found: bool
    citations: tuple[tuple[str, str], ...]


class NotAnAnswer(ValueError):
    """The reply is not the JSON that was asked for."""


def draft_from_json(text: str) -> Draft:
    """Reads `{answer, found, citations: [{section, quote}]}`. Raises NotAnAnswer."""
    try:
        data = json.loads(text)
        rows = data["citations"][:MOST_CHECKED]
        cited = tuple((_string(row["section"]), _string(row["quote"])) for row in rows)
        draft = Draft(_string(data["answer"]), data["found"], cited)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise NotAnAnswer(type(error).__name__) from None
    if not isinstance(draft.found, bool):
        raise NotAnAnswer("found is neither true nor false")
    return draft


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise NotAnAnswer("a text is no text")
    return visible(value)[:LONGEST_READ]


def keywords_from_json(text: str) -> tuple[str, ...]:
    """Reads `{keywords: []}`; nothing from anything else, for the question's own words do as well."""
    try:
        words = json.loads(text)["keywords"]
    except (ValueError, TypeError, LookupError, RecursionError):
        return ()
    return tuple(word for word in words if isinstance(word, str)) if isinstance(words, list) else ()


def judge(reply: Reply, question: str, index: TextIndex, *, excerpt: bool = False) -> Answer:
    """The answer that a reply makes. FAILED may be asked again, with what `fault` tells.

    `excerpt`: the reply is of a model that only cuts out passages; its line is ours and not checked.
    """
    if reply.refusal:
        return _failed(Fault.REFUSED)
    if reply.cut:
        return _failed(Fault.CUT)
    try:
        draft = draft_from_json(reply.text)
    except NotAnAnswer:
        return _failed(Fault.MALFORMED)
    if not draft.found:
        return Answer(Ending.OFF_TOPIC if OFF_TOPIC in draft.text else Ending.NOT_FOUND)
    citations = _standing(draft, index)
    if excerpt:
        return Answer(Ending.EXCERPT if citations else Ending.NOT_FOUND, draft.text, citations)
    return _judged(draft, citations, question, index)


def _failed(fault: Fault) -> Answer:
    return Answer(Ending.FAILED, fault=fault)


def _judged(draft: Draft, citations: tuple[Citation, ...], question: str, index: TextIndex) -> Answer:
    verdict = check_answer(draft.text, (), index)
    if fault := _fault_of(draft.text, empty=verdict.empty, refusal=verdict.refusal, english=verdict.english):
        return _failed(fault)
    text = fit(supported(draft.text, index), longest(question)).strip()
    if not text:
        return Answer(Ending.NOT_FOUND)
    if not citations:
        return _failed(Fault.QUOTES)
    return Answer(Ending.ANSWERED, text, citations, check_answer(text, (), index).figures)


def _fault_of(text: str, *, empty: bool, refusal: bool, english: bool) -> Fault | None:
    repeated = next(repetitions(text), "")
    faults = {
        Fault.EMPTY: empty,
        Fault.REFUSED: refusal,
        Fault.ENGLISH: english,
        Fault.REPEATED: bool(repeated) or len(text) >= LONGEST_READ,
    }
    return next((fault for fault, holds in faults.items() if holds), None)


def supported(answer: str, index: TextIndex) -> str:
    """The answer without sentences that name a figure or a name that the text has not, that call people,
    lead elsewhere or give orders. Lines stay lines.
    """
    lines = (" ".join(_supported(line, index)) for line in answer.splitlines())
    return "\n".join(line for line in lines if line)


def _supported(line: str, index: TextIndex) -> Iterator[str]:
    unsupported = check_answer(line, (), index).unsupported
    for sentence in sentences(line):
        if sentence not in unsupported and not (mention(sentence) or address(sentence) or _orders(sentence)):
            yield sentence


def _orders(text: str) -> bool:
    """Whether it tries to instruct a model: a paper's hidden words that were passed on."""
    return bool(instructs(FullText(PaperId(""), Origin.HTML, (Passage(0, "", text),))))


def _standing(draft: Draft, index: TextIndex) -> tuple[Citation, ...]:
    """Those quotes that stand in the text and say something, each once."""
    cited = check_answer("", draft.citations, index).cited
    found = {
        " ".join(one.quote.split()): one.place.section
        for one in cited
        if one.place and words_in(one.quote) >= LEAST_WORDS and not _orders(one.quote)
    }
    kept = [quote for quote in found if not any(quote != other and quote in other for other in found)]
    return tuple(Citation(found[quote], cut(quote, LONGEST_QUOTE)) for quote in kept[:MOST_CITATIONS])


def longest(question: str) -> int:
    """How many characters an answer to this may have."""
    return LONG_ANSWER if _WANTS_MORE.search(question) else SHORT_ANSWER


def given_up(fault: Fault, citations: Sequence[Citation]) -> Answer:
    """No answer, but the passages that fit best."""
    return Answer(Ending.FAILED, citations=tuple(citations[:MOST_CITATIONS]), fault=fault)


def as_reply(answer: Answer) -> str:
    """The answer as the model itself would have to write it: for the thread's history."""
    cited = [{"section": one.section, "quote": one.quote} for one in answer.citations]
    found = answer.ending in {Ending.ANSWERED, Ending.EXCERPT}
    text = OFF_TOPIC + "." if answer.ending is Ending.OFF_TOPIC else answer.text
    row = {"answer": text, "found": found, "citations": cited if found else []}
    return json.dumps(row, ensure_ascii=False)


def read_from(answer: Answer, text: FullText, shown: Sequence[Passage]) -> Answer:
    """The answer with what was read for it."""
    return replace(answer, origin=text.origin, whole=len(shown) == len(text.passages))


PERSON_MAY_ASK = 20
CHANNEL_MAY_ASK = 60
PER = timedelta(minutes=10)


def answer_at(person: Sequence[datetime], channel: Sequence[datetime], now: datetime) -> datetime:
    """When a question asked now may be worked on. `person`, `channel`: when the earlier questions of this
    person and in this channel were asked.
    """
    return max(_free_at(person, PERSON_MAY_ASK, now), _free_at(channel, CHANNEL_MAY_ASK, now))


def _free_at(asked: Sequence[datetime], most: int, now: datetime) -> datetime:
    recent = sorted(moment for moment in asked if moment > now - PER)
    return recent[-most] + PER if len(recent) >= most else now


TRIES = 6
WAITS = (15.0, 30.0, 60.0, 120.0, 300.0)
"""Seconds between tries when the model could not be had, unless it names a time itself."""
LONGEST_WAIT = 900.0


def wait_before_next(tries: int, error: Failure) -> timedelta | None:
    """How long to wait after `tries` tries, the last of which raised `error`; None: give up."""
    if tries >= TRIES or not isinstance(error, Unavailable):
        return None
    asked = error.retry_after
    seconds = WAITS[min(max(tries, 1), len(WAITS)) - 1] if asked is None else max(asked, 1.0)
    return timedelta(seconds=min(seconds, LONGEST_WAIT))
