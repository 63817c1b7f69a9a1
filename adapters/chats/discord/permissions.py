"""What we may do in a channel, from its roles and overwrites. Pure.

https://discord.com/developers/docs/topics/permissions
"""

from collections.abc import Iterable, Mapping
from enum import IntFlag
from typing import Any


class Permission(IntFlag):
    ADMINISTRATOR = 1 << 3
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    EMBED_LINKS = 1 << 14
    READ_MESSAGE_HISTORY = 1 << 16
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


NEEDED = (
    Permission.VIEW_CHANNEL,
    Permission.SEND_MESSAGES,
    Permission.EMBED_LINKS,
    Permission.READ_MESSAGE_HISTORY,
    Permission.CREATE_PUBLIC_THREADS,
    Permission.SEND_MESSAGES_IN_THREADS,
)


def missing(granted: int) -> tuple[Permission, ...]:
    """Of what we need, what `granted` does not hold."""
    if granted & Permission.ADMINISTRATOR:
        return ()
    return tuple(permission for permission in NEEDED if not granted & permission)


def name(permission: Permission) -> str:
    """As Discord's settings call it."""
    return str(permission.name).replace("_", " ").title()


def granted(
    guild: Mapping[str, Any], member: Mapping[str, Any], channel: Mapping[str, Any], user: str
) -> int:
    """The permissions of a member in a channel, from the three objects as Discord gives them over REST.

    Raises KeyError, TypeError or ValueError for objects of another shape.
    """
    everyone = str(guild["id"])
    own = {str(role) for role in member["roles"]}
    base = _either(role["permissions"] for role in guild["roles"] if str(role["id"]) in own | {everyone})
    if base & Permission.ADMINISTRATOR or str(guild.get("owner_id")) == user:
        return base | Permission.ADMINISTRATOR
    overwrites = {str(one["id"]): one for one in channel.get("permission_overwrites") or ()}
    for ids in ({everyone}, own - {everyone}, {user}):
        chosen = [overwrites[one] for one in ids if one in overwrites]
        base &= ~_either(one["deny"] for one in chosen)
        base |= _either(one["allow"] for one in chosen)
    return base


def _either(values: Iterable[str]) -> int:
    combined = 0
    for value in values:
        combined |= int(value)
    return combined
