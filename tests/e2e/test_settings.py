"""Settings as people write them, read by the command itself."""

from pathlib import Path

import pytest

from tests.e2e.test_wrong_calls import assert_refused, call

HTTP = "must start with http:// or https:// and name a host"


@pytest.mark.parametrize(
    "name",
    ["OPENAI_BASE_URL", "SLACK_API_URL", "DISCORD_API_URL", "HUGGINGFACE_URL", "ARXIV_URL", "ARXIV_API_URL"],
)
async def test_what_is_asked_by_http_has_such_an_address(tmp_path: Path, name: str) -> None:
    for scheme in ("ws", "wss"):
        ended = await call(tmp_path, "subscriptions", **{name: f"{scheme}://example.org/x"})
        assert_refused(ended, f"{name}: {HTTP}")


async def test_the_gateway_may_be_a_web_socket(tmp_path: Path) -> None:
    wrong = await call(tmp_path, "subscriptions", DISCORD_GATEWAY_URL="ftp://gateway.discord.gg")
    assert_refused(wrong, "DISCORD_GATEWAY_URL: must start with ws:// or wss:// or http:// or https://")
    for address in ("ws://127.0.0.1:1", "wss://gateway.discord.gg", ""):
        assert (await call(tmp_path, "subscriptions", DISCORD_GATEWAY_URL=address)).code == 0


async def test_capitals_do_not_matter_in_a_choice_of_words(tmp_path: Path) -> None:
    choices = {"LOG_LEVEL": "info ", "LOG_FORMAT": "JSON", "CHATS": "Console, SLACK", "MODEL": " Offline"}
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    ended = await call(tmp_path, "subscriptions", **choices, **tokens)
    assert (ended.code, ended.err) == (0, "")
    wrong = await call(tmp_path, "subscriptions", CHATS="Console,IRC", LOG_LEVEL="loud", MODEL="OFFLINE")
    assert_refused(wrong, "LOG_LEVEL: ", "CHATS: unknown platform 'irc'")
