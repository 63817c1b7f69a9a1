"""From bytes to markup that a parser may safely be given."""

import re
from collections import Counter
from collections.abc import Iterator

from adapters.archives.arxiv.passages import NoText

LARGEST_PAGE = 8 * 1024 * 1024
"""Bytes; the largest page measured has 2.6 MB."""
STRETCH = 8 * 1024
"""Characters that are counted together."""
DEEPEST = 5_000
"""Open elements at once, counted generously; arXiv's pages stay far below. HTML parsers need time that
grows with the square of the depth, and 100,000 levels take half a minute."""
MOST_STYLED = 4_000_000
"""Open inline styles times blocks: an HTML parser repeats every open `<b>` in every block that follows."""

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_WESTERN = {b"iso-8859-1", b"latin1", b"latin-1", b"windows-1252", b"us-ascii", b"ascii"}
_TAG = re.compile(r"<(/?[a-z][^\s/>]*)")
_VOID = set(re.findall(r"\w+", "area base br col embed hr img input link meta param source track wbr"))
_INLINE = set(re.findall(r"\w+", "a b big code em font i nobr s small strike strong tt u"))


def decode(body: bytes) -> str:
    """The page as text: the charset that it declares if that is Latin-1, else UTF-8, broken bytes marked."""
    declared = _CHARSET.search(body[:2048])
    if declared and declared[1].lower() in _WESTERN:
        return body.decode("cp1252", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("utf-8" if declared else "cp1252", "replace")


def check_depth(page: str) -> None:
    """Raises NoText for markup that nests so deeply that parsing it would take minutes or gigabytes.

    Never counts less than what is open: a stretch's end tags may all have come before its start tags.
    """
    page = page.lower()
    opened: Counter[str] = Counter()
    blocks = styled = 0
    for tags in _stretches(page):
        for name in {tag.lstrip("/") for tag in tags} - _VOID:
            new = tags[name]
            opened[name] = max(opened[name] + new - tags["/" + name], new)
            blocks += new if name not in _INLINE else 0
        styled = max(styled, sum(opened[name] for name in _INLINE))
        if opened.total() > DEEPEST or styled * blocks > MOST_STYLED:
            raise NoText("the page nests too deeply")


def _stretches(page: str) -> Iterator[Counter[str]]:
    """How often each start and end tag stands in each stretch of the page."""
    start = 0
    while start < len(page):
        end = page.find("<", start + STRETCH)
        end = len(page) if end < 0 else end
        yield Counter(_TAG.findall(page, start, end))
        start = end
