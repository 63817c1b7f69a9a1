"""Any server that speaks OpenAI's `POST /v1/chat/completions`, through OpenAI's own client.

Servers differ in how they can be made to answer in JSON, so the strictest way is tried first and the first
one that a server accepts is kept. What comes back is read as the untrusted data that it is.
"""

import asyncio
import base64
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from yarl import URL

from bot.domain.paper import one_line
from bot.domain.prompt import Prompt, Reply
from bot.errors import Failure, Rejected, TooLong, Unavailable

if TYPE_CHECKING:
    import httpx2
    import openai

HOME = "https://api.openai.com/v1"
MOST_BYTES, PIECE = 4 * 1024 * 1024, 40
"""Of one answer; one of 4,000 tokens takes about 20 kB. Each piece that it comes in counts for PIECE more."""
PATIENCE = 5
"""Timeouts that one completion may take with all its tries, for a server that drips bytes never times out."""
LONGEST_REFUSAL = 300
LONGEST_ERROR = 10_000
LONGEST_WAIT = 24 * 60 * 60.0
MOST_TOKENS = 10**9

_CUT = frozenset({"length", "max_tokens", "model_length"})
"""What servers call it when the token bound stopped the reply."""
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
"""Reasoning that small servers leave in front of the reply."""
_TOO_LONG = re.compile(r"context[ _](?:length|size|window)|prompt is too long")
_FORMAT = re.compile(r"response_format|json_schema|json_object|json mode|structured output|grammar")


class _Format(StrEnum):
    """How the shape of the reply is asked for, strictest first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    PROMPT = ""
    """By the prompt's words alone."""


_LOOSER = {_Format.SCHEMA: _Format.OBJECT, _Format.OBJECT: _Format.PROMPT}


@dataclass(frozen=True, slots=True)
class _Way:
    """How a server wants to be asked."""

    format: _Format = _Format.SCHEMA
    bound: str = "max_tokens"
    """OpenAI's newer models take only `max_completion_tokens`, many other servers know only the old name."""


class OpenAIModel:
    """The port LanguageModel. Make it outside of a running loop where half a second matters, and close it."""

    def __init__(
        self,
        *,
        model: str,
        api_key: str = "",
        base_url: str = "",
        concurrency: int = 8,
        timeout: float = 60,
        retries: int = 2,
    ) -> None:
        """`base_url` ends in /v1; empty: OpenAI's own. `concurrency`: completions at a time; the others
        wait in turn. `timeout`: seconds for one try. `retries`: the client's own, for 429, 5xx and lost
        connections, after Retry-After or 0.5, 1 ... s. Raises Rejected for an unusable proxy or certificate.
        """
        self._model = model
        self._timeout = timeout
        self._slots = asyncio.Semaphore(concurrency)
        self._ways: dict[str, _Way] = {}
        """By schema name: a server may take one schema and refuse another."""
        self._sendable_key = api_key.isascii() and api_key.isprintable()
        self._client = _connect(base_url or HOME, api_key, timeout, retries)

    @property
    def name(self) -> str:
        return self._model

    @property
    def excerpts(self) -> bool:
        return False

    async def close(self) -> None:
        await self._client.close()

    async def reply(self, prompt: Prompt) -> Reply:
        """One completion. A refusal or a cut reply is a Reply; text that is no JSON is one as well.

        Raises Unavailable (429, 5xx, no connection, no answer in time, an answer of another shape) and
        Rejected (bad key, unknown model, a text too long for the model, any other refusal of the request).
        """
        if not self._sendable_key:
            raise Rejected("the model server's key holds characters that no header can carry")
        try:
            async with self._slots, asyncio.timeout(self._timeout * PATIENCE):
                return await self._ask(prompt)
        except TimeoutError as error:
            raise Unavailable("the model server takes too long to answer") from error

    async def _ask(self, prompt: Prompt) -> Reply:
        """Asks in the way that is known to work, else in looser and looser ways until one does."""
        known = self._ways.get(prompt.name)
        way = known or _Way()
        while True:
            answer = await self._send(prompt, way)
            if isinstance(answer, bytes):
                reply = _reply(answer)
                if self._ways.get(prompt.name) is known:  # Not when another call found one meanwhile.
                    self._ways[prompt.name] = way
                return reply
            next_way = _next_way(way, answer, known=known is not None)
            if next_way is None:
                raise _status_failure(answer)
            way = next_way

    async def _send(self, prompt: Prompt, way: _Way) -> "bytes | openai.APIStatusError":
        """The answer's body, or the status that came instead.

        Errors of the client are not chained: servers quote keys and prompts in theirs.
        """
        import openai  # noqa: PLC0415

        try:
            answer = await self._client.chat.completions.with_raw_response.create(
                model=self._model, **_arguments(prompt, way)
            )
        except openai.APIStatusError as error:
            return error
        except openai.APITimeoutError:
            raise Unavailable(f"the model server did not answer within {self._timeout:g} s") from None
        except openai.APIConnectionError:
            raise Unavailable("the model server cannot be reached") from None
        except openai.OpenAIError:
            raise Unavailable("the model server's answer cannot be read") from None
        return bytes(answer.http_response.content)


def _connect(base_url: str, api_key: str, timeout: float, retries: int) -> "openai.AsyncOpenAI":
    """The client. Imported here, for it takes the better part of a second that most commands never need."""
    import httpx2  # noqa: PLC0415
    import openai  # noqa: PLC0415

    address, hooks = URL(base_url), {"response": [_read_bounded]}
    try:
        http = httpx2.AsyncClient(follow_redirects=False, timeout=timeout, event_hooks=hooks)
    except (ImportError, OSError, ValueError, httpx2.InvalidURL) as error:  # Its words may hold a password.
        raise Rejected("HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE cannot be used (no SOCKS)") from error
    client = openai.AsyncOpenAI(
        # A local server wants no key, but the client wants one and would look for it in the environment.
        api_key=api_key or "none",
        base_url=str(address.with_user(None)),
        timeout=timeout,
        max_retries=retries,
        default_headers={"Accept-Encoding": "identity", **_credentials(address)},
        http_client=http,
    )
    _ = client.chat.completions  # Loads the rest of the library now instead of inside the event loop.
    return client


def _credentials(address: URL) -> Mapping[str, str]:
    """A name and password in the address go into a header, for addresses are logged by the HTTP library."""
    if address.user is None and address.password is None:
        return {}
    pair = f"{address.user or ''}:{address.password or ''}"
    return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


async def _read_bounded(response: "httpx2.Response") -> None:
    """Reads an answer's body, at most MOST_BYTES of it, before the client does it without a bound."""
    import httpx2  # noqa: PLC0415
    import openai  # noqa: PLC0415

    stream, body, room = cast("httpx2.AsyncByteStream", response.stream), bytearray(), MOST_BYTES
    try:
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise openai.OpenAIError("compressed although it was asked not to be")
        async for chunk in stream:
            if (room := room - len(chunk) - PIECE) < 0:
                raise openai.OpenAIError("too large")
            body += chunk
    finally:
        await stream.aclose()
    response.stream = httpx2.ByteStream(bytes(body))


def _arguments(prompt: Prompt, way: _Way) -> dict[str, Any]:
    """No temperature: several models refuse it, and the same one gives different text anyway."""
    arguments: dict[str, Any] = {"messages": _messages(prompt), way.bound: prompt.max_tokens}
    if way.format is _Format.SCHEMA:
        schema = {"name": prompt.name, "strict": True, "schema": prompt.schema}
        arguments["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif way.format is _Format.OBJECT:
        arguments["response_format"] = {"type": "json_object"}
    return arguments


def _messages(prompt: Prompt) -> list[dict[str, str]]:
    """What changes least stands first, so that servers can cache it."""
    turns = [("system", prompt.system), ("user", prompt.user), *prompt.turns]
    if prompt.question:
        turns.append(("user", prompt.question))
    return [{"role": role, "content": _storable(content)} for role, content in turns]


def _storable(text: str) -> str:
    """Lone surrogates can neither be sent nor stored."""
    return text.encode("utf-8", "replace").decode()


def _next_way(way: _Way, error: "openai.APIStatusError", *, known: bool) -> _Way | None:
    """A way to ask that may suit the server better; None when it refuses something else than the way.

    Servers blame the format with all kinds of statuses and words (llama.cpp: 500), so until a way is known
    to work every such refusal may be about the format. Afterwards only one that names it is.
    """
    said = _said(error)
    if error.status_code not in {400, 404, 422, 500, 501} or _TOO_LONG.search(said):
        return None
    if way.bound == "max_tokens" and "max_completion_tokens" in said:
        return replace(way, bound="max_completion_tokens")
    looser = _LOOSER.get(way.format)
    if looser is None or (known and not _FORMAT.search(said)):
        return None
    return replace(way, format=looser)


def _status_failure(error: "openai.APIStatusError") -> Failure:
    """What a status means. Never in the server's own words: it may quote the key or the prompt."""
    status = error.status_code
    if status in {401, 403}:
        return Rejected("the model server refuses the key")
    if _TOO_LONG.search(_said(error)) and status != 429:
        return TooLong("the text is too long for the model")
    if status == 404:
        return Rejected("the model server does not know the model or the address")
    if status in {408, 409, 425, 429} or not 400 <= status < 500:
        return Unavailable(f"the model server answers HTTP {status}", _wait(error.response.headers))
    return Rejected(f"the model server answers HTTP {status}")


def _said(error: "openai.APIStatusError") -> str:
    return error.response.text[:LONGEST_ERROR].lower()


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that a server asks for, at most a day; None when it names no number."""
    try:
        seconds = float(headers.get("Retry-After", ""))
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT) if math.isfinite(seconds) else None


def _reply(body: bytes) -> Reply:
    """Reads a completion. Raises Unavailable for anything that is not one."""
    try:
        data = json.loads(body)
        choice = data["choices"][0]
        message, usage = dict(choice["message"]), data.get("usage")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise Unavailable("the model server answers something that is no completion") from None
    used, written = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
    refusal, ended = message.get("refusal"), choice.get("finish_reason")
    if (isinstance(refusal, str) and refusal.strip()) or ended == "content_filter":
        why = one_line(_storable(refusal))[:LONGEST_REFUSAL] if isinstance(refusal, str) else ""
        return Reply("", why or "content_filter", input_tokens=used, output_tokens=written)
    text = _THOUGHT.sub("", _storable(_content(message.get("content")))).strip()
    return Reply(text, cut=str(ended) in _CUT, input_tokens=used, output_tokens=written)


def _content(content: object) -> str:
    """The text, also of servers that answer in a list of typed parts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = (part.get("text") for part in parts if isinstance(part, dict) and part.get("type") == "text")
    return "".join(text for text in texts if isinstance(text, str))


def _count(usage: object, name: str) -> int:
    value = usage.get(name) if isinstance(usage, dict) else None
    return min(max(value, 0), MOST_TOKENS) if type(value) is int else 0
