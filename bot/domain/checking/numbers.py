"""Figures of an English text, each with its exact value, its unit and its place."""

import re
from collections.abc import Iterator
from fractions import Fraction

from bot.domain.checking.figure import NUMBER, Figure, number_value, ten_to
from bot.domain.checking.number_words import NUMBER_WORDS, words_amount
from bot.domain.checking.patterns import any_of
from bot.domain.checking.readings import SCALE, other_readings, scale_of
from bot.domain.checking.units import NONE, TIMES, english_unit

# What is no quantity: pointers to other places, citations, addresses.
_PLACE = (
    r"(?:Tables?|Tabs?\.|Fig(?:ure)?s?\.?|Sec(?:tion)?s?\.?|Eqn?s?\.|Equations?|Appendix|App\."
    r"|Algorithms?|Alg\.|Theorems?|Thm\."
    r"|Lemmas?|Propositions?|Corollar(?:y|ies)|Definitions?|Assumptions?|Chapters?|Listings?|Footnotes?)"
)
_MARK = r"\(?[A-Z]?\.?\d+(?:\.\d+)*[a-z]?\)?"
_POINTERS = any_of(
    rf"\b{_PLACE}\s?{_MARK}(?:\s?(?:,|and|&|-|to)\s?{_MARK})*(?![\w%])",
    r"§\s?\d+(?:\.\d+)*",
    r"\[[1-9]\d{0,2}(?:\s?[,;-]\s?\d{1,3})*\]",
    r"\(?et\ al\.?,?\s?\(?(?:19|20)\d\d[a-z]?\)?",
    r"\b(?:https?://|www\.|arXiv[:\s])\S+",
    r"\b\d{4}\.\d{5}(?:v\d)?\b",
)
_BRACKET = re.compile(r"\([^()]{4,300}\)")
_YEAR = re.compile(r"[^\W\d_]\.?,?\s(?:19|20)\d\d[a-z]?\s*(?=[;,)])")
_MONTH = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December)(?=,? \d| "
    r"of \d)"
)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_NUMBER = re.compile(rf"(?<![\w.^])(?:{NUMBER})(?!\.\d)")
_POWER = re.compile(
    r"\s?[×*·]\s?10\s?\^?\s?\(?(?P<times>\^?[-+]?\d{1,3})\)?|[eE](?P<e>[-+]?\d{1,2})(?!\w)"
    r"|\s?x\s?10\^\(?(?P<x>[-+]?\d{1,3})\)?"
)
_TEN_TO = re.compile(r"\^\s?\(?([-+]?\d{1,3})\)?")
_OVER = re.compile(r"\s?/\s?(\d{1,9})(?![\w.]|/)")
# A number glued to a name is its version (GPT-4), to a small word a quantity (rank-16), with B or K its size.
_AFTER_NAME = re.compile(r"(?:[A-Z][\w.]*|\d[A-Za-z]\w*|\b[a-zA-Z])-$")
_BEFORE = re.compile(r"(?:(?:factors? of|(?<![\d\w])\s?[×x]) ?|(?P<dollar>USD ?|\$ ?))$")


def figures_in(text: str) -> list[Figure]:
    """Every figure in a `plain` English text; one that can be read two ways comes twice."""
    text = _POINTERS.sub(_blank, _BRACKET.sub(_without_years, text))
    digits = list(_digits(text))
    taken = {figure.start + offset for figure in digits for offset in range(figure.end - figure.start)}
    found = [
        *digits,
        *(figure for figure in _words(text) if figure.start not in taken or figure.unit == TIMES),
    ]
    found.sort(key=lambda figure: figure.start)
    return [*found, *other_readings(found, text)]


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _without_years(bracket: re.Match[str]) -> str:
    """`(Smith and Lee, 2024; Kim, 2023a)` holds no quantities."""
    return _YEAR.sub(_blank, bracket[0])


def _digits(text: str) -> Iterator[Figure]:
    done = 0
    for number in _NUMBER.finditer(text):
        if number.start() < done:
            continue
        value, end, sized = _scaled(number_value(number[0]), text, number.end())
        done = end
        if (
            not sized
            and english_unit(text, end)[0] == NONE
            and _AFTER_NAME.search(text, max(0, number.start() - 40), number.start())
        ):
            continue
        yield from _measured(value, text, number.start(), end)
        if over := _OVER.match(text, end):
            yield from _fraction(value, over, text, number.start())


def _scaled(value: Fraction, text: str, end: int) -> tuple[Fraction, int, bool]:
    """Value with its power of ten or its scale, where that ends, and whether there was one."""
    if power := _POWER.match(text, end):
        exponent = int((power["times"] or power["e"] or power["x"]).lstrip("^"))
        return (value * ten_to(exponent), power.end(), True)
    if value == 10 and (power := _TEN_TO.match(text, end)):
        return ten_to(int(power[1])), power.end(), True
    if scale := SCALE.match(text, end):
        return value * scale_of(scale), scale.end(), True
    return value, end, False


def _measured(value: Fraction, text: str, start: int, end: int) -> Iterator[Figure]:
    unit, after = english_unit(text, end)
    before = _BEFORE.search(text, max(0, start - 12), start)
    if before:
        unit = "USD" if before["dollar"] else unit or TIMES
    yield Figure(value, unit, start, max(end, after))
    if (unit == TIMES and _counts_things(text, after)) or re.fullmatch(" [a-zA-Z]", text[end:after]):
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
    for month in _MONTH.finditer(text):
        yield Figure(Fraction(_MONTHS.index(month[1][:3]) // 3 + 1), NONE, *month.span())
