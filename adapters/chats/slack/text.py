"""Text from papers, models and people: made harmless, cut where a reader would, read from Slack's markup."""

import re
import unicodedata

from bot.domain.plain import visible

_BLANKS = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r" ?\n(?:[ ]?\n)+ ?")
_SENTENCE_END = re.compile(r"(?:[.!?。…][\"”’)\]]*(?=\s)|\n)")
_LINK = re.compile(
    r"https://[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
    r"(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?"
)
LONGEST_CLUSTER = 32
"""Characters that one on the screen may consist of; a longer flood of marks is cut like anything else."""
LONGEST_LINK = 2000
"""Characters. Slack takes 3,000; two such links and nothing else would fill a message."""


def clean(text: str) -> str:
    """Without what a reader cannot see, with single blanks and at most one empty line at a time."""
    return _GAPS.sub("\n\n", _BLANKS.sub(" ", visible(text)))


def flat(text: str) -> str:
    """`clean`, on one line; a blank at either end stays, as it stands between two spans."""
    return re.sub(r"\s+", " ", clean(text))


def is_link(url: str) -> bool:
    """True for plain `https://host/...`: no port, no credentials, nothing that markup could mean."""
    return len(url) <= LONGEST_LINK and _LINK.fullmatch(url) is not None


def cut(text: str, most: int) -> str:
    """At most `most` characters: cut after a sentence, else a word, else a whole character, with `…`."""
    if len(text) <= most:
        return text
    if most < 1:
        return ""
    head = text[: most - 1]
    return (head[: _good_end(text, len(head))]).rstrip() + "…"


def _good_end(text: str, end: int) -> int:
    """The best place to cut at or before `end`, not giving up more than half of it for a good one."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, end // 2, end)]
    if ends:
        return ends[-1]
    if text[end : end + 1].isspace():
        return end
    blank = max(text.rfind(" ", end // 2, end), text.rfind("\n", end // 2, end))
    return blank if blank > 0 else _whole_character(text, end)


def _whole_character(text: str, end: int) -> int:
    first = max(end - LONGEST_CLUSTER, 0)
    for place in range(end, first, -1):
        if not _joins(text[place - 1], text[place]):
            return place
    return end if first else 0


def _joins(before: str, after: str) -> bool:
    """Whether the two are parts of one character on the screen."""
    if unicodedata.category(after).startswith("M") or "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if "\u1160" <= after <= "\u11ff" or "\ud7b0" <= after <= "\ud7fb":  # the rest of a Hangul syllable
        return "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7fb"
    return "\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff"  # a flag


def escape(text: str) -> str:
    """For `text` and mrkdwn: without a raw `<` there is no mention, no link, no command.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_MARKUP = re.compile(r"<([^<>]{1,3000})>")
_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,30})(?:\|[^<>]{0,200})?>")


def mentioned(text: str) -> frozenset[str]:
    """Ids of the people whom a message of Slack's names."""
    return frozenset(_MENTION.findall(text))


def names_a_group(text: str) -> bool:
    return re.search(r"<!(?:subteam\^|here|channel|everyone)", text) is not None


def plain(text: str, without: str = "") -> str:
    """What a person wrote, out of Slack's markup, cleaned; mentions of the user `without` are left out."""
    text = re.sub(rf"<@{re.escape(without)}(?:\|[^<>]*)?>", " ", text) if without else text
    text = _MARKUP.sub(_shown, text)
    # `&amp;` last: a person who typed `&lt;` is sent as `&amp;lt;`.
    return clean(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).strip()


def _shown(match: re.Match[str]) -> str:
    target, _, label = match[1].partition("|")
    match target[:1]:
        case "@" | "#":
            return target[0] + (label.lstrip("@#") or target[1:])
        case "!":
            return label or "@" + target[1:].partition("^")[0]
        case _:
            return target if not label or label in target else f"{label} {target}"
