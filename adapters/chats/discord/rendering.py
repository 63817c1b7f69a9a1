"""What we say as Discord shows it: the first line as text, the rest in one embed, or all of it as text. Pure.

A title, links or a list make an embed; a few paragraphs and quotes are plain text, unless they are long.
Limits (https://discord.com/developers/docs/resources/message): content 2000; an embed's title 256,
description 4096, footer 2048, 6000 in all. The domain fits its texts; a cut here is the last resort.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from adapters.chats.discord.marks import in_text, marked
from adapters.chats.discord.markup import (
    ELLIPSIS,
    Line,
    Run,
    clean,
    cut_plain,
    fit,
    link,
    linked,
    one_line,
    own,
    width,
)
from bot.domain.links import host_of
from bot.domain.message import Items, Message, Paragraph, Part, Quotation, Span, Tone

CONTENT = 2_000
TITLE = 256
DESCRIPTION = 4_096
FOOTER = 1_024
"""Ours, not Discord's: title, description and footer then never reach 6000 together."""
FIRST_LINES = 1_800
SMALL = 400
THREAD_NAME = 100

SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12
COLOURS = {Tone.PLAIN: 0x3B6EA5, Tone.HELD: 0xB7791F, Tone.RETRACTED: 0xB7791F}
HOME = "https://arxiv.org/"
"""Where an embed without a title points: nothing shows it, it only carries the mark."""


@dataclass(frozen=True, slots=True)
class Rendered:
    content: str
    embed: dict[str, Any] | None
    silent: bool

    @property
    def flags(self) -> int:
        """Without an embed of ours, nothing may unfurl into one."""
        return (SUPPRESS_NOTIFICATIONS if self.silent else 0) | (0 if self.embed else SUPPRESS_EMBEDS)

    def body(self) -> dict[str, Any]:
        """The JSON of a new message."""
        return {
            "content": self.content,
            "embeds": [self.embed] if self.embed else [],
            "flags": self.flags,
            "allowed_mentions": {"parse": []},
        }

    def change(self) -> dict[str, Any]:
        """The JSON of an edit; of the flags only the one about embeds can be changed."""
        return self.body() | {"flags": self.flags & SUPPRESS_EMBEDS}


def render(message: Message, mark: str = "") -> Rendered:
    """`mark`: see marks.py; empty for private lines, which are never looked for."""
    if not _wants_embed(message):
        text = _plain(message, mark)
        if width(text) <= CONTENT:
            return Rendered(text, None, message.silent)
    embed = _embed(message, mark)
    if embed is None:
        return Rendered(_nothing_but_push(message, mark), None, message.silent)
    return Rendered(fit(_first_lines(message), FIRST_LINES), embed, message.silent)


def thread_name(message: Message, unnamed: str) -> str:
    """The name of the thread that the message opens; `unnamed` when the message gives none."""
    return cut_plain(message.topic, THREAD_NAME) or cut_plain(message.push, THREAD_NAME) or unnamed


def _wants_embed(message: Message) -> bool:
    has_list = any(isinstance(part, Items) for part in message.body)
    return message.title is not None or bool(message.links) or has_list


def _plain(message: Message, mark: str) -> str:
    """All of it as text; may be longer than a message's text may be."""
    lines = [*_first_lines(message), *_body(message.body)]
    text = fit(lines, DESCRIPTION) or fit([(Run(one_line(message.push)),)], FIRST_LINES)
    small = _small(message)
    return _with_mark(text or ELLIPSIS, fit([(own("-# "), Run(small))], SMALL) if small else "", mark)


def _small(message: Message) -> str:
    return " · ".join(filter(None, map(one_line, message.small)))


def _nothing_but_push(message: Message, mark: str) -> str:
    text = fit([*_first_lines(message), (Run(one_line(message.push)),)], FIRST_LINES)
    return _with_mark(text or ELLIPSIS, "", mark)


def _with_mark(text: str, small: str, mark: str) -> str:
    last = f"{small or '-#'} {in_text(mark)}" if mark else small
    return f"{text}\n{last}" if last else text


def _embed(message: Message, mark: str) -> dict[str, Any] | None:
    """None when there is nothing to be seen in it."""
    title = fit([(Run(one_line(message.title.text)),)], TITLE) if message.title else ""
    description = fit([*_body(message.body), *_links(message.links)], DESCRIPTION)
    footer = cut_plain(_small(message), FOOTER)
    if not (title or description or footer):
        return None
    url = (link(message.title.url) if title and message.title else "") or (HOME if mark else "")
    shown = {"title": title, "url": marked(url, mark), "description": description}
    embed: dict[str, Any] = {name: text for name, text in shown.items() if text}
    return embed | {"color": COLOURS[message.tone]} | ({"footer": {"text": footer}} if footer else {})


def _first_lines(message: Message) -> list[Line]:
    lines: list[Line] = []
    if note := cut_plain(message.note, SMALL):
        lines.append((own("-# "), Run(note)))
    if head := one_line(message.head):
        lines.append((Run(head, "**", "**"),))
    return lines


def _links(links: Sequence[Span]) -> list[Line]:
    runs: list[Run] = []
    for span in links:
        shown = _span(span)
        if shown and shown.fixed:
            runs += [Run(" · "), shown] if runs else [shown]
    return [tuple(runs)] if runs else []


def _body(parts: Sequence[Part]) -> list[Line]:
    lines: list[Line] = []
    for before, part, after in _with_neighbours(parts):
        if _stands_apart(before, part, after):
            lines.append(())
        lines += _part(part)
    return lines


def _with_neighbours(parts: Sequence[Part]) -> Iterator[tuple[Part | None, Part, Part | None]]:
    padded = [None, *parts, None]
    for (before, part), after in zip(pairwise(padded), padded[2:], strict=False):
        if part is not None:
            yield before, part, after


def _stands_apart(before: Part | None, part: Part, after: Part | None) -> bool:
    """An empty line goes before a paragraph that follows a list or a quote, or that introduces a list."""
    if before is None or not isinstance(part, Paragraph):
        return False
    return not isinstance(before, Paragraph) or isinstance(after, Items)


def _part(part: Part) -> list[Line]:
    match part:
        case Paragraph(spans):
            return _paragraph(spans)
        case Items(entries, ordered):
            return _items(entries, ordered=ordered)
        case Quotation(text, section):
            quoted, where = one_line(text), one_line(section)
            return [(own("> "), Run(f"“{quoted}” {where}".strip()))] if quoted else []


def _items(entries: Sequence[tuple[Span, ...]], *, ordered: bool) -> list[Line]:
    lines: list[Line] = []
    for number, spans in enumerate(entries, start=1):
        runs = [run for line in _paragraph(spans) for run in (*line, Run(" "))]
        if runs:
            lines.append((own(f"{number}. " if ordered else "- "), *_merged(runs)))
    return lines


def _paragraph(spans: Sequence[Span]) -> list[Line]:
    """One line, or more where the text itself has line breaks."""
    lines: list[list[Run]] = [[]]
    for span in spans:
        if span.bold or span.url:
            shown = _span(span)
            lines[-1] += _outside_blanks(span.text, shown) if shown else []
            continue
        for number, text in enumerate(_clean_keeping_edges(span.text).split("\n")):
            if number:
                lines.append([])
            lines[-1].append(Run(text))
    return [_merged(line) for line in lines if any(run.text.strip() for run in line)]


def _span(span: Span) -> Run | None:
    """A bold or linked run; an address that may not be a link leaves its text alone."""
    text, url = one_line(span.text), link(span.url) if span.url else ""
    if url:
        return linked(text or host_of(url), url, bold=span.bold)
    if not text:
        return None
    return Run(text, "**", "**") if span.bold else Run(text)


def _outside_blanks(text: str, run: Run) -> list[Run]:
    """Blanks at the ends go outside: `** x **` would not be bold."""
    before = [Run(" ")] if text[:1].isspace() else []
    after = [Run(" ")] if text[-1:].isspace() else []
    return [*before, run, *after]


def _clean_keeping_edges(text: str) -> str:
    """A span's blanks at its ends part it from its neighbours."""
    body = clean(text)
    lead = " " if text[:1] in {" ", "\t"} else ""
    trail = " " if body and text[-1:] in {" ", "\t"} else ""
    return f"{lead}{body}{trail}"


def _merged(runs: Sequence[Run]) -> Line:
    """Neighbours in the same style become one, so that nothing dangerous hides in the seam between two."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and not (last.fixed or run.fixed) and (last.before, last.after) == (run.before, run.after):
            merged[-1] = Run(last.text + run.text, run.before, run.after)
        else:
            merged.append(run)
    return tuple(merged)
