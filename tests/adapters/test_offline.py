"""The excerpt: lines that stand word for word in sample abstracts, recorded days and real pages."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from adapters.models.offline import OfflineModel
from adapters.models.offline.sentences import cut, sentences
from bot.domain.paper import FullText, Origin, Paper, PaperId, Passage, PassageKind, abstract_text, one_line
from bot.domain.prompt import Prompt
from bot.domain.summary import LimitationsFrom, Summary, summary_from_json
from bot.errors import Rejected

MISSING = "<nothing found>"
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
recorded = pytest.mark.skipif(not SHARED.is_dir(), reason="no recorded data beside the repository")


def sample_papers() -> list[Paper]:
    rows = json.loads((files("adapters.sample") / "data" / "papers.json").read_text("utf-8"))["papers"]
    return [Paper(PaperId(row["id"]), row["title"], row["abstract"]) for row in rows]


def full_text(*passages: tuple[str, str]) -> FullText:
    numbered = [Passage(number, section, text) for number, (section, text) in enumerate(passages)]
    return FullText(PaperId("2512.05150"), Origin.HTML, tuple(numbered))


def prompt(name: str, paper: Paper, text: FullText | None = None, **fields: Any) -> Prompt:
    return Prompt(name, {}, f"nonmun/{name}", "", 500, paper, text or abstract_text(paper), **fields)


async def summarise(paper: Paper, text: FullText | None = None) -> Summary:
    return summary_from_json((await OfflineModel(MISSING).reply(prompt("summary", paper, text))).text)


async def ask(question: str, *passages: tuple[str, str], **settings: Any) -> dict[str, Any]:
    model = OfflineModel(MISSING, **settings)
    text = full_text(*passages)
    reply = await model.reply(prompt("answer", Paper(text.paper, "T", "A"), text, question=question))
    answer: dict[str, Any] = json.loads(reply.text)
    return answer


def assert_verbatim(summary: Summary, paper: Paper, text: FullText) -> None:
    whole = [paper.title, paper.abstract, *(passage.text for passage in text.passages)]
    for _, line in summary.parts():
        assert line == MISSING or any(line.removesuffix("…") in source for source in whole), line
    for quote in summary.quotes:
        assert any(quote.quote in passage.text for passage in text.passages) or quote.quote in paper.abstract
    assert len(summary.gist) <= 60
    assert 1 <= len(summary.method) <= 3


def test_it_says_what_it_is() -> None:
    model = OfflineModel(MISSING)
    assert (model.name, model.excerpts) == ("offline", True)


# What each sample abstract's parts begin with: the sentence that a reader would choose.
BEGINNINGS = {
    "2512.05150": ("While various few-step", "To this end, we propose TwinFlow", "On text-to-image tasks"),
    "2512.05044": ("Most existing", "To address these, we extend", "Experiments show that MoRe4D"),
    "2512.05343": ("Existing approaches", "In this work, we introduce", "Extensive quantitative"),
    "2512.03514": ("However, most existing", "In this work, we present M3DR", "Our models, NetraEmbed"),
    "2512.05145": ("However, such an approach", "In this work, we present", "Our method improves"),
    "2512.04694": ("This requires models", "We address strong ground", "We evaluate generation"),
}


@pytest.mark.parametrize("paper", sample_papers(), ids=lambda paper: paper.id)
async def test_the_sample_papers_are_sorted_as_a_reader_would(paper: Paper) -> None:
    summary = await summarise(paper)
    motivation, contribution, results = BEGINNINGS[paper.id]
    assert summary.motivation.startswith(motivation)
    assert summary.contribution.startswith(contribution)
    assert summary.results.startswith(results)
    assert summary.gist.lower().startswith("we ")
    assert (summary.limitations, summary.limitations_from) == (MISSING, LimitationsFrom.NONE)
    assert summary.quotes_for(summary.quotes[0].field) == (summary.results,)
    assert_verbatim(summary, paper, abstract_text(paper))


def _papers(day: Path) -> list[Paper]:
    sources = [row["paper"] for row in json.loads(day.read_bytes())]
    return [Paper(PaperId(one["id"]), one_line(one["title"]), one_line(one["summary"])) for one in sources]


@recorded
@pytest.mark.parametrize("day", sorted((SHARED / "hf").glob("*.json")), ids=lambda path: path.stem)
async def test_recorded_abstracts_give_lines_of_their_own_each_once(day: Path) -> None:
    for paper in _papers(day):
        summary = await summarise(paper)
        assert_verbatim(summary, paper, abstract_text(paper))
        lines = [line for _, line in summary.parts()[1:] if line != MISSING]
        assert len(lines) == len(set(lines))
        assert not any("https://" in line for line in lines)


@recorded
async def test_most_parts_of_recorded_abstracts_are_filled() -> None:
    filled, count = dict.fromkeys(("motivation", "contribution", "results"), 0), 0
    for day in (SHARED / "hf").glob("*.json"):
        for paper in _papers(day):
            count += 1
            summary = await summarise(paper)
            for name in filled:
                filled[name] += getattr(summary, name) != MISSING
    assert count == 246
    assert filled["motivation"] >= 0.75 * count
    assert filled["contribution"] >= 0.95 * count
    assert filled["results"] >= 0.9 * count


# Of the recorded pages: a word of the limitation that their authors state, or none.
LIMITATIONS = {
    "2510.14362": "",
    "2510.14472": "",
    "2510.14797": "",
    "2510.14943": "",
    "2510.14949": "text-to-image",
    "2510.14958": "",
    "2510.14967": "ground-truth",
    "2510.14969": "",
    "2510.14972": "rewrites",
    "2510.14975": "",
    "2510.14978": "pixel-wise",
    "2510.14979": "hinders",
}


@recorded
@pytest.mark.parametrize(("name", "word"), LIMITATIONS.items())
async def test_limitations_on_real_pages_are_the_authors_own(name: str, word: str) -> None:
    text = _page(SHARED / "arxiv_html" / f"{name}.html")
    paper = Paper(text.paper, "T", " ".join(p.text for p in text.passages if p.section == "Abstract"))
    summary = await summarise(paper, text)
    assert_verbatim(summary, paper, text)
    if word:
        assert word in summary.limitations
        assert summary.limitations_from is LimitationsFrom.AUTHORS
        assert any(quote.quote in summary.limitations for quote in summary.quotes)
    else:
        assert (summary.limitations, summary.limitations_from) == (MISSING, LimitationsFrom.NONE)


def _page(path: Path) -> FullText:
    """A plain reading of a page, enough to have headings and paragraphs."""
    article = LexborHTMLParser(path.read_text("utf-8")).css("article.ltx_document")[-1]
    for unread in article.css(".ltx_bibliography, .ltx_note, .ltx_authors, .ltx_ERROR, math annotation"):
        unread.decompose()
    pairs = [(_heading(node), one_line(node.text())) for node in article.css("p.ltx_p")]
    return full_text(*(pair for pair in pairs if pair[1]))


def _heading(node: LexborNode) -> str:
    up = node.parent
    while up is not None:
        kind = up.attributes.get("class") or ""
        if "ltx_abstract" in kind:
            return "Abstract"
        if re.search(r"ltx_(?:sub)?section|ltx_appendix", kind):
            title = up.css_first(".ltx_title")
            return one_line(title.text()) if title else ""
        up = up.parent
    return ""


async def test_lines_are_taken_from_the_text_where_it_has_an_abstract() -> None:
    text = full_text(
        ("Abstract", "We propose a fast method with a cost of 100 × less."), ("1 Intro", "Hello.")
    )
    paper = Paper(text.paper, "T", r"We propose a fast method with a cost of $100\times$ less.")
    assert (await summarise(paper, text)).contribution == text.passages[0].text


async def test_a_limitation_needs_a_section_or_the_first_person() -> None:
    paper = Paper(PaperId("2512.05150"), "T", "We propose a fast and simple method.")
    elsewhere = full_text(("2 Related Work", "Their limitation is that it cannot scale to video."))
    others = full_text(("5 Discussion", "Earlier systems cannot handle long video clips."))
    ours = full_text(("5 Discussion", "Our system cannot handle long video clips."))
    section = full_text(("A.3 Limitations", "Inputs are limited to square images of one size."))
    assert (await summarise(paper, elsewhere)).limitations == MISSING
    assert (await summarise(paper, others)).limitations == MISSING
    assert (await summarise(paper, ours)).limitations.startswith("Our system")
    assert (await summarise(paper, section)).limitations.startswith("Inputs")


async def test_only_prose_is_excerpted() -> None:
    table = Passage(0, "Limitations", "We cannot | do this | with tables", PassageKind.TABLE)
    text = FullText(PaperId("2512.05150"), Origin.HTML, (table,))
    assert (await summarise(Paper(text.paper, "T", "Nothing."), text)).limitations == MISSING


@pytest.mark.parametrize(
    "abstract", ["", " ", "한국어 초록이다.", "One two three", "?", "(" * 5_000, "We " * 3_000]
)
async def test_an_abstract_of_nothing_much_invents_nothing(abstract: str) -> None:
    paper = Paper(PaperId("2512.05150"), "A Title of a Paper", abstract)
    summary = await summarise(paper)
    assert_verbatim(summary, paper, abstract_text(paper))
    assert summary.gist
    assert max(len(line) for _, line in summary.parts()) <= 600


async def test_a_sentence_with_figures_tells_the_results() -> None:
    abstract = (
        "We propose a small model. Experiments show gains in all settings. "
        "It improves by 12.5% over the baseline."
    )
    assert (await summarise(Paper(PaperId("2512.05150"), "T", abstract))).results.startswith("It improves")


async def test_without_a_word_of_proposing_the_authors_own_sentence_is_the_contribution() -> None:
    abstract = "Models forget. It is a known problem of all of them. Here we make them remember for long."
    summary = await summarise(Paper(PaperId("2512.05150"), "T", abstract))
    assert summary.contribution == "Here we make them remember for long."


async def test_a_title_of_nothing_leaves_the_marker() -> None:
    assert (await summarise(Paper(PaperId("2512.05150"), "", ""))).gist == MISSING


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
