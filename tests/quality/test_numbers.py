"""Figures: what is equal between Korean and English, and what only looks so."""

from pathlib import Path

from bot.domain.checking.evidence import occurrence_of
from bot.domain.checking.index import index_text
from bot.domain.checking.korean_numbers import figures_said
from bot.domain.checking.plain import plain
from bot.domain.paper import Paper, PaperId, abstract_text

HERE = Path(__file__).parent


def pairs(table: str) -> list[tuple[str, str]]:
    """(Korean, English) of each line; backslashes are LaTeX's own."""
    rows = (line.split("\t") for line in (HERE / f"numbers_{table}.tsv").read_text().splitlines())
    return [(korean, english) for korean, english in rows]


def all_found(korean: str, english: str) -> bool:
    paper = Paper(PaperId("2512.00001"), "A title without figures", english)
    index = index_text(paper, abstract_text(paper))
    said = figures_said(plain(korean))
    assert said, f"no figure seen in {korean}"
    return all(occurrence_of(one, index) for one in said)


def test_there_are_enough_pairs() -> None:
    assert len(pairs("equal")) + len(pairs("unequal")) >= 400


def test_every_equal_form_is_found() -> None:
    assert [pair for pair in pairs("equal") if not all_found(*pair)] == []


def test_nothing_unequal_is_found() -> None:
    assert [pair for pair in pairs("unequal") if all_found(*pair)] == []


NO_FIGURES = """
다음 세대 모델을 제안한다
열대 지역의 열 방향 합을 구한다
세종과 네트워크, 세부 세션과 세트를 다룬다
천장을 만회하고 백편을 모은다
GPT-4와 Qwen3-14B, NDCG@5, H100, 3D와 2D, top-1, F1, COCO-2017
(1) 만들고 (2) 고친다
수학적 귀납, 배치와 배포, 초과와 분석
"""
SOME_FIGURES = {
    "두 가지 방법과 세 모델": [2, 3],
    "열 가지, 열두 개, 스무 명": [10, 12, 20],
    "이십 개와 백만 명, 천여 개": [20, 10**6, 1000],
    "12월 9일과 2024년 6월": [12, 9, 2024, 6],
    "1억 2천만 3,456개": [120_003_456],
    "-1에서 1까지": [1, 1],
    "약5%와 총12개": [5, 12],
    "1.2M, 3.4B, 5K, 2T": [1_200_000, 3_400_000_000, 5000, 2 * 10**12],
}


def test_words_that_only_look_like_numbers() -> None:
    assert [line for line in NO_FIGURES.strip().splitlines() if figures_said(plain(line))] == []


def test_figures_are_read_in_order() -> None:
    read = {text: [abs(said.value) for said in figures_said(plain(text))] for text in SOME_FIGURES}
    assert read == SOME_FIGURES
