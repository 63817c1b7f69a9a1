"""Servers that never come to an end, fast or slow: given up in time, with a bounded part of it read."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest

from adapters.http import Http
from adapters.models.openai import OpenAIModel
from bot.errors import Failure, Rejected, Unavailable
from tests.adapters.openai_calls import prompt
from tests.fakes.clock import VirtualClock

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
SLOW, FAST = 0.02, 0.0
MOST = 1_000_000
TIMEOUT = 0.1
"""Seconds of one try, where bytes come so slowly that only time can end it."""
LONG = 30.0
"""The same where the bound on bytes has to."""


@dataclass
class Endless:
    """Sends `start`, then `more` again and again, `pause` seconds apart, until the other side goes."""

    start: bytes
    more: bytes
    pause: float = SLOW
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    sent: int = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(self.start)
        with suppress(ConnectionError):
            while await self._is_there(reader):
                writer.write(self.more)
                await writer.drain()
                self.sent += len(self.more)
        writer.close()
        self.gone.set()

    async def _is_there(self, reader: asyncio.StreamReader) -> bool:
        try:
            async with asyncio.timeout(self.pause):
                return await reader.read(65_536) != b""
        except TimeoutError:
            return True


@asynccontextmanager
async def listening(endless: Endless) -> AsyncIterator[str]:
    async with await asyncio.start_server(endless, "127.0.0.1", 0) as server:
        yield "http://127.0.0.1:{1}".format(*server.sockets[0].getsockname())


BY_TIME = {
    "no answer": lambda: Endless(b"", b""),
    "a status line that drips": lambda: Endless(b"HTTP/1.1 200 ", b"x"),
    "headers that drip": lambda: Endless(OK, b"X-More: 1\r\n"),
    "one header that drips": lambda: Endless(OK + b"X-More: ", b"x"),
    "a body that drips": lambda: Endless(OK + b"Content-Length: 900000\r\n\r\n", b" "),
    "chunks that drip": lambda: Endless(CHUNKED, b"1\r\n \r\n"),
    "a chunk's size that drips": lambda: Endless(CHUNKED + b"1;", b"x"),
    "a chunk's size without pause": lambda: Endless(CHUNKED + b"1;", b"x" * 10_000, FAST),
    "informational answers": lambda: Endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
}
BY_SIZE = {
    "headers": lambda: Endless(OK, b"X-More: 1\r\n" * 1_000, FAST),
    "one header": lambda: Endless(OK + b"X-More: ", b"x" * 10_000, FAST),
    "a body": lambda: Endless(OK + b"Content-Type: text/html\r\n\r\n", b" " * 10_000, FAST),
    "chunks": lambda: Endless(CHUNKED, b"2710\r\n" + b" " * 10_000 + b"\r\n", FAST),
    "chunks of one byte": lambda: Endless(CHUNKED, b"1\r\n \r\n" * 2_000, FAST),
}
Make = Callable[[], Endless]


async def fetched(endless: Endless, timeout: float) -> Failure:
    async with listening(endless) as address, Http(VirtualClock(), "test", timeout=timeout, tries=1) as http:
        with pytest.raises((Unavailable, Rejected)) as raised:
            await http.get(f"{address}/html/2512.00001", most=MOST)
        await endless.gone.wait()
    return raised.value


async def asked(endless: Endless, timeout: float) -> Failure:
    async with listening(endless) as address:
        model = await asyncio.to_thread(
            OpenAIModel, model="m", base_url=f"{address}/v1", timeout=timeout, retries=0
        )
        with pytest.raises((Unavailable, Rejected)) as raised:
            await model.reply(prompt())
        await model.close()
        await endless.gone.wait()
    return raised.value


@pytest.mark.parametrize("make", BY_TIME.values(), ids=BY_TIME.keys())
async def test_a_slow_page_is_given_up(make: Make) -> None:
    assert isinstance(await fetched(make(), TIMEOUT), Unavailable)


@pytest.mark.parametrize("make", BY_SIZE.values(), ids=BY_SIZE.keys())
async def test_of_a_fast_page_no_more_is_read_than_is_allowed(make: Make) -> None:
    endless = make()
    await fetched(endless, LONG)
    assert endless.sent < 20 * MOST


@pytest.mark.parametrize("make", BY_TIME.values(), ids=BY_TIME.keys())
async def test_a_slow_model_is_given_up(make: Make) -> None:
    assert isinstance(await asked(make(), TIMEOUT), Unavailable)


@pytest.mark.parametrize("make", BY_SIZE.values(), ids=BY_SIZE.keys())
async def test_of_a_fast_model_no_more_is_read_than_is_allowed(make: Make) -> None:
    endless = make()
    assert isinstance(await asked(endless, LONG), Unavailable)
    assert endless.sent < 12 * MOST
