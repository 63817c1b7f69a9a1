"""Rules about what is no summary at all: empty parts, refusals, placeholders, echoes, markup."""

from collections.abc import Callable, Iterator

from bot.domain.checking import echoes
from bot.domain.checking.draft import Draft
from bot.domain.checking.index import TextIndex
from bot.domain.summary import NO_INFORMATION, Field, Finding

SHORTEST_PART = 8
"""Characters; the shortest Korean sentence that says anything about a paper is longer."""
_ALWAYS_KNOWN = frozenset({Field.GIST, Field.GOAL, Field.CONTRIBUTION})


def missing_part(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """The five parts are what people look for; an empty one is a hole in the message."""
    del index
    if not draft.summary.method:
        yield Finding("missing-part", Field.METHOD, "Method is missing; write one to three sentences.")
    for field, text in draft.summary.parts():
        if not text.strip():
            yield Finding("missing-part", field, f"{field} is empty; write one sentence.")
        elif len(text.strip()) < SHORTEST_PART and text.strip() != NO_INFORMATION:
            yield Finding("missing-part", field, f'"{text.strip()}" is no sentence; write one.')


def no_information(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Every paper says what it wants and what is new."""
    del index
    for field, text in draft.summary.parts():
        if NO_INFORMATION in text and field in _ALWAYS_KNOWN:
            yield Finding("no-information", field, f"Every paper says its {field}; write it from the text.")
        elif NO_INFORMATION in text and text.strip() != NO_INFORMATION:
            yield Finding(
                "no-information", field, f"Write exactly {NO_INFORMATION} and nothing else, or a sentence."
            )


def _spots(name: str, find: Callable[[str], str], advice: str, draft: Draft) -> Iterator[Finding]:
    for field, text in draft.summary.parts():
        if found := find(text):
            yield Finding(name, field, f'"{found[:40]}" {advice}')


def refusal(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """A refusal in Korean has the right shape and says nothing about the paper."""
    del index
    return _spots(
        "refusal", echoes.refusal, "refuses or speaks of the assistant; write about the paper.", draft
    )


def placeholder(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """What was to be filled in and was not."""
    del index
    return _spots("placeholder", echoes.placeholder, "is a placeholder; fill it in from the text.", draft)


def echo(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Small models repeat what they were told instead of doing it."""
    del index
    return _spots("echo", echoes.echo, "repeats the instructions; write about the paper.", draft)


def label(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """The messages bring their own labels."""
    del index
    return _spots("label", echoes.label, "is a label or a list mark; begin with the sentence itself.", draft)


def markup(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Readers would see the signs themselves: our messages carry plain text."""
    for finding in _spots("markup", echoes.markup, "is markup; write plain text.", draft):
        # <think> may be what the paper is about.
        if finding.reason.split('"')[1].lower() not in index.whole:
            yield finding


def address(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """The card links the paper; an address from a model may lead anywhere."""
    del index
    return _spots("address", echoes.address, "is an address; leave it out.", draft)


def mention(draft: Draft, index: TextIndex) -> Iterator[Finding]:
    """Nobody is ever pinged."""
    del index
    return _spots("mention", echoes.mention, "looks like a mention; leave it out.", draft)
