"""What Discord accepts: its own OpenAPI file where it is at hand, and what its pages say in prose."""

import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

OPENAPI = Path(__file__).resolve().parents[2].parent / "shared/oracles/discord-api-spec/openapi.json"

CONTENT, EMBEDS, NONCE = 2000, 6000, 25
MESSAGE_FLAGS = 1 << 2 | 1 << 12 | 1 << 15
EPHEMERAL = 1 << 6
_EMBED_LIMITS = {"title": 256, "description": 4096}
_COMMAND = re.compile(r"[-_'\w]{1,32}")

MESSAGE = "/channels/{channel_id}/messages"
ONE_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
THREADS = ONE_MESSAGE + "/threads"
COMMANDS = "/applications/{application_id}/commands"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}"


def problems(method: str, template: str, body: Any) -> list[str]:
    """Why Discord would refuse the body; empty when it would not."""
    return list(_against_schema(method, template, body)) or list(_against_prose(method, template, body))


@functools.cache
def _specification() -> dict[str, Any] | None:
    found: dict[str, Any] | None = json.loads(OPENAPI.read_text()) if OPENAPI.exists() else None
    return found


@functools.cache
def _validator(method: str, template: str) -> tuple[Draft202012Validator, frozenset[str]] | None:
    specification = _specification()
    if specification is None or template not in specification["paths"]:
        return None
    operation = specification["paths"][template].get(method.lower(), {})
    if "requestBody" not in operation:
        return None
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    reference = schema.get("$ref", "").rpartition("/")[2]
    known = frozenset(specification["components"]["schemas"].get(reference, {}).get("properties", ()))
    return Draft202012Validator(schema | {"components": specification["components"]}), known


def _against_schema(method: str, template: str, body: Any) -> Iterator[str]:
    found = _validator(method, template)
    if found is None:
        return
    validator, known = found
    for error in validator.iter_errors(body):
        yield f"{'/'.join(map(str, error.absolute_path)) or 'body'}: {error.message[:200]}"
    if known and isinstance(body, dict):
        yield from (f"{name}: unknown field" for name in body.keys() - known)


def _against_prose(method: str, template: str, body: Any) -> Iterator[str]:
    if template == MESSAGE:
        yield from message_problems(body, MESSAGE_FLAGS)
        yield from _nonce_problems(body)
    elif template == ONE_MESSAGE and method == "PATCH":
        yield from message_problems(body, 1 << 2)
    elif template == FOLLOW_UP:
        yield from message_problems(body, MESSAGE_FLAGS | EPHEMERAL)
    elif template == THREADS:
        yield from _length("name", body.get("name", "").strip(), 1, 100)
    elif template == COMMANDS:
        yield from _command_problems(body)
    elif template == CALLBACK:
        yield from _callback_problems(body)


def message_problems(body: dict[str, Any], flags: int) -> Iterator[str]:
    """`flags`: those that may be set on it."""
    content, embeds = body.get("content") or "", body.get("embeds") or []
    yield from _length("content", content, 0, CONTENT)
    if not content.strip() and not embeds:
        yield "Cannot send an empty message"
    if body.get("flags", 0) & ~flags:
        yield "flags: some may not be set here"
    if len(embeds) > 10:
        yield "embeds: more than 10"
    for embed in embeds:
        yield from _embed_problems(embed)
    if sum(map(_embed_size, embeds)) > EMBEDS:
        yield "embeds: more than 6000 characters in all"
    names = [one["custom_id"] for row in body.get("components") or [] for one in row.get("components", [])]
    if len(names) != len(set(names)):
        yield "components: a custom_id stands there twice"
    mentions = body.get("allowed_mentions") or {}
    if any(kind in mentions.get("parse", []) and kind in mentions for kind in ("users", "roles")):
        yield "allowed_mentions: parse and a list of the same kind"


def _nonce_problems(body: dict[str, Any]) -> Iterator[str]:
    yield from _length("nonce", str(body.get("nonce", "")), 0, NONCE)
    if body.get("enforce_nonce") and not body.get("nonce"):
        yield "enforce_nonce without a nonce"


def _embed_problems(embed: dict[str, Any]) -> Iterator[str]:
    for name, most in _EMBED_LIMITS.items():
        yield from _length(f"embed {name}", embed.get(name) or "", 0, most)
    footer = embed.get("footer")
    if footer is not None:
        yield from _length("embed footer", footer["text"], 1, 2048)
    url = embed.get("url", "https://")
    if not re.match(r"https?://", url) or re.search(r"\s", url) or len(url) > 2048:
        yield "embed url: not a well formed URL"
    if not _embed_size(embed) and not embed.get("image"):
        yield "embed: nothing to be seen in it"


def _embed_size(embed: dict[str, Any]) -> int:
    texts = [embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text")]
    fields = [field[name] for field in embed.get("fields") or [] for name in ("name", "value")]
    return sum(len((text or "").strip()) for text in [*texts, *fields])


def _command_problems(commands: list[dict[str, Any]]) -> Iterator[str]:
    names = [command["name"] for command in commands]
    if len(names) != len(set(names)):
        yield "commands: a name stands there twice"
    for command in commands:
        if not _COMMAND.fullmatch(command["name"]) or command["name"] != command["name"].lower():
            yield "command name: not allowed"
        yield from _length("command description", command.get("description") or "", 1, 100)
        options = command.get("options") or []
        for option in options:
            yield from _length("option description", option.get("description") or "", 1, 100)
        if len(options) > 25:
            yield "options: more than 25"


def _callback_problems(body: dict[str, Any]) -> Iterator[str]:
    data = body.get("data") or {}
    if body["type"] == 4:
        yield from message_problems(data, MESSAGE_FLAGS | EPHEMERAL)
    if body["type"] == 8:
        choices = data.get("choices") or []
        if len(choices) > 25:
            yield "choices: more than 25"
        for choice in choices:
            yield from _length("choice name", choice["name"], 1, 100)
            yield from _length("choice value", str(choice["value"]), 0, 100)


def _length(name: str, text: str, least: int, most: int) -> Iterator[str]:
    if not least <= len(text) <= most:
        yield f"{name}: Must be between {least} and {most} in length"
