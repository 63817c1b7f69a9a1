"""Passages of any text for any question."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.paper import FullText, Origin, PaperId, Passage
from bot.domain.talk.retrieval import best_passages


@given(
    st.lists(st.tuples(st.sampled_from(["Abstract", "1 A", "표", ""]), st.text(max_size=60)), max_size=12),
    st.text(max_size=60) | st.sampled_from(["표 (", "3.2절", "식 (5)", "appendix a.b", "table " * 300]),
    st.lists(st.text(max_size=20), max_size=40),
    st.integers(0, 300),
)
@settings(max_examples=80, deadline=None)
def test_never_too_much_never_out_of_order(
    rows: list[tuple[str, str]], question: str, keywords: list[str], characters: int
) -> None:
    passages = tuple(Passage(number, *row) for number, row in enumerate(rows))
    text = FullText(PaperId("2512.00004"), Origin.PDF, passages)
    chosen = best_passages(text, question, keywords, characters)
    assert sum(len(passage.text) for passage in chosen) <= characters
    numbers = [passage.number for passage in chosen]
    assert numbers == sorted(set(numbers))
    assert all(passages[passage.number].text.startswith(passage.text) for passage in chosen)
