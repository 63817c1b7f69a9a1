"""Rules about words: names must be the text's own, terms must be found again, claims must be the paper's."""

import re
from collections.abc import Iterator

from bot.domain.checking.index import TextIndex
from bot.domain.checking.names import Name, misspelt, names_said, stands
from bot.domain.checking.plain import plain
from bot.domain.checking.terms import OVERCLAIMS, TRANSLITERATIONS
from bot.domain.summary import Field, Finding, Summary

_GLUED = re.compile(r"(?<=[가-힣])[a-z]{3,}|[a-z]{3,}(?=[가-힣])")
_GLOSS = re.compile(r"[가-힣]\s?\(([A-Za-z][^()]{2,80})\)")


def name_not_in_text(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """A model, data set or term that the paper never names comes from elsewhere."""
    for field, name, glued in _strangers(summary, index):
        if not glued:
            reason = f'"{name.text}" does not occur in the text; use the names that the text itself uses.'
            yield Finding("name-not-in-text", field, reason)


def glued_latin(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Hangul glued to an English word that is no term of the paper is how small models stumble."""
    for field, name, glued in _strangers(summary, index):
        if glued:
            reason = f'"{name.text}" is stuck to Korean and no term of the text; write it in Korean.'
            yield Finding("glued-latin", field, reason)


def _strangers(summary: Summary, index: TextIndex) -> Iterator[tuple[Field, Name, bool]]:
    """Latin words that the text does not have; the last value: small letters, stuck to Hangul."""
    for field, raw in summary.parts():
        text = plain(raw)
        glued = {found.start() for found in _GLUED.finditer(text)}
        for name in names_said(text):
            if not stands(name.text, index.words, index.stems):
                yield field, name, name.start in glued and name.text.islower()


def name_spelling(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Small capitals come out of PDFs as TWINFLOW; the title knows how the name is written."""
    for field, text in summary.parts():
        for name in names_said(plain(text)):
            if right := misspelt(name.text, index.title_names, index.texts[:-1]):
                yield Finding(
                    "name-spelling", field, f'Write "{right}" as the title does, not "{name.text}".'
                )


def transliteration(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Sounding out an English term in Hangul helps nobody to find it."""
    for field, text in summary.parts():
        for wrong, right, needed in TRANSLITERATIONS:
            if wrong in text and needed in index.whole:
                yield Finding("transliteration", field, f'Write "{right}" instead of "{wrong}".')
                break


def overclaim(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """A summary may claim as much as the paper does, not more."""
    for field, text in summary.parts():
        for claim, needed in OVERCLAIMS:
            found = re.search(claim, text)
            if found and not re.search(needed, index.claims):
                reason = f'The text does not claim "{found[0]}"; say only what it says, in its own measure.'
                yield Finding("overclaim", field, reason)


def gloss_repeated(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """An English term stands in brackets at its first use only."""
    del index
    seen: set[str] = set()
    for field, text in summary.parts():
        for gloss in _GLOSS.findall(text):
            if gloss.casefold() in seen and re.search("[a-z]{3}", gloss):
                reason = f'"({gloss})" was given before; leave the brackets out here.'
                yield Finding("gloss-repeated", field, reason)
            seen.add(gloss.casefold())
