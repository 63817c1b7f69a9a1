"""Long patterns are written as lists of short ones, and are not tried where they cannot match."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


def any_of(*patterns: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that matches where one of the given ones does, the first that can."""
    return re.compile("|".join(patterns), flags)


def first(pattern: re.Pattern[str], text: str) -> str:
    """The first match's words, or an empty string."""
    found = pattern.search(text)
    return found[0] if found else ""


def signs(words: str) -> tuple[str, ...]:
    """Words, or pieces of words, parted by `|`."""
    return tuple(word for line in words.splitlines() for word in line.split("|") if word)


@dataclass(frozen=True, slots=True)
class Sought:
    """A pattern, and what must stand in a text before it is worth while to look for it.

    Nearly every text has none of the signs, and to look for a word costs a hundredth of what a long pattern
    does.
    """

    pattern: re.Pattern[str]
    signs: tuple[tuple[str, ...], ...]
    """Whatever matches has, in lower case, at least one of each group."""

    def finditer(self, text: str, afar: str) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`; `afar` is the text as `from_afar` gives it."""
        if all(any(sign in afar for sign in group) for group in self.signs):
            yield from self.pattern.finditer(text)


def from_afar(text: str) -> str:
    """A text to look for signs in: in lower case, one blank wherever there is any, the letters made Latin
    that a pattern without case takes for Latin ones.
    """
    if not text.isascii():
        text = text.replace("\u0130", "i").replace("\u0131", "i").replace("\u017f", "s")
    return " ".join(text.lower().split())
