"""The excerpt: lines that stand word for word in sample abstracts, recorded days and real pages."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from adapters.models.offline import OfflineModel
from bot.domain.paper import FullText, Origin, Paper, PaperId, Passage, PassageKind, abstract_text, one_line
from bot.domain.summary import LimitationsFrom, Summary
from tests.adapters.offline_calls import MISSING, full_text, summarise

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
recorded = pytest.mark.skipif(not SHARED.is_dir(), reason="no recorded data beside the repository")


def sample_papers() -> list[Paper]:
    rows = json.loads((files("adapters.sample") / "data" / "papers.json").read_text("utf-8"))["papers"]
    return [Paper(PaperId(row["id"]), row["title"], row["abstract"]) for row in rows]


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
