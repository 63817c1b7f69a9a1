"""Hugging Face Daily Papers, read from its JSON API: `GET /api/daily_papers?date=D&p=N&limit=50`.

The client library's own type drops the code and project links, so the JSON itself is read.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

from adapters.http import Http, Page
from bot.domain.paper import Listing, NotAPaperId, Paper, PaperId, one_line, parse_paper_id
from bot.domain.plain import visible
from bot.errors import NotFound, Rejected, Unavailable

PAGE = 50
"""Rows asked for at a time; fewer come back only on a day's last page."""
MOST_PAGES = 20
"""The longest real day has 73 papers: this bounds only a server that never ends its list."""
MOST_BYTES = 16 * 1024 * 1024
"""Of one page; fifty real rows take about 350 kB."""
LONGEST_TITLE = 500
LONGEST_ABSTRACT = 10_000
LONGEST_NAME = 200
MOST_AUTHORS = 1_000
MOST_UPVOTES = 1_000_000
LONGEST_LINK = 500

CODE_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "huggingface.co"})
_HOST = re.compile(r"(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.ASCII)
_PRIVATE_HOSTS = (".local", ".localhost", ".internal", ".lan", ".home", ".test", ".invalid", ".onion")
# https://www.rfc-editor.org/rfc/rfc3986#section-2: what may stand in an address, here after the host.
_PATH = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*", re.ASCII)


class HuggingFaceSource:
    """The port Source. `site` is a root: our path is appended to it."""

    def __init__(self, http: Http, site: str = "https://huggingface.co") -> None:
        self._http = http
        self._address = site.rstrip("/") + "/api/daily_papers"

    async def listings(self, day: date) -> Sequence[Listing]:
        """All papers that the site listed on that UTC day, in its order, each once.

        A row without a title or without an arXiv id is left out and never costs the others; one without
        an abstract stays, for its text may be readable. The people who submitted papers are not read.
        Raises NotFound for a day that has not opened yet, Unavailable for every other trouble.
        """
        papers: dict[PaperId, tuple[Paper, int]] = {}
        for row in await self._rows(day):
            paper = _paper(row)
            if paper is not None:
                papers.setdefault(paper.id, (paper, _upvotes(row)))
        return tuple(
            Listing(paper, day, upvotes, place) for place, (paper, upvotes) in enumerate(papers.values())
        )

    async def _rows(self, day: date) -> list[dict[str, Any]]:
        """The `paper` objects of all pages."""
        rows: list[dict[str, Any]] = []
        seen: set[str] = set()
        for number in range(MOST_PAGES):
            count, page = await self._page(day, number)
            rows += page
            if count < PAGE:
                return rows
            ids = {row["id"] for row in page}
            if ids <= seen:
                raise Unavailable("Hugging Face repeats a page of its list")
            seen |= ids
        raise Unavailable(f"the Hugging Face list does not end after {MOST_PAGES} pages")

    async def _page(self, day: date, number: int) -> tuple[int, list[dict[str, Any]]]:
        """How many rows page `number` has, and the `paper` objects of those that name a paper."""
        params = {"date": day.isoformat(), "p": str(number), "limit": str(PAGE)}
        try:
            page = await self._http.get(self._address, params, most=MOST_BYTES)
        except Rejected as error:
            raise Unavailable(str(error)) from error
        if page.status == HTTPStatus.BAD_REQUEST and number == 0:
            raise NotFound(f"no list yet for {day.isoformat()}")
        rows = _json_rows(page)
        papers = [paper for row in rows if (paper := _paper_object(row)) is not None]
        if rows and not papers:
            raise Unavailable("Hugging Face lists rows that name no paper")
        return len(rows), papers


def _json_rows(page: Page) -> list[Any]:
    if page.status != HTTPStatus.OK:
        raise Unavailable(f"Hugging Face answers HTTP {page.status}")
    try:
        rows = json.loads(page.body)
    except (ValueError, RecursionError) as error:
        raise Unavailable("Hugging Face answers something that is not JSON") from error
    if not isinstance(rows, list):
        raise Unavailable("Hugging Face answers JSON that is not a list")
    return rows


def _paper_object(row: object) -> dict[str, Any] | None:
    paper = row.get("paper") if isinstance(row, dict) else None
    return paper if isinstance(paper, dict) and isinstance(paper.get("id"), str) else None


def _paper(row: dict[str, Any]) -> Paper | None:
    title = _plain(row.get("title"), LONGEST_TITLE)
    try:
        paper = parse_paper_id(row["id"])
    except NotAPaperId:
        return None
    if not title:
        return None
    return Paper(
        id=paper,
        title=title,
        abstract=_plain(row.get("summary"), LONGEST_ABSTRACT),
        authors=_authors(row.get("authors")),
        published=_day(row.get("publishedAt")),
        organization=_organization(row.get("organization")),
        code=_link(row.get("githubRepo"), CODE_HOSTS),
        project=_link(row.get("projectPage")),
    )


def _plain(value: object, most: int) -> str:
    """One line of at most `most` characters, without what cannot be stored or seen; empty for no text."""
    if not isinstance(value, str):
        return ""
    return one_line(visible(value[: 4 * most]))[:most].rstrip()


def _authors(value: object) -> tuple[str, ...]:
    """Names in their order, without people who asked to be hidden there."""
    rows = value[:MOST_AUTHORS] if isinstance(value, list) else []
    shown = (row for row in rows if isinstance(row, dict) and not row.get("hidden"))
    return tuple(name for row in shown if (name := _plain(row.get("name"), LONGEST_NAME)))


def _day(value: object) -> date | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment and moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).date()
    except (ValueError, OverflowError):
        return None


def _organization(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    return _plain(value.get("fullname"), LONGEST_NAME) or _plain(value.get("name"), LONGEST_NAME)


def _upvotes(row: dict[str, Any]) -> int:
    value = row.get("upvotes")
    return min(max(value, 0), MOST_UPVOTES) if type(value) is int else 0


def _link(value: object, hosts: frozenset[str] | None = None) -> str:
    """The https address if it is one that people may be sent to, else empty.

    Without credentials or a port, at a public host name in plain letters; with `hosts`, only below one of
    them. Host names in Punycode can look like another's and are not taken.
    """
    text = value.strip() if isinstance(value, str) else ""
    scheme, _, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    host = host.lower()
    if scheme.lower() != "https" or len(text) > LONGEST_LINK or not _PATH.fullmatch(path):
        return ""
    if not _HOST.fullmatch(host) or host.endswith(_PRIVATE_HOSTS):
        return ""
    if hosts is not None and (host.removeprefix("www.") not in hosts or not path.strip("/")):
        return ""
    return f"https://{host}{slash}{path}"
