"""Rules about figures: each must stand in the text, with its unit, for what it is said of."""

import re
from collections.abc import Iterator, Sequence

from bot.domain.checking.counting import is_torn_range, is_vaguely_known, miscounted, vague_numbers
from bot.domain.checking.draft import Draft
from bot.domain.checking.evidence import occurrence_of
from bot.domain.checking.figure import Figure
from bot.domain.checking.index import TextIndex
from bot.domain.checking.korean_numbers import Said
from bot.domain.checking.units import fits
from bot.domain.summary import Field, Finding


def number_not_in_text(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """A reader takes a figure on trust; one that the paper does not have is the worst that can be posted."""
    for field, said, _ in _said(draft):
        if occurrence_of(said, index) is None:
            reason = (
                f'The text does not have the figure "{said.text}" with this value and unit; '
                "write it exactly as the text has it, or leave it out."
            )
            yield Finding("number-not-in-text", field, reason)


def vague_number_not_in_text(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """수십 배 is a claim about a number, too."""
    for part in draft.parts:
        for words in vague_numbers(part.text):
            if not is_vaguely_known(words, index):
                reason = f'The text has no number that "{words}" could mean; write the number that it has.'
                yield Finding("number-not-in-text", part.field, reason)


def range_not_in_text(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Both ends of a range may stand in the text and yet never together."""
    for field, said, _ in _said(draft):
        if occurrence_of(said, index) and is_torn_range(said, index):
            reason = (
                f'The text has no range from "{said.text}" to the number after it; copy the range as it is.'
            )
            yield Finding("range-not-in-text", field, reason)


def miscount(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Small numbers stand in every text; what they count tells whether they stand there for this."""
    for field, said, text in _said(draft):
        if right := miscounted(said, text, index):
            values = ", ".join(str(value) for value in sorted(right)[:5])
            reason = f'The text counts these with {values}, not with "{said.text}"; count as the text does.'
            yield Finding("miscount", field, reason)


def number_not_in_quote(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """A figure may stand in the text for something else; the quote under it shows what it is about.

    Held against a part only when its quotes have figures of the same kind and none of the part's own.
    """
    for part in (draft.part(Field.RESULTS), draft.part(Field.LIMITATIONS)):
        quoted = [figure for quote in draft.quotes_for(part.field) for figure in quote.figures]
        said = [one for one in part.figures if one.digits and not _is_part_of_name(one, part.text, index)]
        alike = [one for one in said if any(fits(one.unit, figure.unit) for figure in quoted)]
        if alike and not any(_rests_on(one, quoted) for one in said):
            reason = (
                f'The quote for {part.field} has figures, but not "{alike[0].text}"; quote where it stands.'
            )
            yield Finding("number-not-in-quote", part.field, reason)


def _said(draft: Draft) -> Iterator[tuple[Field, Said, str]]:
    """Every figure with its field and the plain text that it stands in."""
    for part in draft.parts:
        yield from ((part.field, said, part.text) for said in part.figures)


def _rests_on(said: Said, quoted: Sequence[Figure]) -> bool:
    readings = [(value, unit) for value, unit in said.readings]
    return any(
        value == figure.value and fits(unit, figure.unit) for value, unit in readings for figure in quoted
    )


def _is_part_of_name(said: Said, text: str, index: TextIndex) -> bool:
    """`Claude 3.5`, `Stable Diffusion 1.5`: the text writes the word and the number together, too."""
    word = re.search(r"[A-Za-z][\w.-]* $", text[max(0, said.start - 40) : said.start], re.ASCII)
    return word is not None and (word[0] + said.text).lower() in index.whole
