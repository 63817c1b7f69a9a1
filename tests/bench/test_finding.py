"""The goal for `find`, on sixty recorded papers."""

from pathlib import Path

import pytest

from tests.bench.finding import LISTS, missed, posted, questions, recorded, rows


def test_the_questions_are_many_and_mean_posted_papers() -> None:
    assert len(posted()) == 60
    assert len({question for question, _ in questions()}) == 40
    assert {paper for _, paper in questions()} <= set(posted())


@pytest.mark.skipif(not LISTS.is_dir(), reason="../shared is absent: no recorded lists")
async def test_the_paper_is_among_the_first(tmp_path: Path) -> None:
    assert set(posted()) <= set(recorded())
    first, three = await rows(tmp_path)
    print(f"\nfind: {first.found} of {first.of} first, {three.found} among the first three")
    assert first.share >= 0.80, await missed(tmp_path, 1)
    assert three.share >= 0.95, await missed(tmp_path, 3)
