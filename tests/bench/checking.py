"""What the check costs: one summary against a text of 180,000 characters."""

import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from statistics import median

from bot.domain.checking import check, index_text
from bot.domain.guarding import guard
from bot.domain.paper import FullText, Passage
from tests.quality.cases import Case, cases

CHARACTERS = 180_000
GOAL = 50.0
"""Milliseconds for one check with the index built."""
ROUNDS = 30


def rows() -> Iterator[tuple[str, float, float | None]]:
    """(what, milliseconds, at most so many; None where there is no goal)."""
    case = _longest()
    text = _long_text(case)
    index = index_text(case.paper, text)
    yield "check one summary, text indexed", _took(lambda: check(case.summary, index), ROUNDS), GOAL
    yield "index a text of 180,000 characters", _took(lambda: index_text(case.paper, text), 3), None
    yield "look for orders to models in it", _took(lambda: guard(case.paper, text), 3), None


def _longest() -> Case:
    return max(cases(), key=lambda case: case.text.characters)


def _long_text(case: Case) -> FullText:
    """The paper's own passages, then those of all others, again and again."""
    others = [passage for other in cases() for passage in other.text.passages]
    passages, size = list[Passage](), 0
    for passage in (*case.text.passages, *islice(cycle(others), 100_000)):
        if size >= CHARACTERS:
            break
        passages.append(Passage(len(passages), passage.section, passage.text, passage.kind))
        size += len(passage.text)
    return FullText(case.paper.id, case.text.origin, tuple(passages))


def _took(call: Callable[[], object], rounds: int) -> float:
    """The median round, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return 1000 * median(times)
