"""Rules about how the summary reads. The limits are measured on 738 entries that were really posted."""

import re
from collections.abc import Iterator
from itertools import combinations

from bot.domain.checking import korean
from bot.domain.checking.draft import Draft
from bot.domain.checking.index import TextIndex
from bot.domain.summary import NO_INFORMATION, Field, Finding

LONGEST = 1000
"""Characters of a summary without its gist."""
LONGEST_GIST = 60
LEAST_HANGUL = 0.45
LEAST_HANGUL_IN_PART = 0.15
MOST_ALIKE = 0.6
MOST_ALIKE_TO_GIST = 0.8
MOST_METHOD_SENTENCES = 3


def _sentences(draft: Draft) -> Iterator[tuple[Field, str]]:
    for field, text in draft.summary.parts():
        if text.strip() != NO_INFORMATION:
            yield from ((field, sentence) for sentence in korean.sentences(text))


def sentence_ending(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Reports end every sentence in 다; 6,543 of 6,543 real sentences do."""
    del index
    for field, sentence in _sentences(draft):
        if korean.is_polite(sentence):
            yield Finding(
                "polite-style", field, f'"{_end(sentence)}" speaks to a person; end the sentence in 한다체.'
            )
        elif korean.is_command(sentence):
            yield Finding(
                "command", field, f'"{_end(sentence)}" gives an order; state it as a report, ending in 다.'
            )
        elif not korean.is_plain_style(sentence):
            yield Finding(
                "sentence-ending", field, f'"{_end(sentence)}" does not end in 다; end each sentence so.'
            )


def first_person(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """The bot is not among the authors."""
    del index
    for field, text in draft.summary.parts():
        for word in korean.first_persons(text)[:1]:
            yield Finding(
                "first-person", field, f'"{word}" is first person; name the paper or the method instead.'
            )


def exclamation(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """A report does not shout. Names that are written with a mark (Yahoo!) are the paper's own."""
    for field, text in draft.summary.parts():
        marks = re.findall(r"\S{0,40}[!?！？](?=[\s\"')]|$)", text)
        if any(mark.lower() not in index.whole for mark in marks):
            yield Finding("exclamation", field, "Write statements: no exclamation mark and no question mark.")


def emoji(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Pictures are for alerts, not for papers."""
    del index
    for field, text in draft.summary.parts():
        if found := korean.emoji(text):
            yield Finding("emoji", field, f'Leave out "{found[0]}".')


def foreign_script(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Han, kana or Cyrillic in the middle of Korean is how multilingual models slip."""
    del index
    for field, text in draft.summary.parts():
        if found := korean.foreign_script(text):
            yield Finding("foreign-script", field, f'Write "{found[0]}" in Korean.')


def broken_characters(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Replacement characters and single jamo come from a damaged reply."""
    del index
    for field, text in draft.summary.parts():
        if found := korean.broken_characters(text):
            yield Finding(
                "broken-characters", field, f"Leave out the character {found[0]!a}; write whole syllables."
            )


def little_hangul(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """A summary for Korean readers is Korean: at least 0.45 of its letters (the least seen is 0.55)."""
    del index
    parts = [(field, text) for field, text in draft.summary.parts() if text.strip()]
    for field, text in parts:
        if korean.hangul_share(text) < LEAST_HANGUL_IN_PART:
            yield Finding(
                "little-hangul", field, "This part is hardly Korean; write it in Korean, keeping only terms."
            )
    whole = korean.hangul_share(" ".join(text for _, text in parts))
    if whole < LEAST_HANGUL:
        yield Finding("little-hangul", "", f"Only {whole:.0%} of the letters are Hangul; write in Korean.")


def repetition(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Small models get stuck on a word."""
    del index
    for field, text in draft.summary.parts():
        for piece in korean.repetitions(text):
            yield Finding("repetition", field, f'"{piece[:20]}" is said again and again; say it once.')
            break


def parts_alike(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Two parts that share most of their letters say one thing twice (real summaries: 0.44 at most)."""
    del index
    for (one, first), (other, second) in combinations(_grams_by_field(draft).items(), 2):
        limit = MOST_ALIKE_TO_GIST if one is Field.GIST else MOST_ALIKE
        if korean.containment(first, second) > limit:
            yield Finding("parts-alike", other, f"This part repeats {one}; say what only {other} can say.")
    steps = [korean.grams(sentence) for sentence in draft.summary.method]
    if any(korean.containment(first, second) > MOST_ALIKE for first, second in combinations(steps, 2)):
        yield Finding("parts-alike", Field.METHOD, "Two sentences of method say the same; keep one.")


def _grams_by_field(draft: Draft) -> dict[Field, frozenset[str]]:
    parts: dict[Field, frozenset[str]] = {}
    for field, text in draft.summary.parts():
        parts[field] = parts.get(field, frozenset()) | korean.grams(text)
    return parts


def too_long(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """A card is read on a phone; the whole has at most 1,000 characters, the gist 60."""
    del index
    gist = len(draft.summary.gist)
    whole = sum(len(text) for _, text in draft.summary.parts()) - gist
    if whole > LONGEST:
        yield Finding(
            "too-long", "", f"The parts have {whole} characters together; at most {LONGEST} are allowed."
        )
    if gist > LONGEST_GIST:
        yield Finding(
            "too-long", Field.GIST, f"The gist has {gist} characters; at most {LONGEST_GIST} are allowed."
        )


def sentence_count(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """One thought a part; only method has up to three."""
    del index
    steps = len(draft.summary.method)
    if steps > MOST_METHOD_SENTENCES:
        yield Finding(
            "sentence-count", Field.METHOD, f"Method has {steps} sentences; at most three are allowed."
        )
    for field, text in draft.summary.parts():
        count = len(korean.sentences(text))
        if count > 1:
            yield Finding(
                "sentence-count", field, f"{count} sentences stand where one is asked for; make it one."
            )


def _end(sentence: str) -> str:
    return sentence[-16:]
