"""The methods of Slack's Web API that the bot may call, strict about arguments, scopes and payloads."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack_rules import LONGEST_TEXT, faults_of
from tests.fakes.slack_world import (
    BOT_ID,
    BOT_USER,
    TEAM,
    SlackChannel,
    SlackError,
    SlackMessage,
    Whisper,
    World,
)

Arguments = Mapping[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Method:
    run: Callable[[Arguments], Answer]
    required: frozenset[str]
    optional: frozenset[str]
    scope: str = ""
    """`*:history` stands for the scope of the channel's kind."""


class Methods:
    """Does what a call asks for, or raises SlackError with the word that Slack would answer."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.scopes: set[str] = set()
        self.violations: list[str] = []
        """What Slack would have refused, in words."""
        content = "text blocks metadata"
        self._methods = {
            "auth.test": _method(self._auth_test, "", ""),
            "chat.postMessage": _method(
                self._post,
                "channel",
                f"{content} client_msg_id thread_ts unfurl_links unfurl_media",
                "chat:write",
            ),
            "chat.update": _method(self._update, "channel ts", f"{content} parse", "chat:write"),
            "chat.delete": _method(self._delete, "channel ts", "", "chat:write"),
            "chat.postEphemeral": _method(
                self._whisper, "channel user", "text blocks thread_ts", "chat:write"
            ),
            "conversations.history": _method(self._history, "channel", PAGING, "*:history"),
            "conversations.replies": _method(self._replies, "channel ts", PAGING, "*:history"),
            "conversations.info": _method(self._info, "channel", "", "*:read"),
            "conversations.list": _method(self._list, "", "types limit cursor", "channels:read"),
            "users.info": _method(self._person, "user", "", "users:read"),
            "reactions.add": _method(self._react, "channel timestamp name", "", "reactions:write"),
        }

    def run(self, name: str, arguments: Arguments) -> Answer:
        method = self._methods.get(name)
        if method is None:
            raise SlackError("unknown_method")
        given = set(arguments)
        if not method.required <= given or given - method.required - method.optional:
            self.violations.append(f"{name}: arguments {sorted(given)}")
            raise SlackError("invalid_arguments")
        self._check_scope(method.scope, str(arguments.get("channel", "")))
        return method.run(arguments)

    def _check_scope(self, scope: str, channel: str) -> None:
        kind = self.world.channels[channel].kind if channel in self.world.channels else "channels"
        if scope and scope.replace("*", kind) not in self.scopes:
            raise SlackError("missing_scope")

    # Who and where

    def _auth_test(self, _: Arguments) -> Answer:
        names = {"team": "논문팀", "user": "nonmun", "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID}
        return {"url": "https://nonmun-team.slack.com/", **names}

    def _info(self, arguments: Arguments) -> Answer:
        channel = self.world.visible(arguments["channel"])
        kinds = {"is_im": channel.direct, "is_private": channel.private, "is_archived": channel.archived}
        shown = {"id": channel.id, "name": "ai-논문", "is_read_only": channel.read_only, **kinds}
        return {"channel": shown | ({} if channel.direct else {"is_member": BOT_USER in channel.members})}

    def _list(self, _: Arguments) -> Answer:
        return {
            "channels": [
                {"id": channel.id} for channel in self.world.channels.values() if not channel.private
            ]
        }

    def _person(self, arguments: Arguments) -> Answer:
        person = self.world.people.get(arguments["user"])
        if person is None:
            raise SlackError("user_not_found")
        return {"user": {"id": person.id, "name": person.name, "is_admin": person.admin, "is_owner": False}}

    # Saying

    def _post(self, arguments: Arguments) -> Answer:
        channel = self._writable(arguments["channel"])
        self._check_content("chat.postMessage", arguments)
        thread = str(arguments.get("thread_ts", ""))
        self._check_thread(channel, thread)
        message = SlackMessage(
            self.world.next_ts(),
            BOT_USER,
            str(arguments.get("text", "")),
            [{"block_id": f"b{place}", **block} for place, block in enumerate(arguments.get("blocks", []))],
            arguments.get("metadata"),
            thread,
            BOT_ID,
            client_msg_id=str(arguments.get("client_msg_id", "")),
        )
        channel.messages.append(message)
        return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}

    def _writable(self, name: str) -> SlackChannel:
        channel = self.world.entered(name)
        if channel.archived:
            raise SlackError("is_archived")
        if channel.read_only:
            raise SlackError("restricted_action_read_only_channel")
        return channel

    def _check_thread(self, channel: SlackChannel, thread: str) -> None:
        parent = channel.message(thread)
        if parent is not None and parent.thread_ts not in {"", thread}:
            self.violations.append("thread_ts names an answer instead of its parent")
        if thread and parent is None and thread not in channel.deleted:
            raise SlackError("thread_not_found")

    def _check_content(self, name: str, arguments: Arguments) -> None:
        if len(arguments.get("text", "")) > LONGEST_TEXT:
            raise SlackError("msg_too_long")
        if not arguments.get("text") and not arguments.get("blocks"):
            raise SlackError("no_text")
        faults = faults_of(arguments["blocks"]) if "blocks" in arguments else []
        if not arguments.get("text"):
            self.violations.append(f"{name}: blocks without a text for the notification")
        self.violations += [f"{name}: {fault}" for fault in faults]
        if faults:
            raise SlackError("msg_blocks_too_long" if "msg_blocks_too_long" in faults else "invalid_blocks")

    def _update(self, arguments: Arguments) -> Answer:
        channel = self.world.entered(arguments["channel"])
        message = channel.message(arguments["ts"])
        if message is None or message.subtype == "tombstone":
            raise SlackError("message_not_found")
        if message.bot_id != BOT_ID:
            raise SlackError("cant_update_message")
        self._check_content("chat.update", arguments)
        message.text, message.blocks = arguments["text"], list(arguments["blocks"])
        message.metadata = arguments.get("metadata", message.metadata)
        message.edits += 1
        return {"channel": channel.id, "ts": message.ts, "text": message.text}

    def _delete(self, arguments: Arguments) -> Answer:
        self.world.remove(arguments["channel"], arguments["ts"])
        return {"channel": arguments["channel"], "ts": arguments["ts"]}

    def _whisper(self, arguments: Arguments) -> Answer:
        channel = self.world.entered(arguments["channel"])
        if arguments["user"] not in channel.members:
            raise SlackError("user_not_in_channel")
        self.whisper("ephemeral", arguments["user"], channel.id, arguments)
        return {"message_ts": self.world.next_ts()}

    def whisper(self, how: str, user: str, channel: str, content: Arguments) -> None:
        """Shows a private line, if it is one that Slack would show."""
        self._check_content(how, content)
        said = Whisper(how, user, channel, content["text"], list(content.get("blocks", [])))
        self.world.whispers.append(said)

    def _react(self, arguments: Arguments) -> Answer:
        message = self.world.entered(arguments["channel"]).message(arguments["timestamp"])
        if message is None:
            raise SlackError("message_not_found")
        if arguments["name"] in message.reactions:
            raise SlackError("already_reacted")
        message.reactions.add(arguments["name"])
        return {}

    # Reading

    def _history(self, arguments: Arguments) -> Answer:
        channel = self.world.entered(arguments["channel"])
        standing = [message for message in channel.messages if message.thread_ts in {"", message.ts}]
        return _paged(_within(standing, arguments)[::-1], arguments)

    def _replies(self, arguments: Arguments) -> Answer:
        channel = self.world.entered(arguments["channel"])
        parent = channel.message(arguments["ts"])
        if parent is None:
            raise SlackError("thread_not_found")
        # Slack gives the parent with the first page, whatever `oldest` says.
        return _paged([parent, *_within(channel.replies(parent.ts), arguments)], arguments)


PAGING = "oldest latest inclusive limit cursor include_all_metadata"


def _method(run: Callable[[Arguments], Answer], required: str, optional: str, scope: str = "") -> Method:
    return Method(run, frozenset(required.split()), frozenset(optional.split()), scope)


def _within(messages: list[SlackMessage], arguments: Arguments) -> list[SlackMessage]:
    inclusive = _is_true(arguments.get("inclusive"))
    oldest, latest = str(arguments.get("oldest", "0")), str(arguments.get("latest", "9" * 10))
    edges = {oldest, latest} if inclusive else set()
    return [each for each in messages if oldest < each.ts < latest or each.ts in edges]


def _paged(messages: list[SlackMessage], arguments: Arguments) -> Answer:
    limit = int(arguments.get("limit", 100))
    if not 1 <= limit <= 999:
        raise SlackError("invalid_limit")
    start = _start(messages, str(arguments.get("cursor", "")))
    with_metadata = _is_true(arguments.get("include_all_metadata"))
    page = [each.as_json(with_metadata=with_metadata) for each in messages[start : start + limit]]
    following = messages[start + limit :][:1]
    cursor = base64.b64encode(f"next_ts:{following[0].ts}".encode()).decode() if following else ""
    return {"messages": page, "has_more": bool(following), "response_metadata": {"next_cursor": cursor}}


def _start(messages: list[SlackMessage], cursor: str) -> int:
    """A cursor names a message, so that nothing is skipped when others come or go between two pages."""
    if not cursor:
        return 0
    ts = base64.b64decode(cursor).decode().removeprefix("next_ts:")
    falling = len(messages) > 1 and messages[0].ts > messages[-1].ts
    passed = (place for place, each in enumerate(messages) if (each.ts <= ts if falling else each.ts >= ts))
    return next(passed, len(messages))


def _is_true(value: object) -> bool:
    return value in {True, "1", "true"}
