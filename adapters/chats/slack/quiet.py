"""The vendor's log, made fit for ours: errors alone, on one line, without secrets."""

import logging
import re

_SECRET = re.compile(r"xox[a-z]-\S+|xapp-\S+|(?:https?|wss?)://\S+|\{.*", re.IGNORECASE | re.DOTALL)
LONGEST_LINE = 200


def vendor_log() -> logging.Logger:
    """A logger for the SDK and Bolt alone.

    Below ERROR they log whole requests, among them people's words, addresses to answer at and tickets; what
    matters of it we say ourselves. No setting of ours turns that on, as this logger is in no registry.
    """
    log = logging.Logger("adapters.chats.slack.vendor", logging.ERROR)  # noqa: LOG001 - see above
    log.parent = logging.getLogger(__name__)
    log.addFilter(_one_safe_line)
    return log


def _one_safe_line(record: logging.LogRecord) -> bool:
    line = _SECRET.sub("...", record.getMessage())
    record.msg, record.args = " ".join(line.split())[:LONGEST_LINE], ()
    record.exc_info = record.exc_text = record.stack_info = None
    return True
