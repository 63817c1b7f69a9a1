import pytest

from bot.domain.fitting import first_sentence, fit
from bot.domain.links import safe_link
from bot.domain.message import (
    Channel,
    MessageRef,
    NotAChannel,
    parse_channel,
)
from bot.domain.plain import visible
from tests.tables import each_row


def test_a_stored_reference_comes_back_as_it_was() -> None:
    ref = MessageRef(Channel("slack", "C1"), "17.2", "17.1", "https://x.slack.com/archives/C1/p172")
    assert MessageRef.from_json(ref.to_json()) == ref


def test_channels() -> None:
    assert str(parse_channel("slack:C0123ABCD")) == "slack:C0123ABCD"
    for wrong in (
        "slack",
        "slack:",
        "telegram:1",
        "slack:C 1",
        "console:../x",
        "discord:１２",
        "slack:" + "C" * 99,
    ):
        with pytest.raises(NotAChannel):
            parse_channel(wrong)


@pytest.mark.parametrize(
    ("text", "limit", "fitted"),
    [
        ("짧다.", 10, "짧다."),
        ("첫 문장이다. 둘째 문장은 조금 더 길다.", 12, "첫 문장이다."),
        ("one two three four", 12, "one two…"),
        ("가" * 20, 5, "가가가가…"),
    ],
)
def test_fitting_ends_at_a_sentence_or_a_word(text: str, limit: int, fitted: str) -> None:
    assert fit(text, limit) == fitted


def test_first_sentence_is_not_torn_at_abbreviations_or_decimals() -> None:
    assert first_sentence("Fig. 3의 0.83을 넘었다. 다음 문장이다.") == "Fig. 3의 0.83을 넘었다."


@each_row(
    ("url", "safe"),
    [
        ("https://github.com/a/b", True),
        ("https://x.github.io/p?q=1#f", True),
        ("http://github.com/a", False),
        ("https://user:pass@github.com/a", False),
        ("https://github.com:8443/a", False),
        ("https://127.0.0.1/a", False),
        ("https://[::1]/a", False),
        ("https://localhost/a", False),
        ("https://2130706433/a", False),
        ("javascript:alert(1)", False),
        ("https://a.b/x|<!channel>", False),
        ("https://a.b/x y", False),
        ("https://gіthub.com/", False),  # a Cyrillic letter
        ("https://" + "a" * 600 + ".com", False),
    ],
)
def test_links_are_plain_https_to_a_public_name(url: str, safe: bool) -> None:
    assert bool(safe_link(url)) is safe


def test_what_a_reader_cannot_see_is_dropped() -> None:
    assert visible("a\u200bb\u202ec\U000e0041d\x1b[31me\ud800") == "abcd[31me"
    assert visible("x\u3164\u2800\uffa0\ufe0f\ue000\ufffe\U0010ffff\u00ady") == "xy"


def test_marks_heaped_on_a_letter_are_few() -> None:
    assert visible("e\u0301" + "\u0335" * 90 + "f") == "e\u0301" + "\u0335" * 3 + "f"


def test_what_a_reader_sees_stays() -> None:
    for text in ("한글\tand\nlines", "naïve β ≤ 10⁵", "日本語", "हिन्दी", "ภาษาไทย", "العربية", "⚠ ✕ “…”"):
        assert visible(text) == text
    assert visible("one\r\ntwo\u2028three\x85four\x0bfive") == "one\ntwo\nthree\nfour\nfive"
