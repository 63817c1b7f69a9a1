"""Slack as a chat: what the port promises, by calls that are made once."""

import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from yarl import URL

from adapters.chats.slack.backoff import Backoff
from adapters.chats.slack.diagnosis import diagnose
from adapters.chats.slack.errors import LIMITED, CallFailed, reading, sending
from adapters.chats.slack.finding import find, metadata, thread_of
from adapters.chats.slack.incoming import PLATFORM, Identity, is_ts
from adapters.chats.slack.lookups import Lookups
from adapters.chats.slack.pace import Pace
from adapters.chats.slack.quiet import vendor_log
from adapters.chats.slack.rendering import render
from adapters.chats.slack.text import is_link
from bot.domain.diagnosis import Diagnosis
from bot.domain.message import Channel, Message, MessageRef, Place
from bot.errors import Failure, OutcomeUnknown, Rejected, Unavailable
from bot.ports import Clock, Inbox

API = "https://slack.com/api/"
RESPONSE_HOST = URL("https://hooks.slack.com")
MESSAGE_IDS = uuid.UUID("5d0b3c52-3f1f-5a43-9c43-0f6a2a3f5d11")
"""Namespace of our client_msg_id, so that one key gives one id on every machine."""
SIGN_OF_LIFE = "eyes"


class SlackChat:
    """One workspace. Needs a bot token (xoxb-) and, to listen, an app-level token (xapp-)."""

    def __init__(
        self,
        clock: Clock,
        bot_token: str,
        app_token: str,
        api_url: str = API,
        admins: frozenset[str] = frozenset(),
        send_timeout: float = 30,
        *,
        ping_interval: float = 10,
    ) -> None:
        """`admins`: ids of people who may manage every subscription, beside the workspace's own admins.

        `send_timeout`: seconds for one call, whole. `ping_interval`: seconds between signs of life on the
        socket; a dead one is noticed within four of them.
        """
        # Loading the vendor's libraries takes a third of a second: only who speaks on Slack pays for it,
        # and before the event loop runs, so that `serve` finds everything loaded.
        from adapters.chats.slack.connection import Connection  # noqa: PLC0415
        from adapters.chats.slack.listening import Listener  # noqa: PLC0415
        from adapters.chats.slack.web import Web  # noqa: PLC0415

        self._clock = clock
        self._api = URL(api_url if api_url.endswith("/") else api_url + "/")
        self._log = vendor_log()
        self._web = Web(clock, bot_token, str(self._api), send_timeout, self._log)
        self._app_web = Web(clock, app_token, str(self._api), send_timeout, self._log)
        self._pace = Pace(clock, patience=send_timeout / 3)
        self._connection = Connection(clock, self._app_web, self._log, ping_interval)
        self._listener = partial(Listener, clock, self._web, Lookups(clock, self._web, admins), self.signal)
        self._us: Identity | None = None

    @property
    def platform(self) -> str:
        return PLATFORM

    async def post(self, place: Place, message: Message, key: str) -> MessageRef:
        us = await self._identity()
        await self._pace.turn(place.channel.id)
        thread = thread_of(place)
        payload = render(message)
        answer = await self._change(
            "chat.postMessage",
            channel=place.channel.id,
            text=payload.text,
            blocks=list(payload.blocks),
            metadata=metadata(key),
            client_msg_id=str(uuid.uuid5(MESSAGE_IDS, key)),
            unfurl_links=False,
            unfurl_media=False,
            **({"thread_ts": thread} if thread else {}),
        )
        if not is_ts(answer.get("ts")):
            raise OutcomeUnknown("slack: ok without a ts")
        return _ref(place, str(answer["ts"]), us)

    async def edit(self, ref: MessageRef, message: Message, key: str) -> None:
        # Metadata left out stays as it stands (docs: chat.update), so the message keeps the key that it
        # was sent under whatever `key` is.
        await self._pace.turn(ref.channel.id)
        payload = render(message)
        await self._change(
            "chat.update",
            channel=ref.channel.id,
            ts=ref.id,
            text=payload.text,
            blocks=list(payload.blocks),
            parse="none",  # here, unlike in chat.postMessage, not the default
        )

    async def find(self, place: Place, key: str, after: MessageRef | None) -> MessageRef | None:
        us = await self._identity()
        ts = await find(self._web, place, key, after, us)
        return _ref(place, ts, us) if ts else None

    async def tell(self, reply_to: str, message: Message) -> None:
        if not self._is_slacks(reply_to):
            raise Rejected("slack: the address for the reply is not Slack's")
        payload = render(message)
        body = {
            "response_type": "ephemeral",
            "replace_original": False,
            "text": payload.text,
            "blocks": list(payload.blocks),
        }
        try:
            await self._web.respond(reply_to, body)
        except CallFailed as error:
            if error.certain and error.code.startswith("HTTP 4"):
                raise Rejected(f"slack: {error.code}") from error
            raise sending(error) from error

    async def private(self, person: str) -> Channel:
        """Slack takes a person's id for a channel and opens the conversation (docs: chat.postMessage)."""
        return Channel(PLATFORM, person)

    async def signal(self, channel: Channel, thread: str, message: str) -> None:
        try:
            await self._web.call("reactions.add", channel=channel.id, timestamp=message, name=SIGN_OF_LIFE)
        except CallFailed:
            return  # a courtesy; the answer itself is owed and comes

    async def serve(self, inbox: Inbox) -> None:
        us = await self._identity_at_last(Backoff(self._clock))
        listener = self._listener(inbox, us)
        try:
            await self._connection.run(listener.app(self._log))
        finally:
            await listener.close()

    async def diagnose(self, channels: Sequence[Channel]) -> Sequence[Diagnosis]:
        """What an operator has to mend before the bot can work in these channels; raises nothing."""
        return await diagnose(self._web, self._app_web, channels)

    async def _change(self, method: str, *, channel: str, **arguments: object) -> Mapping[str, Any]:
        try:
            return await self._web.call(method, channel=channel, **arguments)
        except CallFailed as error:
            failure = sending(error)
            if error.code in LIMITED and error.retry_after is not None:
                self._pace.hold(channel, error.retry_after)
            raise failure from error

    async def _identity(self) -> Identity:
        """Asked for once; without it there are no links to what we sent, and no way to find it again."""
        if self._us is None:
            try:
                self._us = identity_in(await self._web.call("auth.test"))
            except CallFailed as error:
                raise reading(error) from error
        return self._us

    async def _identity_at_last(self, backoff: Backoff) -> Identity:
        while True:
            try:
                return await self._identity()
            except Failure as error:
                asked = error.retry_after if isinstance(error, Unavailable) else None
                await backoff.pause(str(error), asked)

    def _is_slacks(self, address: str) -> bool:
        try:
            url = URL(address)
            return url.user is None and url.origin() in {self._api.origin(), RESPONSE_HOST}
        except ValueError:
            return False


def identity_in(answer: Mapping[str, Any]) -> Identity:
    """From auth.test. Raises Unavailable for an answer that does not name us."""
    names = [answer.get(name) for name in ("team_id", "user_id")]
    if not all(isinstance(name, str) and name for name in names):
        raise Unavailable("slack: auth.test does not say who we are")
    url = str(answer.get("url") or "")
    return Identity(
        str(names[0]), str(names[1]), str(answer.get("bot_id") or ""), url if is_link(url) else ""
    )


def _ref(place: Place, ts: str, us: Identity) -> MessageRef:
    thread = thread_of(place)
    return MessageRef(place.channel, ts, thread, _permalink(place.channel.id, ts, thread, us))


def _permalink(channel: str, ts: str, thread: str, us: Identity) -> str:
    if not us.url:
        return ""
    link = f"{us.url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
    return f"{link}?thread_ts={thread}&cid={channel}" if thread else link
