"""Summaries that say something else than the paper: figures, units, names, quotes, directions."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.domain.paper import Paper
from bot.domain.summary import Quote, Summary
from tests.quality.cases import Case
from tests.quality.changing import each_match, pick, to

# A number that is no part of a name (GPT-4, 3D): not glued to Latin letters before it, nor to a D after it.
_NUMBER = r"(?<![A-Za-z0-9.,-])(?<![A-Za-z]-)\d+(?:[.,]\d+)*(?![\d]|D\b|-[A-Z])"
_NATIVE = ("두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_COUNTED = "가지|개|단계|분야|성질|축|데이터셋|벤치마크|변형|방언|회사|범주"
_NATIVE_COUNT = rf"(?<![가-힣])(?:{'|'.join(_NATIVE[:-1])})(?=\s(?:{_COUNTED}))"


def number_changed(case: Case, others: list[Case]) -> Iterator[Summary]:
    """One digit of one figure is another digit; two kinds are three."""
    del others
    yield from each_match(case.summary, _NUMBER, _other_digit)
    yield from each_match(case.summary, _NATIVE_COUNT, lambda found: _NATIVE[_NATIVE.index(found[0]) + 1])


def _other_digit(found: re.Match[str]) -> str:
    text = found[0]
    at = pick([place for place, character in enumerate(text) if character.isdigit()], text)
    digit = pick([d for d in "123456789" if d != text[at]], text + found.string)
    return text[:at] + digit + text[at + 1 :]


def ten_times(case: Case, others: list[Case]) -> Iterator[Summary]:
    """The decimal point, the zeros or the myriads have slipped by one place."""
    del others
    yield from each_match(case.summary, _NUMBER, _slipped)


def _slipped(found: re.Match[str]) -> str:
    text = found[0].replace(",", "")
    whole, point, part = text.partition(".")
    if not point:
        return whole[:-1] if whole.endswith("0") and len(whole) > 1 else whole + "0"
    if pick([True, False], text) and len(whole) > 1:
        return f"{whole[:-1]}.{whole[-1]}{part}"
    return (f"{whole}{part[0]}.{part[1:]}" if part[1:] else whole + part).lstrip("0") or "0"


_UNITS = (
    (r"(?<=\d)%(?!p|포인트)", ("%p", "배")),
    (r"(?<=\d)%p", ("%", "배")),
    (r"(?<=\d)배(?![치경])", ("%", "%p")),
    (r"(?<=\d)B(?![A-Za-z])", ("M", "K")),
    (r"(?<=\d)M(?![A-Za-z])", ("B", "K")),
    (r"(?<=\d)GB", ("MB", "TB")),
    (r"(?<=\d)MB", ("GB", "KB")),
    (r"(?<=\d)km", ("m", "cm")),
    (r"(?<=\d)밀리초", ("초", "분")),
    (r"(?<=\d)시간", ("분", "일")),
    (r"(?<=\d)분(?!의)", ("초", "시간")),
    (r"(?<=\d)초(?!과)", ("분", "밀리초")),
    (r"(?<=\d)만", ("억", "천")),
    (r"(?<=\d)억", ("만", "조")),
    (r"(?<=\d)조", ("억", "만")),
    (r"(?<=\d)개월", ("주", "일")),
    (r"(?<=\d)주(?= 동안)", ("일", "개월")),
    (r"(?<=\d)달러", ("원", "유로")),
)


def unit_changed(case: Case, others: list[Case]) -> Iterator[Summary]:
    """The value stays, its unit is another."""
    del others
    for pattern, choices in _UNITS:
        yield from each_match(case.summary, pattern, _one_of(choices))


def _one_of(units: tuple[str, ...]) -> Callable[[re.Match[str]], str]:
    return lambda found: pick(units, found.string)


def figures_swapped(case: Case, others: list[Case]) -> Iterator[Summary]:
    """Two figures of one sentence have changed places: both stand in the text."""
    del others
    pattern = rf"({_NUMBER})([^\d]+)({_NUMBER})"
    yield from each_match(case.summary, pattern, lambda found: found[3] + found[2] + found[1])


_NAME = r"(?<![A-Za-z0-9-])[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*(?:-[A-Za-z0-9.]+)*(?![A-Za-z0-9-])"


def _names(case: Case) -> list[str]:
    found = dict.fromkeys(name for _, text in case.summary.parts() for name in re.findall(_NAME, text))
    return [name for name in found if len(name) > 3]


def name_swapped(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A name of this paper is a name of another one."""
    known = f"{case.paper.title} {' '.join(passage.text for passage in case.text.passages)}".lower()
    foreign = [name for other in others for name in _names(other) if name.lower() not in known]
    for name in _names(case):
        yield from each_match(
            case.summary,
            rf"(?<![A-Za-z0-9-]){re.escape(name)}(?![A-Za-z0-9-])",
            to(pick(foreign, name)),
        )


def name_in_capitals(case: Case, others: list[Case]) -> Iterator[Summary]:
    """The paper's own name as small capitals come out of a PDF."""
    del others
    for name in _names(case):
        if name in case.paper.title and not name.isupper():
            yield from each_match(case.summary, re.escape(name), lambda found: found[0].upper())


def quote_of_another_paper(case: Case, others: list[Case]) -> Iterator[Summary]:
    """The quote stands in a paper, but not in this one."""
    for number, quote in enumerate(case.summary.quotes):
        donor = pick([other for other in others if other.paper.id != case.paper.id], quote.quote)
        yield _with_quote(case.summary, number, donor.summary.quotes[0].quote)


def quote_altered(case: Case, others: list[Case]) -> Iterator[Summary]:
    """One word of the quote is another word of it, or is missing."""
    del others
    for number, quote in enumerate(case.summary.quotes):
        words = quote.quote.split()
        at = pick(range(1, len(words) - 1), quote.quote)
        yield _with_quote(case.summary, number, " ".join([*words[:at], *words[at + 1 :]]))
        if words[0] != words[at]:
            yield _with_quote(case.summary, number, " ".join([*words[:at], words[0], *words[at + 1 :]]))


def quote_in_other_words(case: Case, others: list[Case]) -> Iterator[Summary]:
    """What a model would have liked to read."""
    del others
    for number, quote in enumerate(case.summary.quotes):
        yield _with_quote(
            case.summary, number, f"Our results clearly show that {_praise(case.paper)} works best"
        )
        yield _with_quote(case.summary, number, f"we demonstrate that {quote.quote}, as expected")


def _praise(paper: Paper) -> str:
    return paper.title.partition(":")[0].lower()


def quote_about_others(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A sentence from the related work or from the list of references."""
    del others
    foreign = [
        p for p in case.text.passages if re.search(r"Related|Background|References|Bibliography", p.section)
    ]
    sentences = [s for p in foreign for s in re.findall(r"[^.]+\.", p.text) if len(s.split()) > 6]
    for number in range(len(case.summary.quotes)):
        for sentence in sentences:
            yield _with_quote(case.summary, number, sentence.strip())


def quotes_missing(case: Case, others: list[Case]) -> Iterator[Summary]:
    """No evidence at all for a part that needs it."""
    del others
    for field in dict.fromkeys(quote.field for quote in case.summary.quotes):
        yield replace(
            case.summary, quotes=tuple(quote for quote in case.summary.quotes if quote.field != field)
        )


def _with_quote(summary: Summary, number: int, text: str) -> Summary:
    quotes = [*summary.quotes]
    quotes[number] = Quote(quotes[number].field, text)
    return replace(summary, quotes=tuple(quotes))


_REVERSED = (
    ("앞섰", "뒤처졌"),
    ("앞서", "뒤처지"),
    ("높았", "낮았"),
    ("높였", "낮추었"),
    ("높아졌", "낮아졌"),
    ("높은", "낮은"),
    ("낮추", "높이"),
    ("낮아졌", "높아졌"),
    ("줄였", "늘렸"),
    ("줄었", "늘었"),
    ("줄이", "늘리"),
    ("빨라졌", "느려졌"),
    ("빠르", "느리"),
    ("향상", "저하"),
    ("떨어졌", "올라갔"),
    ("올라", "떨어져"),
    ("나은", "못한"),
    ("많았", "적었"),
)
_NEGATED = (
    ("보였다.", "보이지 못했다."),
    ("얻었다.", "얻지 못했다."),
    ("달성하였다.", "달성하지 못하였다."),
    ("앞섰다.", "앞서지 못했다."),
    ("유지하였다.", "유지하지 못하였다."),
    ("하지 않는다.", "한다."),
    ("하지 않았다.", "하였다."),
    ("하지 못한다.", "한다."),
    ("되지 않는다.", "된다."),
    ("되지 않았다.", "되었다."),
    (" 없이 ", " 써서 "),
    ("하였다.", "하지 않았다."),
)


def comparison_reversed(case: Case, others: list[Case]) -> Iterator[Summary]:
    """More is less and faster is slower."""
    del others
    for word, opposite in _REVERSED:
        yield from each_match(case.summary, word, to(opposite))


def negation(case: Case, others: list[Case]) -> Iterator[Summary]:
    """A "not" more or less."""
    del others
    for word, opposite in _NEGATED:
        yield from each_match(case.summary, re.escape(word), to(opposite))
