"""Whatever a message holds, Discord takes it, and nothing from elsewhere becomes markup."""

import json
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.chats.discord.marks import LENGTH, bears, in_text, mark_of
from adapters.chats.discord.markup import clean, cut_plain, link
from adapters.chats.discord.rendering import render, thread_name
from bot.domain.message import Items, Message, Paragraph, Part, Quotation, Span, Tone
from tests.adapters.discord.markdown import constructs, shown
from tests.adapters.discord.people import ANSWER, CARD, DETAIL
from tests.fakes.discord_rules import MESSAGE, ONE_MESSAGE, problems

MARK = mark_of("paper/discord/1/2512.05150")

ATTACKS = [
    "@everyone @here",
    "<@&1> <@!2> <#3> <!channel>",
    "</paper:1> <id:home>",
    "<t:1700000000:R>",
    "<:eyes:123> :smile:",
    "`code` ```block```",
    "**bold** __under__ ~~gone~~ ||hidden||",
    "[click](https://evil.example)",
    "[[a](https://evil.example)](https://x.example)",
    "https://evil.example steam://run/1",
    "discord.gg/abc discord.com/invite/abc",
    "# heading",
    "-# small",
    "- list",
    "+ list",
    "1. list",
    "2) list",
    "> quote",
    ">>> quote",
    "\\",
    "\\*\\[\\",
    "*",
    "a\n# b\n- c\n> d",
    "a\r\n1. b\u2028- c\x0b# d",
    "\u202eevil\u202c \u200bzero\u200d \u2066x\u2069",
    "\U000e0041\U000e0042tags",
    "e" + "\u0301" * 50,
    "\ud800 half",
    "\u3164\u115f\u2800",
    "](https://arxiv.org/#n-" + MARK + ")",
    in_text(MARK),
    "한국어 문장이다. English text 0.83, 40~100 NFE (1.2M)",
]
hostile = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(alphabet=st.sampled_from("\\`*_~|<>[]()@#-+.:/!&1a 가\n\t\u200b\u0301😀🇰🇷"), max_size=60),
    st.text(max_size=60),
    st.builds(lambda text, times: text * times, st.sampled_from(ATTACKS), st.sampled_from([2, 90])),
)
addresses = st.one_of(
    st.sampled_from(
        [
            "https://arxiv.org/abs/2512.05150",
            "https://a.example/x(1)<y> z",
            "https://a.example/\ud800",
            "http://a.example/",
            "javascript:alert(1)",
            "https://user:pass@a.example/",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://[::1",
            "https://a.example/" + "x" * 3000,
            "https://a.example/)[x](https://b.example",
        ]
    ),
    st.just(""),
    hostile,
)
spans = st.builds(Span, hostile, st.booleans(), addresses)
some_spans = st.lists(spans, max_size=3).map(tuple)
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Paragraph, some_spans),
    st.builds(Items, st.lists(some_spans, max_size=4).map(tuple), st.booleans()),
    st.builds(Quotation, hostile, hostile),
)
messages = st.builds(
    Message,
    push=hostile,
    note=hostile,
    head=hostile,
    title=st.none() | spans,
    body=st.lists(parts, max_size=5).map(tuple),
    links=some_spans,
    small=st.lists(hostile, max_size=3).map(tuple),
    topic=hostile,
    tone=st.sampled_from(Tone),
    silent=st.booleans(),
)


def texts_of(body: dict[str, Any]) -> list[str]:
    embeds = body["embeds"]
    return [
        text
        for text in (
            body["content"],
            *(embed.get(name, "") for embed in embeds for name in ("title", "description", "url")),
            *(embed["footer"]["text"] for embed in embeds if "footer" in embed),
        )
        if text
    ]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(messages)
def test_discord_takes_every_message_and_every_edit(message: Message) -> None:
    body = render(message, MARK).body()
    assert problems("POST", MESSAGE, body | {"nonce": MARK, "enforce_nonce": True}) == []
    assert problems("PATCH", ONE_MESSAGE, render(message, MARK).change()) == []
    assert bears(body, MARK)
    assert not bears(body, mark_of("another"))
    assert body["allowed_mentions"] == {"parse": []}
    assert bool(body["flags"] & 4) == (not body["embeds"])
    json.dumps(body, ensure_ascii=False).encode()


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(messages)
def test_nothing_stands_there_that_people_cannot_see(message: Message) -> None:
    for text in texts_of(render(message, MARK).body()):
        hidden = [char for char in text if unicodedata.category(char) in {"Cf", "Cc", "Cs"} and char != "\n"]
        assert hidden == []


@pytest.mark.parametrize("attack", ATTACKS[::3])
def test_a_hundred_kilobytes_of_it(attack: str) -> None:
    text = attack * (100_000 // len(attack))
    span = Span(text, bold=True, url="https://a.example/" + text)
    message = Message(
        push=text,
        note=text,
        head=text,
        title=span,
        body=(Paragraph((span, Span(text))), Items(((span,),)), Quotation(text, text)),
        links=(span,),
        small=(text,),
        topic=text,
    )
    assert problems("POST", MESSAGE, render(message, MARK).body()) == []
    plain = replace(message, title=None, links=(), body=(Paragraph((Span(text),)),))
    assert problems("POST", MESSAGE, render(plain, MARK).body()) == []
    assert problems("POST", ONE_MESSAGE + "/threads", {"name": thread_name(message, "논문")}) == []


@settings(max_examples=150, deadline=None)
@given(hostile)
def test_text_in_a_paragraph_is_only_text(text: str) -> None:
    rendered = render(Message(push="", body=(Paragraph((Span(text),)),)))
    assert constructs(rendered.content) == []


@settings(max_examples=150, deadline=None)
@given(hostile)
def test_text_in_the_other_places_is_only_text(text: str) -> None:
    """Each place with the markup of our own that belongs there, and nothing else."""
    line = clean(text)
    where = {
        "head": Message(push="", head=text),
        "title": Message(push="", title=Span(text), body=(Paragraph((Span("x"),)),)),
        "item": Message(push="", body=(Items(((Span(text),),), ordered=True),)),
        "quote": Message(push="", body=(Quotation(text, text),)),
        "small": Message(push="", head="h", small=(text,)),
        "note": Message(push="", note=text),
    }
    expected = {"head": ["bold"], "item": ["1."], "quote": [">"], "small": ["bold", "-#"], "note": ["-#"]}
    for place, message in where.items():
        rendered = render(message)
        embed = rendered.embed or {}
        own = expected.get(place, []) if line else (["bold"] if place == "small" else [])
        found = constructs(rendered.content) + constructs(embed.get("description", ""))
        assert [one for one in found if one != "bold" or "bold" in own] == own, place
        assert constructs(embed.get("title", "")) == []


@settings(max_examples=150, deadline=None)
@given(hostile, hostile)
def test_nothing_hides_in_the_seam_between_two_spans(left: str, right: str) -> None:
    for bold in (False, True):
        message = Message(push="", body=(Paragraph((Span(left), Span(right, bold=bold))),))
        found = constructs(render(message).content)
        assert found in ([], ["bold"])


@pytest.mark.parametrize(
    ("left", "right"),
    [("https:", "//evil.example"), (":smi", "le:"), ("1", ". x"), ("discord", ".gg/x"), ("-", " x")],
)
def test_seams_by_name(left: str, right: str) -> None:
    message = Message(push="", body=(Paragraph((Span(left), Span(right))),))
    assert constructs(render(message).content) == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=200))
def test_what_people_read_is_what_was_said(text: str) -> None:
    """Escaping changes what Discord parses, never what it shows."""
    rendered = render(Message(push=text, body=(Paragraph((Span(text),)),)))
    assert shown(rendered.content) == (clean(text) or "…")


@settings(max_examples=200, deadline=None)
@given(addresses)
def test_an_address_is_https_with_a_name_or_no_link(url: str) -> None:
    found = link(url)
    assert re.fullmatch(
        r"(?:https://[a-z0-9.-]+\.[a-z][a-z0-9-]*(?:[/?#][^\s()<>\[\]]*)?)?", found, re.IGNORECASE
    )
    message = Message(push="", body=(Paragraph((Span("여기", url=url),)),))
    assert constructs(render(message).content) == (["link"] if found else [])


def test_brackets_and_blanks_in_an_address_are_encoded() -> None:
    assert link("https://a.example/x(1)<y> z") == "https://a.example/x%281%29%3Cy%3E%20z"
    assert link("https://a.example/%28?q=1#f") == "https://a.example/%28?q=1#f"


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


def test_a_long_answer_moves_into_an_embed() -> None:
    body = (Paragraph((Span("긴 답이다. " * 300),)), Quotation("q", "초록"))
    rendered = render(replace(ANSWER, body=body), MARK)
    assert rendered.content == ""
    assert rendered.embed is not None
    assert rendered.embed["url"].endswith(MARK)


def test_nothing_to_say_is_still_a_message() -> None:
    assert render(Message(push="")).content == "…"
    assert render(Message(push="알림")).content == "알림"
    assert render(Message(push="알림", links=(Span("x", url="javascript:1"),))).content == "알림"


def test_the_mark_is_the_last_thing_of_a_text() -> None:
    assert render(ANSWER, MARK).content.endswith(f"\n-# 인용 1개 원문 일치 {in_text(MARK)}")
    assert render(replace(ANSWER, small=()), MARK).content.endswith(f"\n-# {in_text(MARK)}")
    assert in_text(MARK) not in render(ANSWER).content


def test_the_marks_of_keys() -> None:
    assert len(mark_of("x")) == LENGTH
    assert mark_of("edit/9af3/detail/discord/1/2512.05150") == mark_of("detail/discord/1/2512.05150")
    assert mark_of("detail/discord/1/2512.05150") != mark_of("paper/discord/1/2512.05150")


def test_what_a_held_card_looks_like() -> None:
    embed = render(replace(CARD, tone=Tone.HELD)).embed
    assert embed is not None
    assert embed["color"] == 0xB7791F


def test_who_asked_stands_first() -> None:
    content = render(replace(CARD, note="김지우 님이 /paper로 요청")).content
    assert content == f"-# 김지우 님이 /paper로 요청\n**{CARD.head}**"


def test_only_what_should_notify_does() -> None:
    assert render(CARD).flags == 4096
    assert render(replace(DETAIL, silent=False)).flags == 0
    assert render(ANSWER).flags == 4100


@settings(deadline=None)
@given(messages)
def test_a_thread_has_a_name_that_discord_takes(message: Message) -> None:
    name = thread_name(message, "논문")
    assert problems("POST", ONE_MESSAGE + "/threads", {"name": name}) == []
    assert "\n" not in name
