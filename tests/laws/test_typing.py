"""Whatever people type: an id, a command, the beginning of a title."""

import contextlib
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.paper import NotAPaperId, parse_paper_id
from bot.domain.papers_command import PapersCommand
from bot.domain.papers_grammar import COMMANDS
from bot.domain.searching import fitting
from tests.domain.typed import fault_of, parse
from tests.fakes.papers import paper

PAPERS = [paper(number) for number in (1, 2, 3)]


@given(st.text(max_size=60))
@settings(max_examples=100)
def test_no_text_breaks_the_parser(text: str) -> None:
    with contextlib.suppress(NotAPaperId):
        assert parse_paper_id(text) in text


@given(st.text(max_size=60), st.integers(min_value=0, max_value=4))
def test_never_more_than_wanted_never_twice(typed: str, most: int) -> None:
    found = fitting([*PAPERS, *PAPERS], typed, most)
    assert len(found) == len(set(found)) <= most


@given(
    st.text(max_size=80)
    | st.builds("{} {}".format, st.sampled_from(sorted(COMMANDS)), st.text(max_size=60))
    | st.lists(
        st.sampled_from(["on", "켜기", "9", "시", ":", "월", "-", "오전", "mon", '"', ",", "2512.05150", "'"])
    ).map(" ".join)
)
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_command_or_a_fault(text: str) -> None:
    fault = fault_of(text)
    if fault is None:
        assert isinstance(parse(text), get_args(PapersCommand))
    else:
        assert len(fault.value) <= 40
        assert fault.nearest
