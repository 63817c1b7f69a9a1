"""Discord's content and embeds as HTML: as much of its Markdown as the bot uses."""

import re
from html import escape
from typing import Any

_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_LINK = re.compile(r"\[([^\[\]]*)\]\(https://[^()\s]+\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def message(found: dict[str, Any]) -> str:
    content = f"<div>{markdown(found['content'])}</div>" if found["content"] else ""
    return content + "".join(_embed(embed) for embed in found["embeds"])


def _embed(embed: dict[str, Any]) -> str:
    title = f'<div class="title"><a>{escape(embed["title"])}</a></div>' if "title" in embed else ""
    body = f"<div>{markdown(embed['description'])}</div>" if "description" in embed else ""
    footer = f'<div class="small">{escape(embed["footer"]["text"])}</div>' if "footer" in embed else ""
    return f'<div class="embed" style="border-color:#{embed["color"]:06x}">{title}{body}{footer}</div>'


def markdown(text: str) -> str:
    """Lists, quotes, small lines, bold, links; escapes are taken off last."""
    return "".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    for mark, before, after in (
        ("> ", '<div class="quote">', "</div>"),
        ("- ", '<div class="item" data-mark="•">', "</div>"),
        ("-# ", '<div class="small">', "</div>"),
    ):
        if line.startswith(mark):
            return f"{before}{_inline(line.removeprefix(mark))}{after}"
    if numbered := re.match(r"(\d+\.) ", line):
        inside = _inline(line[numbered.end() :])
        return f'<div class="item" data-mark="{numbered[1]}">{inside}</div>'
    return f"<div>{_inline(line)}</div>" if line else '<div class="gap"></div>'


def _inline(text: str) -> str:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\0{len(kept) - 1}\0"

    shown = escape(_ESCAPED.sub(keep, text), quote=False)
    shown = _BOLD.sub(r"<b>\1</b>", _LINK.sub(r"<a>\1</a>", shown))
    return re.sub("\0(\\d+)\0", lambda found: escape(kept[int(found[1])]), shown)
