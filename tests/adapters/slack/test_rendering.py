"""Every message becomes a payload that Slack takes, in which nothing from outside means anything."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.chats.slack.rendering import Element, Payload, render
from bot.domain.message import Items, Message, Paragraph, Quotation, Span
from tests.fakes.slack_people import plain_text
from tests.fakes.slack_rules import faults_of, oracles_are_here

HOSTILE = (
    "<!channel>", "<!here|here>", "<@U1>", "<@U0JIWOO|x>", "<#C1|general>", "<!subteam^S1>", "@channel", "&",
    "<https://evil.example|x>", "@everyone", "&lt;!channel&gt;", "`code`", "```block```", "*bold* _it_ ~s~",
    "> quote", ":smile:", "http://evil.example", "javascript:alert(1)", "a\u202eb\u202c", "\x00\x1b[31m",
    "a\u200bb\u2060c\ufeff", "\U000e0041\U000e0042", "\u2066x\u2069", "\ud800", "한\u1100\u1161\u11a8",
    "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307", "👩\u200d🚀", "🇰🇷", "\u3164",
    "\n\n\n\n", "\u2028\u2029", "\t", '"\\', "", " ",
)  # fmt: skip
LINKS = (
    "https://arxiv.org/abs/2512.05150", "https://a.example/?x=1&y=%7C|<>", "https://a.example/?x=1&y=2#z",
    "http://a.example/", "javascript:alert(1)", "https://u:p@a.example/", "https://a.example:444/", "https:///x",
    "https://a", "//a.example", "https://a.example/\n", "https://a.example/ x", "https://예시.한국/", "",
    "https://a.example/" + "x" * 3000, "https://a.example/|<!channel>", "HTTPS://A.EXAMPLE", "https://a..example/",
)  # fmt: skip

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.lists(st.sampled_from(HOSTILE), max_size=6).map(" ".join),
    st.builds(
        lambda text, times: text * times, st.sampled_from(["가나다. ", *HOSTILE]), st.integers(1, 4000)
    ),
)
spans = st.builds(Span, texts, st.booleans(), st.sampled_from(LINKS))
rows = st.lists(spans, max_size=4).map(tuple)
parts = st.one_of(
    st.builds(Paragraph, rows),
    st.builds(Items, st.lists(rows, max_size=30).map(tuple), st.booleans()),
    st.builds(Quotation, texts, texts),
)
messages = st.builds(
    Message,
    push=texts,
    note=texts,
    head=texts,
    title=st.none() | spans,
    body=st.lists(parts, max_size=12).map(tuple),
    links=st.lists(spans, max_size=6).map(tuple),
    small=st.lists(texts, max_size=6).map(tuple),
)
INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff\u3164\x00-\x09\x7f]"
)
SMALL_LINKS = re.compile(r"<https://[^<>|\s]+\|[^<>|&*_~`@:]+>(?: · <https://[^<>|\s]+\|[^<>|&*_~`@:]+>)*")


def leaves(thing: object) -> Iterator[Element]:
    """Everything in the blocks that is not made of other things."""
    if isinstance(thing, dict) and "elements" not in thing:
        yield thing
    elif isinstance(thing, dict):
        yield from leaves(thing["elements"])
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from leaves(each)


def assert_takes_and_harmless(payload: Payload) -> None:
    blocks = list(payload.blocks)
    assert faults_of(blocks) == []
    assert payload.text
    assert len(payload.text) < 40_000
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", payload.text)
    payload.text.encode()
    for leaf in leaves(blocks):
        assert leaf["type"] in {"text", "link", "plain_text", "mrkdwn"}
        assert not INVISIBLE.search(leaf["text"])
        assert leaf["type"] != "mrkdwn" or SMALL_LINKS.fullmatch(leaf["text"])
        assert leaf["type"] != "plain_text" or leaf["emoji"] is False
        assert leaf["type"] != "link" or re.fullmatch(r"https://[\w.-]+([/?#][!-~]*)?", leaf["url"], re.ASCII)


@settings(deadline=None, max_examples=60)
@given(messages)
def test_every_message_is_taken_and_harmless(message: Message) -> None:
    assert_takes_and_harmless(render(message))


@settings(deadline=None, max_examples=60)
@given(messages)
def test_the_same_message_gives_the_same_payload(message: Message) -> None:
    assert render(message) == render(Message.from_json(message.to_json()))


words = st.text(st.sampled_from("가나다라ABC123 <>&*_`@:|"), min_size=1, max_size=30).map(
    lambda text: f"x{text.strip()}x"
)
short_parts = st.one_of(
    st.builds(Paragraph, st.lists(st.builds(Span, words), min_size=1, max_size=2).map(tuple)),
    st.builds(Items, st.lists(st.builds(Span, words).map(lambda span: (span,)), max_size=4).map(tuple)),
    st.builds(Quotation, words, words),
)


@settings(deadline=None)
@given(words, st.lists(short_parts, max_size=8).map(tuple), st.lists(words, max_size=3).map(tuple))
def test_what_fits_is_shown_whole_and_in_order(
    head: str, body: tuple[Any, ...], small: tuple[str, ...]
) -> None:
    shown = re.sub(
        r"\s+", "", plain_text(list(render(Message("p", head=head, body=body, small=small)).blocks))
    )

    expected = [head]
    for part in body:
        match part:
            case Paragraph():
                expected += [span.text for span in part.spans]
            case Items():
                expected += [span.text for entry in part.entries for span in entry]
            case Quotation():
                expected += [part.text, part.section]
    place = 0
    for text in [re.sub(r"\s+", "", text) for text in [*expected, *small]]:
        place = shown.index(text, place) + len(text)


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
