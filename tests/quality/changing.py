"""Small tools for mutations: the same change every time, and no look at the check's own tables."""

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from bot.domain.summary import Field, Summary

T = TypeVar("T")


def pick(choices: Sequence[T], seed: str) -> T:
    """One of the choices, always the same for the same seed."""
    return choices[zlib.crc32(seed.encode()) % len(choices)]


def places(summary: Summary) -> Iterator[tuple[Field, int, str]]:
    """Every sentence with its field and, for method, its number."""
    seen = 0
    for field, text in summary.parts():
        yield field, seen, text
        seen = seen + 1 if field is Field.METHOD else 0


def with_sentence(summary: Summary, field: Field, number: int, text: str) -> Summary:
    """The summary with one sentence put in another's place."""
    if field is Field.METHOD:
        method = [*summary.method]
        method[number] = text
        return replace(summary, method=tuple(method))
    changed: dict[str, Any] = {field.value: text}
    return replace(summary, **changed)


def to(word: str) -> Callable[[re.Match[str]], str]:
    """Puts one word in the place of whatever was found."""
    return lambda _: word


def each_match(summary: Summary, pattern: str, change: Callable[[re.Match[str]], str]) -> Iterator[Summary]:
    """One mutant for every place where the pattern stands."""
    for field, number, text in places(summary):
        for found in re.finditer(pattern, text):
            yield with_sentence(
                summary, field, number, text[: found.start()] + change(found) + text[found.end() :]
            )


def each_sentence(summary: Summary, change: Callable[[str], str]) -> Iterator[Summary]:
    """One mutant for every sentence."""
    for field, number, text in places(summary):
        yield with_sentence(summary, field, number, change(text))
