"""Looking through a place's history for the message that was sent under a key."""

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any

from adapters.chats.slack.errors import CallFailed, reading
from adapters.chats.slack.incoming import Identity, is_ts
from bot.domain.message import MessageRef, Place
from bot.errors import Unavailable

if TYPE_CHECKING:  # it brings in the vendor's library
    from adapters.chats.slack.web import Web

EVENT_TYPE = "nonmun"
PAGE = 200
"""Messages a call, the most that Slack recommends."""


def metadata(key: str) -> dict[str, object]:
    """What a message of ours carries, out of sight, so that it can be found again."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


def thread_of(place: Place) -> str:
    """The message that the thread hangs below; Slack's threads have one level."""
    return (place.thread.thread or place.thread.id) if place.thread else ""


async def find(web: "Web", place: Place, key: str, after: MessageRef | None, us: Identity) -> str | None:
    """The ts of our message under `key`; None when there is none on any page from `after` on.

    Raises Unavailable, Rejected (the history may not be read).
    """
    async for page in _pages(web, place, after):
        for message in page:
            if _is_ours(message, key, us):
                return str(message["ts"])
    return None


async def _pages(
    web: "Web", place: Place, after: MessageRef | None
) -> AsyncIterator[list[Mapping[str, Any]]]:
    thread = thread_of(place)
    method = "conversations.replies" if thread else "conversations.history"
    arguments = {"channel": place.channel.id, "include_all_metadata": True, "limit": PAGE}
    arguments |= {"ts": thread} if thread else {}
    # Inclusive, so that nothing hangs on whether Slack shows a message at the very edge.
    arguments |= {"oldest": after.id, "inclusive": True} if after else {}
    cursors = [""]
    while True:
        answer = await _page(web, method, arguments | ({"cursor": cursors[-1]} if cursors[-1] else {}))
        yield [message for message in answer["messages"] if isinstance(message, Mapping)]
        cursors.append(_next_cursor(answer))
        if not cursors[-1]:
            return
        if cursors[-1] in cursors[:-1]:
            raise Unavailable("slack: the history's pages go round in circles")


def _next_cursor(answer: Mapping[str, Any]) -> str:
    more = answer.get("response_metadata")
    cursor = str(more.get("next_cursor") or "") if isinstance(more, Mapping) else ""
    if answer.get("has_more") and not cursor:
        raise Unavailable("slack: the history has more pages but does not say where")
    return cursor


async def _page(web: "Web", method: str, arguments: Mapping[str, object]) -> Mapping[str, Any]:
    try:
        answer = await web.read(method, **arguments)
    except CallFailed as error:
        if error.code == "thread_not_found":  # the thread is gone, and what stood in it too
            return {"messages": []}
        raise reading(error) from error
    # An answer without a list says nothing about what stands there.
    if not isinstance(answer.get("messages"), list):
        raise Unavailable("slack: unreadable answer")
    return answer


def _is_ours(message: Mapping[str, Any], key: str, us: Identity) -> bool:
    if message.get("metadata") is None or message.get("subtype") == "tombstone":
        return False
    written_by_us = message.get("bot_id") == us.bot or message.get("user") == us.user
    return written_by_us and is_ts(message.get("ts")) and _matches(message["metadata"], key)


def _matches(found: object, key: str) -> bool:
    if not isinstance(found, Mapping) or found.get("event_type") != EVENT_TYPE:
        return False
    payload = found.get("event_payload")
    return isinstance(payload, Mapping) and payload.get("key") == key
