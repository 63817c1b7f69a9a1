"""Rules about quotes: the evidence that a reader can check against the paper."""

from collections.abc import Iterator

from bot.domain.checking.draft import Draft
from bot.domain.checking.index import TextIndex
from bot.domain.checking.quotes import LEAST_WORDS, Reading, words_in
from bot.domain.summary import NO_INFORMATION, Field, Finding, LimitationsFrom


def quote_not_in_text(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """A quote is evidence only if it stands there word for word."""
    del index
    for quote in draft.quotes:
        if quote.place is None:
            fault, advice = "is not in the text", "copy it word for word from one sentence."
        elif quote.place.reading is Reading.REFERENCES:
            fault, advice = "stands in the list of references", "quote the paper itself."
        else:
            continue
        yield Finding(
            "quote-not-in-text", quote.field, f'The quote "{_short(quote.quote)}" {fault}; {advice}'
        )


def quote_too_short(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Two words stand in any paper and prove nothing."""
    del index
    for quote in draft.quotes:
        if words_in(quote.quote) < LEAST_WORDS:
            reason = f'The quote "{_short(quote.quote)}" shows nothing; quote at least {LEAST_WORDS} words.'
            yield Finding("quote-too-short", quote.field, reason)


def quote_about_others(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Background and related work tell of other people's results and limits."""
    del index
    for quote in draft.quotes:
        place = quote.place
        if quote.field in {Field.RESULTS, Field.LIMITATIONS} and place and place.reading is Reading.OTHERS:
            reason = (
                f'The quote "{_short(quote.quote)}" stands in "{_short(place.section)}", '
                "where the paper speaks of others; quote what it says of itself."
            )
            yield Finding("quote-about-others", quote.field, reason)


def part_without_quote(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Results, and limitations said to be the authors', are the two parts that readers act on."""
    del index
    summary = draft.summary
    if summary.results != NO_INFORMATION and not summary.quotes_for(Field.RESULTS):
        yield Finding("part-without-quote", Field.RESULTS, "Results need a verbatim quote from the text.")
    if summary.limitations_from is LimitationsFrom.AUTHORS and not summary.quotes_for(Field.LIMITATIONS):
        reason = "Limitations said to be the authors' need a verbatim quote; without one they are inferred."
        yield Finding("part-without-quote", Field.LIMITATIONS, reason)


def limitations_disagree(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Who says so and what is said must agree, or the label on the card lies."""
    del index
    summary = draft.summary
    if (summary.limitations_from is LimitationsFrom.NONE) != (summary.limitations == NO_INFORMATION):
        reason = f"limitations_from is none exactly when limitations is {NO_INFORMATION}; make them agree."
        yield Finding("limitations-disagree", Field.LIMITATIONS, reason)


def _short(text: str, limit: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
