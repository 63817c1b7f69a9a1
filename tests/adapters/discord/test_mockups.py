"""The agreed look of messages, where the drawings are at hand: our words in, their payloads out."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from adapters.chats.discord.rendering import render
from bot.domain.message import Items, Message, Paragraph, Part, Quotation, Span, Tone
from tests.adapters.discord.markdown import shown

MOCKUPS = Path(__file__).resolve().parents[3].parent / "shared/mockups/discord.json"
pytestmark = pytest.mark.skipif(not MOCKUPS.exists(), reason="the drawings are not at hand")

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def drawn(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(MOCKUPS.read_text())[name]
    return found


def _spans(line: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for text, bold, label, url in re.findall(r"([^*\[]+)|\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)]+)\)", line):
        spans.append(Span(text or bold or label, bool(bold), url))
    return tuple(spans)


def _parts(text: str) -> tuple[Part, ...]:
    """The parts that the drawn text was made from."""
    parts: list[Part] = []
    for line in filter(None, text.split("\n")):
        entry = re.match(r"(- |\d+\. )", line)
        quote = re.fullmatch(r"> “(.+)” (.+)", line)
        if quote:
            parts.append(Quotation(quote[1], quote[2]))
        elif entry:
            before = parts.pop().entries if parts and isinstance(parts[-1], Items) else ()  # type: ignore[union-attr]
            parts.append(Items((*before, _spans(line[entry.end() :])), ordered=entry[1] != "- "))
        else:
            parts.append(Paragraph(_spans(line)))
    return tuple(parts)


def _message(payload: dict[str, Any]) -> Message:
    """What we would have said to get that payload."""
    embed = (payload["embeds"] or [{}])[0]
    body, links = embed.get("description", ""), ()
    if "title" in embed:
        body, _, last = body.rpartition("\n")
        links = tuple(Span(label, url=url) for label, url in _LINK.findall(last))  # type: ignore[assignment]
    small = embed.get("footer", {}).get("text", "").split(" · ") if embed else []
    lines = payload["content"].split("\n") if not embed else []
    if lines and lines[-1].startswith("-# "):
        small = lines.pop()[3:].split(" · ")
    return Message(
        push="",
        head=payload["content"].strip("*") if embed else "",
        title=Span(embed["title"], url=embed["url"]) if "title" in embed else None,
        body=_parts(body or "\n".join(lines)),
        links=links,
        small=tuple(small),
        tone=Tone.HELD if embed.get("color") == 0xB7791F else Tone.PLAIN,
        silent=bool(payload["flags"] & 4096),
    )


@pytest.mark.parametrize(
    "name",
    [
        "edition_header",
        "paper_card",
        "paper_detail_in_thread",
        "held_card",
        "answer_in_thread",
        "answer_not_found",
    ],
)
def test_it_looks_as_drawn(name: str) -> None:
    payload = drawn(name)
    rendered = render(_message(payload)).body()
    assert rendered["flags"] == payload["flags"]
    assert shown(rendered["content"]) == payload["content"]
    assert [set(embed) for embed in rendered["embeds"]] == [set(embed) for embed in payload["embeds"]]
    for ours, theirs in zip(rendered["embeds"], payload["embeds"], strict=True):
        assert {
            key: shown(value) if isinstance(value, str) else value for key, value in ours.items()
        } == theirs
