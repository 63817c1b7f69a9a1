"""Slash commands on the fake Discord: what people type, and what they are answered."""

import asyncio
import secrets
from typing import Any

from tests.fakes.discord_payloads import BEGIN, DM, THREAD, Json, member_of, message_json
from tests.fakes.discord_world import ALL, ApiError, World

COMMAND, AUTOCOMPLETE = 2, 4
ANSWER_WINDOW = 3.0
TOKEN_WINDOW = 900.0


class Interaction:
    """One use of a command. `answer` is the body of the bot's first reply."""

    def __init__(self, payload: Json, began: float) -> None:
        self.payload = payload
        self.began = began
        self.answered: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self.follow_ups: list[Json] = []

    @property
    def id(self) -> str:
        return str(self.payload["id"])

    @property
    def token(self) -> str:
        return str(self.payload["token"])

    async def answer(self) -> Json:
        return await self.answered

    async def text(self) -> str:
        """The text of the private answer."""
        return str((await self.answer())["data"]["content"])


class Interactions:
    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[str, Interaction] = {}

    def use(
        self, person: Json, channel: str, name: str, /, *, manages: bool = False, **options: str
    ) -> Interaction:
        """Somebody sends a slash command."""
        given = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
        return self._begin(COMMAND, person, channel, name, given, manages=manages)

    def type(self, person: Json, channel: str, name: str, option: str, typed: str) -> Interaction:
        """Somebody is typing an option: the bot is asked for suggestions."""
        given = [{"name": option, "type": 3, "value": typed, "focused": True}]
        return self._begin(AUTOCOMPLETE, person, channel, name, given)

    def _begin(
        self, kind: int, person: Json, channel: str, name: str, options: list[Json], *, manages: bool = False
    ) -> Interaction:
        commands = [one for one in self._world.commands if one["name"] == name]
        if not commands:
            raise AssertionError(f"/{name} is not registered")
        data = {"id": commands[0]["id"], "name": name, "type": 1, "options": options}
        payload = self._payload(kind, person, channel, data, manages=manages)
        interaction = Interaction(payload, self._world.elapsed)
        self._known[interaction.token] = interaction
        self.repeat(interaction)
        return interaction

    def repeat(self, interaction: Interaction) -> None:
        """The event again, as after a resumed connection."""
        self._world.emit("INTERACTION_CREATE", interaction.payload)

    def _payload(self, kind: int, person: Json, channel: str, data: Json, *, manages: bool) -> Json:
        world, place = self._world, self._world.channels[channel]
        payload: Json = {
            "id": world.snowflake(),
            "application_id": world.me["id"],
            "type": kind,
            "data": data,
            "channel_id": channel,
            "channel": place,
            "token": secrets.token_urlsafe(96),
            "version": 1,
            "locale": "ko",
            "attachment_size_limit": 10_485_760,
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 1 if place["type"] == DM else 0,
        }
        if place["type"] == DM:
            return payload | {"user": person, "app_permissions": str(ALL)}
        where = place["parent_id"] if place["type"] == THREAD else channel
        allowed = sum(1 << bit for bit in range(50) if ALL >> bit & 1 and world.may(where, 1 << bit))
        member = member_of(person) | {"permissions": str(ALL | (1 << 5 if manages else 0))}
        return payload | {
            "guild_id": place["guild_id"],
            "guild": {"id": place["guild_id"], "locale": "ko", "features": []},
            "member": member,
            "app_permissions": str(allowed),
        }

    # What the bot does; raises ApiError.

    def callback(self, number: str, token: str, body: Json) -> None:
        found = self._find(token)
        if found is None or found.id != number or self._world.elapsed - found.began > ANSWER_WINDOW:
            raise ApiError(404, 10062, "Unknown interaction")
        if found.answered.done():
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        found.answered.set_result(body)

    def follow_up(self, application: str, token: str, body: Json) -> Json:
        found = self._find(token)
        if found is None or application != self._world.me["id"]:
            raise ApiError(404, 10015, "Unknown Webhook")
        if self._world.elapsed - found.began > TOKEN_WINDOW:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        found.follow_ups.append(body)
        world = self._world
        return message_json(world.snowflake(), found.payload["channel_id"], world.me, BEGIN.isoformat(), body)

    def _find(self, token: str) -> Interaction | None:
        return self._known.get(token)

    def callback_reply(self, number: str) -> dict[str, Any]:
        return {"interaction": {"id": number, "type": COMMAND}}
