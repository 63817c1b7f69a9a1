"""A paper, where it was listed, and its text cut into passages that an answer can cite."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

PaperId = NewType("PaperId", str)
"""An arXiv id without version: `2512.05150` or, old style, `cs/0112017`."""

# https://info.arxiv.org/help/arxiv_identifier.html: YYMM.NNNN until 2014-12, YYMM.NNNNN since.
_NEW_STYLE = r"\d{4}\.\d{4,5}"
_OLD_STYLE = r"[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{7}"
_ID = re.compile(rf"(?P<id>{_NEW_STYLE}|{_OLD_STYLE})(?:v[1-9]\d?)?", re.ASCII)
_PREFIX = re.compile(
    r"""(?:arxiv:\s*
    | (?:https?://)?(?:
        (?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/
      | (?:www\.)?huggingface\.co/papers/
      | (?:www\.)?alphaxiv\.org/(?:[a-z]{2}/)?(?:overview|abs|pdf)/
      | (?:dx\.)?doi\.org/10\.48550/arxiv\.
    ))""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_SUFFIX = re.compile(r"(?:\.pdf)?/?(?:[?#]\S{0,200})?", re.ASCII)
LONGEST_INPUT = 400
"""Characters; a longer thing cannot be an id or a link to one and is not looked at."""


class NotAPaperId(ValueError):
    """The text names no arXiv paper in any form that people paste."""


def parse_paper_id(text: str) -> PaperId:
    """The id that `text` names: an id, `arXiv:...`, or a link to arXiv, Hugging Face, alphaXiv or its DOI.

    The version is dropped. Raises NotAPaperId for anything else, also for an id with words around it.
    """
    text = text.strip().strip("<>").strip() if len(text) <= LONGEST_INPUT else ""
    prefix = _PREFIX.match(text)
    found = _ID.match(text, prefix.end() if prefix else 0)
    if found is None or not _is_complete(text, found.end(), linked=prefix is not None):
        raise NotAPaperId(text[:40])
    paper = found["id"]
    # Five digits began with 1501; a four-digit id of a later month is a typing slip, not a paper.
    if "/" not in paper and (len(paper) == 10) != (paper[:4] >= "1501"):
        raise NotAPaperId(text[:40])
    return PaperId(paper)


def _is_complete(text: str, end: int, *, linked: bool) -> bool:
    return end == len(text) or (linked and _SUFFIX.fullmatch(text, end) is not None)


# Words after which a title that is cut there looks torn.
_LEADING_ON = re.compile(
    r"an?|and|as|at|by|for|from|in(?:to)?|of|on|or|the|to|under|via|with(?:out)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A work as its list or archive describes it. Texts are plain, on one line, untrusted."""

    id: PaperId
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    published: date | None = None
    organization: str = ""
    code: str = ""
    """https address of the paper's own code, or empty."""
    project: str = ""
    """https address of the paper's own project page, or empty."""
    withdrawn: bool = False

    @property
    def abs_url(self) -> str:
        return f"https://arxiv.org/abs/{self.id}"

    @property
    def alphaxiv_url(self) -> str:
        return f"https://www.alphaxiv.org/ko/overview/{self.id}"

    @property
    def huggingface_url(self) -> str:
        return f"https://huggingface.co/papers/{self.id}"

    @property
    def short_name(self) -> str:
        """What people call it: the part before the colon, else the title's first words (at most 40)."""
        head, colon, _ = self.title.partition(":")
        if colon and 0 < len(head.strip()) <= 40:
            return head.strip()
        if len(self.title) <= 40:
            return self.title
        words = self.title[:39].rsplit(" ", 1)[0].split(" ")
        while len(words) > 1 and _LEADING_ON.fullmatch(words[-1]):
            words.pop()
        return " ".join(words).rstrip(" ,;:-") + "…"


@dataclass(frozen=True, slots=True)
class Listing:
    """A paper's row in a source's list of one day."""

    paper: Paper
    day: date
    upvotes: int
    place: int
    """0 for the first row of the day."""


class Origin(StrEnum):
    """What a text was read from."""

    HTML = "html"
    PDF = "pdf"
    ABSTRACT = "abstract"


class PassageKind(StrEnum):
    PARAGRAPH = "paragraph"
    FORMULA = "formula"
    TABLE = "table"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Passage:
    """One numbered piece of a paper's text that an answer can cite."""

    number: int
    section: str
    """Heading as the paper writes it, with its number: `4.2 Results`; `Abstract` for the abstract."""
    text: str
    kind: PassageKind = PassageKind.PARAGRAPH
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class FullText:
    """The readable body of a paper, in reading order, without what a reader cannot see."""

    paper: PaperId
    origin: Origin
    passages: tuple[Passage, ...]

    @property
    def hash(self) -> str:
        """32 hexadecimal digits that change when anything that is read changes."""
        body = [[p.section, p.text, p.kind, p.appendix] for p in self.passages]
        content = json.dumps([self.origin, body], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:32]

    @property
    def characters(self) -> int:
        return sum(len(passage.text) for passage in self.passages)

    def to_json(self) -> str:
        return json.dumps([asdict(passage) for passage in self.passages], ensure_ascii=False)

    @classmethod
    def from_json(cls, paper: PaperId, origin: Origin, body: str) -> "FullText":
        rows = json.loads(body)
        passages = tuple(Passage(**(row | {"kind": PassageKind(row["kind"])})) for row in rows)
        return cls(paper, origin, passages)


def abstract_text(paper: Paper) -> FullText:
    """The text of a paper of which nothing but the abstract could be read."""
    return FullText(paper.id, Origin.ABSTRACT, (Passage(0, "Abstract", paper.abstract),))


def one_line(text: str) -> str:
    """Line breaks and runs of blanks become one blank; the list's titles and abstracts hold both."""
    return " ".join(text.split())


def sections(passages: Iterable[Passage]) -> tuple[str, ...]:
    """The headings, each once, in reading order."""
    return tuple(dict.fromkeys(passage.section for passage in passages))
