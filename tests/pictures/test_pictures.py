"""The drawing itself: nothing of a message is lost or taken for HTML, and the PNG keeps its pixels."""

import struct
import zlib

import pytest

from tests.pictures import discord, slack
from tests.pictures.png import SIGNATURE, _chunk, _chunks, with_a_palette


def test_slack_text_is_text() -> None:
    section = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "<b>&", "style": {"bold": True}}],
    }
    links = {"type": "mrkdwn", "text": "<https://arxiv.org/abs/1|arXiv &amp; more>"}
    drawn = slack.blocks(
        [{"type": "rich_text", "elements": [section]}, {"type": "context", "elements": [links]}]
    )
    assert "<b>&lt;b&gt;&amp;</b>" in drawn
    assert "<a>arXiv &amp; more</a>" in drawn


def test_a_block_that_the_bot_does_not_send_is_an_error() -> None:
    with pytest.raises(ValueError, match="actions"):
        slack.blocks([{"type": "actions", "elements": []}])


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("**결과** 1\\* 2", "<div><b>결과</b> 1* 2</div>"),
        ("[a \\[b\\]](https://arxiv.org/abs/1)", "<div><a>a [b]</a></div>"),
        ("> “q” 초록", '<div class="quote">“q” 초록</div>'),
        ("2. x", '<div class="item" data-mark="2.">x</div>'),
        ("\\<script\\>", "<div>&lt;script&gt;</div>"),
        ("<script>", "<div>&lt;script&gt;</div>"),
    ],
)
def test_discord_markdown(text: str, drawn: str) -> None:
    assert discord.markdown(text) == drawn


def test_a_picture_keeps_its_pixels() -> None:
    """Two rows of two pixels, the second row as a difference to the first."""
    raw = b"\0" + bytes((1, 2, 3, 250, 0, 9)) + b"\2" + bytes((0, 0, 0, 10, 0, 0))
    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    picture = SIGNATURE + b"".join(
        _chunk(name, data) for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    )
    chunks = dict(_chunks(with_a_palette(picture)))
    colours = [tuple(chunks[b"PLTE"][at : at + 3]) for at in range(0, len(chunks[b"PLTE"]), 3)]
    rows = zlib.decompress(chunks[b"IDAT"])
    assert [colours[place] for place in (*rows[1:3], *rows[4:6])] == [
        (1, 2, 3),
        (250, 0, 9),
        (1, 2, 3),
        (4, 0, 9),
    ]
