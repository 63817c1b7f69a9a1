"""What people read of the commands in Discord's own menus. Given by the composition root."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiscordWords:
    """Descriptions have 1 to 100 characters (https://discord.com/developers/docs/interactions)."""

    paper: str
    """What `/paper` does."""
    paper_option: str
    """What to write after `/paper`."""
    papers: str
    papers_option: str
    thread: str
    """Name of a thread for which a message gives none."""
