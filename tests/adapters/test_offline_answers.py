"""Where sentences end, and which passages the excerpt cites for a question."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.models.offline import OfflineModel
from adapters.models.offline.sentences import cut, sentences
from bot.domain.paper import Paper, PaperId, Passage
from bot.errors import Rejected
from tests.adapters.offline_calls import MISSING, ask, full_text, prompt


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We beat SANA (e.g. A. Smith et al. 2024) vs. Others. It works.", 2),
        ("See Fig. 3 and Eq. 4. Results follow.", 2),
        ("A score of 0.83 is good. 0.51 is not.", 2),
        ("Llama 3.2 vs. GPT-4o. Done!", 2),
        ("J. R. Smith agrees. So does U.S. Steel.", 2),
        ('He said "stop." Then it stopped.', 2),
        ("Is it? Yes! It is.", 3),
        ("It uses i.e. Bayes and w.r.t. Adam.", 1),
        ("We test (on A. B. and C. Data). Good.", 2),
        ("It fails (see below. Then again) here. Good.", 2),
        ("Which one, et al? Nobody knows.", 2),
        ("No capital follows. here it goes on.", 1),
        ("The cost is $O(n)$. $f_0$ is the frequency.", 2),
        ("", 0),
        ("   ", 0),
    ],
)
def test_where_sentences_end(text: str, parts: int) -> None:
    assert len(sentences(text)) == parts


@given(st.text(alphabet="aB1 .?!()[]\"'한\n", max_size=300))
def test_sentences_are_the_text_and_nothing_but_the_text(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    position = 0
    for sentence in found:
        position = text.index(sentence, position) + len(sentence)


@given(st.text(alphabet="ab ,한", max_size=100), st.integers(2, 60))
def test_a_cut_line_fits_and_only_its_end_is_missing(line: str, most: int) -> None:
    short = cut(line, most)
    assert len(short) <= most
    assert line.startswith(short.removesuffix("…"))


def test_a_bracket_that_stays_open_does_not_swallow_the_rest() -> None:
    assert len(sentences("It (opens. " + "Then it goes on. " * 200)) > 50


PASSAGES = (
    ("Abstract", "We propose TwinFlow. It needs one step."),
    ("3 Data", "The models are trained on 60,000 videos. Each has dense tracks."),
    ("4 Results", "GenEval reaches 0.83 in one step. Memory falls by half."),
    ("5 Limitations", "Audio was not tried."),
    ("6 More", "GenEval is a benchmark. GenEval has six kinds of prompts."),
)


async def test_a_question_gets_the_passages_that_fit_best_word_for_word() -> None:
    answer = await ask("GenEval results?", *PASSAGES, answer="위 문장")
    assert answer["found"] is True
    assert answer["answer"] == "위 문장"
    assert answer["citations"][0] == {"section": "4 Results", "quote": "GenEval reaches 0.83 in one step."}
    assert {citation["section"] for citation in answer["citations"]} == {"4 Results", "6 More"}


async def test_a_section_counts_and_so_does_a_word_in_the_plural() -> None:
    assert (await ask("limitation?", *PASSAGES))["citations"][0]["section"] == "5 Limitations"
    assert (await ask("video?", *PASSAGES))["citations"][0]["section"] == "3 Data"


async def test_at_most_three_passages_are_cited() -> None:
    answer = await ask("model", *[(f"{n} Part", f"The model number {n}.") for n in range(9)])
    assert [citation["section"] for citation in answer["citations"]] == ["0 Part", "1 Part", "2 Part"]


async def test_a_korean_question_finds_english_text_by_the_glossary_it_was_given() -> None:
    assert await ask("한계가 뭐야?", *PASSAGES, answer="위 문장") == {
        "answer": "",
        "found": False,
        "citations": [],
    }
    answer = await ask("한계가 뭐야?", *PASSAGES, glossary={"한계": ("limitations",), "학습": ("trained",)})
    assert answer["citations"] == [{"section": "5 Limitations", "quote": "Audio was not tried."}]


async def test_korean_in_the_text_is_found_through_its_endings() -> None:
    answer = await ask("데이터셋은 무엇인가", ("1", "아무 말이다."), ("2", "새로운 데이터셋을 만들었다."))
    assert [citation["section"] for citation in answer["citations"]] == ["2"]


@pytest.mark.parametrize("question", ["", "?", "그래서 왜?", "what is the?", "zebra"])
async def test_nothing_fits_and_nothing_is_cited(question: str) -> None:
    assert await ask(question, *PASSAGES) == {"answer": "", "found": False, "citations": []}


async def test_the_passages_of_the_prompt_are_the_ones_to_cite() -> None:
    text = full_text(*PASSAGES)
    chosen = (Passage(9, "9 Chosen", "GenEval is fine."),)
    asked = prompt("answer", Paper(text.paper, "T", "A"), text, question="GenEval", passages=chosen)
    reply = json.loads((await OfflineModel(MISSING).reply(asked)).text)
    assert [citation["section"] for citation in reply["citations"]] == ["9 Chosen"]


async def test_a_long_quote_is_cut_between_words_and_stays_word_for_word() -> None:
    text = "token " * 500
    [citation] = (await ask("token", ("1", text)))["citations"]
    assert len(citation["quote"]) <= 400
    assert citation["quote"] in text
    assert citation["quote"].endswith("token")


async def test_the_latin_words_of_a_question_are_its_keywords() -> None:
    paper = Paper(PaperId("2512.05150"), "T", "A")
    question = "TwinFlow와 SANA-Sprint를 the GenEval 점수로 비교하면? twinflow"
    reply = await OfflineModel(MISSING).reply(prompt("keywords", paper, question=question))
    assert json.loads(reply.text) == {"keywords": ["TwinFlow", "SANA-Sprint", "GenEval"]}


async def test_an_unknown_prompt_is_refused() -> None:
    with pytest.raises(Rejected):
        await OfflineModel(MISSING).reply(prompt("poem", Paper(PaperId("2512.05150"), "T", "A")))
