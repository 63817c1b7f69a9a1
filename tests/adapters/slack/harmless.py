"""What must be true of every payload that the renderer makes."""

import re
from collections.abc import Iterator

from adapters.chats.slack.rendering import Element, Payload
from tests.fakes.slack_rules import faults_of

LINKS = (
    "https://arxiv.org/abs/2512.05150", "https://a.example/?x=1&y=%7C|<>", "https://a.example/?x=1&y=2#z",
    "http://a.example/", "javascript:alert(1)", "https://u:p@a.example/", "https://a.example:444/", "https:///x",
    "https://a", "//a.example", "https://a.example/\n", "https://a.example/ x", "https://예시.한국/", "",
    "https://a.example/" + "x" * 3000, "https://a.example/|<!channel>", "HTTPS://A.EXAMPLE", "https://a..example/",
)  # fmt: skip

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
