"""Summaries of any size and kind are checked, and come to an end."""

from dataclasses import replace

from bot.domain.checking import index_text
from bot.domain.checking.rules import findings
from bot.domain.summary import Field, Quote
from tests.domain.checking.samples import PAPER, SUMMARY, TEXT

INDEX = index_text(PAPER, TEXT)


def test_a_reply_gone_wild_is_read_in_a_moment() -> None:
    for unit in ("가", "a", "@a", "1-2,", "[여기", "...", "(a", "$_", "다.", "지 못"):
        wild = unit * 500
        summary = replace(SUMMARY, results=wild, method=(wild,), quotes=(Quote(Field.RESULTS, wild),))
        assert list(findings(summary, INDEX)), unit
