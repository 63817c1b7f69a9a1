"""The checks of a summary: one that a model wrote, and one cut out without a model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.checking.evidence import Claim, ClaimKind, claims_of, occurrence_of, quote_claim
from bot.domain.checking.index import TITLE, TextIndex, find_quote
from bot.domain.checking.korean_numbers import figures_said
from bot.domain.checking.plain import plain, squeezed
from bot.domain.checking.quotes import Place, Reading
from bot.domain.checking.rules import findings
from bot.domain.checking.units import COUNTED, NONE
from bot.domain.summary import NO_INFORMATION, Finding, Summary


@dataclass(frozen=True, slots=True)
class Verdict:
    findings: tuple[Finding, ...]
    """Empty when the summary may be posted."""
    figures: int
    """How many different figures, written with digits, stand in the text."""
    claims: tuple[Claim, ...] = ()
    """Every figure, name and quote with its evidence, in reading order."""


def check(summary: Summary, index: TextIndex) -> Verdict:
    """Everything that can be held against a Korean summary by reading the text it was made from."""
    parts = [text for _, text in summary.parts()]
    return Verdict(
        tuple(findings(summary, index)), figures_in_text(parts, index), tuple(_claims(summary, index))
    )


def figures_in_text(parts: Sequence[str], index: TextIndex) -> int:
    """How many different figures of the parts, written with digits, stand in the text."""
    said = [said for text in parts for said in figures_said(plain(text)) if said.digits]
    # `1단계` and `1-NFE` are one figure to a reader.
    return len({(one.value, one.unit.replace(COUNTED, NONE)) for one in said if occurrence_of(one, index)})


def _claims(summary: Summary, index: TextIndex) -> Iterator[Claim]:
    for field, text in summary.parts():
        yield from claims_of(field, text, index)
    for quote in summary.quotes:
        yield quote_claim(quote.field, quote.quote, index)


_ENGLISH_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'(\[])")


def check_excerpt(summary: Summary, index: TextIndex) -> Verdict:
    """A summary cut out without a model: every sentence must stand in the text; Korean rules do not apply."""
    found: list[Finding] = []
    claims: list[Claim] = []
    for field, text in summary.parts():
        if not text.strip():
            found.append(Finding("missing-part", field, f"{field} is empty."))
        for sentence in _english_sentences(text):
            claims.append(_excerpt_claim(field, sentence, index))
            if not claims[-1].found:
                found.append(Finding("quote-not-in-text", field, f'"{sentence[:80]}" is not in the text.'))
    claims.extend(quote_claim(quote.field, quote.quote, index) for quote in summary.quotes)
    return Verdict(tuple(found), 0, tuple(claims))


def _english_sentences(text: str) -> list[str]:
    return [] if text.strip() in {"", NO_INFORMATION} else _ENGLISH_END.split(text.strip())


def _excerpt_claim(field: str, sentence: str, index: TextIndex) -> Claim:
    is_title = squeezed(plain(sentence)) == squeezed(plain(index.title))
    place = Place(TITLE, -1) if is_title else find_quote(sentence, index)
    if place is None or place.reading is Reading.REFERENCES:
        return Claim(ClaimKind.QUOTE, field, sentence, found=False)
    return Claim(ClaimKind.QUOTE, field, sentence, found=True, section=place.section, quote=sentence)
