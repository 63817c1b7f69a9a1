"""What operators read on stderr: one line an event, for people or as JSON, without secrets or people's words.

Our own packages log at LOG_LEVEL. Libraries are heard from WARNING on, whatever LOG_LEVEL says: below that
some write tokens and whole requests, with what people asked. What they do say is cut short.
"""

import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.config import Settings
from bot.domain.plain import visible

OURS = ("bot", "adapters", "storage")
LONGEST_FOREIGN = 300
"""Characters of a library's line; after that it is rarely for operators and may quote a request."""
SHORTEST_SECRET = 6
"""Characters; a shorter one stands in too many innocent words."""
HIDDEN = "[hidden]"
HUMAN = "%(asctime)s %(levelname)-7s %(message)s"


def set_up(settings: Settings, *, quiet: bool = False) -> None:
    """Sends all logs to stderr as `settings` say, in place of what was set up before.

    `quiet`: for a command that prints its own results: warnings alone, unless LOG_LEVEL or LOG_FORMAT is set.
    """
    logging.basicConfig(level=logging.WARNING, handlers=[handler(settings)], force=True)
    logging.captureWarnings(capture=True)
    # When stderr is gone there is nowhere left to say so, and the bot goes on.
    logging.raiseExceptions = False
    asked_for = settings.model_fields_set & {"log_level", "log_format"}
    level = "WARNING" if quiet and not asked_for else settings.log_level
    for package in OURS:
        logging.getLogger(package).setLevel(level)


def handler(settings: Settings) -> logging.Handler:
    """Writes records to stderr, in the format and without the secrets of `settings`."""
    stderr = _Stderr()
    stderr.addFilter(Cleaner(secrets(settings)))
    stderr.setFormatter(_AsJson() if settings.log_format == "json" else logging.Formatter(HUMAN))
    return stderr


def secrets(settings: Settings) -> frozenset[str]:
    """Every token, key and password that the settings hold, long enough to be told from other text."""
    values = [value for _, value in settings]
    hidden = {value.get_secret_value() for value in values if isinstance(value, SecretStr)}
    hidden |= {urlsplit(value).password or "" for value in values if isinstance(value, str) and "@" in value}
    return frozenset(value for value in hidden if len(value) >= SHORTEST_SECRET)


class Cleaner(logging.Filter):
    """The last line of defence: makes each record one line without any secret or control character.

    Tracebacks keep their lines and lose the same. Drops what libraries say below WARNING.
    """

    def __init__(self, hidden: Iterable[str]) -> None:
        super().__init__()
        # The longest first, as one may hold another.
        self._hidden = sorted(hidden, key=len, reverse=True)

    def filter(self, record: logging.LogRecord) -> bool:
        ours = record.name.split(".")[0] in OURS
        if not ours and record.levelno < logging.WARNING:
            # Some take a level of their own from the environment, like OPENAI_LOG.
            return False
        text = _message(record)
        record.msg = " ".join(self.clean(text if ours else _short(text)).split())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = self.clean(record.exc_text) if record.exc_text else None
        record.stack_info = self.clean(record.stack_info) if record.stack_info else None
        return True

    def clean(self, text: str) -> str:
        for secret in self._hidden:
            text = text.replace(secret, HIDDEN)
        return visible(text)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return str(record.msg)


def _short(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return line if len(line) <= LONGEST_FOREIGN else line[:LONGEST_FOREIGN] + "..."


class _AsJson(logging.Formatter):
    """One object a line: `at` in UTC, `level`, `logger`, `message`, and `trace` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        trace = record.exc_text or record.stack_info
        return json.dumps(line | ({"trace": trace} if trace else {}), ensure_ascii=False)


class _Stderr(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to what stderr is now: a progress bar stands in for it while it is drawn."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        self.setStream(sys.stderr)
        super().emit(record)
