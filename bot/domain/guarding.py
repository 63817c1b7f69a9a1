"""Keeps a paper that gives orders to models at arm's length: what it orders is neither read nor believed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.checking import instructs
from bot.domain.checking.echoes import address
from bot.domain.checking.plain import plain
from bot.domain.paper import FullText, Paper, Passage, one_line, sections
from bot.domain.summary import Finding, Summary

NO_HEADING = "Main text"
"""Stands for a heading that is an order."""
LEAST_COPIED = 10
"""Hangul letters in a row that a paper in English and its summary do not share by chance."""
_NUMBERED = re.compile(r"^(?:Appendix\s)?(?:[A-Z]|\d+|[IVX]+)(?:[.-][\dA-Z]+)*\.?\s")
_SENTENCE_END = re.compile(r"[.!?:;]\s")
_NOT_HANGUL = re.compile(r"[^가-힣]+")
_PRAISE = re.compile(
    r"탁월|획기적|혁신적|기념비|걸작|훌륭|뛰어나|뛰어난|최고의|최상의|최우수|만점|흠잡을|결점이 없|약점이 없"
    r"|단점이 없|한계가 없|독보적|압도적|역사적|경이|감탄|찬사|칭찬|극찬|추천|채택(?:해야|되어야|할 만)"
    r"|게재(?:해야|되어야|할 만)|위대|모범적|세계적인|반드시 읽"
)
_UNFIT = re.compile(r"<[@#!]|@(?:everyone|here|channel)\b|[가-힣]|nonmun/\w", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guarded:
    """A paper without its orders, for the model to read and the check to believe."""

    paper: Paper
    text: FullText
    korean: str
    """All Hangul letters of the whole paper, those of its orders, too."""
    orders: tuple[str, ...] = ()
    """What was taken for an order, each at most 160 characters; empty for nearly every paper."""


def guard(paper: Paper, text: FullText) -> Guarded:
    """Takes orders to models out of title, abstract, headings and passages, each with what follows it there.

    Where an order ends cannot be known, only where it begins. Takes about a second for a million characters.
    """
    headings = (_NUMBERED.sub("", heading) for heading in sections(text.passages))
    beside = (Passage(-1, "", words) for words in (paper.title, paper.abstract, *headings))
    everything = tuple(replace(passage, text=_cells(passage.text)) for passage in (*text.passages, *beside))
    korean = _hangul("".join(passage.text for passage in everything))
    orders = instructs(replace(text, passages=everything))
    if not orders:
        return Guarded(paper, text, korean)
    kept = (_without_orders(passage, orders) for passage in text.passages)
    return Guarded(
        replace(paper, title=_before(paper.title, orders), abstract=_before(paper.abstract, orders)),
        replace(text, passages=tuple(passage for passage in kept if passage.text)),
        korean,
        orders,
    )


def _cells(text: str) -> str:
    """A cell of a table opens a sentence of its own."""
    return text.replace(" | ", ". ")


def _without_orders(passage: Passage, orders: Sequence[str]) -> Passage:
    return replace(
        passage,
        section=passage.section if _before(passage.section, orders) == passage.section else NO_HEADING,
        text=_before(passage.text, orders),
    )


def _before(text: str, orders: Sequence[str]) -> str:
    """The sentences before the first order; all of it, untouched, when it has none."""
    readable = one_line(plain(_cells(text)))
    starts = [at for order in orders if (at := readable.find(order)) >= 0]
    if not starts:
        return text
    ends = [end.end() for end in _SENTENCE_END.finditer(readable, 0, min(starts))]
    return readable[: ends[-1]].strip() if ends else ""


def obeyed(summary: Summary, guarded: Guarded) -> Iterator[Finding]:
    """Signs that a model did as the paper told it, in a summary that may be sound otherwise.

    Praise is held against it only when the paper gives orders: elsewhere authors may call their own work so.
    """
    for field, sentence in summary.parts():
        words = _hangul(sentence)
        if len(words) >= LEAST_COPIED and words in guarded.korean:
            reason = "This sentence stands in the paper in Korean; say it in your own words."
            yield Finding("korean-copied", field, reason)
        if guarded.orders and (praise := _PRAISE.search(sentence)):
            yield Finding("praise", field, f'"{praise[0]}" praises; say only what was done and found.')
    for quote in summary.quotes:
        if _UNFIT.search(quote.quote) or address(quote.quote):
            reason = "The quote is no plain English prose: an address, a mention, Korean; quote another."
            yield Finding("quote-unfit", quote.field, reason)


def _hangul(text: str) -> str:
    return _NOT_HANGUL.sub("", text)
