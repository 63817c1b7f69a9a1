"""Posting, editing and answering: one message of ours, put where it belongs."""

import re
from typing import Any

from adapters.chats.discord.connection import Connection
from adapters.chats.discord.errors import (
    CANNOT_REPLY,
    INVALID_WEBHOOK_TOKEN,
    THREAD_ARCHIVED,
    THREAD_EXISTS,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    Refused,
)
from adapters.chats.discord.marks import mark_of
from adapters.chats.discord.places import Places, Spot
from adapters.chats.discord.rendering import render, thread_name
from bot.domain.message import Message, MessageRef, Place
from bot.errors import NotFound, OutcomeUnknown, Rejected, Unavailable

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"
ARCHIVE_AFTER = 4_320
"""Minutes without a message until Discord folds a thread away; one of four values that it takes."""
EPHEMERAL = 1 << 6

# An answer's key names the message that it answers (bot.domain.delivery.answer_key).
_ANSWER = re.compile(r"answer/(\d{15,20})", re.ASCII)


class Sender:
    def __init__(self, connection: Connection, places: Places, unnamed_thread: str) -> None:
        self._connection = connection
        self._places = places
        self._unnamed_thread = unnamed_thread

    async def post(self, place: Place, message: Message, key: str) -> MessageRef:
        """Raises as the port says. The same key twice within minutes is one message: Discord sees to it."""
        spot = await self._places.get(place.channel.id)
        mark = mark_of(key)
        body = render(message, mark).body() | {"nonce": mark, "enforce_nonce": True}
        answered = _ANSWER.fullmatch(key)
        if answered:
            body["message_reference"] = _reference(answered[1])
        if place.thread is None:
            sent = await self._create(spot.id, body)
        elif spot.takes_threads:
            sent = await self._create_in_thread(place.thread, message, body)
        else:
            # A direct message has no threads: what belongs below a message is a reply to it.
            sent = await self._create(spot.id, {"message_reference": _reference(place.thread.id)} | body)
        return ref_to(place, spot, sent)

    async def edit(self, ref: MessageRef, message: Message, key: str) -> None:
        spot = await self._places.get(ref.channel.id)
        home = home_of(spot, ref.thread)
        change = render(message, mark_of(key)).change()
        try:
            await self._change(home, ref.id, change)
        except Refused as error:
            if error.code in {UNKNOWN_MESSAGE, UNKNOWN_CHANNEL}:
                raise NotFound("the message is gone") from error
            if error.code != THREAD_ARCHIVED:
                raise
            await self._unfold(home)
            await self._change(home, ref.id, change)

    async def tell(self, reply_to: str, message: Message) -> None:
        application, _, token = reply_to.partition("/")
        if not (application.isdecimal() and token):
            raise Rejected("there is no address for a private reply")
        body = render(message).body()
        body["flags"] |= EPHEMERAL
        path = "/webhooks/{webhook_id}/{webhook_token}"
        try:
            await self._connection.send("POST", path, body, webhook_id=application, webhook_token=token)
        except Refused as error:
            if error.code in {UNKNOWN_WEBHOOK, INVALID_WEBHOOK_TOKEN}:
                raise Rejected("the time for private replies is over") from error
            raise

    async def private(self, person: str) -> str:
        """The id of the channel between us two; Discord gives the same one each time."""
        opened = await self._connection.send("POST", "/users/@me/channels", {"recipient_id": person})
        found = opened.get("id") if isinstance(opened, dict) else None
        if not (isinstance(found, str) and found.isdecimal()):
            raise Unavailable("Discord's answer names no channel")
        return found

    async def signal(self, channel: str, thread: str, message: str) -> None:
        """Shows that we are typing in the thread; where there is none yet, a look at the message itself."""
        spot = await self._places.get(channel)
        try:
            await self._connection.send(
                "POST", "/channels/{channel_id}/typing", channel_id=home_of(spot, thread)
            )
        except Refused:
            path = MESSAGE + "/reactions/{emoji}/@me"
            await self._connection.send("PUT", path, channel_id=channel, message_id=message, emoji="👀")

    async def _create(self, channel: str, body: dict[str, Any]) -> Any:
        try:
            return await self._connection.send("POST", MESSAGES, body, channel_id=channel)
        except Refused as error:
            if error.code != CANNOT_REPLY:
                raise
        # Who may not read the history may not reply to it either, but may speak.
        alone = {name: value for name, value in body.items() if name != "message_reference"}
        return await self._connection.send("POST", MESSAGES, alone, channel_id=channel)

    async def _create_in_thread(self, card: MessageRef, message: Message, body: dict[str, Any]) -> Any:
        """A thread made from a message has that message's id."""
        try:
            return await self._create(card.id, body)
        except Refused as error:
            if error.code == THREAD_ARCHIVED:
                await self._unfold(card.id)
            elif error.code == UNKNOWN_CHANNEL:
                await self._open_thread(card, message)
            else:
                raise
        return await self._create(card.id, body)

    async def _open_thread(self, card: MessageRef, message: Message) -> None:
        body = {"name": thread_name(message, self._unnamed_thread), "auto_archive_duration": ARCHIVE_AFTER}
        names = {"channel_id": card.channel.id, "message_id": card.id}
        try:
            await self._connection.send("POST", MESSAGE + "/threads", body, **names)
        except Refused as error:
            if error.code != THREAD_EXISTS:
                raise
        except OutcomeUnknown as error:
            # Whether the thread is there does not matter: the message was not sent, and is tried again.
            raise Unavailable(f"thread: {error}") from error

    async def _change(self, channel: str, message: str, body: dict[str, Any]) -> None:
        await self._connection.send("PATCH", MESSAGE, body, channel_id=channel, message_id=message)

    async def _unfold(self, thread: str) -> None:
        await self._connection.send("PATCH", "/channels/{channel_id}", {"archived": False}, channel_id=thread)


def home_of(spot: Spot, thread: str) -> str:
    """The id of the channel that holds what belongs to the thread below that message."""
    return thread if thread and spot.takes_threads else spot.id


def ref_to(place: Place, spot: Spot, sent: Any) -> MessageRef:
    """Raises OutcomeUnknown when Discord's answer names no message."""
    found = sent.get("id") if isinstance(sent, dict) else None
    if not (isinstance(found, str) and found.isdecimal()):
        raise OutcomeUnknown("Discord's answer names no message")
    thread = place.thread.id if place.thread else ""
    return MessageRef(place.channel, found, thread, spot.link(found, thread=home_of(spot, thread)))


def _reference(message: str) -> dict[str, Any]:
    """A reply, or an ordinary message when that one is gone."""
    return {"message_id": message, "fail_if_not_exists": False}
