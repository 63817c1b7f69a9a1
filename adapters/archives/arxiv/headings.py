"""Which lines of a PDF are section headings: by number, name and type, in an order that makes sense."""

import re
from collections.abc import Sequence

from adapters.archives.arxiv.layout import Line

LONGEST_HEADING = 140
"""Characters."""

_NUMBERED = re.compile(
    r"(?P<number>(?:Appendix\s+)?[A-Z](?:\.\d{1,2}){0,3}|\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}(?:-[A-Z])?)"
    r"(?P<mark>[.:)]?)\s+(?P<title>\S.*)"
)
_NAMES = frozenset(
    {
        "abstract", "introduction", "related work", "related works", "background", "preliminaries",
        "method", "methods", "methodology", "materials and methods", "approach", "experiments",
        "experimental setup", "experimental results", "evaluation", "results", "results and discussion",
        "analysis", "discussion", "conclusion", "conclusions", "conclusion and future work",
        "conclusions and future work", "discussion and conclusion", "future work", "limitations",
        "limitation", "broader impact", "broader impacts", "impact statement", "ethics statement",
        "ethical considerations", "reproducibility statement", "data availability", "code availability",
        "author contributions", "acknowledgments", "acknowledgements", "acknowledgment",
        "acknowledgement", "references", "bibliography", "literature cited", "appendix", "appendices",
        "supplementary material", "supplementary materials", "supplementary information",
    }
)  # fmt: skip
_REFERENCES = re.compile(
    r"(?:references|bibliography|literature cited|works cited)(?: and notes)?", re.IGNORECASE
)
_APPENDIX = re.compile(r"(?:appendi|supplement)", re.IGNORECASE)
_ROMAN = {"I": 1, "V": 5, "X": 10}


class Headings:
    """Recognises headings line by line, from the first line of a document to the last."""

    def __init__(self, body: float) -> None:
        """`body`: the size of running text in points."""
        self._body = body
        self._last: tuple[int, ...] = ()
        self._letters: tuple[int, ...] = ()
        self._begun = False
        self.after_references = False

    def begin(self) -> None:
        """The front matter is over: from here on large bold lines are headings, no longer the title."""
        self._begun = True

    def take(self, lines: Sequence[Line], place: int) -> tuple[str, int] | None:
        """The heading that begins with the line at `place`, and how many lines it has; else None."""
        line = lines[place]
        small = line.size < 0.95 * self._body
        if small or len(line.text) > LONGEST_HEADING or not self._is_heading(line):
            return None
        text, used = line.text, 1
        while place + used < len(lines) and self._goes_on(lines[place + used - 1], lines[place + used], text):
            text = _with_next(text, lines[place + used].text)
            used += 1
        self.begin()
        self.after_references = self.after_references or is_references(text)
        return text, used

    def _is_heading(self, line: Line) -> bool:
        found = _NUMBERED.fullmatch(line.text)
        if self._is_named(line):
            if found is not None:
                self._fits(found["number"])
            return True
        if found is None:
            return self._begun and self._is_large(line) and line.bold and line.text[-1] not in ".,;:"
        return self._looks_numbered(line, found) and self._fits(found["number"])

    def _is_named(self, line: Line) -> bool:
        title = _title(line.text)
        if title.lower() not in _NAMES or not title[0].isupper():
            return False
        return self._stands_out(line) or title.isupper() or title == line.text

    def _looks_numbered(self, line: Line, found: re.Match[str]) -> bool:
        title = found["title"]
        letters = [letter for letter in title if letter.isalpha()]
        if not letters or not title[0].isupper() or title.endswith((",", ";")):
            return False
        capitals = sum(letter.isupper() for letter in letters) > 0.8 * len(letters) > 2
        return self._stands_out(line) or (capitals and found["mark"] == ".")

    def _fits(self, number: str) -> bool:
        """In order: 1, 1.1, 1.2, 2 ...; a year or the first cell of a table is no section."""
        number = number.removeprefix("Appendix").strip()
        if number[0].isdigit():
            parts = tuple(int(part) for part in number.split("."))
            return self._follows(parts)
        if (roman := _roman(number.partition("-")[0])) and roman in self._next_roman() and not self._letters:
            self._last = (roman,)
            return True
        parts = (ord(number[0]) - 64, *(int(part) for part in number.split(".")[1:]))
        if not self._letters or parts > self._letters or parts[0] == 1:
            self._letters = parts
            return True
        return False

    def _next_roman(self) -> set[int]:
        last = self._last[0] if self._last else 0
        return {last, last + 1} if len(self._last) <= 1 else set()

    def _follows(self, parts: tuple[int, ...]) -> bool:
        last = self._last[0] if self._last else 0
        if self.after_references or parts <= self._last or parts[0] > last + 2 or 0 in parts[1:]:
            return False
        self._last = parts
        return True

    def _stands_out(self, line: Line) -> bool:
        return line.bold or line.italic or self._is_large(line)

    def _is_large(self, line: Line) -> bool:
        return line.size > 1.08 * self._body

    def _goes_on(self, line: Line, after: Line, text: str) -> bool:
        """Whether a heading takes a second line: same type, right below."""
        same = abs(line.size - after.size) < 0.3 and line.bold == after.bold and line.italic == after.italic
        below = 0 < line.base - after.base < 1.6 * line.size and line.page == after.page
        if not (same and below and self._stands_out(line)) or len(text) + len(after.text) > LONGEST_HEADING:
            return False
        return _title(text).lower() not in _NAMES and _NUMBERED.fullmatch(after.text) is None


def is_references(heading: str) -> bool:
    return _REFERENCES.fullmatch(_title(heading)) is not None


def is_appendix(heading: str, *, after_references: bool) -> bool:
    """Named so, or lettered and behind the references."""
    lettered = re.match(r"[A-Z](?:\.\d|[.:]?\s)", heading) is not None
    return _APPENDIX.match(heading) is not None or (after_references and lettered)


def _title(text: str) -> str:
    """A heading without its number and closing mark."""
    found = _NUMBERED.fullmatch(text)
    return (found["title"] if found else text).rstrip(".:— ")


def _with_next(text: str, more: str) -> str:
    return text[:-1] + more if text.endswith("-") and more[0].islower() else f"{text} {more}"


def _roman(text: str) -> int:
    """0 for what is no Roman number."""
    if not text or any(letter not in _ROMAN for letter in text):
        return 0
    values = [_ROMAN[letter] for letter in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
