"""Plain text made inert for Discord's markup, measured, and cut where it may be cut. Pure.

Discord reads `\\` before a punctuation mark as that mark and nothing else. Lengths are counted in UTF-16
units: never fewer than what Discord counts, whichever way it does.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.domain.links import LONGEST, safe_link
from bot.domain.plain import visible

MOST = 8_000
"""Characters of one text that are looked at; no message holds as many."""
ELLIPSIS = "…"

_BREAKS = re.compile(r" *\n\s*")
_BLANKS = re.compile(r"[^\S\n]")
_SPECIAL = re.compile(
    r"""[\\`*_~|<>\[\]@]              # code, bold, italics, strike, spoiler, mention, masked link
    | :(?!\s)                          # an address that would become a link; an emoji's name
    | (?<=discord)\. | (?<=discordapp)\.  # an invitation
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEADING = re.compile(r"(?:-?\#{1,3}|[-+]|\d+[.)])(?=\s|$)")
_SENTENCE_END = re.compile(r"[.!?。](?=\s)")


@dataclass(frozen=True, slots=True)
class Run:
    """Text between markup of ours; without text it is markup that stands alone. Only the text is ever cut."""

    text: str
    before: str = ""
    after: str = ""
    fixed: bool = False
    """Whole or not at all: a link."""


Line = tuple[Run, ...]


def clean(text: str) -> str:
    """Without what a reader cannot see; a break takes the blanks around it along."""
    return _BREAKS.sub("\n", _BLANKS.sub(" ", visible(text[:MOST])).strip())


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def width(text: str) -> int:
    """UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def escape(text: str) -> str:
    """Cleaned text of which nothing inside a line is markup."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def link(url: str) -> str:
    """The address as it may stand in `[text](address)`, or "" when it may not be a link at all."""
    return "" if len(url) > LONGEST else safe_link(quote(url, safe="/:?#@!$&*+,;=%~", errors="replace"))


def linked(text: str, url: str, *, bold: bool = False) -> Run:
    """A masked link. Brackets in its text would end it, escaped or not."""
    text = one_line(text).replace("[", "(").replace("]", ")")
    mark = "**" if bold else ""
    return Run(text, f"{mark}[", f"]({url}){mark}", fixed=True)


def own(markup: str) -> Run:
    """Markup of ours that stands as it is."""
    return Run("", markup, fixed=True)


def _shown(run: Run) -> str:
    return run.before + escape(run.text) + run.after


def _line(line: Line) -> str:
    """The line, with nothing but our own markup making it a heading, a list or a small line."""
    start = 1 if line and line[0].fixed and not line[0].text else 0
    prefix = line[0].before if start else ""
    body = "".join(map(_shown, line[start:])).lstrip(" ")
    found = _LEADING.match(body)
    if found:
        cut = found.end() - 1 if found[0][-1] in ".)" else 0
        body = body[:cut] + "\\" + body[cut:]
    return (prefix + body).rstrip(" ")


def fit(lines: Sequence[Line], limit: int) -> str:
    """The lines as markup in at most `limit` units; cut at a sentence or a word, with `…`."""
    shown = "\n".join(map(_line, lines))
    if width(shown) <= limit:
        return shown
    kept: list[str] = []
    for line in lines:
        # One unit for the ellipsis; the next line break is counted with the line.
        left = limit - width("\n".join([*kept, ""])) - width(ELLIPSIS)
        text = _line(line)
        if width(text) > left:
            part = _cut_line(line, left)
            return "\n".join([*kept, part]) if part else "\n".join(kept) + ELLIPSIS
        kept.append(text)
    return "\n".join(kept)


def _cut_line(line: Line, limit: int) -> str:
    """As much of the line as fits and `…`, for which there is room; "" when that is nothing but markup."""
    kept: list[Run] = []
    for run in line:
        if width(_line((*kept, run))) > limit:
            # One unit for the backslash that the start of a line may need.
            room = limit - 1 - width("".join(map(_shown, kept)))
            text = "" if run.fixed else _cut_text(run.text, room - width(run.before + run.after))
            kept.append(Run(text + ELLIPSIS, run.before, run.after) if text else Run(ELLIPSIS))
            break
        kept.append(run)
    return _line(tuple(kept)) if any(run.text.strip(f" {ELLIPSIS}") for run in kept) else ""


def _cut_text(text: str, limit: int) -> str:
    end = used = 0
    for char in text:
        # A colon or a dot may need its backslash or not, depending on what follows: count it always.
        used += width(char) + (char in ":." or _SPECIAL.match(char) is not None)
        if used > limit:
            break
        end += 1
    return _at_a_good_end(text, end)


def _at_a_good_end(text: str, end: int) -> str:
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, end) if found.end() > end // 2]
    if ends:
        return text[: ends[-1]]
    blank = text.rfind(" ", 0, end)
    return text[: blank if blank > end // 2 else _whole(text, end)].rstrip(" ,;:·-")


def _whole(text: str, end: int) -> int:
    """Back to before a character that the cut would split."""
    while 0 < end < len(text) and _joins(text, end):
        end -= 1
    return end


def _joins(text: str, at: int) -> bool:
    char = text[at]
    if unicodedata.category(char).startswith("M") or "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    if "\u1161" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb":
        return True
    flags = len(text[:at]) - len(text[:at].rstrip("".join(map(chr, range(0x1F1E6, 0x1F200)))))
    return "\U0001f1e6" <= char <= "\U0001f1ff" and flags % 2 == 1


def cut_plain(text: str, limit: int) -> str:
    """One line of text that is shown as it is, without markup: a footer, a thread's name."""
    text = one_line(text)
    if width(text) <= limit:
        return text
    end = used = 0
    for char in text:
        used += width(char)
        if used > limit - width(ELLIPSIS):
            break
        end += 1
    return _at_a_good_end(text, end) + ELLIPSIS
