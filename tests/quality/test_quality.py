"""The benchmark as a test: a part of its mutants, all of its clean summaries."""

import re

from bot.domain.checking.rules_korean import LONGEST, LONGEST_GIST
from tests.quality.cases import cases
from tests.quality.measure import KINDS, MOST_FALSE_ALARMS, measure


def test_the_check_catches_what_it_promises_and_cries_wolf_rarely() -> None:
    report = measure(every=5)
    missed = {row.kind: (row.mutants, row.caught) for row in report.rows if not row.passes}
    assert missed == {}
    assert report.alarm_rate <= MOST_FALSE_ALARMS, report.alarms


def test_the_clean_summaries_are_many_and_whole() -> None:
    everything = cases()
    assert len(everything) >= 40
    assert len({case.paper.id for case in everything}) == len(everything)
    assert sum(case.text.origin == "html" for case in everything) >= 5
    for case in everything:
        parts = [len(text) for _, text in case.summary.parts()]
        assert sum(parts) <= LONGEST + LONGEST_GIST
        assert parts[0] <= LONGEST_GIST


def test_some_summaries_have_no_figures_and_some_have_many() -> None:
    digits = [len(re.findall(r"\d+", " ".join(text for _, text in case.summary.parts()))) for case in cases()]
    assert min(digits) == 0
    assert max(digits) >= 15


def test_mutations_are_the_same_every_time() -> None:
    everything = cases()
    for kind in KINDS:
        first, second = (list(kind.mutation(everything[0], everything)) for _ in range(2))
        assert first == second, kind.name
