"""One paste makes the app: what the manifest grants is what the code needs."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from adapters.chats.slack.diagnosis import SCOPES
from tests.fakes.slack_rules import ORACLES
from tests.fakes.slack_server import MANIFEST

SCHEMA = Path("slack-manifest-schema", "schemas", "manifest.schema.2.0.0.json")


def manifest() -> dict[str, dict[str, object]]:
    return dict(json.loads(MANIFEST.read_text()))


def test_slack_takes_it() -> None:
    if not ORACLES.is_dir():
        pytest.skip("../shared/oracles is not here")
    validator = Draft7Validator(json.loads((ORACLES / SCHEMA).read_text()))

    assert [error.message for error in validator.iter_errors(manifest())] == []


def test_it_asks_for_the_scopes_that_the_doctor_looks_for() -> None:
    assert manifest()["oauth_config"]["scopes"] == {"bot": list(SCOPES)}


def test_it_needs_no_public_address() -> None:
    settings = manifest()["settings"]

    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"] == {"is_enabled": False}
    assert "http" not in MANIFEST.read_text()


def test_its_commands_and_events_are_those_that_are_listened_to() -> None:
    commands = manifest()["features"]["slash_commands"]
    subscriptions = manifest()["settings"]["event_subscriptions"]

    assert isinstance(commands, list)
    assert [command["command"] for command in commands] == ["/paper", "/papers"]
    assert subscriptions == {
        "bot_events": [
            "app_mention",
            "member_joined_channel",
            "message.channels",
            "message.groups",
            "message.im",
        ]
    }
