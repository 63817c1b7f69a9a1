"""arXiv: metadata from its API, full texts from its HTML pages and PDFs."""

import logging

from adapters.archives.arxiv.atom import LARGEST_FEED, MalformedFeed, read_feed
from adapters.archives.arxiv.markup import LARGEST_PAGE
from adapters.archives.arxiv.pace import Lane, Pace
from adapters.archives.arxiv.passages import NoText
from adapters.archives.arxiv.process import Read, read_aside
from adapters.http import Http, Page
from bot.domain.paper import FullText, Origin, Paper, PaperId, Passage
from bot.errors import NotFound, Rejected, Unavailable
from bot.ports import Clock

LARGEST_PDF = 48 * 1024 * 1024
"""Bytes. Some papers with many photographs are larger: of those only the abstract is read."""
TRIES = 3

log = logging.getLogger(__name__)

_ABSENT = {400, 404, 410}
"""What arXiv answers when it has no such paper or no such form of it."""


class ArxivArchive:
    """The port Archive. One request at a time, paced as arXiv asks; see https://arxiv.org/robots.txt and
    https://info.arxiv.org/help/api/tou.html."""

    def __init__(
        self,
        http: Http,
        clock: Clock,
        *,
        site: str = "https://arxiv.org",
        api: str = "https://export.arxiv.org",
        delay: float = 15,
        api_delay: float = 3,
        read: Read = read_aside,
    ) -> None:
        """`http` made with `tries=1`: retries are made here, so that they keep the pace.

        `site`, `api`: roots, to which `/html/<id>`, `/pdf/<id>` and `/api/query` are added. `delay`,
        `api_delay`: seconds between the end of a request and the start of the next of its kind.
        `read`: what makes passages of a page or PDF, or raises NoText.
        """
        self._http = http
        self._clock = clock
        self._site = site.rstrip("/")
        self._api = api.rstrip("/")
        self._pace = Pace(clock)
        self._read = read
        self._texts, self._feeds = Lane(delay), Lane(api_delay)

    async def paper(self, paper: PaperId, *, urgent: bool = False) -> Paper:
        """Title, abstract and authors. Raises NotFound for an unknown id, Unavailable."""
        url = f"{self._api}/api/query"
        try:
            page = await self._get(self._feeds, url, LARGEST_FEED, urgent=urgent, id_list=paper)
            found = read_feed(page.body, paper) if page.status == 200 else None
        except (MalformedFeed, Rejected) as error:
            raise Unavailable(f"arXiv's API: {error}") from error
        if found is None:
            raise NotFound(f"arXiv knows no paper {paper}")
        return found

    async def text(self, paper: PaperId, *, urgent: bool = False) -> FullText:
        """The body from HTML, else PDF. Raises NotFound when neither is usable, Unavailable."""
        trouble: Unavailable | None = None
        try:
            found = await self._from_html(paper, urgent=urgent)
        except Unavailable as error:
            found, trouble = (), error
        if found:
            return FullText(paper, Origin.HTML, found)
        found = await self._from_pdf(paper, urgent=urgent)
        if found:
            return FullText(paper, Origin.PDF, found)
        if trouble is not None:
            raise trouble
        raise NotFound(f"arXiv has no usable text of {paper}")

    async def _from_html(self, paper: PaperId, *, urgent: bool) -> tuple[Passage, ...]:
        """The passages, or none when there is no usable page. Raises Unavailable."""
        try:
            page = await self._get(self._texts, f"{self._site}/html/{paper}", LARGEST_PAGE, urgent=urgent)
            if page.status in _ABSENT:
                return ()
            with self._pace.occupied(self._texts):
                return await self._read(Origin.HTML, page.body)
        except (NoText, Rejected) as error:
            log.info("%s: no text from HTML: %s", paper, error)
            return ()

    async def _from_pdf(self, paper: PaperId, *, urgent: bool) -> tuple[Passage, ...]:
        """The passages, or none when there is no usable PDF. Raises Unavailable."""
        try:
            page = await self._get(self._texts, f"{self._site}/pdf/{paper}", LARGEST_PDF, urgent=urgent)
            if page.status in _ABSENT or b"%PDF-" not in page.body[:1024]:
                return ()
            with self._pace.occupied(self._texts):
                return await self._read(Origin.PDF, page.body)
        except (NoText, Rejected) as error:
            log.info("%s: no text from the PDF: %s", paper, error)
            return ()

    async def _get(self, lane: Lane, url: str, most: int, *, urgent: bool, **params: str) -> Page:
        """A page that arXiv answers with 200 or with one of _ABSENT. Raises Unavailable, Rejected.

        Tried up to TRIES times, each time in its turn; the lane knows for how long to stay away.
        """
        for _ in range(TRIES - 1):
            try:
                return await self._once(lane, url, most, params, urgent=urgent)
            except Unavailable:
                continue
        return await self._once(lane, url, most, params, urgent=urgent)

    async def _once(self, lane: Lane, url: str, most: int, params: dict[str, str], *, urgent: bool) -> Page:
        async with self._pace.turn(lane, urgent=urgent):
            try:
                page = await self._http.get(url, params, most=most)
                if page.status != 200 and page.status not in _ABSENT:
                    raise Unavailable(f"arXiv: HTTP {page.status}")
            except Unavailable as error:
                lane.hold(self._clock.now(), error.retry_after)
                raise
            lane.recover()
            return page
