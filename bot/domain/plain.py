"""Untrusted text made fit to be seen: nothing in it that a reader cannot see or that moves other text."""

import re

# C0 and C1 controls but tab and newline, soft hyphen, zero-width characters, bidi marks and overrides,
# invisible operators, variation selector supplements, tag characters, interlinear marks, byte-order mark.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """`text` without control, zero-width, bidirectional and tag characters; lone surrogates become `?`."""
    return _UNSEEN.sub("", text).encode("utf-8", "replace").decode("utf-8")
