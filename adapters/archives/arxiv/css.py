"""As much CSS as it takes to know what a reader cannot see: declarations, lengths, style sheets."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_STYLE = 4_000
"""Characters of one `style` attribute; LaTeXML writes about 100. A longer one is not understood."""
LARGEST_SHEET = 100_000
MOST_RULES = 200
"""arXiv's own pages carry no style sheet inside the page; more than this is not understood."""

Style = dict[str, str]
"""Property to value, both lower-case; a value may end in `!important`."""

NOT_UNDERSTOOD: Style = {"display": "none"}
"""What cannot be understood is taken for hidden: better a sentence too few than an unseen one read."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"""(?:[^;"'(]+|"[^"]*"|'[^']*'|\([^)]*\))+""")
_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?)([a-z%]*)")
_POINTS = {
    "": 0.75, "px": 0.75, "pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "q": 0.709,
    "rem": 12.0, "vw": 9.0, "vh": 6.0, "vmin": 6.0, "vmax": 9.0,
}  # fmt: skip
_RELATIVE = {"em": 1.0, "ex": 0.5, "ch": 0.5, "%": 0.01, "lh": 1.2}


class TooMuchCss(ValueError):
    """The page brings more style sheets than are read."""


@dataclass(frozen=True, slots=True)
class Rule:
    selector: str
    style: Style
    weight: tuple[int, int, int, int]
    """Cascade order: ids, classes, types, place in the page."""


def declarations(text: str) -> Style:
    """The declarations of a `style` attribute or of a rule's body."""
    if len(text) > LONGEST_STYLE:
        return dict(NOT_UNDERSTOOD)
    style: Style = {}
    text = _unescape(_COMMENT.sub("", text)).lower()
    for declaration in _DECLARATION.findall(text):
        name, colon, value = declaration.partition(":")
        if colon:
            style[name.strip()] = value.strip()
    return style


def cascade(layers: Iterable[Style]) -> Style:
    """One style from several, weakest first: later ones win unless an earlier one is `!important`."""
    style: Style = {}
    important: set[str] = set()
    for layer in layers:
        for name, value in layer.items():
            plain, mark, _ = value.partition("!")
            if mark:
                important.add(name)
            if mark or name not in important:
                style[name] = plain.strip()
    return style


def points(value: str, font: float) -> float | None:
    """A CSS length in points; `font` is the font size that em and % refer to. None for anything else."""
    found = _LENGTH.fullmatch(value)
    if found is None:
        return None
    number, unit = float(found[1]), found[2]
    if unit in _RELATIVE:
        return number * _RELATIVE[unit] * font
    return number * _POINTS[unit] if unit in _POINTS else None


def rules(sheet: str) -> list[Rule]:
    """The rules of a style sheet, one for each selector, weakest first. Raises TooMuchCss.

    Rules inside @media and the like count as well, but for print: we cannot know the reader's screen.
    """
    if len(sheet) > LARGEST_SHEET:
        raise TooMuchCss
    found: list[Rule] = []
    for selectors, body in _rules(_COMMENT.sub("", sheet)):
        style = declarations(body)
        found += [Rule(s, style, (*_specificity(s), len(found))) for s in _split(selectors)]
        if len(found) > MOST_RULES:
            raise TooMuchCss
    return sorted(found, key=lambda rule: rule.weight)


def names(selector: str) -> list[str]:
    """The classes and ids that a selector speaks of, each with its dot or hash."""
    return re.findall(r"[.#][\w-]+", selector)


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16) % 0x110000) if found[1] else found[2], text)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Pairs of selectors and declarations; group rules are opened, other at-rules passed over."""
    skipped_at: int | None = None
    depth, start = 0, 0
    prelude = ""
    for found in re.finditer(r"[{};]", sheet):
        piece = sheet[start : found.start()].strip()
        if found[0] == "{":
            depth += 1
            prelude = piece
            if skipped_at is None and re.match(
                r"@(?!media|supports|layer|container)|@media\s+print\b", piece
            ):
                skipped_at = depth
        elif found[0] == "}":
            if skipped_at is None and prelude and not prelude.startswith("@"):
                yield prelude, piece
            skipped_at = None if skipped_at is not None and skipped_at >= depth else skipped_at
            depth, prelude = max(depth - 1, 0), ""
        elif prelude and not prelude.startswith("@"):
            continue
        start = found.end()


def _split(selectors: str) -> list[str]:
    """At the commas that stand outside of brackets."""
    parts, depth, start = [], 0, 0
    for found in re.finditer(r"[(\[\])]|,", selectors):
        if found[0] == "," and depth == 0:
            parts.append(selectors[start : found.start()])
            start = found.end()
        elif found[0] != ",":
            depth += 1 if found[0] in "([" else -1
    return [part.strip() for part in [*parts, selectors[start:]] if part.strip()]


def _specificity(selector: str) -> tuple[int, int, int]:
    ids = len(re.findall(r"#[\w-]+", selector))
    classes = len(re.findall(r"\.[\w-]+|\[|:(?!:)", selector))
    return ids, classes, len(re.findall(r"(?:^|[\s>+~(])[a-z]", selector, re.IGNORECASE))
