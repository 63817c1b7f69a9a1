"""The goal for retrieval, on recorded pages."""

import pytest

from tests.bench.retrieval import BUDGETS, PAGES, digest, page, questions, rows


def test_the_questions_are_many_and_name_their_passages() -> None:
    asked = questions()
    assert len(asked) >= 60
    assert len({one.text for one in asked}) == len(asked)
    assert len({one.page for one in asked}) == 12


@pytest.mark.skipif(not PAGES.is_dir(), reason="../shared is absent: no recorded pages")
def test_the_passage_is_in_the_context() -> None:
    asked = questions()
    assert all(any(digest(one) == row.passage for one in page(row.page).passages) for row in asked)
    shares = {(row.tokens, row.keywords): row.share for row in rows()}
    assert len(shares) == 2 * len(BUDGETS)
    assert shares[8_000, True] >= 0.90
    assert shares[4_000, False] >= 0.75
