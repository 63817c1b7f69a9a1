"""Figures of a Korean sentence: `120만`, `1억 2천만`, `두 가지`, `3~5배`, `3분의 1`, `절반`, `5%p`, `7B`."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from bot.domain.checking.figure import NUMBER, number_value, ten_to
from bot.domain.checking.nouns import KOREAN_NOUNS
from bot.domain.checking.readings import LETTERS
from bot.domain.checking.units import COUNTED, NONE, PERCENT, TIMES, korean_unit


class Said(NamedTuple):
    """A figure of the summary with everything it may equally be called in the source."""

    text: str
    """As written, with its unit."""
    readings: tuple[tuple[Fraction, str], ...]
    start: int
    end: int
    number_end: int
    """Where the number ends and its unit or counting word begins."""
    digits: bool
    """Written with digits, as a reader sees a figure."""

    range_with: Fraction | None = None
    """The value at the other end, where this is the lower end of a range: 3 in `3~5` has 5."""

    @property
    def value(self) -> Fraction:
        return self.readings[0][0]

    @property
    def unit(self) -> str:
        return self.readings[0][1]


_SMALL = {"십": 10, "백": 100, "천": 1000}
_LARGE = {"만": 10**4, "억": 10**8, "조": 10**12}
_NATIVE_WORDS = """
두=2 둘=2 세=3 셋=3 네=4 넷=4 다섯=5 여섯=6 일곱=7 여덟=8 아홉=9 열=10 열한=11
열두=12 열세=13 열네=14 스무=20 서른=30
"""
_NATIVE = {word: int(value) for word, value in (pair.split("=") for pair in _NATIVE_WORDS.split())}
_SINO = {word: value for value, word in enumerate("일이삼사오육칠팔구", 1)}

# 만 is also the particle "only", 조 also a team: they scale a number only where they touch it.
_GROUP = rf"(?:{NUMBER})(?:\s?천만|\s?백만|\s?십만|\s?[만억조]|[천백십])+"
_KOREAN_NUMBER = rf"{_GROUP}(?:\s?{_GROUP})*(?:\s?(?:\d,\d{{3}}|\d{{1,4}})(?![\d.,]\d|\d))?"
_POWER = (
    r"\s?[×x]\s?10\^?\(?(?P<power>[-+]?\d{1,2})\)?|[eE](?P<e>[-+]?\d{1,2})(?![A-Za-z0-9])"
    r"|\^(?P<to>[-+]?\d{1,2})"
    r"|(?P<scale>[KkMBT](?![A-Za-z0-9])|\ ?(?:thousand|million|billion|trillion))"
)
_FIGURE = re.compile(
    rf"""(?<![A-Za-z0-9_.])(?:
        (?P<below>\d{{1,9}})\s?분의\s?(?P<above>\d{{1,9}})
      | (?P<korean>{_KOREAN_NUMBER})
      | (?P<number>{NUMBER})(?:{_POWER})?(?:/(?P<over>\d{{1,9}})(?![\d.]))?
    )""",
    re.VERBOSE,
)
# Native numerals count things. Without a blank only before the commonest words: 세대 is a generation, 열대
# the tropics; and 열 is heat or a column more often than ten.
_COUNTERS = """
개 명 가지 편 장 번 회 건 대(?![가-힣]) 곳 쌍 차례 종류? 구성 경로 손실 실험 그룹 목표 자릿수 배(?![치경열])
(?=[A-Z])
"""
_COUNTED = "|".join([*sorted(KOREAN_NOUNS, key=len, reverse=True), *_COUNTERS.split()])
_COMMON = r"(?:개|가지|명|번|배(?![치경열]))"
_FEW = "|".join(sorted(_NATIVE.keys() - {"열"}, key=len, reverse=True))
_NATIVE_FIGURE = re.compile(
    rf"(?<![가-힣\w])(?:(?P<native>{_FEW})(?:\s(?:{_COUNTED})|{_COMMON})|(?P<ten>열)\s?{_COMMON})"
)
_SINO_FIGURE = re.compile(
    r"(?<![가-힣\w])(?P<sino>[일이삼사오육칠팔구]?[십백천만][일이삼사오육칠팔구십백천만억]*)"
    r"(?=\s?(?:개|명|배|가지|퍼센트|억|여\s)|\s(?:편|장))\s?"
)
_HALF = re.compile(r"(?<![가-힣])(?:절반|반(?=으로|\s?이하|\s?이상|\s?가까))")
_TOKEN = re.compile(rf"(?:{NUMBER})|[십백천만억조]")
# Numbers of a list, and names with a number in them: GPT-4, NDCG@5, Qwen3-14B.
_NO_FIGURE = re.compile(
    r"\(\d\)|(?<!\S)\d[.)](?=\s)|[①-⑳]|(?<![A-Za-z0-9%])[A-Za-z][A-Za-z.+@_-]{0,40}\d[A-Za-z0-9.+@_-]*"
)
_NAME_TAIL = re.compile(r"D(?![a-z])|(?!(?:[GMTK]i?B|FPS|USD|GHz|MHz)(?![A-Za-z]))[A-Z]{2,}|p(?![a-z%])")
_MONTH_BEFORE = re.compile(r"\d월\s?$")
_JOIN = re.compile(r"\s?(?:~|-|에서|,|과|와|및|/|→|·|대)\s?(?:약\s)?")
_RANGE = re.compile(r"\s?[~-]\s?")


def figures_said(text: str) -> list[Said]:
    """Every figure in a `plain` Korean text, in reading order."""
    text = _NO_FIGURE.sub(lambda mark: " " * len(mark[0]), text)
    found = [*_figures(text), *_native(text), *_sino(text), *_halves(text)]
    found.sort(key=lambda said: said.start)
    return _sharing_units(found, text)


def _figures(text: str) -> Iterator[Said]:
    for match in _FIGURE.finditer(text):
        if _is_name(text, match.end()):
            continue
        value, end = _value(match), match.end()
        unit, end = korean_unit(text, end)
        if unit == "day" and _MONTH_BEFORE.search(text, 0, match.start()):
            unit = NONE  # 12월 9일 is a date, not nine days.
        readings = _readings(value, unit, is_share=bool(match["below"] or match["over"]))
        yield Said(text[match.start() : end], readings, match.start(), end, match.end(), digits=True)


def _is_name(text: str, end: int) -> bool:
    """`3D`, `4D-STraG`, `1080p`: a name that begins with a digit."""
    return _NAME_TAIL.match(text, end) is not None


def _value(match: re.Match[str]) -> Fraction:
    if match["below"]:
        return Fraction(int(match["above"]), int(match["below"]) or 1)
    if match["korean"]:
        return korean_value(match["korean"])
    value = number_value(match["number"])
    if power := match["power"] or match["e"]:
        return value * ten_to(int(power))
    if match["to"]:
        return ten_to(int(match["to"])) if value == 10 else value
    if match["scale"]:
        return value * LETTERS[match["scale"].strip().lower()]
    return value / int(match["over"]) if match["over"] and int(match["over"]) else value


def korean_value(text: str) -> Fraction:
    """`1억 2천만` as 120,000,000; `1만 2,000` as 12,000; `1.2억` as 120,000,000."""
    total = group = Fraction(0)
    number: Fraction | None = None
    for token in _TOKEN.findall(text):
        if token in _SMALL:
            group += (Fraction(1) if number is None else number) * _SMALL[token]
            number = None
        elif token in _LARGE:
            group += number or 0
            total += (group or 1) * _LARGE[token]
            group, number = Fraction(0), None
        else:
            number = number_value(token)
    return total + group + (number or 0)


def _readings(value: Fraction, unit: str, *, is_share: bool) -> tuple[tuple[Fraction, str], ...]:
    if unit == "year" and value.denominator == 1 and 1900 <= value <= 2100:
        return ((value, NONE),)
    if unit == PERCENT and value == 50:
        return ((value, unit), (Fraction(1, 2), NONE))
    if unit == NONE and is_share:
        return ((value, unit), (value, TIMES))
    return ((value, unit),)


def _native(text: str) -> Iterator[Said]:
    for match in _NATIVE_FIGURE.finditer(text):
        word = match["native"] or match["ten"]
        unit = TIMES if match[0].endswith("배") else COUNTED
        readings = ((Fraction(_NATIVE[word]), unit),)
        yield Said(match[0], readings, *match.span(), match.start() + len(word), digits=False)


def _sino(text: str) -> Iterator[Said]:
    for match in _SINO_FIGURE.finditer(text):
        digits = "".join(str(_SINO.get(letter, letter)) for letter in match["sino"])
        unit, end = korean_unit(text, match.end())
        readings = ((korean_value(digits), unit),)
        yield Said(text[match.start() : end], readings, match.start(), end, match.end("sino"), digits=False)


def _halves(text: str) -> Iterator[Said]:
    half = Fraction(1, 2)
    for match in _HALF.finditer(text):
        readings = ((half, NONE), (half, TIMES), (Fraction(50), PERCENT))
        yield Said(match[0], readings, *match.span(), match.end(), digits=False)


def _sharing_units(found: list[Said], text: str) -> list[Said]:
    """`3~5배`, `62.1에서 85.3%로`: the unit of the last one may also be meant for the earlier ones."""
    shared: list[Said] = []
    following: Said | None = None
    for said in reversed(found):
        gap = text[said.end : following.start] if following else None
        shared.append(_joined(said, following, gap) if following and gap is not None else said)
        following = shared[-1]
    return shared[::-1]


def _joined(said: Said, following: Said, gap: str) -> Said:
    if _JOIN.fullmatch(gap) and said.unit == NONE and following.unit not in {NONE, COUNTED}:
        said = said._replace(readings=((said.value, following.unit), (said.value, NONE)))
    if _RANGE.fullmatch(gap) and said.digits:
        said = said._replace(range_with=following.value)
    return said
