"""The console: one channel whose messages are lines in a transcript, and on the screen."""

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path

from bot.domain.message import Channel, Items, Message, MessageRef, Paragraph, Part, Place, Quotation, Span
from bot.errors import OutcomeUnknown, Rejected, Unavailable
from bot.ports import Clock, Inbox

Show = Callable[[MessageRef, Message], None]


class ConsoleChat:
    """Implements Chat. A message is one JSON line, appended in one write and synced before it counts.

    A message's id is its key. The console has no pace, no private lines and nobody who deletes.
    """

    platform = "console"

    def __init__(self, transcript: Path, clock: Clock, show: Show | None = None) -> None:
        """`show` puts a message on the screen once it stands in the transcript."""
        self._path = transcript
        self._clock = clock
        self._show = show or (lambda _ref, _message: None)
        self._writing = asyncio.Lock()
        self._whole = False

    async def post(self, place: Place, message: Message, key: str) -> MessageRef:
        ref = MessageRef(place.channel, key, place.thread.id if place.thread else "")
        await self._write(ref, message, key)
        return ref

    async def edit(self, ref: MessageRef, message: Message, key: str) -> None:
        """Appends the new text under the edit's own key: a transcript is never rewritten."""
        await self._write(ref, message, key)

    async def find(self, place: Place, key: str, after: MessageRef | None) -> MessageRef | None:
        try:
            found = await asyncio.to_thread(_holds, self._path, key)
        except OSError as error:
            raise Rejected(f"transcript cannot be read: {error.strerror}") from error
        return MessageRef(place.channel, key, place.thread.id if place.thread else "") if found else None

    async def tell(self, reply_to: str, message: Message) -> None:
        self._show(MessageRef(Channel(self.platform, "private"), ""), message)

    async def private(self, person: str) -> Channel:
        """The console has one reader."""
        return Channel(self.platform, "private")

    async def signal(self, channel: Channel, thread: str, message: str) -> None:
        return None

    async def serve(self, inbox: Inbox) -> None:
        """Nothing comes in by itself: whoever reads the terminal hands it to the inbox."""
        await asyncio.Event().wait()

    async def _write(self, ref: MessageRef, message: Message, key: str) -> None:
        line = {
            "key": key,
            "channel": str(ref.channel),
            "thread": ref.thread or None,
            "at": self._clock.now().isoformat(timespec="seconds"),
            "text": plain_text(message),
        }
        async with self._writing:
            await self._mend()
            try:
                await asyncio.to_thread(_append, self._path, json.dumps(line, ensure_ascii=False) + "\n")
            except OSError as error:
                self._whole = False
                raise OutcomeUnknown(f"transcript: {error.strerror}") from error
        self._show(ref, message)

    async def _mend(self) -> None:
        """Before the first write: a line that a crash tore off is cut, as it was never confirmed."""
        if self._whole:
            return
        try:
            await asyncio.to_thread(_cut_torn_line, self._path)
        except OSError as error:
            raise Unavailable(f"transcript: {error.strerror}", retry_after=60) from error
        self._whole = True


def check_transcript(path: Path) -> None:
    """Raises Rejected with one line for a path that cannot hold a transcript.

    A device or a pipe would be read without end, or take lines and keep none.
    """
    try:
        # Of a link that leads nowhere yet, the place where the file would be made.
        file = path.resolve()
        exists, is_file, folder = file.exists(), file.is_file(), file.parent.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise Rejected(f"{str(path)!r}: cannot be resolved") from error
    if exists and not is_file:
        raise Rejected(f"{path}: is {'a directory' if file.is_dir() else 'not a regular file'}")
    if not folder:
        raise Rejected(f"{path}: its folder does not exist")
    if exists and not os.access(file, os.R_OK | os.W_OK):
        raise Rejected(f"{path}: may not be read and written")
    if not exists and not os.access(file.parent, os.W_OK | os.X_OK):
        raise Rejected(f"{path}: its folder may not be written")


def _append(path: Path, line: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        content = line.encode()
        if os.write(file, content) != len(content):
            raise OSError(28, "short write")
        os.fsync(file)
    finally:
        os.close(file)


def _cut_torn_line(path: Path) -> None:
    if not path.exists():
        return
    with path.open("rb+") as file:
        content = file.read()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            file.truncate(whole)


def _holds(path: Path, key: str) -> bool:
    if not path.exists():
        return False
    with path.open(encoding="utf-8", errors="replace") as lines:
        return any(_key(line) == key for line in lines if line.endswith("\n"))


def _key(line: str) -> str | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row.get("key") if isinstance(row, dict) else None


def plain_text(message: Message) -> str:
    """The whole message as a reader of plain text sees it; an address stands behind its link's text."""
    title = _span(message.title) if message.title else ""
    lines = [message.note, message.head, title, *(_part(part) for part in message.body)]
    last = " · ".join((*message.small, *(_span(link) for link in message.links)))
    return "\n".join(line for line in (*lines, last) if line)


def _part(part: Part) -> str:
    match part:
        case Paragraph():
            return _line(part.spans)
        case Items():
            marks = (f"{place}." if part.ordered else "-" for place in range(1, len(part.entries) + 1))
            return "\n".join(
                f"{mark} {_line(entry)}" for mark, entry in zip(marks, part.entries, strict=False)
            )
        case Quotation():
            return f"> “{part.text}” {part.section}"


def _line(spans: tuple[Span, ...]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    return f"{span.text} <{span.url}>" if span.url else span.text
