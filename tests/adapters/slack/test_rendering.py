"""What a message looks like in Slack, and what is left of one that is too long."""

import json
import re
from typing import Any

import pytest

from adapters.chats.slack.rendering import render
from bot.domain.message import Items, Message, Paragraph, Quotation, Span
from tests.adapters.slack.harmless import LINKS, assert_takes_and_harmless, leaves
from tests.fakes.slack_people import plain_text
from tests.fakes.slack_rules import faults_of, oracles_are_here


def card(**more: Any) -> Message:
    return Message(
        push="1. TwinFlow: 1-NFE 생성기로 바꿨다.",
        head="1. 1-NFE 생성기로 바꿨다.",
        title=Span("TwinFlow: Realizing One-step Generation", url="https://arxiv.org/abs/2512.05150"),
        body=(Paragraph((Span("결과 ", bold=True), Span("GenEval 0.83을 얻었다."))),),
        links=(
            Span("alphaXiv", url="https://www.alphaxiv.org/ko/overview/2512.05150"),
            Span("코드", url="https://github.com/x/y?a=1&b=2"),
        ),
        small=("▲ 14", "inclusionAI", "수치 5개 원문에 있음"),
        **more,
    )


def test_a_card_looks_as_it_was_drawn() -> None:
    bold = {"bold": True}
    title = {"type": "link", "url": "https://arxiv.org/abs/2512.05150"}
    assert render(card(note="김지우 님이 /paper로 요청")).blocks == (
        {
            "type": "context",
            "elements": [{"type": "plain_text", "text": "김지우 님이 /paper로 요청", "emoji": False}],
        },
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "1. 1-NFE 생성기로 바꿨다.", "style": bold},
                        {"type": "text", "text": "\n"},
                        title | {"text": "TwinFlow: Realizing One-step Generation"},
                        {"type": "text", "text": "\n"},
                        {"type": "text", "text": "결과 ", "style": bold},
                        {"type": "text", "text": "GenEval 0.83을 얻었다."},
                    ],
                }
            ],
        },
        {
            "type": "context",
            "elements": [
                {"type": "plain_text", "text": "▲ 14 · inclusionAI · 수치 5개 원문에 있음", "emoji": False},
                {
                    "type": "mrkdwn",
                    "text": "<https://www.alphaxiv.org/ko/overview/2512.05150|alphaXiv> · "
                    "<https://github.com/x/y?a=1&amp;b=2|코드>",
                    "verbatim": True,
                },
            ],
        },
    )


def test_a_detail_has_air_where_a_list_or_a_quotation_ends() -> None:
    def part(label: str, text: str) -> Paragraph:
        return Paragraph((Span(label, bold=True), Span(text)))

    body = (
        part("목표 ", "하나이다."),
        part("동기 ", "둘이다."),
        part("방법", ""),
        Items(((Span("셋이다."),), (Span("넷이다."),))),
        part("결과 ", "다섯이다."),
        Quotation("five is shown", "4.2 Results"),
        part("결론 ", "여섯이다."),
    )
    [block] = render(Message(push="전체 요약", body=body)).blocks
    shapes = [(each["type"], "".join(leaf["text"] for leaf in leaves(each))) for each in block["elements"]]

    assert shapes == [
        ("rich_text_section", "목표 하나이다.\n동기 둘이다.\n\n방법"),
        ("rich_text_list", "셋이다.넷이다."),
        ("rich_text_section", "\n결과 다섯이다."),
        ("rich_text_quote", "“five is shown” 4.2 Results"),
        ("rich_text_section", "\n결론 여섯이다."),
    ]


def test_an_edition_is_a_numbered_list_of_links() -> None:
    entries = tuple(
        (Span(f"P{n}", url=f"https://arxiv.org/abs/2512.0515{n}"), Span(" · 한 줄")) for n in range(6)
    )
    [block] = render(
        Message("12월 9일(화)", head="12월 9일(화) AI 논문 6편", body=(Items(entries, ordered=True),))
    ).blocks

    heading, entries_shown = block["elements"]
    assert plain_text([heading]) == "12월 9일(화) AI 논문 6편"
    assert entries_shown["style"] == "ordered"
    assert len(entries_shown["elements"]) == 6
    assert entries_shown["elements"][5]["elements"][0] == {
        "type": "link", "url": "https://arxiv.org/abs/2512.05155", "text": "P5",
    }  # fmt: skip


def test_two_lists_stay_two() -> None:
    one = Items(((Span("하나"),), (Span("둘"),)))
    [block] = render(Message("p", body=(one, one))).blocks

    assert [len(each["elements"]) for each in block["elements"]] == [2, 2]


AUTHORS = ", ".join(f"Ngô Bảo Châu {number}" for number in range(664))
LONG = "모델은 이전보다 나았다. 계산 비용은 줄었다. " * 5000


@pytest.mark.parametrize(
    "message",
    [
        Message(LONG, note=LONG, head=LONG, title=Span(LONG), body=(Quotation(LONG, LONG),), small=(LONG,)),
        Message(push="p", body=(Paragraph((Span(AUTHORS),)),)),
        Message(push="p", body=tuple(Paragraph((Span(name),)) for name in AUTHORS.split(", "))),
        Message(push="p", body=(Items(tuple((Span(name),) for name in AUTHORS.split(", "))),)),
        Message(push="p", body=(Paragraph(tuple(Span("x", bold=True) for _ in range(100_000))),)),
        Message(push="p", body=tuple(Items(((Span("x"),),)) for _ in range(2_000))),
        Message(push="p", body=tuple(Quotation('"\\' * 900, "s") for _ in range(50))),
        Message(push="p", small=tuple(AUTHORS.split(", ")), body=(Quotation(LONG, "4.2"),)),
        Message(push="p", links=tuple(Span(f"L{n}", url="https://a.example/" + "&" * 99) for n in range(99))),
        Message(push="p", title=Span("\u0301" * 100_000, url="https://a.example")),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_cut_and_says_so(message: Message) -> None:
    payload = render(message)

    assert_takes_and_harmless(payload)
    if message.body:
        assert "…" in plain_text(list(payload.blocks))
        assert len(json.dumps(payload.blocks, ensure_ascii=False)) > 2_900


def test_a_full_list_of_a_day_fits() -> None:
    entries = tuple(
        (
            Span(
                "Self-Improving Vision Language Judges Without Human Annotations",
                url=f"https://arxiv.org/abs/{n}",
            ),
        )
        for n in range(40)
    )
    [block] = render(Message("p", body=(Items(entries),))).blocks

    assert len(block["elements"][0]["elements"]) == 40


def test_a_cut_text_ends_with_a_sentence() -> None:
    [block] = render(Message("p", body=(Paragraph((Span(LONG),)),))).blocks

    assert plain_text([block]).endswith("다.…")


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u3164", "\n", "\U000e0041"])
def test_a_message_of_nothing_is_still_a_message(text: str) -> None:
    message = Message(
        text, note=text, head=text, title=Span(text), body=(Paragraph((Span(text),)),), small=(text,)
    )

    assert_takes_and_harmless(render(message))
    assert plain_text(list(render(message).blocks)) == "…"


def test_without_a_push_line_the_first_words_are_pushed() -> None:
    assert render(Message("", head="제목", body=(Paragraph((Span("본문"),)),))).text == "제목"
    assert render(Message("", body=(Paragraph((Span("본"), Span("문"))),))).text == "본문"
    assert render(Message("", small=("작은 줄",))).text == "작은 줄"


def test_a_message_without_a_body_still_has_one_as_slack_wants_it_to_keep_its_kind() -> None:
    """chat.update answers `block_mismatch` when rich text gives way to something else."""
    assert [block["type"] for block in render(Message("push", small=("작은 줄",))).blocks] == [
        "rich_text",
        "context",
    ]


def test_a_label_that_could_be_markup_is_shown_without_its_link() -> None:
    links = tuple(
        Span(label, url="https://a.example/") for label in ("<!channel>", "*x*", "a|b", "코드 (GitHub)")
    )
    *_, below = render(Message("p", links=links)).blocks

    assert below["elements"] == [
        {"type": "plain_text", "text": "<!channel> · *x* · a|b", "emoji": False},
        {"type": "mrkdwn", "text": "<https://a.example/|코드 (GitHub)>", "verbatim": True},
    ]


@pytest.mark.parametrize(
    "url", [link for link in LINKS if not re.match(r"https://(arxiv|a\.example/\?x=1&y=2)", link)]
)
def test_an_address_that_is_not_plain_https_is_text(url: str) -> None:
    [block] = render(Message("p", title=Span("제목", url=url))).blocks

    assert [leaf["type"] for leaf in leaves(block)] == ["text"]


def test_the_oracles_catch_what_is_wrong() -> None:
    if not oracles_are_here():
        pytest.skip("../shared/oracles is not here")
    assert any(
        fault.startswith("tightknit") for fault in faults_of([{"type": "rich_text", "elements": [{}]}])
    )
    assert any(
        fault.startswith("@slack/types")
        for fault in faults_of([{"type": "context", "elements": [{"type": "x"}]}])
    )
