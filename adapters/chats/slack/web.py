"""Slack's Web API through its own client: one call, one try, one kind of error."""

import logging
import re
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.chats.slack.errors import CallFailed, bare_status, refusal
from adapters.http import retry_after
from bot.ports import Clock

CONNECT = 10.0
"""Seconds for name, connection and TLS together; running out of them means that nothing was sent."""
LARGEST = 32 * 1024 * 1024
"""Bytes of one answer: two hundred messages of the largest kind, three times over."""
LONGEST_WAIT = 3600.0
"""Seconds. Whatever Retry-After says, we ask again after an hour."""
_WORD = re.compile(r"[a-z0-9_.:-]{1,80}")


class Web:
    """Calls under one token, none tried twice: the SDK would send a message again after a lost reply."""

    def __init__(self, clock: Clock, token: str, api_url: str, timeout: float, log: logging.Logger) -> None:
        """`api_url` ends in /api/. `timeout`: seconds for one call, whole."""
        self._clock = clock
        self._token = token
        self._url = api_url
        self._timeout = aiohttp.ClientTimeout(total=timeout, connect=min(CONNECT, timeout))
        self._log = log

    def client(self, session: aiohttp.ClientSession | None = None) -> AsyncWebClient:
        client = AsyncWebClient(
            self._token, base_url=self._url, session=session, logger=self._log, retry_handlers=[]
        )
        client.proxy = None  # the SDK would take one from the environment, past NO_PROXY
        return client

    async def call(self, method: str, **arguments: object) -> Mapping[str, Any]:
        """Slack's answer with `ok: true`. Raises CallFailed."""
        answer, _ = await self.exchange(method, json=arguments)
        return answer

    async def read(self, method: str, **arguments: object) -> Mapping[str, Any]:
        """Like `call`, for methods that only read; Slack wants their arguments in the address."""
        answer, _ = await self.exchange(method, params=arguments)
        return answer

    async def exchange(
        self, method: str, **how: Mapping[str, object]
    ) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """The answer and its headers. Raises CallFailed."""
        verb = "GET" if "params" in how else "POST"
        try:
            async with self._session() as session:
                answer = await self.client(session).api_call(method, http_verb=verb, **how)  # type: ignore[arg-type]
        except SlackApiError as error:
            raise self._failed(error) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _broken(error) from error
        except (AttributeError, TypeError, ValueError) as error:  # what the SDK makes of an odd answer
            raise CallFailed("unreadable answer", certain=False) from error
        return answer.data, answer.headers  # type: ignore[return-value]

    async def respond(self, url: str, body: dict[str, Any]) -> None:
        """One POST to a response_url. Raises CallFailed, which never holds the address: it is a secret."""
        try:
            async with self._session() as session:
                client = AsyncWebhookClient(url, session=session, logger=self._log, retry_handlers=[])
                client.proxy = None
                answer = await client.send_dict(body)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise _broken(error) from None
        if answer.status_code != 200 or re.search(r'"ok"\s*:\s*false', answer.body):
            raise self._failed_answer(answer.status_code, _named(answer.body), answer.headers)

    def _session(self) -> aiohttp.ClientSession:
        """A new one for every call: no connection that the other side has closed in the meantime."""
        return aiohttp.ClientSession(timeout=self._timeout, response_class=_Bounded)

    def _failed(self, error: SlackApiError) -> CallFailed:
        # The response is the SDK's, or aiohttp's own when the body was not JSON.
        status = int(getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0))
        data = getattr(error.response, "data", None)
        code = data.get("error") if isinstance(data, dict) else None
        return self._failed_answer(status, code, error.response.headers)

    def _failed_answer(self, status: int, code: object, headers: Mapping[str, str]) -> CallFailed:
        wait = retry_after(headers.get("Retry-After", ""), self._clock.now())
        wait = wait if wait is None or wait <= LONGEST_WAIT else LONGEST_WAIT  # also for `inf` and `nan`
        if status >= 500 or status == 429 or not isinstance(code, str) or not _WORD.fullmatch(code):
            return bare_status(status, wait)
        return refusal(code, wait)


def _broken(error: Exception) -> CallFailed:
    """A connection that could not be made sent nothing; anything later may have."""
    never = isinstance(
        error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL
    )
    return CallFailed(type(error).__name__, certain=never)


def _named(body: str) -> str:
    """The error's word in the answer of a response_url, which is JSON or the bare word."""
    found = re.search(r'"error"\s*:\s*"([a-z_]+)"', body) or re.fullmatch(r"\s*([a-z_]+)\s*", body)
    return found[1] if found else ""


class _Bounded(aiohttp.ClientResponse):
    async def read(self) -> bytes:
        """The body, at most LARGEST bytes of it."""
        if self._body is None:
            body = bytearray()
            async for chunk in self.content.iter_any():
                body += chunk
                if len(body) > LARGEST:
                    self.close()
                    raise aiohttp.ClientPayloadError("answer too large")
            self._body = bytes(body)
        return self._body
