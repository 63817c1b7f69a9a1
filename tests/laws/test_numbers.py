"""A number written in Korean is found again wherever English writes the same one, and nowhere else."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.checking.evidence import occurrence_of
from bot.domain.checking.index import TextIndex, index_text
from bot.domain.checking.korean_numbers import figures_said, korean_value
from bot.domain.checking.numbers import figures_in
from bot.domain.checking.plain import plain
from bot.domain.paper import Paper, PaperId, abstract_text

FEW = settings(max_examples=60, deadline=None)
counts = st.one_of(
    st.integers(11, 9_999),
    st.integers(1, 9_999).map(lambda value: value * 10_000),
    st.integers(1, 10**12),
)
decimals = st.decimals("0.001", "999", places=3).map(lambda value: f"{value.normalize():f}")
units = st.sampled_from(
    [("%", "%"), ("%p", " percentage points"), ("배", "x"), ("", ""), ("초", " seconds"), ("GB", " GB")]
)


def in_myriads(value: int) -> str:
    """`123,456,789` as `1억 2345만 6789`, the way Korean groups its digits."""
    groups = []
    for name in ("", "만", "억", "조"):
        value, group = divmod(value, 10_000)
        if group:
            groups.append(f"{group}{name}")
    return " ".join(reversed(groups))


def with_commas(value: int) -> str:
    return f"{value:,}"


def index_of(text: str) -> TextIndex:
    paper = Paper(PaperId("2512.00001"), "A title", text)
    return index_text(paper, abstract_text(paper))


def found(korean: str, english: str) -> bool:
    said, index = figures_said(plain(korean)), index_of(english)
    return bool(said) and all(occurrence_of(one, index) for one in said)


@FEW
@given(counts)
def test_myriads_are_read_back(value: int) -> None:
    assert korean_value(in_myriads(value)) == value
    assert found(f"{in_myriads(value)}개", f"we collect {with_commas(value)} samples")
    assert found(f"{with_commas(value)}개", f"we collect {value} samples")


@FEW
@given(counts, counts)
def test_another_count_is_not_found(value: int, other: int) -> None:
    if value != other:
        assert not found(f"{in_myriads(value)}개", f"we collect {with_commas(other)} samples")


@FEW
@given(decimals, units)
def test_decimals_are_found_with_their_unit(value: str, unit: tuple[str, str]) -> None:
    korean, english = unit
    assert found(f"정확도가 {value}{korean}이다.", f"it reaches {value}{english} on average")


@FEW
@given(decimals, units, units)
def test_another_unit_is_another_figure(value: str, said: tuple[str, str], stands: tuple[str, str]) -> None:
    if said != stands:
        assert not found(f"정확도가 {value}{said[0]}이다.", f"it reaches {value}{stands[1]} on average")


@FEW
@given(st.integers(1, 999), st.sampled_from(["K", "M", "B", "T"]))
def test_sizes_are_counts(value: int, letter: str) -> None:
    size = value * {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}[letter]
    assert found(f"{in_myriads(size)} 파라미터", f"a {value}{letter} model")
    assert found(f"{value}{letter} 모델", f"{with_commas(size)} parameters")


@FEW
@given(st.text("0123456789.,%×xBkMe^/~-+ ()$가개배만억천백분의절반두세한초", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for figure in figures_in(plain(text)):
        assert 0 <= figure.start < figure.end <= len(plain(text))
        assert isinstance(figure.value, Fraction)
    for said in figures_said(plain(text)):
        assert said.start <= said.number_end <= said.end


def test_hostile_numbers_cost_nothing() -> None:
    for text in (
        "9" * 20_000,
        "1e999999",
        "1" + ",000" * 5_000,
        "10^99999999",
        "1/0",
        "0분의 1",
        "1." * 10_000,
    ):
        figures_in(plain(text))
        figures_said(plain(text))
