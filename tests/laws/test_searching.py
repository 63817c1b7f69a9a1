"""Search for any text: no text is syntax, and what is indexed is found."""

from contextlib import closing

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.searching import index_document, terms
from tests.domain.search_table import PAPERS, found, table

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
