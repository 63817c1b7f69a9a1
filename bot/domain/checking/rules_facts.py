"""Rules about what the summary says: figures, names and quotes must stand in the text."""

import re
from collections.abc import Iterator, Sequence

from bot.domain.checking.evidence import is_torn_range, miscounted, occurrence_of
from bot.domain.checking.figure import Figure
from bot.domain.checking.index import TextIndex, find_quote
from bot.domain.checking.korean_numbers import Said, figures_said
from bot.domain.checking.names import misspelt, names_said, stands
from bot.domain.checking.numbers import figures_in
from bot.domain.checking.plain import plain
from bot.domain.checking.quotes import LEAST_WORDS, Reading, words_in
from bot.domain.checking.terms import OVERCLAIMS, TRANSLITERATIONS
from bot.domain.checking.units import fits
from bot.domain.summary import NO_INFORMATION, Field, Finding, LimitationsFrom, Summary

_GLUED = re.compile(r"(?<=[가-힣])[a-z]{3,}|[a-z]{3,}(?=[가-힣])")
_GLOSS = re.compile(r"[가-힣]\s?\(([A-Za-z][^()]{2,80})\)")


def number_not_in_text(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """A reader takes a figure on trust; one that the paper does not have is the worst that can be posted."""
    for field, text in summary.parts():
        for said in figures_said(plain(text)):
            if occurrence_of(said, index) is None:
                yield Finding(
                    "number-not-in-text",
                    field,
                    f'The text does not have the figure "{said.text}" with this value and unit; '
                    "write it exactly as the text has it, or leave it out.",
                )


def range_not_in_text(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Both ends of a range may stand in the text and yet never together."""
    for field, text in summary.parts():
        for said in figures_said(plain(text)):
            if occurrence_of(said, index) and is_torn_range(said, index):
                reason = f'The text has no range from "{said.text}" to the number after it; copy the range as it is.'
                yield Finding("range-not-in-text", field, reason)


def miscount(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Small numbers stand in every text; what they count tells whether they stand there for this."""
    for field, text in summary.parts():
        for said in figures_said(plain(text)):
            if right := miscounted(said, plain(text), index):
                values = ", ".join(str(value) for value in sorted(right)[:5])
                reason = f'The text does not count these with "{said.text}" but with {values}; count as the text does.'
                yield Finding("miscount", field, reason)


def number_not_in_quote(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """A figure may stand in the text for something else; the quote under it shows what it is about.

    Held against a part only when its quotes have figures of the same kind and none of the part's own.
    """
    for field, text in ((Field.RESULTS, summary.results), (Field.LIMITATIONS, summary.limitations)):
        quoted = [figure for quote in summary.quotes_for(field) for figure in figures_in(plain(quote))]
        said = [
            one
            for one in figures_said(plain(text))
            if one.digits and not _is_part_of_name(one, plain(text), index)
        ]
        alike = [one for one in said if any(fits(one.unit, figure.unit) for figure in quoted)]
        if alike and not any(_rests_on(one, quoted) for one in said):
            reason = f'The quote for {field} has other figures than "{alike[0].text}"; quote the sentence that has it.'
            yield Finding("number-not-in-quote", field, reason)


def _rests_on(said: Said, quoted: Sequence[Figure]) -> bool:
    return any(
        abs(value) == figure.value and fits(unit, figure.unit)
        for value, unit in said.readings
        for figure in quoted
    )


def _is_part_of_name(said: Said, text: str, index: TextIndex) -> bool:
    """`Claude 3.5`, `Stable Diffusion 1.5`: the text writes the word and the number together, too."""
    word = re.search(r"[A-Za-z][\w.-]* $", text[: said.start], re.ASCII)
    return word is not None and (word[0] + said.text).lower() in index.whole


def name_not_in_text(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """A model, data set or term that the paper never names comes from elsewhere."""
    for field, text in summary.parts():
        text = plain(text)
        glued = {found.start() for found in _GLUED.finditer(text)}
        for name in names_said(text):
            if not stands(name.text, index.words) and not (name.start in glued and name.text.islower()):
                yield Finding(
                    "name-not-in-text",
                    field,
                    f'"{name.text}" does not occur in the text; use the names that the text itself uses.',
                )


def glued_latin(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Hangul glued to an English word that is no term of the paper is how small models stumble."""
    for field, text in summary.parts():
        text = plain(text)
        glued = {found.start() for found in _GLUED.finditer(text)}
        for name in names_said(text):
            if name.start in glued and name.text.islower() and not stands(name.text, index.words):
                yield Finding(
                    "glued-latin",
                    field,
                    f'"{name.text}" is stuck to Korean and no term of the text; write it in Korean.',
                )


def name_spelling(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Small capitals come out of PDFs as TWINFLOW; the title knows how the name is written."""
    for field, text in summary.parts():
        for name in names_said(plain(text)):
            if right := misspelt(name.text, index.title_names, index.texts[:-1]):
                yield Finding(
                    "name-spelling", field, f'Write "{right}" as the title does, not "{name.text}".'
                )


def quote_not_in_text(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """A quote is evidence only if it stands there word for word."""
    for quote in summary.quotes:
        place = find_quote(quote.quote, index)
        if place is None:
            reason = f'The quote "{_short(quote.quote)}" is not in the text; copy it word for word from one sentence.'
        elif place.reading is Reading.REFERENCES:
            reason = (
                f'The quote "{_short(quote.quote)}" stands in the list of references; quote the paper itself.'
            )
        else:
            continue
        yield Finding("quote-not-in-text", quote.field, reason)


def quote_too_short(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Two words stand in any paper and prove nothing."""
    del index
    for quote in summary.quotes:
        if words_in(quote.quote) < LEAST_WORDS:
            yield Finding(
                "quote-too-short",
                quote.field,
                f'The quote "{_short(quote.quote)}" is too short to show anything; quote at least {LEAST_WORDS} words.',
            )


def quote_about_others(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Background and related work tell of other people's results and limits."""
    for quote in summary.quotes:
        place = find_quote(quote.quote, index)
        if quote.field in {Field.RESULTS, Field.LIMITATIONS} and place and place.reading is Reading.OTHERS:
            yield Finding(
                "quote-about-others",
                quote.field,
                f'The quote "{_short(quote.quote)}" stands in "{_short(place.section)}", where the paper speaks of '
                "others; quote what it says of itself.",
            )


def part_without_quote(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Results, and limitations said to be the authors', are the two parts that readers act on."""
    del index
    if summary.results != NO_INFORMATION and not summary.quotes_for(Field.RESULTS):
        yield Finding("part-without-quote", Field.RESULTS, "Results need a verbatim quote from the text.")
    if summary.limitations_from is LimitationsFrom.AUTHORS and not summary.quotes_for(Field.LIMITATIONS):
        yield Finding(
            "part-without-quote",
            Field.LIMITATIONS,
            "Limitations said to be the authors' need a verbatim quote; without one, limitations_from is inferred.",
        )


def limitations_disagree(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Who says so and what is said must agree, or the label on the card lies."""
    del index
    if (summary.limitations_from is LimitationsFrom.NONE) != (summary.limitations == NO_INFORMATION):
        yield Finding(
            "limitations-disagree",
            Field.LIMITATIONS,
            f"limitations_from is none exactly when limitations is {NO_INFORMATION}; make them agree.",
        )


def transliteration(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """Sounding out an English term in Hangul helps nobody to find it."""
    for field, text in summary.parts():
        for wrong, right, needed in TRANSLITERATIONS:
            if wrong in text and needed in index.whole:
                yield Finding("transliteration", field, f'Write "{right}" instead of "{wrong}".')
                break


def overclaim(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """A summary may claim as much as the text does, not more."""
    for field, text in summary.parts():
        for claim, needed in OVERCLAIMS:
            found = re.search(claim, text)
            if found and not re.search(needed, index.whole):
                yield Finding(
                    "overclaim",
                    field,
                    f'The text does not claim "{found[0]}"; say only what it says, in its own measure.',
                )


def gloss_repeated(summary: Summary, index: TextIndex) -> Iterator[Finding]:
    """An English term stands in brackets at its first use only."""
    del index
    seen: set[str] = set()
    for field, text in summary.parts():
        for gloss in _GLOSS.findall(text):
            if gloss.casefold() in seen:
                yield Finding(
                    "gloss-repeated", field, f'"({gloss})" was given before; leave the brackets out here.'
                )
            seen.add(gloss.casefold())


def _short(text: str, limit: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
