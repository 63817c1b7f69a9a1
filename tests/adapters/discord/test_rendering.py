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
from adapters.chats.discord.markup import clean, link
from adapters.chats.discord.rendering import render, thread_name
from bot.domain.message import Items, Message, Paragraph, Quotation, Span, Tone
from tests.adapters.discord.markdown import constructs, shown
from tests.adapters.discord.people import ANSWER, CARD, DETAIL
from tests.adapters.discord.texts import ATTACKS, MARK, addresses, hostile, messages
from tests.fakes.discord_rules import MESSAGE, ONE_MESSAGE, problems


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
