"""Search over Korean and English, on a real FTS5 table."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.searching import MATCHES_NOTHING, index_document, match_expression, terms

PAPERS = {
    "TwinFlow": index_document(
        "TwinFlow: Realizing One-step Generation on Large Models with Self-adversarial Flows",
        "TwinFlow",
        "We train a one-step image generator without fixed teacher models and without adversarial networks.",
        "교사 모델도 GAN도 없이 20B 이미지 모델을 1-NFE 생성기로 바꿨다. 계산 비용을 100배 줄였다.",
    ),
    "ColQuery": index_document(
        "ColQuery: Late Interaction for Multilingual Document Retrieval",
        "ColQuery",
        "A single retriever for document page images in many languages, evaluated with nDCG.",
        "22개 언어의 문서 이미지를 한 언어모델로 검색한다. 평균값은 기존 방법보다 높다.",
    ),
    "QuakeGen": index_document(
        "Site-aware synthesis of strong ground motion",
        "QuakeGen",
        "We synthesize earthquake waveforms that respect the soil of each recording station.",
        "관측소마다 다른 지반 특성을 담아 강진 파형을 생성한다.",
    ),
}


@pytest.fixture
def archive() -> Iterator[sqlite3.Connection]:
    with closing(table()) as connection:
        yield connection


def table() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    columns = "name UNINDEXED, hangul, english, tokenize='porter unicode61'"
    connection.execute(f"CREATE VIRTUAL TABLE archive USING fts5({columns})")
    rows = [(name, *row) for name, row in PAPERS.items()]
    connection.executemany("INSERT INTO archive VALUES (?, ?, ?)", rows)
    return connection


def found(archive: sqlite3.Connection, query: str) -> Sequence[str]:
    rows = archive.execute(
        "SELECT name FROM archive WHERE archive MATCH ? ORDER BY rank", (match_expression(query),)
    )
    return [name for (name,) in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("언어모델의", ("언어", "어모", "모델", "델의")),
        ("추론", ("추론",)),
        ("ru\u200bst", ("rust",)),
        ("값", ("값",)),
        ("LLM이 100배", ("llm", "이", "100", "배")),
        ("GPT-4o ＬＬＭ", ("gpt", "4o", "llm")),
        ("C++ _x_", ("c", "x")),
        ("ㅋㅋ 🔥 \u200b", ("ᄏᄏ",)),
        ("", ()),
    ],
)
def test_terms(text: str, expected: tuple[str, ...]) -> None:
    assert terms(text) == expected


def test_the_columns_part_the_scripts() -> None:
    hangul, english = index_document("TwinFlow: A", "TwinFlow", "Models train.", "20B 모델을 LLM이 1-NFE로")
    assert hangul == "모델 델을 이 로"
    assert english == "twinflow a twinflow twin flow models train 20b llm 1 nfe"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("이미지 생성", "TwinFlow"),
        ("교사 없이 한 번에 생성하는 논문 찾아줘", "TwinFlow"),
        ("생성기", "TwinFlow"),
        ("one step generator", "TwinFlow"),
        ("training without teachers", "TwinFlow"),
        ("twinflow", "TwinFlow"),
        ("twin flow", "TwinFlow"),
        ("1-NFE", "TwinFlow"),
        ("언어 모델", "ColQuery"),
        ("문서를 검색하는 모델", "ColQuery"),
        ("multi-lingual documents", "ColQuery"),
        ("지진 말고 강진", "QuakeGen"),
        ("지반", "QuakeGen"),
        ("earthquakes", "QuakeGen"),
        ("파형생성", "QuakeGen"),
        ("EARTHQUAKE OR", "QuakeGen"),
        ("soil NOT station", "QuakeGen"),
        ("what is the paper about soil?", "QuakeGen"),
    ],
)
def test_the_best_paper_comes_first(archive: sqlite3.Connection, query: str, name: str) -> None:
    assert found(archive, query)[0] == name


def test_a_single_syllable_finds_words_that_begin_with_it(archive: sqlite3.Connection) -> None:
    assert found(archive, "강") == ["QuakeGen"]


@pytest.mark.parametrize(
    "query", ["", "   ", "🔥", '"', "***", "양자역학", "\x00", "\ud800", "()", "-", "NEAR("]
)
def test_what_is_nowhere_finds_nothing(archive: sqlite3.Connection, query: str) -> None:
    assert found(archive, query) == []


def test_filler_alone_is_still_searched() -> None:
    assert match_expression("the paper") == '"the" OR "paper"'
    assert match_expression("the soil paper") == '"soil"'
    assert match_expression("  ") == MATCHES_NOTHING


def test_a_long_query_is_bounded() -> None:
    expression = match_expression(" ".join(f"w{number}" for number in range(9_000)) + "x" * 90_000)
    assert expression.count('"') == 96
    assert len(match_expression("x" * 90_000)) == 66


SYNTAX = st.sampled_from(
    [
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "NEAR(",
        '"',
        "'",
        "*",
        "^",
        ":",
        "hangul:",
        "-",
        "+",
        "(",
        ")",
        "{",
        "}",
        "\x00",
        ";--",
        "한",
    ]
)


@given(st.text(max_size=80) | st.lists(SYNTAX | st.text(max_size=6), max_size=12).map(" ".join))
@example('" OR name : "TwinFlow')
@example("\U0001d7d8 \u0e01\u0301 ﷺ ½ ²")
@settings(max_examples=100, deadline=None)
def test_no_text_is_syntax(query: str) -> None:
    with closing(table()) as archive:
        assert set(found(archive, query)) <= set(PAPERS)


@given(st.text(max_size=60))
@example("0\U00018cd6")  # a letter to SQLite, none to Python
@settings(max_examples=80, deadline=None)
def test_what_is_indexed_is_found_by_its_own_words(text: str) -> None:
    row = index_document("", "", "", text)
    with closing(table()) as archive:
        archive.execute("DELETE FROM archive")
        archive.execute("INSERT INTO archive VALUES ('it', ?, ?)", row)
        hit = found(archive, text)
    ascii_or_hangul = [term for term in terms(text) if term.isascii() or "가" <= term[0] <= "힣"]
    if ascii_or_hangul:
        assert hit == ["it"]
