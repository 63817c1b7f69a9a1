"""A Message as Slack's blocks. Nothing that came from outside can become markup, and the result always fits.

Texts stand in `rich_text` and `plain_text` elements, which Slack shows as they are. The one mrkdwn element
holds the small links, because rich text cannot be small. It is made of addresses that passed `is_link`,
escaped, and of labels of letters, digits and blanks; any other label is shown as text, without its link.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from adapters.chats.slack.text import clean, cut, escape, flat, is_link
from bot.domain.message import Items, Message, Paragraph, Part, Quotation, Span

Element: TypeAlias = dict[str, Any]

BLOCKS = 10_000
"""Characters of JSON in all blocks together. Slack refuses from about 11,000 on and does not say where."""
SECTION = 3_000
"""Characters of text in one section, quotation or entry."""
PUSH = 3_000
NOTE = 300
SMALL = 1_000
LINKS = 2_000

_LABEL = re.compile(r"(?:[^\W_]|[ .()+-]){1,40}")
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Payload:
    """What Slack is given: `text` for the notification, escaped, and at least one and at most 3 blocks."""

    text: str
    blocks: tuple[Element, ...]


def render(message: Message) -> Payload:
    """Valid for every message: what does not fit is cut, an empty one becomes `…`."""
    push = _line(message.push, PUSH) or _first_words(message)
    above = _context((_plain(message.note, NOTE),))
    below = _context(_small_line(message))
    room = BLOCKS - sum(map(_cost, above + below))
    middle = _rich_text(_rows(message), room) or _rich_text([_Row(_LINE, (Span(push),))], room)
    return Payload(escape(push), (*above, *middle, *below))


def _first_words(message: Message) -> str:
    texts = (_line("".join(span.text for span in row.spans), PUSH) for row in _rows(message))
    small = (_line(text, PUSH) for text in (message.note, *message.small))
    return next((text for text in (*texts, *small) if text), _MORE)


def _line(text: str, most: int) -> str:
    return cut(flat(text).strip(), most)


# The small lines


def _context(elements: Iterable[Element | None]) -> tuple[Element, ...]:
    present = [element for element in elements if element]
    return ({"type": "context", "elements": present},) if present else ()


def _plain(text: str, most: int) -> Element | None:
    line = _line(text, most)
    return {"type": "plain_text", "text": line, "emoji": False} if line else None


def _small_line(message: Message) -> tuple[Element | None, Element | None]:
    links = [replace(link, text=_line(link.text, SMALL)) for link in message.links]
    shown = [link for link in links if is_link(link.url) and _LABEL.fullmatch(link.text)]
    pieces = [*message.small, *(link.text for link in links if link not in shown)]
    small = " · ".join(line for line in (_line(piece, SMALL) for piece in pieces) if line)
    return _plain(small, SMALL), _link_line(shown)


def _link_line(links: Iterable[Span]) -> Element | None:
    line = ""
    for link in links:
        longer = f"{line}{' · ' if line else ''}<{escape(link.url)}|{escape(link.text)}>"
        line = longer if len(longer) <= LINKS else line
    return {"type": "mrkdwn", "text": line, "verbatim": True} if line else None


# Everything else: one rich_text block

_LINE, _QUOTE, _BULLET, _ORDERED = "line", "quote", "bullet", "ordered"


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    spans: tuple[Span, ...]
    gap: bool = False
    """An empty line above it."""
    first: bool = False
    """The first entry of a list."""


def _rows(message: Message) -> Iterator[_Row]:
    yield _Row(_LINE, (Span(message.head, bold=True),))
    if message.title is not None:
        yield _Row(_LINE, (message.title,))
    parts = message.body
    for before, part, after in zip((None, *parts), parts, (*parts[1:], None), strict=False):
        yield from _part_rows(part, gap=_stands_apart(before, after))


def _stands_apart(before: Part | None, after: Part | None) -> bool:
    """Whether a paragraph there needs air: after a list or quotation, or between others and its own."""
    indented = (Items, Quotation)
    return isinstance(before, indented) or (isinstance(before, Paragraph) and isinstance(after, indented))


def _part_rows(part: Part, *, gap: bool) -> Iterator[_Row]:
    match part:
        case Paragraph():
            yield _Row(_LINE, part.spans, gap=gap)
        case Items():
            for place, entry in enumerate(part.entries):
                yield _Row(_ORDERED if part.ordered else _BULLET, entry, first=place == 0)
        case Quotation():
            section = f" {part.section}" if part.section else ""
            yield _Row(_QUOTE, (Span(f"“{part.text}”{section}"),))


def _rich_text(rows: Iterable[_Row], room: int) -> tuple[Element, ...]:
    writer = _Writer(room)
    if not all(writer.write(row) for row in rows):
        writer.end()
    return ({"type": "rich_text", "elements": writer.elements},) if writer.elements else ()


class _Writer:
    """Adds row after row while there is room, counted in characters of JSON."""

    def __init__(self, room: int) -> None:
        self.elements: list[Element] = []
        self._last = ""
        self._left = room - _cost({"type": "rich_text", "elements": [_section([_text(_MORE)])]})

    def write(self, row: _Row) -> bool:
        """False when the room is used up; the row's beginning may stand then."""
        spans = _limited(row)
        if not spans:
            return True
        joined = self._joins(row, spans)
        breaks = int(joined) + int(row.gap and bool(self.elements))
        lead = [_text("\n" * breaks)] if breaks else []
        room = self._left - (0 if joined else _cost(self._shell(row))) - sum(map(_cost, lead))
        fitting = _fitting(spans, room)
        if fitting:
            leaves = [_leaf(span) for span in fitting]
            self._left = room - sum(map(_cost, leaves))
            self._last = fitting[-1].text
            self._place(row, [*lead, *leaves], joined=joined)
        return fitting == spans

    def end(self) -> None:
        """Says that something was left out, unless a cut text says so already."""
        if not self._last.endswith(_MORE):
            self.elements.append(_section([_text(_MORE)]))

    def _joins(self, row: _Row, spans: Sequence[Span]) -> bool:
        """Whether the row can stand in the section that was written last."""
        if row.kind != _LINE or not self.elements or self.elements[-1]["type"] != "rich_text_section":
            return False
        standing = sum(len(leaf["text"]) for leaf in self.elements[-1]["elements"])
        return standing + 2 + sum(len(span.text) for span in spans) <= SECTION

    def _shell(self, row: _Row) -> Element:
        """What has to be added around the row's leaves."""
        if row.kind == _QUOTE:
            return {"type": "rich_text_quote", "elements": []}
        if row.kind == _LINE or self._continues_list(row):
            return _section([])
        return {"type": "rich_text_list", "style": row.kind, "indent": 0, "elements": [_section([])]}

    def _continues_list(self, row: _Row) -> bool:
        return not row.first and bool(self.elements) and self.elements[-1].get("style") == row.kind

    def _place(self, row: _Row, leaves: list[Element], *, joined: bool) -> None:
        if joined:
            self.elements[-1]["elements"] += leaves
        elif self._continues_list(row):
            self.elements[-1]["elements"].append(_section(leaves))
        else:
            shell = self._shell(row)
            inner = shell if row.kind in {_LINE, _QUOTE} else shell["elements"][0]
            inner["elements"] += leaves
            self.elements.append(shell)


def _limited(row: _Row) -> list[Span]:
    """The row's spans, cleaned, with at most SECTION characters; none when there is nothing to see."""
    left, spans = SECTION, []
    for span in row.spans:
        text = cut(clean(span.text) if row.kind == _LINE else flat(span.text), left)
        left -= len(text)
        spans += [replace(span, text=text)] if text else []
        if left < 1:
            break
    return spans if any(span.text.strip() for span in spans) else []


def _fitting(spans: Sequence[Span], room: int) -> list[Span]:
    """Those that fit into `room` characters of JSON, the last of them cut if need be."""
    fitting = []
    for span in spans:
        text = _fitted(span.text, room - _cost(_leaf(replace(span, text=""))))
        if text:
            fitting.append(replace(span, text=text))
            room -= _cost(_leaf(fitting[-1]))
        if text != span.text:
            break
    return fitting


def _fitted(text: str, room: int) -> str:
    over = _cost(text) - _cost("") - room
    return cut(text, min(len(text) - over, room)) if over > 0 else text


def _leaf(span: Span) -> Element:
    leaf = {"type": "link", "url": span.url, "text": span.text} if is_link(span.url) else _text(span.text)
    return leaf | {"style": {"bold": True}} if span.bold else leaf


def _text(text: str) -> Element:
    return {"type": "text", "text": text}


def _section(leaves: list[Element]) -> Element:
    return {"type": "rich_text_section", "elements": leaves}


def _cost(thing: object) -> int:
    """Characters of JSON, with the comma and blank that part it from the next."""
    return len(json.dumps(thing, ensure_ascii=False)) + 2
