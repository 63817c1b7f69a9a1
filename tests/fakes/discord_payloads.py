"""Discord's JSON for what the fake world holds."""

import copy
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

BEGIN = datetime(2025, 12, 8, 22, 0, tzinfo=UTC)
TEXT, DM, THREAD, FORUM = 0, 1, 11, 15
REPLY = 19


def channel_json(number: str, guild: str, name: str, kind: int, deny: int) -> Json:
    return {
        "id": number,
        "type": kind,
        "guild_id": guild,
        "name": name,
        "position": 0,
        "permission_overwrites": overwrites(guild, deny) if deny else [],
        "parent_id": None,
        "nsfw": False,
    }


def overwrites(everyone: str, deny: int) -> list[Json]:
    return [{"id": everyone, "type": 0, "allow": "0", "deny": str(deny)}]


def thread_json(number: str, parent: str, guild: str, name: str, owner: str, moment: str) -> Json:
    return {
        "id": number,
        "type": THREAD,
        "guild_id": guild,
        "parent_id": parent,
        "name": name,
        "owner_id": owner,
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": {
            "archived": False,
            "locked": False,
            "auto_archive_duration": 4320,
            "archive_timestamp": moment,
        },
    }


def message_json(number: str, channel: str, author: Json, moment: str, body: Json) -> Json:
    return {
        "id": number,
        "channel_id": channel,
        "author": author,
        "type": 0,
        "content": body.get("content") or "",
        "embeds": copy.deepcopy(body.get("embeds") or []),
        "flags": int(body.get("flags") or 0),
        "timestamp": moment,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "pinned": False,
        "components": [],
        **({"nonce": body["nonce"]} if "nonce" in body else {}),
    }


def guild_json(guild: Json, channels: Sequence[Json], me: str) -> Json:
    threads = [one for one in channels if one["type"] == THREAD and not one["thread_metadata"]["archived"]]
    return guild | {
        "channels": [one for one in channels if one["type"] != THREAD],
        "threads": threads,
        "member_count": len(guild["members"]),
        "members": [one for one in guild["members"] if one["user"]["id"] == me],
        "joined_at": BEGIN.isoformat(),
        "large": False,
        "unavailable": False,
    }


def member_of(user: Json) -> Json:
    return {
        "user": user,
        "nick": None,
        "roles": [],
        "joined_at": BEGIN.isoformat(),
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def role_json(number: str, name: str, permissions: int) -> Json:
    return {
        "id": number,
        "name": name,
        "color": 0,
        "hoist": False,
        "position": 0,
        "permissions": str(permissions),
        "managed": False,
        "mentionable": True,
        "flags": 0,
    }
