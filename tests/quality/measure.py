"""Counts what the check catches of each kind of mutation, and how often it cries wolf on clean summaries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.domain.checking import TextIndex, check, index_text
from bot.domain.checking.rules import findings
from bot.domain.summary import Summary
from tests.quality import mutations_facts as facts
from tests.quality import mutations_form as form
from tests.quality.cases import Case, cases

Mutation = Callable[[Case, list[Case]], Iterator[Summary]]
GOAL = 0.95
MOST_FALSE_ALARMS = 0.03


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mutation: what it does, and the least share of its mutants that must be caught."""

    name: str
    mutation: Mutation
    goal: float | None = GOAL


KINDS = (
    Kind("number changed", facts.number_changed),
    Kind("unit changed", facts.unit_changed),
    Kind("factor of ten", facts.ten_times),
    Kind("name of another paper", facts.name_swapped),
    Kind("name in capitals", facts.name_in_capitals),
    Kind("quote of another paper", facts.quote_of_another_paper),
    Kind("quote with a word changed", facts.quote_altered),
    Kind("quote invented", facts.quote_in_other_words),
    Kind("quote from related work", facts.quote_about_others),
    Kind("quotes missing", facts.quotes_missing),
    Kind("part emptied", form.part_emptied),
    Kind("part duplicated", form.part_duplicated),
    Kind("합니다체", form.polite_style),
    Kind("해요체", form.friendly_style),
    Kind("note style", form.noun_ending),
    Kind("first person", form.first_person),
    Kind("one part in English", form.english_part),
    Kind("all in English", form.all_english),
    Kind("Han, kana, Cyrillic", form.foreign_word),
    Kind("refusal", form.refusal),
    Kind("echo of instructions", form.echo),
    Kind("placeholder", form.placeholder),
    Kind("transliteration", form.transliteration),
    Kind("overclaim", form.overclaim),
    Kind("stuck on a word", form.repeated),
    Kind("markup, label, emoji", form.decorated),
    Kind("too long", form.too_long),
    Kind("figures swapped", facts.figures_swapped, None),
    Kind("comparison reversed", facts.comparison_reversed, None),
    Kind("negation", facts.negation, None),
)


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    goal: float | None
    mutants: int
    caught: int
    same: int
    """Mutants that were left out because nothing had changed."""

    @property
    def rate(self) -> float:
        return self.caught / self.mutants if self.mutants else 1.0

    @property
    def passes(self) -> bool:
        return self.goal is None or (self.mutants > 0 and self.rate >= self.goal)


@dataclass(frozen=True, slots=True)
class Report:
    rows: tuple[Row, ...]
    clean: int
    alarms: tuple[str, ...]
    """One line for each clean summary that the check holds something against."""

    @property
    def alarm_rate(self) -> float:
        return len(self.alarms) / self.clean

    @property
    def passes(self) -> bool:
        return all(row.passes for row in self.rows) and self.alarm_rate <= MOST_FALSE_ALARMS


def measure(every: int = 1) -> Report:
    """The whole benchmark, some 18,000 mutants in half a minute; or `every` n-th mutant of each kind."""
    read = [(case, index_text(case.paper, case.text)) for case in cases()]
    alarms = {case.paper.id: alarm for case, index in read for alarm in _alarms(case, index)}
    # What is held against a clean summary would be held against all its mutants, too.
    quiet = [(case, index) for case, index in read if case.paper.id not in alarms]
    return Report(tuple(_row(kind, quiet, every) for kind in KINDS), len(read), tuple(alarms.values()))


def _alarms(case: Case, index: TextIndex) -> Iterator[str]:
    found = check(case.summary, index).findings
    if found:
        yield f"{case.paper.id}: " + "; ".join(f"{finding.name} ({finding.field})" for finding in found)


def _row(kind: Kind, read: list[tuple[Case, TextIndex]], every: int) -> Row:
    everything = [case for case, _ in read]
    tried = [(mutant, case, index) for case, index in read for mutant in kind.mutation(case, everything)]
    changed = [(mutant, index) for mutant, case, index in tried if mutant != case.summary]
    taken = changed[::every]
    caught = sum(any(True for _ in findings(mutant, index)) for mutant, index in taken)
    return Row(kind.name, kind.goal, len(taken), caught, len(tried) - len(changed))
