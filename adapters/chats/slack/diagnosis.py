"""Looks at tokens, scopes and channels without leaving a trace in any of them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from adapters.chats.slack.errors import CallFailed
from adapters.chats.slack.lookups import fault_of
from bot.domain.diagnosis import Diagnosis
from bot.domain.message import Channel

if TYPE_CHECKING:  # it brings in the vendor's library
    from adapters.chats.slack.web import Web

PLATFORM = "slack"
SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "reactions:write",
    "users:read",
)
"""What the manifest asks for; each has its reason in the README."""


async def diagnose(web: "Web", app_web: "Web", channels: Sequence[Channel]) -> Sequence[Diagnosis]:
    """Tokens first, then scopes, then each channel; a channel only if the token is good."""
    found = [*await _bot_token(web), await _asked(app_web, "apps.connections.open", PLATFORM, "app_token")]
    if found[0].ok:
        for channel in channels:
            found += await _channel(web, channel)
    return found


async def _bot_token(web: "Web") -> Sequence[Diagnosis]:
    try:
        _, headers = await web.exchange("auth.test", json={})
    except CallFailed as error:
        return [Diagnosis(PLATFORM, ok=False, fault=error.code, code="token")]
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    return [Diagnosis(PLATFORM, ok=True, code="token"), *_scopes(granted)]


def _scopes(granted: set[str]) -> Iterator[Diagnosis]:
    for scope in SCOPES:
        fault = "" if scope in granted else "missing_scope"
        yield Diagnosis(PLATFORM, ok=not fault, fault=fault, code=f"scope:{scope}")


async def _channel(web: "Web", channel: Channel) -> Sequence[Diagnosis]:
    """Whether we are in it, may write there as far as can be known without writing, and may read it."""
    subject = str(channel)
    try:
        info = (await web.read("conversations.info", channel=channel.id)).get("channel")
    except CallFailed as error:
        return [Diagnosis(subject, ok=False, fault=error.code, code="membership")]
    fault = fault_of(info)
    member = Diagnosis(subject, ok=fault != "not_in_channel", fault=fault, code="membership")
    read_only = isinstance(info, dict) and info.get("is_read_only")
    fault = fault or ("restricted_action_read_only_channel" if read_only else "")
    post = Diagnosis(subject, ok=not fault, fault=fault, code="post")
    return [member, post, await _history(web, channel)]


async def _history(web: "Web", channel: Channel) -> Diagnosis:
    try:
        await web.read("conversations.history", channel=channel.id, limit=1)
    except CallFailed as error:
        return Diagnosis(str(channel), ok=False, fault=error.code, code="history")
    return Diagnosis(str(channel), ok=True, code="history")


async def _asked(web: "Web", method: str, subject: str, code: str) -> Diagnosis:
    try:
        await web.call(method)
    except CallFailed as error:
        return Diagnosis(subject, ok=False, fault=error.code, code=code)
    return Diagnosis(subject, ok=True, code=code)
