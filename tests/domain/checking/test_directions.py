"""Results told the wrong way round, as far as words can show it, and results only told in other words."""

from bot.domain.checking.directions import (
    change_turned,
    claims_without_denying,
    contradicted,
    denies,
    denies_a_claim,
    figure_turned,
)

# Korean, evidence in lower case, whether it is told the wrong way round.
RESULTS = [
    ("기존 방법보다 뒤처졌다.", "it outperforms all baselines.", True),
    ("기존 방법보다 뒤처졌다.", "it lags behind the baselines although it beats one.", False),
    ("기존 방법보다 뒤진다.", "they remain subordinate to closed models.", False),
    ("기존 방법을 앞섰다.", "it underperforms the baselines.", True),
    ("기존 방법을 앞섰다.", "it achieves 85% where others achieve 80%.", False),
    ("기존 방법을 능가하였다.", "bleu is higher than before.", False),
    ("추론이 느려졌다.", "it speeds up inference.", True),
    ("추론이 느려졌다.", "it adds latency.", False),
    ("추론이 빨라졌다.", "it is slower.", True),
    ("추론이 빨라졌다.", "it reduces latency by 45%.", False),
    ("성능이 악화되었다.", "it improves accuracy.", True),
    ("성능 저하 없이 압축하였다.", "it improves throughput.", False),
    ("오류가 줄었다.", "it improves accuracy.", False),
    ("성능이 높아졌다.", "it reduces the error rate.", False),
]
FIGURES = [
    ("비용을 100배", " 늘렸다.", "reducing cost by 100x", True),
    ("비용을 100배", " 줄였다.", "reducing cost by 100x", False),
    ("처리량을 3배", " 늘렸다.", "throughput rises by 3x", False),
    ("지연을 24%", " 줄였다.", "latency increases by 24%", True),
    ("시간이 3시간", " 늘었다.", "it takes 3 hours", False),
    ("속도를 2배", " 높였다.", "reducing time by 2x", False),
]
CHANGES = [
    ("으로 낮아졌다.", True, True),
    ("로 크게 줄었다.", True, True),
    ("로 높아졌다.", True, False),
    ("으로 올랐다.", False, True),
    ("로 늘었다.", False, True),
    ("로 떨어졌다.", False, False),
    ("까지 측정한다.", True, False),
]


def test_only_the_opposite_is_held_against_a_result() -> None:
    assert [
        (said, text) for said, text, wrong in RESULTS if bool(contradicted(said, text)) is not wrong
    ] == []


def test_what_is_said_of_a_figure_is_looked_up_where_it_stands() -> None:
    told = [
        (said + rest, bool(figure_turned(said + rest, len(said), text))) for said, rest, text, _ in FIGURES
    ]
    assert told == [(said + rest, wrong) for said, rest, _, wrong in FIGURES]


def test_a_change_goes_the_way_its_numbers_go() -> None:
    assert [
        rest for rest, rises, wrong in CHANGES if bool(change_turned(rest, 0, rises=rises)) is not wrong
    ] == []


def test_denials_close_a_sentence() -> None:
    assert denies("성능을 얻지 못했다.") == "얻지 못했다"
    assert denies("성능을 잃지 않고 높였다.") == ""
    assert denies_a_claim("방법을 제안하지 않았다.") == "제안하지 않았다"
    assert denies_a_claim("교사 모델을 쓰지 않는다.") == ""
    assert denies_a_claim("일관되게 나아지지 않았다.") == ""


def test_english_may_deny_in_many_words() -> None:
    assert claims_without_denying("it achieves 85% on average")
    assert not claims_without_denying("it achieves no gain")
    assert not claims_without_denying("models remain below 15% although one reaches 14%")
    assert not claims_without_denying("the weather is fine")
