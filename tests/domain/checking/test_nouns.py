"""What numbers count: the same things in both languages, and no more than is known."""

from bot.domain.checking.korean_numbers import figures_said
from bot.domain.checking.nouns import counted_by_korean, counted_in

# Korean and English that count the same kind of thing.
SAME = [
    ("세 단계로 학습한다", "in three| stages of training"),
    ("2단계 생성", "a 2|-step generator"),
    ("네 가지 목표 모델로 평가한다", "across 4| target models"),
    ("다섯 개 벤치마크에서", "on five| public benchmarks"),
    ("문항 25개와", "contain 25| and 50 problems"),
    ("50문항으로", "contain 25, 30| and 50 problems"),
    ("참가자 30명이", "with 30| human participants"),
    ("GPU 8대를", "on 8| A100 GPUs"),
    ("22개 언어의", "on 22| typologically diverse languages"),
    ("세 축으로", "along three| axes"),
    ("보고서 약 1,000편을", "1,000| reports produced by agents"),
]
OTHER = [
    ("세 단계로 학습한다", "three| languages"),
    ("네 가지 목표 모델로", "four| languages of models"),
    ("22개 언어의", "22| of the models speak languages"),
    ("22개를 고른다", "22| languages"),
    ("세 배 빠르다", "three| stages"),
]


def groups(korean: str, english: str) -> tuple[frozenset[int], frozenset[int]]:
    said = figures_said(korean)[0]
    counted, _ = counted_in(english.replace("|", ""), english.index("|"))
    return counted_by_korean(korean, said.start, said.number_end), counted


def test_the_same_things_meet() -> None:
    assert [pair for pair in SAME if not frozenset.intersection(*groups(*pair))] == []


def test_other_things_do_not() -> None:
    assert [pair for pair in OTHER if frozenset.intersection(*groups(*pair))] == []


def test_a_plural_that_is_not_known_still_counts_something() -> None:
    assert counted_in("seven zebras", 5) == (frozenset(), True)
    assert counted_in("seven of them", 5) == (frozenset(), False)
    assert counted_in("seven.", 5) == (frozenset(), False)
