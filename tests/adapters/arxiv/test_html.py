"""LaTeXML pages made here: sections, formulas, tables, captions, lists, and what is furniture."""

import pytest

from adapters.archives.arxiv.html import read_html
from adapters.archives.arxiv.passages import LONGEST, MOST_CHARACTERS, Block, NoText, passages
from bot.domain.paper import Passage, PassageKind
from tests.adapters.arxiv.pages import FILLER, page, paragraph, read, section, text_of

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
    display = (
        '<table class="ltx_equation ltx_eqn_table"><tr class="ltx_equation ltx_eqn_row"><td class="ltx_eqn_cell"></td>'
        f'<td class="ltx_eqn_cell">{MATH.format("a=b^{2}", "a=b2")}</td><td class="ltx_eqn_cell ltx_eqn_eqno">'
        '<span class="ltx_tag ltx_tag_equation">(3)</span></td></tr></table>'
    )
    body = f'<div class="ltx_para"><p class="ltx_p">where {MATH.format("x_{i}", "x")} is</p>{display}</div>'
    assert kinds(read(body)) == [
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
    body = f'<math alttext="y="><semantics><mi>y</mi><mo>=</mo>{cases}<annotation>y=</annotation></semantics></math>'
    assert text_of(paragraph(body)) == "y={ 1 otherwise"


def test_a_coloured_formula_keeps_its_source() -> None:
    body = '<math alttext="y_{i}"><msub mathcolor="#CC0000"><mi>y</mi><mi>i</mi></msub></math>'
    assert text_of(paragraph(body)) == "y_{i}"


def test_exponents_keep_their_meaning_and_ordinals_theirs() -> None:
    assert text_of(paragraph("10<sup>-3</sup> s<sup>−1</sup>, the 1<sup>st</sup>")) == "10^-3 s^−1, the 1st"


def test_tables_are_rows_of_cells() -> None:
    table = (
        '<figure class="ltx_table"><figcaption class="ltx_caption"><span class="ltx_tag ltx_tag_table">Table 1: </span>'
        'Scores.</figcaption><table class="ltx_tabular"><thead><tr class="ltx_tr"><th class="ltx_th ltx_td">Model</th>'
        '<th class="ltx_td">F1</th></tr></thead><tr class="ltx_tr"><td class="ltx_td"><p class="ltx_p">A</p>'
        '<p class="ltx_p">big</p></td><td class="ltx_td">85.1<table class="ltx_tabular"><tr><td>±</td><td>2</td></tr>'
        '</table></td></tr><tr class="ltx_tr"><td class="ltx_td"></td><td class="ltx_td"></td></tr>'
        '<tr class="ltx_tr"><td class="ltx_td">B</td><td class="ltx_td"></td><td class="ltx_td">3</td>'
        "</tr></table></figure>"
    )
    assert kinds(read(section("1 One", table))) == [
        (PassageKind.CAPTION, "Table 1: Scores."),
        (PassageKind.TABLE, "Model | F1\nA big | 85.1 ± 2\nB |  | 3"),
    ]


def test_tables_made_of_spans() -> None:
    row = '<span class="ltx_tr"><span class="ltx_td">{}</span><span class="ltx_td">{}</span></span>'
    body = f'<p class="ltx_p">Before <span class="ltx_tabular">{row.format(1, 2)}{row.format(3, 4)}</span> after</p>'
    assert [passage.text for passage in read(section("1 One", body))] == ["Before", "1 | 2\n3 | 4", "after"]


def test_lists_stay_together_with_their_marks() -> None:
    entry = (
        '<li class="ltx_item"><span class="ltx_tag ltx_tag_item">•</span><div class="ltx_para">'
        '<p class="ltx_p">{}</p></div></li>'
    )
    body = (
        paragraph("We contribute:")
        + f'<ul class="ltx_itemize">{entry.format("a method")}{entry.format("data")}</ul>'
    )
    assert text_of(section("1 One", body)) == "We contribute:\n• a method\n• data"


def test_listings_keep_their_lines_and_lose_their_numbers() -> None:
    line = '<div class="ltx_listingline"><span class="ltx_tag ltx_tag_listingline">{}:</span>{}</div>'
    body = (
        '<figure class="ltx_float ltx_float_algorithm"><figcaption class="ltx_caption">Algorithm 1 Sort</figcaption>'
        f'<div class="ltx_listing">{line.format(1, "<b>for</b> all x")}{line.format(2, "compare")}</div></figure>'
    )
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
        '<section class="ltx_bibliography"><h2 class="ltx_title">WORD</h2><ul class="ltx_biblist"><li>WORD</li></ul>'
        "</section>",
        '<ul class="ltx_biblist"><li class="ltx_bibitem">WORD</li></ul>',
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
