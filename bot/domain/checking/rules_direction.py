"""Rules about which way a result points: the evidence must have a word that may mean it."""

import re
from collections.abc import Iterator

from bot.domain.checking.directions import denies, denies_a_claim, may_deny, unsupported
from bot.domain.checking.evidence import occurrences_of
from bot.domain.checking.index import TextIndex, find_quote
from bot.domain.checking.korean_numbers import figures_said
from bot.domain.checking.plain import plain, squeezed
from bot.domain.summary import Field, Finding, LimitationsFrom, Summary

_SENTENCE = re.compile(r"[^.!?]+(?:\.(?=\S)[^.!?]*)*[.!?]?")
_CLAIMING = frozenset({Field.GIST, Field.GOAL, Field.CONTRIBUTION, Field.METHOD, Field.CONCLUSION})
_SENTENCES_OF_A_FIGURE = 4


def direction_not_in_evidence(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Faster told as slower has every figure and every name right."""
    for field, text in _told_parts(summary):
        evidence = _evidence(field, text, summary, index)
        for words in unsupported(text, evidence) if evidence else ():
            reason = (
                f'No quote for {field} says "{words}"; say what they say, or quote the sentence that does.'
            )
            yield Finding("direction-not-in-quote", field, reason)


def denial_not_in_evidence(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """One not too many turns a result over; papers do not set out what they did not do."""
    evidence = _evidence(Field.RESULTS, summary.results, summary, index)
    if evidence and (words := denies(summary.results)) and not may_deny(evidence):
        reason = f'Nothing in the quotes for results denies as "{words}" does; say what they say.'
        yield Finding("denial-not-in-quote", Field.RESULTS, reason)
    for field, text in summary.parts():
        if field in _CLAIMING and (words := denies_a_claim(text)):
            yield Finding("claim-denied", field, f'"{words}" says what was not done; say what the paper did.')


def _told_parts(summary: Summary) -> Iterator[tuple[Field, str]]:
    yield Field.RESULTS, summary.results
    if summary.limitations_from is LimitationsFrom.AUTHORS:
        yield Field.LIMITATIONS, summary.limitations


def _evidence(field: Field, text: str, summary: Summary, index: TextIndex) -> str:
    """The sentences that the part rests on, in lower case; empty when one is in a table: tables have no
    verbs.
    """
    found: list[str] = []
    for quote in summary.quotes_for(field):
        found.extend(_sentences_with(quote, index))
    for said in figures_said(plain(text)):
        for occurrence in occurrences_of(said, index)[:_SENTENCES_OF_A_FIGURE]:
            if occurrence.passage in index.table_units:
                return ""
            found.append(_sentence_at(index.texts[occurrence.passage], occurrence.start))
    return " ".join(found).lower()


def _sentences_with(quote: str, index: TextIndex) -> Iterator[str]:
    """The quote itself, and the sentences of its passage that it is part of."""
    yield plain(quote)
    place = find_quote(quote, index)
    wanted = squeezed(plain(quote))
    for text, where in zip(index.texts, index.places, strict=True):
        if place and where.passage == place.passage and where.section == place.section:
            yield from (
                found[0] for found in _SENTENCE.finditer(text) if _overlap(squeezed(found[0]), wanted)
            )


def _overlap(sentence: str, wanted: str) -> bool:
    return bool(sentence) and (sentence in wanted or wanted in sentence)


def _sentence_at(text: str, position: int) -> str:
    return next((found[0] for found in _SENTENCE.finditer(text) if found.end() > position), "")
