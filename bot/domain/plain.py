"""Untrusted text made fit to be seen: nothing in it that a reader cannot see or that moves other text."""

import re

MOST_MARKS = 4
"""Combining marks kept on one letter: no language needs more, and a heap of them covers the lines around."""

# Characters that show nothing. The first line is Unicode's Default_Ignorable_Code_Point, which holds the
# zero-width, the bidirectional and the tag characters and the variation selectors.
_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTROLS = "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f"
_OTHERS = (
    "\u2800\ufff9-\ufffc"  # a blank pattern of dots, interlinear marks, the place of an object
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # halves of pairs, no characters
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use: what it shows, if anything, only a font knows
)
_UNSEEN = re.compile(f"[{_IGNORABLE}{_CONTROLS}{_OTHERS}]+")
_BREAK = re.compile("\r\n?|[\v\f\u0085\u2028\u2029]")
_MARK = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_HEAPED = re.compile(f"([{_MARK}]{{{MOST_MARKS}}})[{_MARK}]+")


def visible(text: str) -> str:
    """`text` without what a reader cannot see; any line break is `\\n`; tabs and blanks stay as they are."""
    if text.isascii() and text.isprintable():
        return text
    return _HEAPED.sub(r"\1", _UNSEEN.sub("", _BREAK.sub("\n", text)))
