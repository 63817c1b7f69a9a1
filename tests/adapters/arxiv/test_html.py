"""LaTeXML pages made here: sections, formulas, tables, captions, lists, and what is furniture."""

import pytest

from adapters.archives.arxiv.html import read_html
from adapters.archives.arxiv.passages import LONGEST, MOST_CHARACTERS, Block, NoText, passages
from bot.domain.paper import Passage, PassageKind
from tests.adapters.arxiv.pages import FILLER, el, page, paragraph, read, section, text_of

ABSTRACT = '<div class="ltx_abstract"><h6 class="ltx_title ltx_title_abstract">Abstract</h6>{}</div>'
MATH = (
    '<math alttext="{}" class="ltx_Math"><semantics><mi>{}</mi><annotation>x</annotation></semantics></math>'
)


def kinds(found: list[Passage]) -> list[tuple[PassageKind, str]]:
    return [(passage.kind, passage.text) for passage in found]


def test_sections_with_numbers_and_a_subsection_under_its_own_heading() -> None:
    inner = section("2.1 Inner", paragraph("Inside."), "subsection")
    found = read(
        ABSTRACT.format(paragraph("We show."))
        + section("1 Introduction", paragraph("Once upon a time."))
        + section("2 Method", paragraph("Before.") + inner + paragraph("After."))
        + section(
            "A Proofs", paragraph("Proof.") + section("A.1 More", paragraph("QED."), "subsection"), "appendix"
        )
    )
    assert [(passage.number, passage.section, passage.text, passage.appendix) for passage in found] == [
        (0, "Abstract", "We show.", False),
        (1, "1 Introduction", "Once upon a time.", False),
        (2, "2 Method", "Before.", False),
        (3, "2.1 Inner", "Inside.", False),
        (4, "2 Method", "After.", False),
        (5, "A Proofs", "Proof.", True),
        (6, "A.1 More", "QED.", True),
    ]


def test_a_paper_without_sections_and_abstract() -> None:
    found = read_html(page(paragraph("A letter begins. " * 30) + paragraph(FILLER), filler=False))
    assert {passage.section for passage in found} == {"Main text"}


def test_an_alert_before_the_article_is_not_the_article() -> None:
    body = page(section("1 One", paragraph("Text.")))
    alert = b'<div class="package-alerts ltx_document">Conversion alert</div><article'
    found = read_html(body.replace(b"<article", alert, 1))
    assert found[0].text == "Text."
    assert "alert" not in "".join(passage.text for passage in found)


def test_a_section_that_latexml_put_into_a_figure() -> None:
    inner = section("3 Results", paragraph("Good."))
    broken = f'<figure class="ltx_figure"><div class="ltx_flex_cell">{inner}</div></figure>'
    found = read(section("2 Method", paragraph("Do it.") + broken))
    assert [(passage.section, passage.text) for passage in found] == [
        ("2 Method", "Do it."),
        ("3 Results", "Good."),
    ]


def test_an_appendix_by_name_alone() -> None:
    assert [passage.appendix for passage in read(section("Appendix: Data", paragraph("Rows.")))] == [True]


def test_headings_of_paragraphs_and_theorems_open_their_text() -> None:
    run_in = '<section class="ltx_paragraph"><h4 class="ltx_title ltx_title_paragraph">Data.</h4>{}</section>'
    theorem = (
        '<div class="ltx_theorem"><h6 class="ltx_title ltx_runin ltx_title_theorem">Lemma 1.</h6>{}</div>'
    )
    found = read(
        section(
            "1 One", run_in.format(paragraph("We take all." * 30)) + theorem.format(paragraph("It holds."))
        )
    )
    assert found[0].text.startswith("Data. We take all.")
    assert found[1].text == "Lemma 1. It holds."
    assert {passage.section for passage in found} == {"1 One"}


def test_formulas_in_the_text_and_on_their_own() -> None:
    cells = (
        el("td.ltx_eqn_cell"),
        el("td.ltx_eqn_cell", MATH.format("a=b^{2}", "a=b2")),
        el("td.ltx_eqn_cell.ltx_eqn_eqno", el("span.ltx_tag.ltx_tag_equation", "(3)")),
    )
    display = el("table.ltx_equation.ltx_eqn_table", el("tr.ltx_equation.ltx_eqn_row", *cells))
    text = el("p.ltx_p", "where ", MATH.format("x_{i}", "x"), " is")
    assert kinds(read(el("div.ltx_para", text, display))) == [
        (PassageKind.PARAGRAPH, "where x_{i} is"),
        (PassageKind.FORMULA, "a=b^{2} (3)"),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("85\\%", "85%"),
        ("0.1\\times", "0.1×"),
        ("\\geq 90\\%", "≥90%"),
        ("10\\pm 0.2", "10±0.2"),
        ("1{,}200\\alpha", "1,200\\alpha"),
        ("\\displaystyle\\pi_{\\theta}", "\\pi_{\\theta}"),
        ("\\rightarrow", "→"),
        ("a%\n b", "a b"),
        ("p<0.05", "p<0.05"),
    ],
)
def test_formulas_that_are_hardly_any_read_as_plain_text(source: str, text: str) -> None:
    shown = source.replace("<", "&lt;")
    assert text_of(paragraph(f"It is {MATH.format(shown, '1')} now")) == f"It is {text} now"


def test_a_formula_whose_source_latexml_lost_reads_by_its_signs() -> None:
    cases = "<mo>{</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mtext>otherwise</mtext></mtd></mtr></mtable>"
    shown = f"<semantics><mi>y</mi><mo>=</mo>{cases}<annotation>y=</annotation></semantics>"
    assert text_of(paragraph(f'<math alttext="y=">{shown}</math>')) == "y={ 1 otherwise"


def test_a_coloured_formula_keeps_its_source() -> None:
    body = '<math alttext="y_{i}"><msub mathcolor="#CC0000"><mi>y</mi><mi>i</mi></msub></math>'
    assert text_of(paragraph(body)) == "y_{i}"


def test_exponents_keep_their_meaning_and_ordinals_theirs() -> None:
    assert text_of(paragraph("10<sup>-3</sup> s<sup>−1</sup>, the 1<sup>st</sup>")) == "10^-3 s^−1, the 1st"


def row(*cells: str, tag: str = "td") -> str:
    return el("tr.ltx_tr", *(el(f"{tag}.ltx_td", cell) for cell in cells))


def test_tables_are_rows_of_cells() -> None:
    nested = el("table.ltx_tabular", "<tr><td>±</td><td>2</td></tr>")
    table = el(
        "figure.ltx_table",
        el("figcaption.ltx_caption", el("span.ltx_tag.ltx_tag_table", "Table 1: "), "Scores."),
        el(
            "table.ltx_tabular",
            el("thead.ltx_thead", row("Model", "F1", tag="th")),
            row(el("p.ltx_p", "A") + el("p.ltx_p", "big"), f"85.1{nested}"),
            row("", ""),
            row("B", "", "3"),
        ),
    )
    assert kinds(read(section("1 One", table))) == [
        (PassageKind.CAPTION, "Table 1: Scores."),
        (PassageKind.TABLE, "Model | F1\nA big | 85.1 ± 2\nB |  | 3"),
    ]


def test_tables_made_of_spans() -> None:
    rows = [el("span.ltx_tr", *(el("span.ltx_td", cell) for cell in cells)) for cells in ("12", "34")]
    body = el("p.ltx_p", "Before ", el("span.ltx_tabular", *rows), " after")
    assert [passage.text for passage in read(section("1 One", body))] == ["Before", "1 | 2\n3 | 4", "after"]


def test_lists_stay_together_with_their_marks() -> None:
    entries = [
        el("li.ltx_item", el("span.ltx_tag.ltx_tag_item", "•"), paragraph(text))
        for text in ("a method", "data")
    ]
    body = paragraph("We contribute:") + el("ul.ltx_itemize", *entries)
    assert text_of(section("1 One", body)) == "We contribute:\n• a method\n• data"


def test_listings_keep_their_lines_and_lose_their_numbers() -> None:
    lines = [
        el("div.ltx_listingline", el("span.ltx_tag.ltx_tag_listingline", f"{number}:"), text)
        for number, text in enumerate(("<b>for</b> all x", "compare"), 1)
    ]
    caption = el("figcaption.ltx_caption", "Algorithm 1 Sort")
    body = el("figure.ltx_float.ltx_float_algorithm", caption, el("div.ltx_listing", *lines))
    assert [passage.text for passage in read(section("1 One", body))] == [
        "Algorithm 1 Sort",
        "for all x\ncompare",
    ]


@pytest.mark.parametrize(
    "furniture",
    [
        '<span class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup><span>WORD</span></span>',
        '<div class="ltx_authors">WORD</div>',
        '<div class="ltx_dates">WORD</div>',
        el("section.ltx_bibliography", el("h2.ltx_title", "WORD"), el("ul.ltx_biblist", "<li>WORD</li>")),
        '<ul class="ltx_biblist"><li>WORD</li></ul>',
        '<ul><li class="ltx_bibitem">WORD</li></ul>',
        '<nav class="ltx_TOC">WORD</nav>',
        '<span class="ltx_ERROR undefined">WORD</span>',
        '<span class="ltx_missing_citation">WORD</span>',
        '<div class="ltx_pagination">WORD</div>',
        '<button class="sr-only">WORD</button>',
        '<h1 class="ltx_title ltx_title_document">WORD</h1>',
        '<section class="ltx_index">WORD</section>'.replace("section", "div"),
    ],
)
def test_furniture_is_dropped(furniture: str) -> None:
    assert text_of(section("1 One", f"{paragraph('Kept.')}{furniture}")) == "Kept."


def test_the_title_block_set_again_in_the_text_is_dropped() -> None:
    front = (
        '<h1 class="ltx_title ltx_title_document">A Fine Method</h1>'
        '<div class="ltx_authors">Ann Lee, Bo Kim, University of Nowhere</div>'
        + paragraph("A Fine Method by Ann Lee and Bo Kim")
        + '<div class="ltx_para"><p class="ltx_p ltx_align_center">Third Author<br>Institute</p></div>'
        + paragraph("{first,second}@nowhere.edu")
        + paragraph("Abstract. We show a method.")
        + paragraph("Keywords: methods, finesse")
    )
    found = read(front + section("1 Introduction", paragraph("It begins.")))
    assert [(passage.section, passage.text) for passage in found] == [
        ("Abstract", "We show a method."),
        ("1 Introduction", "It begins."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<html><body><h1>No HTML for '2510.1'</h1></body></html>", id="arXiv's 404"),
        pytest.param(b"<html><body><div class='ltx_document'>x</div></body></html>", id="no article"),
        pytest.param(page("", filler=False), id="empty article"),
        pytest.param(page(ABSTRACT.format(paragraph(FILLER)), filler=False), id="abstract alone"),
        pytest.param(page(section("1 One", paragraph("Short.")), filler=False), id="hardly any text"),
        pytest.param(
            page(f"<figure><figcaption>{FILLER}</figcaption></figure>", filler=False), id="captions alone"
        ),
        pytest.param(page(paragraph(FILLER))[:-40], id="cut off"),
    ],
)
def test_what_is_no_text_of_a_paper(body: bytes) -> None:
    with pytest.raises(NoText):
        read_html(body)


def test_long_paragraphs_are_cut_at_sentence_ends_and_tiny_ones_joined() -> None:
    sentence = "This is what Smith et al. 2020 found in Fig. 3 of their paper, e.g. on p. 4. "
    found = read(section("1 One", paragraph(sentence * 40) + paragraph("Tiny.") + paragraph("Next one.")))
    assert [passage.text[-6:] for passage in found] == ["on p. 4."[-6:]] * (len(found) - 1) + ["t one."]
    assert all(len(passage.text) <= LONGEST for passage in found)
    assert found[-1].text == "Tiny.\nNext one."
    whole = " ".join(passage.text for passage in found[:-1])
    assert whole == (sentence * 40).strip()


def test_text_without_any_blank_is_cut_all_the_same() -> None:
    found = passages([Block("1 One", "x" * 10_000)])
    assert max(len(passage.text) for passage in found) <= LONGEST
    assert sum(len(passage.text) for passage in found) == 10_000


def test_a_text_without_end_is_bounded() -> None:
    found = passages(Block("1 One", FILLER) for _ in range(2_000))
    assert sum(len(passage.text) for passage in found) <= MOST_CHARACTERS


def test_latin_1_and_broken_utf_8() -> None:
    latin = page(section("1 One", paragraph("Größe"))).decode().replace("utf-8", "iso-8859-1")
    assert read_html(latin.encode("latin-1"))[0].text == "Größe"
    undeclared = page(section("1 One", paragraph("naïve"))).decode().replace('<meta charset="utf-8">', "")
    assert read_html(undeclared.encode("latin-1"))[0].text == "naïve"
    broken = page(section("1 One", paragraph("Größe"))).replace("ö".encode(), b"\xc3")
    assert read_html(broken)[0].text == "Gr\ufffdße"
