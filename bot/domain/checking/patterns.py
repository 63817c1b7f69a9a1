"""Long patterns are written as lists of short ones."""

import re


def any_of(*patterns: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that matches where one of the given ones does, the first that can."""
    return re.compile("|".join(patterns), flags)


def first(pattern: re.Pattern[str], text: str) -> str:
    """The first match's words, or an empty string."""
    found = pattern.search(text)
    return found[0] if found else ""
