"""What can go wrong with one call to Slack, and the plan of what goes wrong when."""

import asyncio
import socket
import struct
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web


class How(StrEnum):
    OK = "ok"
    CODE = "code"
    """`ok: false` with a word of Slack's, HTTP 200."""
    STATUS = "status"
    """A bare HTTP status with a page of HTML, as from a balancer."""
    LIMIT = "limit"
    """429 with Retry-After."""
    CLOSE = "close"
    """The connection is closed without an answer."""
    RESET = "reset"
    """The connection is reset (RST) without an answer."""
    TORN = "torn"
    """Half an answer, then the connection is closed."""
    ODD = "odd"
    """HTTP 200 with something that is no answer of Slack's."""
    SAYS = "says"
    """The JSON in `body`, whatever it is, with `status` or 200."""
    HANG = "hang"
    """No answer until the server is released or stopped."""


@dataclass(frozen=True, slots=True)
class Fault:
    how: How = How.OK
    effect: bool = False
    """Whether the call does what it should before it goes wrong."""
    code: str = ""
    status: int = 0
    retry_after: float | None = None
    body: object = None
    late: bool = False
    """The effect comes only when the server is released: long after the caller has given up."""


OK = Fault(How.OK, effect=True)

FAULTS: Mapping[str, Fault] = {
    "ok": OK,
    "closed before": Fault(How.CLOSE),
    "closed after": Fault(How.CLOSE, effect=True),
    "reset before": Fault(How.RESET),
    "reset after": Fault(How.RESET, effect=True),
    "torn answer": Fault(How.TORN, effect=True),
    "500 before": Fault(How.STATUS, status=500),
    "502 after": Fault(How.STATUS, effect=True, status=502),
    "503 before": Fault(How.STATUS, status=503),
    "504 after": Fault(How.STATUS, effect=True, status=504),
    "internal_error before": Fault(How.CODE, code="internal_error"),
    "internal_error after": Fault(How.CODE, effect=True, code="internal_error"),
    "fatal_error before": Fault(How.CODE, code="fatal_error"),
    "fatal_error after": Fault(How.CODE, effect=True, code="fatal_error"),
    "request_timeout before": Fault(How.CODE, code="request_timeout"),
    "service_unavailable after": Fault(How.CODE, effect=True, code="service_unavailable"),
    "odd answer before": Fault(How.ODD),
    "odd answer after": Fault(How.ODD, effect=True),
    "hang before": Fault(How.HANG),
    "hang after": Fault(How.HANG, effect=True),
    "hang, late": Fault(How.HANG, late=True),
    "429": Fault(How.LIMIT, retry_after=7),
}
"""Every way a send can end except a definite refusal; `effect` says whether the message stands."""


class FaultPlan:
    """Per method a queue of faults, one for each call to come; when it is empty, calls go well."""

    def __init__(self) -> None:
        self._planned: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}
        self.released = asyncio.Event()

    def plan(self, method: str, *faults: Fault) -> None:
        self._planned[method].extend(faults)

    def always(self, method: str, fault: Fault | None) -> None:
        """For every call that has no planned fault; None ends it."""
        self._always.pop(method, None)
        if fault is not None:
            self._always[method] = fault

    def take(self, method: str) -> Fault:
        planned = self._planned[method]
        return planned.popleft() if planned else self._always.get(method, OK)

    def release(self) -> None:
        """Lets go of every call that hangs; the late ones take effect now."""
        self.released.set()
        self.released = asyncio.Event()


async def misbehave(request: web.Request, fault: Fault, plan: FaultPlan) -> web.StreamResponse:
    """The answer, or the lack of one, that `fault` describes."""
    if fault.how is How.HANG:
        await plan.released.wait()
    if fault.how is How.TORN:
        return await _torn(request)
    if fault.how in {How.CLOSE, How.RESET, How.HANG}:
        _cut(request, reset=fault.how is How.RESET)
    return _said(fault)


def _said(fault: Fault) -> web.Response:
    match fault.how:
        case How.CODE:
            return web.json_response({"ok": False, "error": fault.code})
        case How.LIMIT:
            headers = {} if fault.retry_after is None else {"Retry-After": f"{fault.retry_after:g}"}
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers=headers)
        case How.SAYS:
            return web.json_response(fault.body, status=fault.status or 200)
        case How.ODD:
            return web.Response(text="[1, 2", content_type="text/plain")
        case _:
            return web.Response(
                status=fault.status or 500, text="<html>oops</html>", content_type="text/html"
            )


async def _torn(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "400"})
    await response.prepare(request)
    await response.write(b'{"ok": true, "ts": "17')
    _cut(request, reset=False)
    return response


def _cut(request: web.Request, *, reset: bool) -> None:
    transport = request.transport
    if transport is None:
        return
    if reset:
        opened = transport.get_extra_info("socket")
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
