"""What a person sees in the terminal."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.style import Style
from rich.text import Text

from bot.commands import streams
from bot.domain.delivery import Delivery
from bot.domain.edition import Entry
from bot.domain.message import Items, Message, MessageRef, Paragraph, Part, Quotation, Span, Tone
from bot.domain.plain import visible
from bot.domain.report import ChannelReport, RunReport
from bot.usecases.publish_edition import Watch

WIDEST, NARROWEST, USUAL = 100, 20, 80
"""Columns. What says that it is narrower than that, says nothing of use (`COLUMNS=0`)."""
_SMALL = Style(dim=True)

log = logging.getLogger(__name__)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """The reader has gone. What we do goes on: it is not done for the screen alone."""
        streams.drop_output()


def _console(*, stderr: bool = False) -> Console:
    console = _Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDEST) if console.width >= NARROWEST else USUAL
    return console


def _print(content: RenderableType) -> None:
    try:
        _console().print(content)
    except OSError as error:
        streams.drop_output()
        log.warning("the screen cannot be written: %s", error.strerror)


def line(text: str) -> None:
    _print(Text(visible(text)))


def say(message: Message) -> None:
    """A line to whoever sits here; it stands in no channel."""
    _print(rendered(message))


def show(ref: MessageRef, message: Message) -> None:
    """A message as it stands in the channel; thread messages are indented below their card.

    One without an id stands in no channel: it is said to whoever sits here.
    """
    if not ref.id:
        say(message)
        return
    border = "blue" if message.tone is Tone.PLAIN else "yellow"
    panel = Panel(rendered(message), border_style=border, title_align="left", title=_place(ref))
    _print(Padding(panel, (0, 0, 0, 4 if ref.thread else 0)))


def _place(ref: MessageRef) -> str | None:
    return None if ref.thread else f"#{ref.channel.id}"


def rendered(message: Message) -> Group:
    lines = [
        _text(message.note, _SMALL),
        _text(message.head, Style(bold=True)),
        _spans((message.title,)) if message.title else None,
        *(_part(part) for part in message.body),
        _text(" · ".join(message.small), _SMALL),
        _spans(_joined(message.links)) if message.links else None,
    ]
    return Group(*(text for text in lines if text is not None))


def _joined(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(part for span in spans for part in (Span(" · "), span))[1:]


def _text(text: str, style: Style) -> Text | None:
    return Text(visible(text), style=style) if text else None


def _spans(spans: tuple[Span, ...]) -> Text:
    text = Text()
    for span in spans:
        link = Style(link=span.url, color="cyan") if span.url else Style()
        text.append(visible(span.text), style=link + Style(bold=span.bold or None))
    return text


def _part(part: Part) -> Text:
    match part:
        case Paragraph():
            return _spans(part.spans)
        case Items():
            marks = [f"{place}. " if part.ordered else "• " for place in range(1, len(part.entries) + 1)]
            rows = zip(marks, part.entries, strict=True)
            return Text("\n").join(Text(mark) + _spans(entry) for mark, entry in rows)
        case Quotation():
            return Text(f"│ “{visible(part.text)}” {visible(part.section)}", style=Style(italic=True))


def preview(delivery: Delivery) -> None:
    """A message that would be sent."""
    thread = delivery.parent if delivery.kind != "edit" else ""
    show(MessageRef(delivery.channel, delivery.key, thread), delivery.message)


@contextmanager
def papers(*, enabled: bool) -> Iterator[Watch]:
    """A progress bar on stderr while papers are read and summarised."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = _console(stderr=True)
    with Progress(
        *columns, console=console, disable=not (enabled and console.is_terminal), transient=True
    ) as bar:
        reading = bar.add_task("Reading papers", total=None)

        def watch(done: int, total: int) -> None:
            bar.update(reading, completed=done, total=total)

        yield watch


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """A sign of life on stderr, where a person looks at it, until what is waited for is there."""
    console = _console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(Text(text)):
        yield


def report(report: RunReport, *, dry: bool = False) -> None:
    """One line a channel, and one a paper or message that is missing. `dry`: nothing was to be sent."""
    for channel, row in report.channels.items():
        line(f"{channel}: {f'{row.owed} messages, not sent' if dry and row.owed else _summary(row)}")
        for text in _missing(row):
            line(f"  {text}")


def _summary(row: ChannelReport) -> str:
    if row.fault:
        return f"no edition: {row.fault}"
    if not row.owed:
        return f"nothing to do: {row.silence}" if row.silence else "nothing to send yet"
    return f"sent {row.sent} of {row.owed} messages"


def _missing(row: ChannelReport) -> Iterator[str]:
    yield from (f"shown without a summary: {_why(entry)}" for entry in row.shown)
    yield from (f"held, tried again by the next run: {_why(entry)}" for entry in row.held)
    for one in row.unknown:
        yield f"nobody knows yet whether it arrived: {one.key}{_because(one.reason)}"
    for one in row.failed:
        yield f"failed: {one.key}{_because(one.reason)}"
    for place, one in enumerate(row.waiting):
        ahead = (*row.unknown, *row.waiting[:place])
        yield f"not sent yet: {one.key}{_because(one.reason or _what_is_ahead(one, ahead))}"


def _what_is_ahead(delivery: Delivery, open_ones: Iterable[Delivery]) -> str:
    held_up = any(one.lane == delivery.lane or one.key == delivery.parent for one in open_ones)
    return "behind another message of the channel" if held_up else ""


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""


def _why(entry: Entry) -> str:
    return f"{entry.paper} ({entry.reason}{': ' if entry.detail else ''}{entry.detail})"
