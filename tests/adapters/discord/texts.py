"""The worst that a message may hold."""

from hypothesis import strategies as st

from adapters.chats.discord.marks import in_text, mark_of
from bot.domain.message import Items, Message, Paragraph, Part, Quotation, Span, Tone

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
