"""Every message becomes a payload that Slack takes, in which nothing from outside means anything."""

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.chats.slack.rendering import render
from bot.domain.message import Items, Message, Paragraph, Quotation, Span
from tests.adapters.slack.harmless import LINKS, assert_takes_and_harmless
from tests.fakes.slack_people import plain_text

HOSTILE = (
    "<!channel>", "<!here|here>", "<@U1>", "<@U0JIWOO|x>", "<#C1|general>", "<!subteam^S1>", "@channel", "&",
    "<https://evil.example|x>", "@everyone", "&lt;!channel&gt;", "`code`", "```block```", "*bold* _it_ ~s~",
    "> quote", ":smile:", "http://evil.example", "javascript:alert(1)", "a\u202eb\u202c", "\x00\x1b[31m",
    "a\u200bb\u2060c\ufeff", "\U000e0041\U000e0042", "\u2066x\u2069", "\ud800", "한\u1100\u1161\u11a8",
    "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307", "👩\u200d🚀", "🇰🇷", "\u3164",
    "\n\n\n\n", "\u2028\u2029", "\t", '"\\', "", " ",
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
