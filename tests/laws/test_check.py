"""Summaries of any size and kind are checked, and come to an end."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.checking import echoes, find_quote, index_text, korean
from bot.domain.checking.rules import findings
from bot.domain.paper import FullText, Origin, Passage
from bot.domain.summary import Field, Quote
from tests.domain.checking.samples import PAPER, SUMMARY, TEXT

INDEX = index_text(PAPER, TEXT)


def test_a_reply_gone_wild_is_read_in_a_moment() -> None:
    for unit in ("가", "a", "@a", "1-2,", "[여기", "...", "(a", "$_", "다.", "지 못"):
        wild = unit * 500
        summary = replace(SUMMARY, results=wild, method=(wild,), quotes=(Quote(Field.RESULTS, wild),))
        assert list(findings(summary, INDEX)), unit


def test_quotes_that_stand_everywhere_are_found_at_once() -> None:
    text = FullText(PAPER.id, Origin.HTML, (Passage(0, "1", "e " * 20_000),))
    place = find_quote("e", index_text(PAPER, text))
    assert place is not None
    assert place.passage == 0


@pytest.mark.parametrize(
    "find", [echoes.refusal, echoes.placeholder, echoes.echo, echoes.label, echoes.markup]
)
def test_long_nonsense_is_read_quickly(find: Callable[[str], str]) -> None:
    for unit in ("가", "a ", "<", "이 논문 ", "$_", "[여기", "위의 지시 "):
        find(unit * 4_000)


def test_stuck_models_are_read_quickly() -> None:
    for unit in ("가", "가 ", "가,", "가나다라 ", "(", "다."):
        text = unit * 5_000
        list(korean.repetitions(text))
        korean.sentences(text)
        korean.is_plain_style(text)
