"""What goes wrong on the fake Discord, and when: one plan a test, used up in its order."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    ANSWER = "answer"
    """An answer with the fault's status instead of the real one."""
    DROP = "drop"
    """The connection is reset, nothing is answered."""
    HANG = "hang"
    """Nothing is answered, for as long as the client waits."""
    NONSENSE = "nonsense"
    """A page of HTML with status 200, as a proxy in between may send."""
    HALF = "half"
    """The head of the answer and a part of its body, then the connection is reset."""


@dataclass(frozen=True, slots=True)
class Fault:
    trouble: Trouble
    after: bool = False
    """Only the answer is lost: the call has taken effect."""
    status: int = 500
    code: int = 0
    text: str = "Internal Server Error"
    retry_after: float | None = None
    """Seconds; makes the answer a 429."""
    via: bool = True
    """Without it a client takes the 429 for a shield's, not Discord's."""
    everywhere: bool = False
    """A 429 that counts for all calls of the bot."""


@dataclass(slots=True)
class _Planned:
    method: str
    path: re.Pattern[str]
    fault: Fault
    skip: int
    times: int


class FaultPlan:
    """Which calls go wrong. A call meets at most one fault: the first planned one that fits it."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def on(self, method: str, path: str, fault: Fault, *, skip: int = 0, times: int = 1) -> None:
        """`path`: a regular expression for the whole path below /api/v10. The first `skip` calls go well."""
        self._planned.append(_Planned(method, re.compile(path), fault, skip, times))

    def posting(self, fault: Fault, *, skip: int = 0, times: int = 1) -> None:
        """Messages in channels and threads."""
        self.on("POST", r"/channels/\d+/messages", fault, skip=skip, times=times)

    def clear(self) -> None:
        self._planned.clear()

    def next(self, method: str, path: str) -> Fault | None:
        for planned in self._planned:
            if planned.method == method and planned.path.fullmatch(path) and planned.times:
                if planned.skip:
                    planned.skip -= 1
                    return None
                planned.times -= 1
                return planned.fault
        return None


LOST_REPLY = Fault(Trouble.DROP, after=True)
RESET = Fault(Trouble.DROP)
HANG = Fault(Trouble.HANG)
HANG_AFTER = Fault(Trouble.HANG, after=True)
CUT_REPLY = Fault(Trouble.HALF, after=True)
NONSENSE = Fault(Trouble.NONSENSE)
NONSENSE_AFTER = Fault(Trouble.NONSENSE, after=True)


UNCERTAIN = {
    "lost reply": LOST_REPLY,
    "reset": RESET,
    "half a reply": CUT_REPLY,
    "a page instead of a reply": NONSENSE_AFTER,
    "a page from somebody else": NONSENSE,
    "503 after the effect": Fault(Trouble.ANSWER, after=True, status=503),
    "503 before the effect": Fault(Trouble.ANSWER, status=503),
    "408": Fault(Trouble.ANSWER, status=408),
}
"""After these nobody knows whether a message stands. discord.py sleeps a second before it repeats after a
500, 502, 504 or 524, and does not repeat after a 503."""


def answers(status: int, code: int = 0, text: str = "", *, after: bool = False) -> Fault:
    return Fault(Trouble.ANSWER, after=after, status=status, code=code, text=text)


def rate_limit(seconds: float, *, via: bool = True, everywhere: bool = False) -> Fault:
    return Fault(
        Trouble.ANSWER,
        status=429,
        text="You are being rate limited.",
        retry_after=seconds,
        via=via,
        everywhere=everywhere,
    )
