"""Passages for a question, on a text in the shape of a paper; the budget is a quarter of it unless said."""

from dataclasses import replace
from itertools import product

import pytest

from bot.domain.paper import FullText, Origin, PaperId, Passage, PassageKind
from bot.domain.talk.question_words import glossary, named_in
from bot.domain.talk.retrieval import best_passages, tokens
from tests.domain.paper_text import paper_text
from tests.tables import each_row

TEXT = paper_text()
BUDGET = TEXT.characters // 4


def shown(question: str, *keywords: str, characters: int = BUDGET) -> str:
    return "\n".join(passage.text for passage in best_passages(TEXT, question, keywords, characters))


def test_the_whole_text_when_it_fits() -> None:
    assert best_passages(TEXT, "한계는?", (), TEXT.characters) == TEXT.passages
    assert len(best_passages(TEXT, "한계는?", (), TEXT.characters - 1)) < len(TEXT.passages)


@each_row(
    ("question", "keywords", "passage"),
    [
        ("학습 데이터는 뭘 썼나요?", ("training data", "dataset"), "ERA5 from 1979"),
        ("몇 도에서 시작하나요?", ("curriculum", "degrees", "start"), "begins at 5.6 degrees"),
        ("왜 면적으로 나누나요?", ("divide", "area", "message"), "divided by the area"),
        ("커리큘럼을 빼면 어떻게 되나요?", ("ablation", "without curriculum"), "error rises to 0.47"),
        ("물 보존도 고려하나요?", ("water", "conservation", "loss"), "drift of total water"),
        ("does it forecast rain?", ("precipitation", "rain"), "precipitation is left out"),
        ("0.47 K는 무슨 값인가요", (), "error rises to 0.47"),
        ("GraphCast보다 나은가요?", (), "while GraphCast reaches 0.43"),
        ("Pangu랑 뭐가 다르지", (), "GraphCast and Pangu were trained"),
        ("A100 몇 장 썼나요?", (), "16 A100 GPUs"),
        ("코드 공개됐나요?", (), "available on GitHub"),
        ("한계가 뭔가요?", (), "deterministic and blurs"),
        ("limitations?", (), "deterministic and blurs"),
        ("결론만 알려줘", (), "learned on a coarse grid"),
        ("GPU 몇 장으로 몇 시간 학습했나요", (), "31 hours"),
        ("학습률이랑 배치 크기는요?", (), "learning rate of 0.0008"),
        ("손실 함수는?", (), "mean squared error, weighted by latitude"),
        ("기여가 뭐예요", (), "contributions are threefold"),
        ("소거 실험 결과는?", (), "Without the curriculum"),
        ("라이선스가 어떻게 되나요?", (), "Apache 2.0"),
        ("시드는 몇이에요", ("seed",), "The seed is 7"),
        ("관련 연구에서 뭘 비판하나요", (), "None of them varies the grid"),
    ],
)
def test_the_passage_that_answers_is_among_them(
    question: str, keywords: tuple[str, ...], passage: str
) -> None:
    assert passage in shown(question, *keywords)


@each_row(
    ("question", "passage"),
    [
        ("표 2 설명해줘", "GraphCast | 0.43 | 51"),
        ("Table 2가 무슨 뜻이에요?", "Table 2: Root"),
        ("표 3은 뭐예요", "Table 3: Track"),
        ("table 3", "see Table 3"),
        ("그림 4가 뭘 보여주나요", "Figure 4: Error"),
        ("Fig. 4?", "Figure 4: Error"),
        ("3.2절 요약해줘", "so that a layer trained on one grid"),
        ("3.1절에서 스케줄은?", "60 % of the updates"),
        ("section 4.3", "Intensity is underestimated"),
        ("4장 실험 설정", "validate on 2018"),
        ("부록 A 요약", "AdamW"),
        ("부록에 뭐가 있나요", "Readers who train on other"),
        ("초록 번역해줘", "nine times faster"),
        ("서론에서 말하는 문제가 뭐야", "expensive to train"),
    ],
)
def test_what_is_named_is_there(question: str, passage: str) -> None:
    assert passage in shown(question)


@each_row(
    ("question", "characters"),
    product(["한계는?", "표 3은?", "코드 공개됐나요?", "🔥", "x" * 5_000, ""], [400, 900]),
)
def test_the_abstract_is_always_there_and_all_is_in_reading_order(question: str, characters: int) -> None:
    passages = best_passages(TEXT, question, (), characters)
    numbers = [passage.number for passage in passages]
    assert numbers[0] == 0
    assert numbers == sorted(set(numbers))
    assert sum(len(passage.text) for passage in passages) <= characters


def test_a_hit_brings_its_neighbour() -> None:
    assert "60 % of the updates" in shown("어느 격자부터?", "5.6 degrees", characters=650)


def test_a_neighbour_in_another_section_does_not_come_along() -> None:
    words = ("About flows.", "The zonal ratio is 7.", "Nothing of the kind. " * 3, "Nor here. " * 9)
    passages = tuple(Passage(number, f"{number} Part", text) for number, text in enumerate(words))
    text = FullText(PaperId("2512.00005"), Origin.HTML, passages)
    assert [passage.number for passage in best_passages(text, "zonal?", (), 120)] == [0, 1]


def test_a_small_budget_is_shared_by_the_abstract_and_the_best_passage() -> None:
    assert "Table 2: Root" in shown("표 2는?", characters=200)


def test_an_appendix_comes_after_the_body_unless_it_is_named() -> None:
    same = "The zonal ratio is discussed here at length."
    passages = (
        Passage(0, "Abstract", "About ratios."),
        Passage(1, "A Extra", same, appendix=True),
        Passage(2, "2 Body", same),
        Passage(3, "3 More", "Nothing of the kind. " * 20),
    )
    text = FullText(PaperId("2512.00002"), Origin.HTML, passages)
    assert [passage.number for passage in best_passages(text, "zonal ratio?", (), 60)] == [0, 2]
    assert [passage.number for passage in best_passages(text, "부록의 zonal ratio?", (), 60)] == [0, 1]


def test_without_any_hint_the_weighty_sections_go_along() -> None:
    passages = best_passages(TEXT, "🔥", (), BUDGET)
    assert len(passages) > 2
    assert passages[0].section == "Abstract"


def test_a_best_passage_too_long_is_cut_and_keeps_its_number() -> None:
    table = Passage(13, "4.1 Main Results", "Table 2: " + "GraphCast 0.43 " * 400, PassageKind.TABLE)
    text = replace(TEXT, passages=(*TEXT.passages[:13], table, *TEXT.passages[14:]))
    passages = best_passages(text, "표 2 설명해줘", (), 600)
    cut = next(passage for passage in passages if passage.number == 13)
    assert table.text.startswith(cut.text)
    assert len(cut.text) > 200


def test_a_text_of_one_long_passage() -> None:
    text = FullText(PaperId("2512.00003"), Origin.ABSTRACT, (Passage(0, "Abstract", "flow " * 500),))
    assert len(best_passages(text, "flow?", (), 100)[0].text) == 100


def test_words_meet_in_their_other_forms() -> None:
    assert set(tokens("limitations")) == set(tokens("limitation")) == set(tokens("limited"))
    assert tokens("scaling scaled scale scales") == ["scal"] * 4
    assert tokens("1,200,000 0.83 ＧＰＵ") == ["1200000", "0.83", "gpu"]


@each_row(
    ("question", "heading", "meant"),
    [
        ("3절 설명", "3 Method", True),
        ("3절 설명", "3.2 Layer", True),
        ("3절 설명", "30 Method", False),
        ("3.2절 설명", "3.2.1 Detail", True),
        ("3.2절 설명", "3.21 Detail", False),
        ("section a", "A Proofs", True),
        ("section a", "Abstract", False),
        ("부록 B.1", "B.1 Code", True),
        ("0.83장에서", "0.83", False),
        ("4장 요약해줘", "4 Experiments", True),
        ("GPU 4장 썼나요", "4 Experiments", False),
        ("3절과 5절 비교", "5 Limitations", True),
    ],
)
def test_numbered_sections(question: str, heading: str, meant: bool) -> None:
    numbered = named_in(question).numbered
    assert bool(numbered.match(heading)) is meant


@pytest.mark.parametrize("question", ["목표 3가지", "지표 2개", "방식 1", "발표 2번"])
def test_a_word_that_ends_like_a_table_names_none(question: str) -> None:
    assert not named_in(question).floats.search("Table 1 Table 2 Table 3 Eq. 1")


def test_the_glossary_speaks_for_common_words_alone() -> None:
    assert any("github" in words for words in glossary("코드 있나요?"))
    assert glossary("안녕하세요") == []
