"""Figures of an English text, each with its exact value, its unit and its place."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from bot.domain.checking.number_words import NUMBER_WORDS, SCALES, words_amount
from bot.domain.checking.units import NONE, TIMES, english_unit


class Figure(NamedTuple):
    """A number as it stands: `start` and `end` are offsets in the plain text it was read from."""

    value: Fraction
    unit: str
    start: int
    end: int


# What is no quantity: pointers to other places, citations, addresses.
_POINTERS = re.compile(
    r"""\b(?:Tables?|Tabs?\.|Fig(?:ure)?s?\.?|Sec(?:tion)?s?\.?|Eqn?s?\.|Equations?|Appendix|App\.|Algorithms?|Alg\.|Theorems?|Thm\.
        |Lemmas?|Propositions?|Corollar(?:y|ies)|Definitions?|Assumptions?|Chapters?|Listings?|Footnotes?)\s?
        \(?[A-Z]?\.?\d+(?:\.\d+)*[a-z]?\)?(?:\s?(?:,|and|&|-|to)\s?\(?[A-Z]?\.?\d+(?:\.\d+)*[a-z]?\)?)*(?![\w%])
      | §\s?\d+(?:\.\d+)*
      | \[[1-9]\d{0,2}(?:\s?[,;-]\s?\d{1,3})*\]
      | \(?et\ al\.?,?\s?\(?(?:19|20)\d\d[a-z]?\)?
      | \([^()]{0,400}?[A-Z][^()\d]{1,80},?\s(?:19|20)\d\d[a-z]?(?:;[^()]{0,400})?\)
      | \b(?:https?://|www\.|arXiv[:\s])\S+
      | \b\d{4}\.\d{5}(?:v\d)?\b
    """,
    re.VERBOSE,
)
NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(rf"(?<![\w.^])(?:{NUMBER})(?!\.\d)")
_POWER = re.compile(
    r"\s?[×*·]\s?10\s?\^?\s?\(?(?P<times>\^?[-+]?\d{1,3})\)?|[eE](?P<e>[-+]?\d{1,2})(?!\w)|\s?x\s?10\^\(?(?P<x>[-+]?\d{1,3})\)?"
)
_TEN_TO = re.compile(r"\^\s?\(?([-+]?\d{1,3})\)?")
_SCALE = re.compile(rf"(?P<letter>[KkMBT])(?=s?(?!\w))|[ -]?(?P<word>{'|'.join(SCALES)}|bn\b|mn\b)s?(?!\w)")
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12, "bn": 10**9, "mn": 10**6} | SCALES
_OVER = re.compile(r"\s?/\s?(\d+)(?![\w.]|/)")
# A number glued to a name is its version (GPT-4), to a small word a quantity (rank-16), with B or K its size.
_AFTER_NAME = re.compile(r"(?:[A-Z][\w.]*|\d[A-Za-z]\w*|\b[a-zA-Z])-$")
_BEFORE = re.compile(r"(?:(?:factors? of|(?<![\d\w])\s?[×x]) ?|(?P<dollar>USD ?|\$))$")
_JOINS = re.compile(
    r"\s?(?:-|~|to|and|or|,|,\s?and|,\s?or|vs\.?|versus|/|→|±|\+/-|&|from)\s?(?:\D{0,12}?~)?\s?"
)
_LONGEST_POWER = 40


def figures_in(text: str) -> list[Figure]:
    """Every figure in a `plain` English text, in reading order; a figure that can be read two ways comes twice."""
    text = _POINTERS.sub(lambda pointer: " " * len(pointer[0]), text)
    digits = list(_digits(text))
    taken = {figure.start + offset for figure in digits for offset in range(figure.end - figure.start)}
    found = [*digits, *(figure for figure in _words(text) if figure.start not in taken)]
    found.sort(key=lambda figure: figure.start)
    return [*found, *_sharing_units(found, text)]


def _digits(text: str) -> Iterator[Figure]:
    done = 0
    for number in _NUMBER.finditer(text):
        if number.start() < done:
            continue
        value, end, sized = _scaled(Fraction(number[0].replace(",", "")), text, number.end())
        done = end
        if not sized and _AFTER_NAME.search(text, max(0, number.start() - 40), number.start()):
            continue
        yield from _measured(value, text, number.start(), end)
        if over := _OVER.match(text, end):
            yield from _fraction(value, over, text, number.start())


def _scaled(value: Fraction, text: str, end: int) -> tuple[Fraction, int, bool]:
    """Value with its power of ten or its scale, where that ends, and whether there was one."""
    if power := _POWER.match(text, end):
        exponent = int((power["times"] or power["e"] or power["x"]).lstrip("^"))
        return (value * _ten_to(exponent), power.end(), True)
    if value == 10 and (power := _TEN_TO.match(text, end)):
        return _ten_to(int(power[1])), power.end(), True
    if scale := _SCALE.match(text, end):
        return value * _LETTERS[(scale["letter"] or scale["word"]).lower()], scale.end(), True
    return value, end, False


def _ten_to(exponent: int) -> Fraction:
    # A bound, or a hostile 1e99 would cost more than it says.
    return Fraction(10) ** max(-_LONGEST_POWER, min(_LONGEST_POWER, exponent))


def _measured(value: Fraction, text: str, start: int, end: int) -> Iterator[Figure]:
    unit, after = english_unit(text, end)
    before = _BEFORE.search(text, max(0, start - 12), start)
    if before:
        unit = "USD" if before["dollar"] else unit or TIMES
    yield Figure(value, unit, start, max(end, after))
    if unit == TIMES and _counts_things(text, after):
        yield Figure(value, NONE, start, end)


def _counts_things(text: str, end: int) -> bool:
    """`2× A100` are two of them, `3 times a week` is no multiple of anything."""
    return re.match(r"\s?(?:[A-Z]|per\b|a\b|each\b)", text[end : end + 8]) is not None


def _fraction(value: Fraction, over: re.Match[str], text: str, start: int) -> Iterator[Figure]:
    if int(over[1]):
        unit, end = english_unit(text, over.end())
        yield Figure(value / int(over[1]), unit, start, end)


def _words(text: str) -> Iterator[Figure]:
    lower = text.lower()
    if len(lower) != len(text):  # A few letters grow when lowered; positions would slip.
        lower = text
    for words in NUMBER_WORDS.finditer(lower):
        value, unit = words_amount(words)
        if unit:
            yield Figure(value, unit, *words.span())
            continue
        unit, end = english_unit(text, words.end())
        yield Figure(value, unit, words.start(), end)


def _sharing_units(found: list[Figure], text: str) -> Iterator[Figure]:
    """`62.1 to 85.3%`, `7 and 13 billion`: what the last one carries, the earlier ones carry too."""
    unit, scale, following = NONE, 1, None
    for figure in reversed(found):
        joined = following is not None and _joined(figure, following, text)
        if not joined:
            unit, scale = NONE, 1
        plain_number = figure.unit == NONE and text[figure.start : figure.end].replace(".", "").isdigit()
        if joined and plain_number and (unit or scale > 1):
            yield figure._replace(value=figure.value * scale, unit=unit)
        else:
            unit, scale = figure.unit, _scale_of(text, figure)
        following = figure


def _joined(figure: Figure, following: Figure, text: str) -> bool:
    gap = text[figure.end : following.start]
    return len(gap) < 20 and _JOINS.fullmatch(gap) is not None


def _scale_of(text: str, figure: Figure) -> int:
    scale = _SCALE.search(text, figure.start, figure.end + 1)
    return _LETTERS[(scale["letter"] or scale["word"]).lower()] if scale else 1
