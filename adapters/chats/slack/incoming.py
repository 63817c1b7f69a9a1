"""What Slack sends us, read into the words of the domain. Pure; whatever is not for us is None."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.chats.slack.text import cut, mentioned, names_a_group, plain
from bot.domain.conversation import Person, Said
from bot.domain.message import Channel

PLATFORM = "slack"
LONGEST_TEXT = 4_000
"""Characters of what a person wrote that are looked at."""
_TS = re.compile(r"\d{1,12}\.\d{1,9}", re.ASCII)
# Anything else with a subtype is an edit, a notice or a bot.
_WRITTEN = frozenset({None, "thread_broadcast", "file_share"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in the workspace, from auth.test."""

    team: str
    user: str
    bot: str
    url: str
    """`https://TEAM.slack.com/`."""


def is_ts(value: object) -> bool:
    """A message's id is the time it was sent, as text: `1765235702.000100`."""
    return isinstance(value, str) and _TS.fullmatch(value) is not None


def said(event: Mapping[str, Any], us: Identity) -> Said | None:
    """A person's message in a thread, from `message` or `app_mention`: both give the same."""
    channel, thread, ts, user = (event.get(name) for name in ("channel", "thread_ts", "ts", "user"))
    if not (isinstance(channel, str) and isinstance(user, str) and is_ts(thread) and is_ts(ts)):
        return None
    if thread == ts or user == us.user or _is_not_a_person(event):
        return None
    raw = str(event.get("text") or "")
    text = cut(plain(raw, without=us.user), LONGEST_TEXT)
    if not text and us.user not in mentioned(raw):
        return None
    return Said(
        event=f"{us.team}/{channel}/{ts}",
        channel=Channel(PLATFORM, channel),
        thread=str(thread),
        message=str(ts),
        person=Person(user),
        text=text,
        at=datetime.fromtimestamp(float(str(ts)), UTC),
        mentions_us=us.user in mentioned(raw),
        mentions_others=bool(mentioned(raw) - {us.user}) or names_a_group(raw),
    )


def _is_not_a_person(event: Mapping[str, Any]) -> bool:
    return bool(event.get("bot_id")) or event.get("subtype") not in _WRITTEN or event["user"] == "USLACKBOT"


def removed(event: Mapping[str, Any]) -> str | None:
    """The id of a message that is gone; one with answers below it leaves a tombstone behind."""
    if event.get("subtype") == "message_deleted":
        ts = event.get("deleted_ts")
    elif event.get("subtype") == "message_changed" and _is_tombstone(event.get("message")):
        ts = event["message"].get("ts")
    else:
        return None
    return str(ts) if is_ts(ts) else None


def _is_tombstone(message: object) -> bool:
    return isinstance(message, Mapping) and message.get("subtype") == "tombstone"
