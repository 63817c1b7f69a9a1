"""Figures: what is equal between Korean and English, and what only looks so."""

from bot.domain.checking.evidence import occurrence_of
from bot.domain.checking.index import index_text
from bot.domain.checking.korean_numbers import figures_said
from bot.domain.checking.plain import plain
from bot.domain.paper import Paper, PaperId, abstract_text
from tests.domain.checking.number_pairs import EQUAL, UNEQUAL, pairs


def all_found(korean: str, english: str) -> bool:
    paper = Paper(PaperId("2512.00001"), "A title without figures", english)
    index = index_text(paper, abstract_text(paper))
    said = figures_said(plain(korean))
    assert said, f"no figure seen in {korean}"
    return all(occurrence_of(one, index) for one in said)


def test_there_are_enough_pairs() -> None:
    assert len(pairs(EQUAL)) + len(pairs(UNEQUAL)) >= 400


def test_every_equal_form_is_found() -> None:
    assert [pair for pair in pairs(EQUAL) if not all_found(*pair)] == []


def test_nothing_unequal_is_found() -> None:
    assert [pair for pair in pairs(UNEQUAL) if all_found(*pair)] == []
