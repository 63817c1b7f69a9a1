"""What does not fit is cut where it may be cut."""

import re
from dataclasses import replace

import pytest

from adapters.chats.discord.markup import cut_plain
from adapters.chats.discord.rendering import render
from bot.domain.message import Items, Message, Paragraph, Span
from tests.adapters.discord.markdown import shown
from tests.adapters.discord.people import CARD


@pytest.mark.parametrize("piece", ["e\u0301", "🇰🇷", "👍🏽", "\u1112\u1161\u11ab", "*", "[a](b)", "가 나다. "])
@pytest.mark.parametrize("lead", ["", "a", "ab", "abc"])
def test_a_cut_splits_nothing(piece: str, lead: str) -> None:
    text = lead + piece * 5_000
    for whole in (
        render(Message(push="", head=text)).content.removesuffix("**"),
        (render(Message(push="", body=(Paragraph((Span(text),)),))).embed or {})["description"],
        (render(replace(CARD, title=Span(text))).embed or {})["title"],
        cut_plain(text, 100),
    ):
        cut = shown(whole.removeprefix("**"))
        assert cut.endswith("…")
        kept = cut[:-1]
        assert kept.startswith(lead)
        rest = kept.removeprefix(lead).replace(piece, "")
        assert piece.startswith(rest)
        assert rest == "" or piece.isascii() or " " in piece
        assert not re.search(r"(?<!\\)(?:\\\\)*\\…$", whole)


def test_a_link_is_whole_or_not_there() -> None:
    entries = tuple(
        (Span(f"paper {number}", url=f"https://arxiv.org/abs/2512.{number:05}"),) for number in range(200)
    )
    description = (render(Message(push="", body=(Items(entries),))).embed or {})["description"]
    assert description.endswith(")…")
    assert len(description) > 3_900
    assert (
        re.sub(r"- \[paper \d+\]\(https://arxiv\.org/abs/2512\.\d{5}\)", "", description).strip("\n…") == ""
    )


def test_a_long_text_ends_with_a_sentence() -> None:
    text = "첫 문장이다. " * 400
    content = render(Message(push="", head=text)).content
    assert content.endswith("이다.…**")
