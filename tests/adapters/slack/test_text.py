"""Cutting, cleaning, and reading what people write."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chats.slack.text import clean, cut, escape, flat, is_link, mentioned, names_a_group, plain

CLUSTERS = ("가", "a", " ", ". ", "다. ", "e\u0301", "\u1112\u1161\u11ab", "🇰🇷", "👍🏽", "ก\u0e34", "\n")


@given(st.lists(st.sampled_from(CLUSTERS), max_size=80).map("".join), st.integers(0, 60))
def test_a_cut_never_splits_a_character(text: str, most: int) -> None:
    short = cut(text, most)

    assert len(short) <= most
    if len(text) <= most:
        assert short == text
    elif most:
        kept = short.removesuffix("…")
        assert short.endswith("…")
        assert text.startswith(kept)
        rest = text[len(kept) :]
        assert not unicodedata.category(rest[0]).startswith("M")
        assert rest[0] not in "\u1161\u11ab🏽"
        assert not (kept.endswith("🇰") and not kept.endswith("🇷🇰"))


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("모델은 나았다. 비용은 줄었다. 그리고", 19, "모델은 나았다. 비용은 줄었다.…"),
        ("It holds. It is shown that figures", 24, "It holds. It is shown…"),
        ("Version 2.5 of e.g.this", 20, "Version 2.5 of…"),
        ("가나다라마바사", 4, "가나다…"),
        ("가나다", 3, "가나다"),
        ("가나다", 1, "…"),
        ("가나다", 0, ""),
        ("가" + "\u0301" * 100, 50, "가" + "\u0301" * 48 + "…"),
    ],
)
def test_it_is_cut_where_a_reader_would(text: str, most: int, short: str) -> None:
    assert cut(text, most) == short


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\u200bb\u00adc\u2060d\ufeffe", "abcde"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("x\U000e0049\U000e0067y", "xy"),
        ("a\r\nb\u2028c\x85d", "a\nb\nc\nd"),
        ("a \t  b", "a b"),
        ("a\n\n\n \n\nb", "a\n\nb"),
        ("\ud83d half \udc00", " half "),
        ("z" + "\u0301\u0302\u0303\u0304\u0305\u0306", "z\u0301\u0302\u0303\u0304"),
        ("\u3164\u115f\u1160\uffa0", ""),
        ("Ngô Bảo Châu, 김지우, 李, محمد, Ω±3", "Ngô Bảo Châu, 김지우, 李, محمد, Ω±3"),
    ],
)
def test_what_a_reader_cannot_see_is_gone(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_on_one_line_blanks_at_the_ends_stay() -> None:
    assert flat(" 결과\n\n둘 ") == " 결과 둘 "


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0BOT> 왜?", "왜?"),
        ("왜<@U0BOT|논문>?", "왜 ?"),
        ("<@U0JIWOO|김지우> <@W123>", "@김지우 @W123"),
        ("<#C1|ai-논문> <#C2>", "#ai-논문 #C2"),
        ("<https://arxiv.org/abs/2512.05150>", "https://arxiv.org/abs/2512.05150"),
        ("<http://a.example|a.example>", "http://a.example"),
        ("<https://a.example/x|여기> 보세요", "여기 https://a.example/x 보세요"),
        ("<mailto:a@b.example|a@b.example>", "mailto:a@b.example"),
        ("<!here> <!channel|채널> <!subteam^S1|@team> <!subteam^S2>", "@here 채널 @team @subteam"),
        ("<!date^1392734382^{date}|어제>", "어제"),
        ("a &lt;b&gt; &amp;lt; &amp;amp; &copy;", "a <b> &lt; &amp; &copy;"),
        ("1 &lt; 2 &gt; <@U0BOT>", "1 < 2 >"),
        ("&lt;@U0BOT&gt;", "<@U0BOT>"),
        ("<> <|x> <| > <@> <#> <!>", "<> x @ # @"),
        ("a\u200bb\xa0c", "ab c"),
    ],
)
def test_what_people_write_is_read_as_they_see_it(written: str, read: str) -> None:
    assert plain(written, without="U0BOT") == read


def test_who_is_named() -> None:
    assert mentioned("<@U0A> <@W0B|x> &lt;@U0C&gt; @U0D <#C1>") == {"U0A", "W0B"}
    assert names_a_group("<!subteam^S1|@team>")
    assert names_a_group("<!here>")
    assert not names_a_group("&lt;!here&gt; @here")


@given(st.text())
def test_escaped_text_has_no_markup_and_reads_as_before(text: str) -> None:
    escaped = escape(text)

    assert "<" not in escaped
    assert ">" not in escaped
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@pytest.mark.parametrize("seed", ["<", "<@U", "<https://", ". ", ".)", "\u0301", "a-", "\n ", "&lt;", "<!a|"])
def test_hostile_length_is_worked_through(seed: str) -> None:
    """Anything that costs the square of the length would not come to an end here."""
    text = seed * 300_000

    assert len(cut(flat(plain(text, without="U0BOT")), 3000)) <= 3000
    assert mentioned(text) == frozenset()
    assert not is_link("https://" + text)
