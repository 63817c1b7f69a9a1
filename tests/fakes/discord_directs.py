"""Channels between us and one person."""

from tests.fakes.discord_payloads import DM, Json
from tests.fakes.discord_world import ApiError, World


def open_direct(world: World, person: str) -> Json:
    """The same one each time."""
    for channel in world.channels.values():
        if channel["type"] == DM and channel["recipients"][0]["id"] == person:
            return channel
    if person not in world.users:
        raise ApiError(400, 50033, "Invalid Recipient(s)")
    return world.channels[world.direct(world.users[person])]
