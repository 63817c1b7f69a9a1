"""What comes in over Bolt, handed to the inbox. Slack hears `received` only after the inbox has stored it."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from adapters.chats.slack.errors import CallFailed
from adapters.chats.slack.incoming import LONGEST_TEXT, PLATFORM, Identity, removed, said
from adapters.chats.slack.lookups import Lookups
from adapters.chats.slack.rendering import render
from adapters.chats.slack.text import cut, plain
from adapters.chats.slack.web import Web
from bot.domain.conversation import Command, Person
from bot.domain.message import Channel, Message
from bot.errors import Failure
from bot.ports import Clock, Inbox

LOG = logging.getLogger(__name__)
REPLY_WINDOW = timedelta(minutes=30)
"""https://docs.slack.dev/interactivity/handling-user-interaction#message_responses"""

Signal = Callable[[Channel, str, str], Coroutine[Any, Any, None]]


class Listener:
    """Reads what Bolt hands on. An error leaves the thing unacknowledged, so that Slack sends it again."""

    def __init__(
        self, clock: Clock, web: Web, lookups: Lookups, signal: Signal, inbox: Inbox, us: Identity
    ) -> None:
        self._clock = clock
        self._inbox = inbox
        self._us = us
        self._web = web
        self._lookups = lookups
        self._signal = signal
        self._aside: set[asyncio.Task[None]] = set()

    def app(self, log: logging.Logger) -> AsyncApp:
        us = self._us

        async def authorize() -> AuthorizeResult:  # Bolt does not take a method here
            return AuthorizeResult(enterprise_id=None, team_id=us.team, bot_id=us.bot, bot_user_id=us.user)

        app = AsyncApp(
            name="nonmun",
            logger=log,
            client=self._web.client(),
            # With this, Bolt neither asks auth.test before every start nor turns to OAuth when
            # SLACK_CLIENT_ID and SLACK_CLIENT_SECRET happen to be in the environment.
            authorize=authorize,
            # Bolt's word for: acknowledge when the listener has ended, not before it begins.
            process_before_response=True,
            raise_error_for_unhandled_request=True,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        app.error(self.on_error)
        for command in ("/paper", "/papers"):
            app.command(command)(self.on_command)
        for event in ("message", "app_mention"):
            app.event(event)(self.on_message)
        app.event("member_joined_channel")(self.on_joined)
        return app

    async def on_command(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        answer = render(await self._inbox.command(await self._command(body)))
        await ack(text=answer.text, blocks=list(answer.blocks), response_type="ephemeral")

    async def _command(self, body: Mapping[str, Any]) -> Command:
        name, user, channel = body["command"].removeprefix("/"), body["user_id"], body["channel_id"]
        may_manage, fault = await asyncio.gather(self._may_manage(name, user), self._lookups.fault(channel))
        return Command(
            event=body["trigger_id"],
            channel=Channel(PLATFORM, channel),
            person=Person(user, plain(str(body.get("user_name") or "")), may_manage),
            name=name,
            text=cut(plain(str(body.get("text") or "")), LONGEST_TEXT),
            reply_to=body["response_url"],
            reply_until=self._clock.now() + REPLY_WINDOW,
            fault=fault,
        )

    async def _may_manage(self, name: str, user: str) -> bool:
        return name == "papers" and await self._lookups.may_manage(user)

    async def on_message(self, event: Mapping[str, Any]) -> None:
        gone = removed(event)
        if gone is not None:
            await self._inbox.removed(Channel(PLATFORM, event["channel"]), gone)
            return
        heard = said(event, self._us)
        if heard is not None and await self._inbox.said(heard):
            self._start(self._signal(heard.channel, heard.thread, heard.message))

    async def on_joined(self, event: Mapping[str, Any], req: AsyncBoltRequest) -> None:
        if event.get("user") != self._us.user:
            return
        line = await self._inbox.joined(Channel(PLATFORM, event["channel"]))
        # A private line is said at most once: not again when Slack delivers the invitation again.
        if event.get("inviter") and "x-slack-retry-num" not in req.headers:
            self._start(self._whisper(event["channel"], event["inviter"], line))

    async def _whisper(self, channel: str, user: str, line: Message) -> None:
        payload = render(line)
        try:
            await self._web.call(
                "chat.postEphemeral",
                channel=channel,
                user=user,
                text=payload.text,
                blocks=list(payload.blocks),
            )
        except CallFailed as error:
            LOG.info("Slack: the line for the inviter was not delivered: %s", error)

    async def on_error(self, error: Exception) -> BoltResponse | None:
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200)  # nothing that we ever asked for
        LOG.error("Slack: not stored, so not acknowledged: %s", _described(error))
        return None

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """Beside the acknowledgement, which must not wait for it."""
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def close(self) -> None:
        for task in self._aside:
            task.cancel()
        await asyncio.gather(*self._aside, return_exceptions=True)


def _described(error: Exception) -> str:
    """One line. A bug's own words may be a person's, so it is named by its kind and its place."""
    if isinstance(error, Failure):
        return f"{type(error).__name__}: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
