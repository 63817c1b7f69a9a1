"""The API's answer about one paper. Fields: https://info.arxiv.org/help/api/user-manual.html."""

import re
from datetime import date
from xml.etree import ElementTree as ET

from adapters.archives.arxiv.passages import plain
from bot.domain.paper import NotAPaperId, Paper, PaperId, one_line, parse_paper_id

LARGEST_FEED = 2 * 1024 * 1024
"""Bytes. One entry with 3,000 authors is a tenth of it."""
MOST_AUTHORS = 5_000

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_ENTITIES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

# As authors and administrators word it. "Withdrawn from" a conference is not withdrawn from arXiv.
_WITHDRAWN = re.compile(
    r"""\b(?:this|the|our)\s+(?:(?:arxiv\s+)?(?:paper|article|submission|manuscript|preprint|e-?print|work
            |note|letter|document|version)\s+)?
        (?:has\s+been|have\s+been|is|was|is\s+being)\s+(?:\w+ly\s+)?withdrawn\b(?!\s+from\b)
    | ^\W*(?:paper\s+)?(?:has\s+been\s+)?withdrawn\b(?!\s+from\b)
    | \bwithdrawn\s+by\s+(?:the\s+)?(?:authors?|arxiv|submitter)\b""",
    re.IGNORECASE | re.VERBOSE,
)


class MalformedFeed(ValueError):
    """The answer is no Atom feed about the paper."""


def read_feed(body: bytes, paper: PaperId) -> Paper | None:
    """The paper, or None when arXiv does not know it. Raises MalformedFeed.

    Document types and entities are refused: Atom needs neither, and both can make a small file huge.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedFeed("the answer is not UTF-8") from error
    if _ENTITIES.search(text):
        raise MalformedFeed("the answer declares a document type")
    try:
        feed = ET.fromstring(text)  # noqa: S314 (no document type, no entities: see above)
    except ET.ParseError as error:
        raise MalformedFeed("the answer is not XML") from error
    if feed.tag != f"{_ATOM}feed":
        raise MalformedFeed("the answer is no Atom feed")
    entry = feed.find(f"{_ATOM}entry")
    return None if entry is None else _paper(entry, paper)


def _paper(entry: ET.Element, paper: PaperId) -> Paper | None:
    address = _text(entry, f"{_ATOM}id")
    if "api/errors#" in address:
        return None
    if _number(address) != paper.rpartition("/")[2]:
        raise MalformedFeed("the answer is about another paper")
    title, abstract = _text(entry, f"{_ATOM}title"), _text(entry, f"{_ATOM}summary")
    if not title:
        raise MalformedFeed("the entry has no title")
    names = (one_line(plain(name.text or "")) for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name"))
    return Paper(
        id=paper,
        title=title,
        abstract=abstract,
        authors=tuple(name for name in names if name)[:MOST_AUTHORS],
        published=_day(_text(entry, f"{_ATOM}published")),
        withdrawn=is_withdrawn(_text(entry, f"{_ARXIV}comment"), abstract),
    )


def is_withdrawn(comment: str, abstract: str) -> bool:
    """Whether the comment or the abstract says that the paper was withdrawn."""
    return any(_WITHDRAWN.search(one_line(text)) for text in (comment, abstract))


def _text(entry: ET.Element, tag: str) -> str:
    return one_line(plain(entry.findtext(tag) or ""))


def _number(address: str) -> str:
    """The id without archive: old ids come back without the subject class that they were asked with."""
    try:
        return parse_paper_id(address).rpartition("/")[2]
    except NotAPaperId:
        return ""


def _day(moment: str) -> date | None:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None
