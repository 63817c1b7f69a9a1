"""Search over Korean and English, on a real FTS5 table."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.domain.searching import MATCHES_NOTHING, index_document, match_expression, terms
from tests.domain.search_table import found, table
from tests.tables import each_row


@pytest.fixture(scope="module")
def archive() -> Iterator[sqlite3.Connection]:
    with closing(table()) as connection:
        yield connection


@each_row(
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
