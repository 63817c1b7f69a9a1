"""Rules about which way a result points: the evidence must have a word that may mean it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.domain.checking.directions import (
    change_turned,
    claims_without_denying,
    contradicted,
    denies,
    denies_a_claim,
    figure_turned,
)
from bot.domain.checking.draft import Draft, Part, Quoted
from bot.domain.checking.evidence import occurrences_of
from bot.domain.checking.index import TextIndex
from bot.domain.checking.korean_numbers import Said
from bot.domain.checking.plain import plain, squeezed
from bot.domain.summary import Field, Finding

_SENTENCE = re.compile(r"[^.!?]+(?:\.(?=\S)[^.!?]*)*[.!?]?")
_CLAIMING = frozenset({Field.GIST, Field.GOAL, Field.CONTRIBUTION, Field.METHOD, Field.CONCLUSION})
_SENTENCES_OF_A_FIGURE = 4


def direction_reversed(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Faster told as slower has every figure and every name right."""
    results = draft.part(Field.RESULTS)
    for words in contradicted(results.text, _evidence(results, draft, index)):
        yield _reversed(Field.RESULTS, words)
    for part in draft.parts:
        for said in part.figures:
            if words := figure_turned(part.text, said.end, _sentences_of(said, index)):
                yield _reversed(part.field, words)


def change_reversed(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """What goes from 3 to 5 does not fall."""
    del index
    for part in draft.parts:
        for one, other in pairwise(part.figures):
            if part.text[one.end : other.start].strip() != "에서" or one.value == other.value:
                continue
            if words := change_turned(part.text, other.end, rises=other.value > one.value):
                reason = f'From "{one.text}" to "{other.text}" is not "{words}"; tell the change as it is.'
                yield Finding("direction-reversed", part.field, reason)


def _reversed(field: Field, words: str) -> Finding:
    reason = f'The text says the opposite of "{words}"; say what it says.'
    return Finding("direction-reversed", field, reason)


def _sentences_of(said: Said, index: TextIndex) -> str:
    """The sentences that have the figure, in lower case; empty when one of many, or when a table has it."""
    places = occurrences_of(said, index)
    if len(places) > _SENTENCES_OF_A_FIGURE or any(place.passage in index.table_units for place in places):
        return ""
    return " ".join(_sentence_at(index.texts[place.passage], place.start) for place in places).lower()


def claim_denied(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """One not too many turns a result over; papers do not set out what they did not do."""
    results = draft.part(Field.RESULTS)
    words = denies(results.text)
    if words and claims_without_denying(_evidence(results, draft, index)):
        reason = f'Nothing in the quotes for results denies as "{words}" does; say what they say.'
        yield Finding("claim-denied", Field.RESULTS, reason)
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
