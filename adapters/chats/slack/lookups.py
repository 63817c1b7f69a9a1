"""What must be known of people and channels before a command is acknowledged: asked quickly, or guessed."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from adapters.chats.slack.errors import CallFailed
from bot.ports import Clock

if TYPE_CHECKING:  # it brings in the vendor's library
    from adapters.chats.slack.web import Web

QUICKLY = 1.0
"""Seconds for one look. Slack waits 3 for the acknowledgement, and storing comes on top."""
REMEMBERED = timedelta(minutes=5)
NOT_OURS = frozenset({"channel_not_found", "method_not_supported_for_channel_type"})


class Lookups:
    """Remembers what speaks for a person or channel; the contrary may be mended at once and is asked anew."""

    def __init__(self, clock: Clock, web: "Web", admins: frozenset[str]) -> None:
        """`admins`: ids of people who may manage every subscription, beside the workspace's own."""
        self._clock = clock
        self._web = web
        self._admins = admins
        self._known: dict[str, datetime] = {}

    async def may_manage(self, user: str) -> bool:
        """Named as an admin, or an admin or owner of the workspace. False when Slack does not say in time."""
        if user in self._admins or self._remembers(user):
            return True
        try:
            found = (await self._look("users.info", user=user)).get("user")
        except CallFailed:
            return False
        may = isinstance(found, Mapping) and bool(found.get("is_admin") or found.get("is_owner"))
        self._remember(user, good=may)
        return may

    async def fault(self, channel: str) -> str:
        """Why we cannot post there, in Slack's words; empty when we can or Slack does not say in time."""
        if self._remembers(channel):
            return ""
        try:
            found = (await self._look("conversations.info", channel=channel)).get("channel")
        except CallFailed as error:
            return error.code if error.code in NOT_OURS else ""
        fault = fault_of(found)
        self._remember(channel, good=not fault)
        return fault

    async def _look(self, method: str, **arguments: str) -> Mapping[str, Any]:
        try:
            async with asyncio.timeout(QUICKLY):
                return await self._web.read(method, **arguments)
        except TimeoutError as error:
            raise CallFailed("no answer in time", certain=False) from error

    def _remembers(self, name: str) -> bool:
        return self._known.get(name, self._clock.now()) > self._clock.now()

    def _remember(self, name: str, *, good: bool) -> None:
        now = self._clock.now()
        self._known = {known: until for known, until in self._known.items() if until > now}
        if good:
            self._known[name] = now + REMEMBERED


def fault_of(channel: object) -> str:
    """What `conversations.info` says against posting there."""
    if not isinstance(channel, Mapping):
        return ""
    if channel.get("is_archived"):
        return "is_archived"
    # A direct message that we can see is one with us.
    if channel.get("is_im") or channel.get("is_mpim") or channel.get("is_member") is not False:
        return ""
    return "not_in_channel"
