"""Which papers fit what somebody has typed so far."""

from bot.domain.paper import Paper, PaperId
from bot.domain.searching import fitting
from tests.tables import each_row

PAPERS = [
    Paper(PaperId("2512.05150"), "TwinFlow: Realizing One-step Generation", ""),
    Paper(PaperId("2512.04677"), "Live Avatar: Streaming Generation of Avatars", ""),
    Paper(PaperId("cs/0112017"), "언어모델과 검색", ""),
]


@each_row(
    ("typed", "found"),
    [
        ("", [0, 1, 2]),
        ("2512", [0, 1]),
        ("2512.05", [0]),
        ("arXiv:2512.04", [1]),
        ("CS/01", [2]),
        ("twin", [0]),
        ("TwinFlow", [0]),
        ("flow", [0]),
        ("gener", [0, 1]),
        ("generation one", [0]),
        ("avatar live", [1]),
        ("언어모", [2]),
        ("diffusion", []),
        ("!!", []),
        ("'; DROP TABLE papers; --", []),
        ("%", []),
        ("_", []),
    ],
)
def test_by_the_beginning_of_the_id_or_words_of_the_title(typed: str, found: list[int]) -> None:
    assert fitting(PAPERS, typed, 25) == tuple(PAPERS[place] for place in found)
