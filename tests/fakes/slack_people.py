"""What people do in Slack, and what the bot hears of it."""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.fakes.slack_socket import Envelope, Sockets
from tests.fakes.slack_world import BOT_USER, TEAM, SlackMessage, SlackPerson, World

NOTHING: Mapping[str, object] = {}


class People:
    def __init__(self, world: World, sockets: Sockets, response_url: Callable[[str, str], str]) -> None:
        """`response_url` makes an address for a person in a channel."""
        self._world = world
        self._sockets = sockets
        self.response_url = response_url
        self._numbers = itertools.count(1)

    def add(self, user: str, name: str, *, admin: bool = False) -> None:
        self._world.people[user] = SlackPerson(user, name, admin)

    def write(self, channel: str, user: str, text: str, thread: str = "") -> SlackMessage:
        """Leaves a message without telling anybody, as when the bot is not listening."""
        message = SlackMessage(self._world.next_ts(), user, text, thread_ts=thread)
        self._world.channels[channel].messages.append(message)
        return message

    async def say(
        self, channel: str, user: str, text: str, thread: str = "", more: Mapping[str, object] = NOTHING
    ) -> list[Envelope]:
        """Writes it and tells the bot: one event, and a second one when it is mentioned.

        `more` overrides what stands in the events.
        """
        message = self.write(channel, user, text, thread)
        kinds = ["message", *(["app_mention"] if f"<@{BOT_USER}" in text else [])]
        return [await self.event(message_event(kind, channel, message, more)) for kind in kinds]

    async def event(self, event: dict[str, Any]) -> Envelope:
        """Any event, in the frame that Slack puts around it."""
        number = next(self._numbers)
        frame = {"token": "x", "team_id": TEAM, "api_app_id": "A0", "type": "event_callback", "event": event}
        payload = frame | {"event_id": f"Ev{number}", "event_time": 1765235702 + number}
        return await self._sockets.send(self._sockets.envelope("events_api", payload))

    async def command(self, channel: str, user: str, line: str) -> Envelope:
        """`line` as typed: `/paper 2512.05150`."""
        name, _, text = line.partition(" ")
        payload = {
            "token": "x",
            "team_id": TEAM,
            "channel_id": channel,
            "user_id": user,
            "user_name": self._world.people[user].name if user in self._world.people else user.lower(),
            "command": name,
            "text": text,
            "response_url": self.response_url(user, channel),
            "trigger_id": f"{next(self._numbers)}.{TEAM}.secret",
        }
        return await self._sockets.send(self._sockets.envelope("slash_commands", payload))

    async def delete(self, channel: str, ts: str) -> Envelope:
        """Deletes a message, the bot's too, and tells the bot."""
        before = self._world.channels[channel].message(ts)
        assert before is not None
        stone = self._world.remove(channel, ts)
        event: dict[str, Any] = {"type": "message", "channel": channel, "previous_message": before.as_json()}
        if stone is None:
            event |= {"subtype": "message_deleted", "deleted_ts": ts}
        else:
            event |= {"subtype": "message_changed", "message": stone.as_json()}
        return await self.event(event | {"ts": self._world.next_ts(), "hidden": True})

    async def invite(self, channel: str, inviter: str) -> Envelope:
        """Lets the bot in."""
        self._world.channels[channel].members.add(BOT_USER)
        joined = {"type": "member_joined_channel", "user": BOT_USER, "channel": channel, "channel_type": "C"}
        return await self.event(joined | {"team": TEAM, "inviter": inviter})

    def chatter(self, channel: str, users: Sequence[str], lines: int, thread: str = "") -> None:
        """People talk for a while."""
        for user, number in zip(itertools.cycle(users), range(lines), strict=False):
            self.write(channel, user, f"그건 그렇고 {number}", thread)


def message_event(
    kind: str, channel: str, message: SlackMessage, more: Mapping[str, object] = NOTHING
) -> dict[str, Any]:
    """A `message` or `app_mention` event; `more` overrides what stands in it."""
    shape = {"type": kind, "channel": channel, "team": TEAM, "channel_type": "channel"}
    return message.as_json() | shape | {"event_ts": message.ts} | dict(more)


def plain_text(blocks: Sequence[dict[str, Any]]) -> str:
    """All that a reader sees of the blocks, in order, for comparing."""
    return re.sub(r"\n+", "\n", "\n".join(_seen(block) for block in blocks)).strip()


def _seen(thing: object) -> str:
    match thing:
        case {"type": "text" | "link" | "plain_text" | "mrkdwn", "text": str(text)}:
            return text
        case {"elements": list(elements), "type": kind}:
            apart = "" if kind in {"rich_text_section", "rich_text_quote"} else "\n"
            return apart.join(_seen(element) for element in elements)
        case _:
            return ""
