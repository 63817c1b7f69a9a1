"""Reads over HTTP: one aiohttp session, bounded, patient, and only ever to the host that was asked."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from bot.errors import Rejected, Unavailable
from bot.ports import Clock

REDIRECTS = 3
CHUNK = 64 * 1024
LONGEST_ASKED = 86_400.0
LONGEST_WAIT = 60.0
"""Seconds. Asked to wait longer than this, we give up for now and say so instead of holding up the rest."""


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    content_type: str
    body: bytes


class Http:
    """Open it with `async with`. Retries belong to the caller's one call: `get` does them, nobody above."""

    def __init__(self, clock: Clock, user_agent: str, *, timeout: float = 60, tries: int = 3) -> None:
        """`timeout`: seconds for one try, whole. `tries`: at least 1."""
        self._clock = clock
        self._user_agent = user_agent
        self._timeout = aiohttp.ClientTimeout(total=timeout, connect=min(timeout, 15))
        self._tries = tries
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(
        self, url: str, params: Mapping[str, str] | None = None, *, most: int = 64 * 1024 * 1024
    ) -> Page:
        """The page at `url`, whatever its status below 500 but 429; at most `most` bytes of it.

        Network trouble, 429 and 5xx are tried again after Retry-After or 1, 2, 4 ... seconds.
        Raises Unavailable after the last try, Rejected for a larger page or a redirect to another host.
        """
        for attempt in range(1, self._tries + 1):
            try:
                return await self._once(URL(url).update_query(dict(params or {})), most)
            except Unavailable as error:
                wait = error.retry_after if error.retry_after is not None else 2.0 ** (attempt - 1)
                if attempt == self._tries or wait > LONGEST_WAIT:
                    raise
                await self._clock.sleep(wait)
        raise AssertionError("unreachable: the last try returns or raises")

    async def _once(self, url: URL, most: int) -> Page:
        try:
            for _ in range(REDIRECTS + 1):
                answer = await self._request(url, most)
                if isinstance(answer, Page):
                    return answer
                url = _same_host(url, answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable(f"{url.host}: {type(error).__name__}") from error
        raise Rejected(f"{url.host}: too many redirects")

    async def _request(self, url: URL, most: int) -> Page | str:
        """The page, or the address that it redirects to."""
        async with self._opened().get(url, allow_redirects=False) as response:
            if response.status in {301, 302, 303, 307, 308} and "Location" in response.headers:
                return response.headers["Location"]
            if response.status == 429 or response.status >= 500:
                raise Unavailable(f"{url.host}: HTTP {response.status}", self._retry_after(response))
            body = bytearray()
            async for chunk in response.content.iter_chunked(CHUNK):
                body += chunk
                if len(body) > most:
                    raise Rejected(f"{url.host}: more than {most} bytes")
            return Page(response.status, response.content_type, bytes(body))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=self._timeout, headers={"User-Agent": self._user_agent}, auto_decompress=True
            )
        return self._session

    def _retry_after(self, response: aiohttp.ClientResponse) -> float | None:
        return retry_after(response.headers.get("Retry-After", ""), self._clock.now())


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, at most a day; None when it is no number and no date."""
    try:
        seconds = float(value)
    except ValueError:
        return _until(value, now)
    return min(max(seconds, 0.0), LONGEST_ASKED) if math.isfinite(seconds) else None


def _until(value: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    wait = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    return min(max(wait, 0.0), LONGEST_ASKED)


def _same_host(url: URL, location: str) -> URL:
    try:
        target = url.join(URL(location))
        away = target.origin() != url.origin()
    except ValueError as error:
        # A server may write anything there, such as a port that is none or an address without a host.
        raise Rejected(f"{url.host}: redirects to no address") from error
    if away:
        raise Rejected(f"{url.host}: redirects to another host")
    return target
