"""Any message: stored and read again, cut to any length."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.fitting import cut, fit
from bot.domain.message import Items, Message, Paragraph, Quotation, Span, Tone

TEXT = st.text(max_size=20)
SPANS = st.lists(st.builds(Span, TEXT, bold=st.booleans(), url=TEXT), max_size=3).map(tuple)
PARTS = st.one_of(
    st.builds(Paragraph, SPANS),
    st.builds(Items, st.lists(SPANS, max_size=2).map(tuple), ordered=st.booleans()),
    st.builds(Quotation, TEXT, TEXT),
)
MESSAGES = st.builds(
    Message,
    push=TEXT,
    note=TEXT,
    head=TEXT,
    title=st.none() | st.builds(Span, TEXT, url=TEXT),
    body=st.lists(PARTS, max_size=3).map(tuple),
    links=SPANS,
    small=st.lists(TEXT, max_size=3).map(tuple),
    topic=TEXT,
    tone=st.sampled_from(Tone),
    silent=st.booleans(),
)


@given(MESSAGES)
@settings(max_examples=40)
def test_a_stored_message_comes_back_as_it_was(message: Message) -> None:
    assert Message.from_json(message.to_json()) == message


@given(st.text(alphabet="가나다. ab👨‍👩‍👧é\u0301", max_size=60), st.integers(1, 40))
@settings(max_examples=100)
def test_nothing_fitted_is_too_long_or_torn(text: str, limit: int) -> None:
    assert len(fit(text, limit)) <= limit
    assert not cut(text, limit).endswith("\u200d…")
