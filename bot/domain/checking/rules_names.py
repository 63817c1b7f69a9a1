"""Rules about words: names must be the text's own, terms must be found again, claims must be the paper's."""

import re
from collections.abc import Iterator

from bot.domain.checking.draft import Draft
from bot.domain.checking.index import TextIndex
from bot.domain.checking.names import Name, misspelt, stands
from bot.domain.checking.terms import OVERCLAIMS, TRANSLITERATIONS
from bot.domain.summary import Field, Finding

_GLUED = re.compile(r"(?<=[가-힣])[a-z]{3,30}|(?<![a-z])[a-z]{3,30}(?=[가-힣])")
_GLOSS = re.compile(r"[가-힣]\s?\(([A-Za-z][^()]{2,80})\)")


def name_not_in_text(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """A model, data set or term that the paper never names comes from elsewhere."""
    for field, name, glued in _strangers(draft, index):
        if not glued:
            reason = f'"{name.text}" does not occur in the text; use the names that the text itself uses.'
            yield Finding("name-not-in-text", field, reason)


def glued_latin(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Hangul glued to an English word that is no term of the paper is how small models stumble."""
    for field, name, glued in _strangers(draft, index):
        if glued:
            reason = f'"{name.text}" is stuck to Korean and no term of the text; write it in Korean.'
            yield Finding("glued-latin", field, reason)


def _strangers(draft: Draft, index: TextIndex) -> Iterator[tuple[Field, Name, bool]]:
    """Latin words that the text does not have; the last value: small letters, stuck to Hangul."""
    for part in draft.parts:
        glued = {found.start() for found in _GLUED.finditer(part.text)}
        for name in part.names:
            if not stands(name.text, index.words):
                yield part.field, name, name.start in glued and name.text.islower()


def name_spelling(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Small capitals come out of PDFs as TWINFLOW; the title knows how the name is written."""
    for part in draft.parts:
        for name in part.names:
            if right := misspelt(name.text, index.title_names, index.texts[:-1]):
                reason = f'Write "{right}" as the title does, not "{name.text}".'
                yield Finding("name-spelling", part.field, reason)


def transliteration(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Sounding out an English term in Hangul helps nobody to find it."""
    for field, text in draft.summary.parts():
        for wrong, right, needed in TRANSLITERATIONS:
            if wrong in text and needed in index.whole:
                yield Finding("transliteration", field, f'Write "{right}" instead of "{wrong}".')
                break


def overclaim(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """A summary may claim as much as the paper does, not more."""
    for field, text in draft.summary.parts():
        for claim, needed in OVERCLAIMS:
            found = re.search(claim, text)
            if found and not re.search(needed, index.claims):
                reason = f'The text does not claim "{found[0]}"; say only what it says, in its own measure.'
                yield Finding("overclaim", field, reason)


def gloss_repeated(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """An English term stands in brackets at its first use only."""
    del index
    seen: set[str] = set()
    for field, text in draft.summary.parts():
        for gloss in _GLOSS.findall(text):
            if gloss.casefold() in seen and re.search("[a-z]{3}", gloss):
                reason = f'"({gloss})" was given before; leave the brackets out here.'
                yield Finding("gloss-repeated", field, reason)
            seen.add(gloss.casefold())
