"""Owe the change of messages that stand already."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.delivery import Delivery
from bot.ports import Outbox


async def owe_edits(outbox: Outbox, edits: Sequence[Delivery], at: datetime) -> None:
    """Also a change that was made before and undone since: its key is known then, its text is not there."""
    for edit in edits:
        if await outbox.owe([edit], at):
            continue
        standing = await outbox.get(edit.parent)
        if standing is not None and standing.message != edit.message:
            await outbox.revive(edit.key, at)
