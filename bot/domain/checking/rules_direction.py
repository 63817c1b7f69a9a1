"""Rules about which way a result points: the evidence must have a word that may mean it."""

import re
from collections.abc import Iterator

from bot.domain.checking.directions import denies, denies_a_claim, may_deny, unsupported
from bot.domain.checking.draft import Draft, Part, Quoted
from bot.domain.checking.evidence import occurrences_of
from bot.domain.checking.index import TextIndex
from bot.domain.checking.plain import plain, squeezed
from bot.domain.summary import Field, Finding, LimitationsFrom

_SENTENCE = re.compile(r"[^.!?]+(?:\.(?=\S)[^.!?]*)*[.!?]?")
_CLAIMING = frozenset({Field.GIST, Field.GOAL, Field.CONTRIBUTION, Field.METHOD, Field.CONCLUSION})
_SENTENCES_OF_A_FIGURE = 4


def direction_not_in_evidence(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Faster told as slower has every figure and every name right."""
    told = [draft.part(Field.RESULTS)]
    if draft.summary.limitations_from is LimitationsFrom.AUTHORS:
        told.append(draft.part(Field.LIMITATIONS))
    for part in told:
        evidence = _evidence(part, draft, index)
        for words in unsupported(part.text, evidence) if evidence else ():
            reason = f'No quote for {part.field} says "{words}"; quote what does, or leave it out.'
            yield Finding("direction-not-in-quote", part.field, reason)


def denial_not_in_evidence(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """One not too many turns a result over; papers do not set out what they did not do."""
    results = draft.part(Field.RESULTS)
    words = denies(results.text)
    if words and (evidence := _evidence(results, draft, index)) and not may_deny(evidence):
        reason = f'Nothing in the quotes for results denies as "{words}" does; say what they say.'
        yield Finding("denial-not-in-quote", Field.RESULTS, reason)
    for part in draft.parts:
        if part.field in _CLAIMING and (words := denies_a_claim(part.text)):
            reason = f'"{words}" says what was not done; say what the paper did.'
            yield Finding("claim-denied", part.field, reason)


def _evidence(part: Part, draft: Draft, index: TextIndex) -> str:
    """The sentences that the part rests on, in lower case; empty when one is in a table: no verbs."""
    found: list[str] = []
    for quote in draft.quotes_for(part.field):
        found.extend(_sentences_with(quote, index))
    for said in part.figures:
        for occurrence in occurrences_of(said, index)[:_SENTENCES_OF_A_FIGURE]:
            if occurrence.passage in index.table_units:
                return ""
            found.append(_sentence_at(index.texts[occurrence.passage], occurrence.start))
    return " ".join(found).lower()


def _sentences_with(quote: Quoted, index: TextIndex) -> Iterator[str]:
    """The quote itself, and the sentences of its passage that it is part of."""
    text = plain(quote.quote)
    yield text
    if quote.place:
        wanted, passage = squeezed(text), index.texts[index.places.index(quote.place)]
        yield from (found[0] for found in _SENTENCE.finditer(passage) if _overlap(squeezed(found[0]), wanted))


def _overlap(sentence: str, wanted: str) -> bool:
    return bool(sentence) and (sentence in wanted or wanted in sentence)


def _sentence_at(text: str, position: int) -> str:
    return next((found[0] for found in _SENTENCE.finditer(text) if found.end() > position), "")
