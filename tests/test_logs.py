"""Logs: one line an event, no secret of the settings in any, libraries heard from WARNING on."""

import json
import logging
from collections.abc import Callable, Iterator

import pytest

from bot import logs
from bot.config import Settings

SECRETS = {
    "slack_bot_token": "xoxb-planted-bot",
    "slack_app_token": "xapp-planted-app",
    "discord_token": "planted.discord.token",
    "openai_api_key": "sk-planted-key",
}
PASSWORD = "planted-password"
Read = Callable[[], list[str]]


def settings(**changes: str) -> Settings:
    return Settings(
        **{"openai_base_url": f"https://me:{PASSWORD}@gateway.example/v1"} | SECRETS | changes  # type: ignore[arg-type]
    )


@pytest.fixture
def attached() -> Iterator[Callable[..., None]]:
    """Adds the handler to a logger, as the root logger would have it, and takes it away again."""
    added: list[tuple[logging.Logger, logging.Handler, int, bool]] = []

    def attach(name: str, **changes: str) -> None:
        log, handler = logging.getLogger(name), logs.handler(settings(**changes))
        added.append((log, handler, log.level, log.propagate))
        log.addHandler(handler)
        log.setLevel(logging.DEBUG)
        log.propagate = False

    yield attach
    for log, handler, level, propagate in added:
        log.removeHandler(handler)
        log.setLevel(level)
        log.propagate = propagate


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Read:
    def read() -> list[str]:
        return capsys.readouterr().err.splitlines()

    return read


Attach = Callable[..., None]


@pytest.mark.parametrize("secret", [*SECRETS.values(), PASSWORD])
@pytest.mark.parametrize("log_format", ["human", "json"])
def test_no_secret_in_a_message_an_argument_a_traceback_or_a_stack(
    attached: Attach, said: Read, secret: str, log_format: str
) -> None:
    attached("bot.secrets", log_format=log_format)
    log = logging.getLogger("bot.secrets")
    log.warning("refused with Bearer %s and %r", secret, {"token": secret})
    template = f"in the template: {secret}"
    log.warning(template)
    try:
        raise ValueError(f"https://host/?token={secret}")
    except ValueError as error:
        error.__cause__ = RuntimeError(f"again {secret}")
        log.exception("failed")
    log.warning("where", stack_info=True, extra={"token": secret})
    lines = said()
    assert secret not in "\n".join(lines)
    assert sum(logs.HIDDEN in line for line in lines) >= 3


def test_a_secret_that_holds_another_leaves_no_rest(attached: Attach, said: Read) -> None:
    attached("bot.secrets", discord_token="abcdef", openai_api_key="abcdef-and-more")
    logging.getLogger("bot.secrets").warning("abcdef-and-more abcdef")
    assert said()[0].endswith(f"{logs.HIDDEN} {logs.HIDDEN}")


def test_a_short_secret_does_not_eat_the_log(attached: Attach, said: Read) -> None:
    attached("bot.secrets", discord_token="a")
    logging.getLogger("bot.secrets").warning("a paper")
    assert said()[0].endswith("a paper")


def test_an_event_is_one_line_whatever_is_in_it(attached: Attach, said: Read) -> None:
    attached("bot.lines")
    logging.getLogger("bot.lines").warning(
        "title: %s", "a\n2026-01-01 ERROR forged\r\n\x1b[31mred\u202eback\x00"
    )
    (line,) = said()
    assert line.endswith("title: a 2026-01-01 ERROR forged [31mredback")


def test_json_is_one_object_a_line_also_with_a_traceback(attached: Attach, said: Read) -> None:
    attached("bot.json", log_format="json")
    log = logging.getLogger("bot.json")
    log.info("ready: %s", "콘솔")
    try:
        raise ValueError("inside")
    except ValueError:
        log.exception("a delivery ended in a bug")
    ready, bug = (json.loads(line) for line in said())
    assert ready.keys() == {"at", "level", "logger", "message"}
    assert (ready["level"], ready["logger"], ready["message"]) == ("INFO", "bot.json", "ready: 콘솔")
    assert ready["at"].endswith("+00:00")
    assert "ValueError: inside" in bug["trace"]


def test_libraries_are_heard_from_warning_on_and_cut_short(attached: Attach, said: Read) -> None:
    """Also those that set a level of their own, as openai does for OPENAI_LOG=debug."""
    attached("openai")
    log = logging.getLogger("openai")
    log.debug("request: %s", "a question")
    log.info("HTTP Request: %s", "POST")
    assert said() == []
    log.warning("cannot be read: %s\n%s", "x" * 1000, "a question")
    (line,) = said()
    assert len(line) < 400
    assert "a question" not in line


def test_a_record_that_cannot_be_formatted_is_no_error(attached: Attach, said: Read) -> None:
    attached("bot.wrong")
    logging.getLogger("bot.wrong").warning("%d papers", "six")
    assert said()[0].endswith("%d papers")


@pytest.mark.parametrize(
    ("given", "quiet", "level"),
    [
        ({}, False, "INFO"),
        ({}, True, "WARNING"),
        ({"log_level": "INFO"}, True, "INFO"),
        ({"log_level": "DEBUG"}, False, "DEBUG"),
        ({"log_format": "json"}, True, "INFO"),
        ({"log_level": "ERROR", "log_format": "json"}, True, "ERROR"),
    ],
)
def test_how_much_is_said(given: dict[str, str], quiet: bool, level: str) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level, [logging.getLogger(name).level for name in logs.OURS]
    try:
        logs.set_up(settings(**given), quiet=quiet)
        assert {logging.getLevelName(logging.getLogger(name).level) for name in logs.OURS} == {level}
        assert root.level == logging.WARNING
        assert len(root.handlers) == 1
    finally:
        root.handlers[:], root.level = before[0], before[1]
        for name, old in zip(logs.OURS, before[2], strict=True):
            logging.getLogger(name).setLevel(old)
        logging.captureWarnings(capture=False)
        logging.raiseExceptions = True
