"""Slack's blocks as HTML: as much of them as the bot uses; anything else is an error."""

import re
from html import escape
from typing import Any

Element = dict[str, Any]


def blocks(found: list[Element]) -> str:
    return "".join(_block(block) for block in found)


def _block(block: Element) -> str:
    match block["type"]:
        case "rich_text":
            return "".join(_rich(element) for element in block["elements"])
        case "context":
            return f'<div class="small">{" ".join(_small(element) for element in block["elements"])}</div>'
        case other:
            raise ValueError(f"a block that the bot does not send: {other}")


def _rich(element: Element) -> str:
    inside = [_leaf(leaf) for leaf in element["elements"]]
    match element["type"]:
        case "rich_text_section":
            return f"<div>{''.join(inside)}</div>"
        case "rich_text_quote":
            return f"<blockquote>{''.join(inside)}</blockquote>"
        case "rich_text_list":
            tag = "ol" if element["style"] == "ordered" else "ul"
            return f"<{tag}>{''.join(f'<li>{entry}</li>' for entry in inside)}</{tag}>"
        case other:
            raise ValueError(f"an element that the bot does not send: {other}")


def _leaf(leaf: Element) -> str:
    if leaf["type"] == "rich_text_section":
        return "".join(_leaf(inner) for inner in leaf["elements"])
    text = escape(leaf["text"])
    if leaf["type"] == "link":
        text = f"<a>{text}</a>"
    return f"<b>{text}</b>" if leaf.get("style", {}).get("bold") else text


def _small(element: Element) -> str:
    if element["type"] == "plain_text":
        return f"<span>{escape(element['text'])}</span>"
    # The bot's own links, already escaped for Slack.
    return re.sub(r"<https://[^|<>]+\|([^<>]+)>", r"<a>\1</a>", element["text"])
