"""What stands on the fake Discord: servers, channels, threads, people and messages, in Discord's own JSON."""

import copy
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from tests.fakes.discord_payloads import (
    BEGIN,
    DM,
    FORUM,
    REPLY,
    TEXT,
    THREAD,
    Json,
    channel_json,
    guild_json,
    member_of,
    message_json,
    overwrites,
    role_json,
    thread_json,
)

Emit = Callable[[str, Json], None]

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
VIEW, SEND, EMBED, HISTORY, THREADS, IN_THREADS, REACT, MANAGE = (
    1 << shift for shift in (10, 11, 14, 16, 35, 38, 6, 5)
)
ALL = VIEW | SEND | EMBED | HISTORY | THREADS | IN_THREADS | REACT


class ApiError(Exception):
    """A refusal of Discord's: HTTP status, code and sentence."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"code": code, "message": message} | ({"errors": errors} if errors else {})


class World:
    """Ids grow with time, as snowflakes do. Time stands still unless a test moves it."""

    def __init__(self) -> None:
        self.elapsed = 0.0
        self.nonce_window = 120.0
        """Seconds in which a nonce gives the earlier message back."""
        self.history_gives_nonce = False
        self.emit: Emit = lambda _event, _payload: None
        self.users: dict[str, Json] = {}
        self.guilds: dict[str, Json] = {}
        self.channels: dict[str, Json] = {}
        self.messages: dict[str, list[Json]] = {}
        self.reactions: list[tuple[str, str, str]] = []
        self.typing: list[str] = []
        self.commands: list[Json] = []
        self.application_flags = 0
        self._nonces: list[tuple[float, str, str, str]] = []
        self._last = 0
        self.me = self._user("논문", bot=True)

    # Time and ids.

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.elapsed, milliseconds=self._last)

    def pass_time(self, seconds: float) -> None:
        self.elapsed += seconds

    def snowflake(self) -> str:
        self._last += 1
        return str(int((self.now() - EPOCH).total_seconds() * 1000) << 22)

    # Setting the scene.

    def person(self, name: str) -> Json:
        user = self._user(name)
        for guild in self.guilds.values():
            guild["members"].append(member_of(user))
        return user

    def _user(self, name: str, *, bot: bool = False) -> Json:
        user: Json = {"id": self.snowflake(), "username": name, "discriminator": "0", "avatar": None}
        self.users[user["id"]] = user | {"global_name": name, "bot": bot}
        return self.users[user["id"]]

    def guild(self, name: str = "연구실", *, permissions: int = ALL) -> Json:
        number = self.snowflake()
        everyone = role_json(number, "@everyone", permissions)
        ours = role_json(self.snowflake(), self.me["username"], 0) | {"tags": {"bot_id": self.me["id"]}}
        guild: Json = {
            "id": number,
            "name": name,
            "owner_id": self.snowflake(),
            "roles": [everyone, ours],
            "members": [member_of(user) for user in self.users.values()],
            "system_channel_id": None,
        }
        self.guilds[number] = guild
        self.emit("GUILD_CREATE", self.guild_payload(guild))
        return guild

    def channel(
        self, name: str = "ai-논문", *, deny: int = 0, kind: int = TEXT, guild: Json | None = None
    ) -> str:
        """A channel of the server (the first one unless said otherwise) in which `deny` is taken from us."""
        home = guild or next(iter(self.guilds.values()), None) or self.guild()
        number = self.snowflake()
        self.channels[number] = channel_json(number, home["id"], name, kind, deny)
        self.messages[number] = []
        self.emit("CHANNEL_CREATE", self.channels[number])
        return number

    def deny(self, channel: str, permissions: int) -> None:
        place = self.channels[channel]
        place["permission_overwrites"] = overwrites(place["guild_id"], permissions)

    def direct(self, person: Json) -> str:
        number = self.snowflake()
        self.channels[number] = {"id": number, "type": DM, "recipients": [person]}
        self.messages[number] = []
        return number

    def open_direct(self, person: str) -> Json:
        """The channel between us and a person; the same one each time."""
        for channel in self.channels.values():
            if channel["type"] == DM and channel["recipients"][0]["id"] == person:
                return channel
        if person not in self.users:
            raise ApiError(400, 50033, "Invalid Recipient(s)")
        return self.channels[self.direct(self.users[person])]

    # What people do.

    def say(
        self, person: Json, channel: str, text: str, *, reply_to: str = "", mentions: Sequence[Json] = ()
    ) -> Json:
        message = self._message(person, channel, {"content": text}) | {"mentions": list(mentions)}
        if reply_to:
            message |= {"type": REPLY} | self._reply(channel, reply_to)
        return self._stand(message)

    def delete(self, channel: str, message: str) -> None:
        self.messages[channel] = [one for one in self.messages[channel] if one["id"] != message]
        self.emit("MESSAGE_DELETE", {"id": message, "channel_id": channel} | self._where(channel))

    def delete_many(self, channel: str, messages: Sequence[str]) -> None:
        self.messages[channel] = [one for one in self.messages[channel] if one["id"] not in messages]
        self.emit(
            "MESSAGE_DELETE_BULK", {"ids": list(messages), "channel_id": channel} | self._where(channel)
        )

    def archive(self, thread: str, *, locked: bool = False) -> None:
        self.channels[thread]["thread_metadata"] |= {"archived": True, "locked": locked}
        self.emit("THREAD_UPDATE", self.channels[thread])

    def delete_channel(self, channel: str) -> None:
        del self.channels[channel], self.messages[channel]

    # What stands there.

    def ours(self, channel: str) -> list[Json]:
        return [message for message in self.messages[channel] if message["author"]["id"] == self.me["id"]]

    def get(self, channel: str, message: str) -> Json:
        for one in self.messages[channel]:
            if one["id"] == message:
                return one
        raise ApiError(404, 10008, "Unknown Message")

    # What we do; raises ApiError as Discord refuses.

    def seen(self, channel: str) -> Json:
        """The channel, when we may know of it."""
        if channel not in self.channels:
            raise ApiError(404, 10003, "Unknown Channel")
        if not self.may(channel, VIEW):
            raise ApiError(403, 50001, "Missing Access")
        return self.channels[channel]

    def may(self, channel: str, permission: int) -> bool:
        place = self.channels[channel]
        if place["type"] == DM:
            return True
        parent = self.channels[place["parent_id"]] if place["type"] == THREAD else place
        base = int(self.guilds[place["guild_id"]]["roles"][0]["permissions"])
        for overwrite in parent["permission_overwrites"]:
            base &= ~int(overwrite["deny"])
        return base & permission == permission

    def require(self, channel: str, permission: int) -> None:
        self.seen(channel)
        if not self.may(channel, permission):
            raise ApiError(403, 50013, "Missing Permissions")

    def post(self, channel: str, body: Json) -> Json:
        place = self.seen(channel)
        if place["type"] == FORUM:
            raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
        self.require(channel, IN_THREADS if place["type"] == THREAD else SEND)
        if body.get("embeds"):
            self.require(channel, EMBED)
        self._unfold_for(channel)
        earlier = self._same_nonce(body)
        if earlier is not None:
            return earlier
        message = self._message(self.me, channel, body)
        reference = body.get("message_reference")
        if reference:
            self._require_history(channel)
            message |= self._reply(
                channel, reference["message_id"], strict=reference.get("fail_if_not_exists")
            )
        self._nonces.append((self.elapsed, str(body.get("nonce")), channel, message["id"]))
        return self._stand(message)

    def _require_history(self, channel: str) -> None:
        if not self.may(channel, HISTORY):
            raise ApiError(400, 160002, "Cannot reply without permission to read message history")

    def _same_nonce(self, body: Json) -> Json | None:
        if not body.get("enforce_nonce"):
            return None
        for moment, nonce, channel, number in self._nonces:
            if nonce == str(body["nonce"]) and self.elapsed - moment < self.nonce_window:
                return self.get(channel, number)
        return None

    def _unfold_for(self, channel: str) -> None:
        metadata = self.channels[channel].get("thread_metadata", {})
        if metadata.get("locked"):
            raise ApiError(403, 160005, "Thread is locked")
        if metadata.get("archived"):
            metadata["archived"] = False
            self.emit("THREAD_UPDATE", self.channels[channel])

    def edit(self, channel: str, message: str, body: Json) -> Json:
        self.seen(channel)
        if self.channels[channel].get("thread_metadata", {}).get("archived"):
            raise ApiError(400, 50083, "Thread is archived")
        found = self.get(channel, message)
        if found["author"]["id"] != self.me["id"]:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        flags = found["flags"] & ~4 | int(body.get("flags", 0)) & 4
        changed = {name: copy.deepcopy(body[name]) for name in ("content", "embeds") if name in body}
        found |= changed | {"flags": flags, "edited_timestamp": self.now().isoformat()}
        self.emit("MESSAGE_UPDATE", found | self._where(channel))
        return found

    def history(self, channel: str, *, after: str = "", before: str = "", limit: int = 50) -> list[Json]:
        """Newest first; the page next after `after`. Who may not read the history sees none of it."""
        self.seen(channel)
        if not self.may(channel, HISTORY):
            return []
        found = [one for one in self.messages[channel] if not after or int(one["id"]) > int(after)]
        found = [one for one in found if not before or int(one["id"]) < int(before)]
        page = found[:limit] if after else found[-limit:]
        return [self._as_history(one) for one in reversed(page)]

    def _as_history(self, message: Json) -> Json:
        return {name: value for name, value in message.items() if self.history_gives_nonce or name != "nonce"}

    def thread(self, channel: str, message: str, name: str) -> Json:
        self.require(channel, THREADS)
        if self.channels[channel]["type"] != TEXT:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        self.get(channel, message)
        if message in self.channels:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        home = self.channels[channel]["guild_id"]
        self.channels[message] = thread_json(
            message, channel, home, name, self.me["id"], self.now().isoformat()
        )
        self.messages[message] = []
        self.emit("THREAD_CREATE", self.channels[message])
        return self.channels[message]

    # How it is kept.

    def _message(self, author: Json, channel: str, body: Json) -> Json:
        return message_json(self.snowflake(), channel, author, self.now().isoformat(), body)

    def _reply(self, channel: str, number: str, *, strict: bool | None = True) -> Json:
        try:
            answered = self.get(channel, number)
        except ApiError:
            if strict is not False:
                raise ApiError(400, 50035, "Invalid Form Body") from None
            return {}
        reference = {"message_id": number, "channel_id": channel}
        bare = {name: value for name, value in answered.items() if name != "referenced_message"}
        return {"type": REPLY, "message_reference": reference, "referenced_message": bare}

    def _stand(self, message: Json) -> Json:
        self.messages[message["channel_id"]].append(message)
        where = self._where(message["channel_id"])
        member = member_of(message["author"]) if where else None
        self.emit("MESSAGE_CREATE", message | where | ({"member": member} if member else {}))
        return message

    def _where(self, channel: str) -> Json:
        guild = self.channels.get(channel, {}).get("guild_id")
        return {"guild_id": guild} if guild else {}

    def guild_payload(self, guild: Json) -> Json:
        here = [one for one in self.channels.values() if one.get("guild_id") == guild["id"]]
        return guild_json(guild, here, self.me["id"])
