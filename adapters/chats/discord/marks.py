"""The mark that says which delivery a message of ours is: written when sending, looked for afterwards. Pure.

Discord is asked to refuse a second message with the same nonce, but only for a few minutes, and whether its
history gives the nonce back is not documented. So the mark also stands in the message itself: as fragment of
the embed's address, or, where there is no embed, as the last thing of the text, a link on a `·`.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

LENGTH = 25
"""Characters that Discord allows in a nonce."""

_EDIT = re.compile(r"edit/[^/]+/")


def mark_of(key: str) -> str:
    """The nonce for a key. An edit's key gives the mark of the message that it changes: the mark stays."""
    return hashlib.sha256(_EDIT.sub("", key, count=1).encode()).hexdigest()[:LENGTH]


def marked(url: str, mark: str) -> str:
    """`url` with the mark as its fragment; a browser shows the same page."""
    return f"{url.partition('#')[0]}#n-{mark}" if mark else url


def in_text(mark: str) -> str:
    """The mark where there is no embed to carry it.

    Text from elsewhere has its brackets escaped, so it cannot hold this.
    """
    return f"[·](https://arxiv.org/#n-{mark})"


def bears(message: Mapping[str, Any], mark: str) -> bool:
    """Whether a message, as Discord's history gives it, bears the mark. Who wrote it is not looked at."""
    if message.get("nonce") == mark or str(message.get("content", "")).endswith(in_text(mark)):
        return True
    embeds = message.get("embeds")
    return isinstance(embeds, list) and any(
        isinstance(embed, dict) and str(embed.get("url", "")).endswith(f"#n-{mark}") for embed in embeds
    )
