"""What Discord, its library and the network answer, as errors of ours."""

import aiohttp
import discord

from bot.errors import Failure, OutcomeUnknown, Rejected, Unavailable

FOR_THE_OPERATOR = 300.0
"""Seconds until a refused token is tried again: somebody has to mend it first."""
WHEN_BLOCKED = 60.0
"""Seconds to wait after a 429 that does not say how long."""
WHEN_FULL = 600.0
"""Seconds until a channel with too many open threads is tried again: old ones close by themselves."""

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
UNKNOWN_WEBHOOK = 10015
INVALID_WEBHOOK_TOKEN = 50027
THREAD_ARCHIVED = 50083
OVERLOADED = 130000
CANNOT_REPLY = 160002
THREAD_EXISTS = 160004
TOO_MANY_THREADS = 160006

NETWORK = (discord.DiscordException, aiohttp.ClientError, OSError)
NONSENSE = (AttributeError, LookupError, TypeError, ValueError)
"""The library trusts answers to have the documented shape, and trips over a proxy's page."""
TROUBLE = (*NETWORK, *NONSENSE)
"""Everything that a call of the library raises when the other side or the way to it misbehaves."""


class Refused(Rejected):
    """A definite answer of Discord's own, with its code.

    https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
    """

    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.code = code


def translate(error: Exception, *, doubtful: bool) -> Failure:
    """`doubtful`: a request of this call may have taken effect, whatever came back in the end."""
    if doubtful:
        return OutcomeUnknown(describe(error))
    match error:
        case discord.LoginFailure():
            return Unavailable(describe(error), FOR_THE_OPERATOR)
        case discord.RateLimited():
            return Unavailable(describe(error), error.retry_after)
        case discord.HTTPException():
            return _answered(error)
        case _:
            return Unavailable(describe(error))


def _answered(error: discord.HTTPException) -> Failure:
    reason = describe(error)
    if error.status == 429:
        return Unavailable(reason, _retry_after(error))
    if error.status == 401 and error.code != INVALID_WEBHOOK_TOKEN:
        return Unavailable(reason, FOR_THE_OPERATOR)
    if error.code == TOO_MANY_THREADS:
        return Unavailable(reason, WHEN_FULL)
    if error.status >= 500 or error.code == OVERLOADED or not _is_discords_own(error):
        return Unavailable(reason)
    return Refused(reason, error.code)


def _is_discords_own(error: discord.HTTPException) -> bool:
    """A proxy's or a shield's page refuses for its own reasons, which may pass."""
    return error.status < 400 or error.response.headers.get("Content-Type", "").startswith("application/json")


def _retry_after(error: discord.HTTPException) -> float:
    try:
        return max(float(error.response.headers["Retry-After"]), 0.0)
    except (KeyError, ValueError):
        return WHEN_BLOCKED


def describe(error: Exception) -> str:
    """One line without addresses and without anything of the message."""
    match error:
        case discord.RateLimited():
            return f"Discord asks to wait {error.retry_after:.0f} s"
        case discord.LoginFailure():
            return "Discord refuses the token"
        case discord.HTTPException():
            return f"Discord HTTP {error.status}, code {error.code}{_said(error)}"
        case discord.ConnectionClosed():
            return f"Discord closed the connection with {error.code}"
        case _:
            return f"Discord: {type(error).__name__}"


def _said(error: discord.HTTPException) -> str:
    """Discord's own sentence, and the names of the fields that it complains of, but never their values."""
    if not _is_discords_own(error) or not error.text:
        return ""
    first, *rest = error.text.splitlines()
    fields = [line[3:].partition(":")[0] for line in rest if line.startswith("In ")]
    said = " ".join([first, *fields])[:120]
    return ": " + "".join(char if char.isprintable() else " " for char in said)
