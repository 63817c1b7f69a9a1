"""Enough of Discord's markup to see which of it a text holds."""

import re

# What Discord takes for the bare character.
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_LINE = re.compile(r"\s*(-#|#{1,3}|[-*+]|\d+[.)]|>>>|>)(?=\s|$)")
_INLINE = re.compile(
    r"""(?P<link>\[[^\[\]]*\]\([^()\s<>]+\))
    | (?P<bold>\*\*.+?\*\*)
    | (?P<stray>[*_~`|<>\[\]@])
    | (?P<address>(?:https?|steam|discord)://\S)
    | (?P<invitation>discord(?:app)?\.(?:gg|com))
    | (?P<emoji>:[^\s:]+:)""",
    re.VERBOSE | re.IGNORECASE,
)
ESCAPED = "\0"


def constructs(text: str) -> list[str]:
    """The names of all markup in the text, line by line: `- `, `link`, `bold`, `stray` and so on."""
    found: list[str] = []
    for line in _ESCAPE.sub(ESCAPED, text).split("\n"):
        rest = line
        while start := _LINE.match(rest):
            found.append(start[1])
            rest = rest[start.end() :]
        found += [str(one.lastgroup) for one in _INLINE.finditer(rest)]
    return found


def shown(text: str) -> str:
    """The text as people read it, where only escapes stand in it."""
    return _ESCAPE.sub(r"\1", text)
