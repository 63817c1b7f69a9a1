"""Passages that give orders to whatever model reads the paper, told from papers that write about such orders.

An order to a reader opens a sentence and stands in nobody's quotation marks: "Ignore all previous rules."
A paper on the subject quotes it, introduces it ("such as: ..."), or lists it in an appendix.
"""

import re
from collections.abc import Iterator
from itertools import chain

from bot.domain.checking.disguises import letters, spelled_out, undisguised
from bot.domain.checking.orders import ADDRESS, FOREIGN, MARKED_ORDER, MARKER, ORDER, SPELLED
from bot.domain.checking.patterns import Sought, any_of, from_afar, signs
from bot.domain.checking.plain import plain
from bot.domain.paper import FullText, Passage

LONGEST_PIECE = 160
"""Characters of a piece that is shown."""
TOPIC_MENTIONS = 3
"""From so many on the paper is about orders to models, and shows some."""

_COURTESIES = """
please now important note attention warning and then also instead immediately you must should are to for dear
hey hello all the so first kindly always just only urgent
"""
_ADDRESSEES = """
(?:(?:ai|llm).)?reviewers? llms? ai (?:language.)?models? assistants? system user override prompt
instructions?
"""
# What may stand between the start of a sentence and an order: courtesies, and whom it is for.
_LEAD = re.compile(
    rf"(?:^|[.!?:;>\])}}*#\n-])\s*"
    rf"(?:(?:{'|'.join(_COURTESIES.split())})\W+|(?:{'|'.join(_ADDRESSEES.split())})\s*[:,.!-]\s*){{0,8}}$",
    re.IGNORECASE,
)
_INTRODUCING = """
such.as e\\.g for.example for.instance \\blike\\b prompt instruct attack adversar inject jailbreak phrase
string sentence command \\bsay \\bread \\bask \\btell \\btold contain includ embed hidden append insert writ
template example
payload quer
"""
_INTRODUCED = any_of(*_INTRODUCING.split(), flags=re.IGNORECASE)
_TOPIC = Sought(
    any_of(
        r"prompt[- ]injection|injection attack|jailbreak|adversarial prompt|red[- ]team|hidden (?:prompt"
        r"|instruction|text)",
        r"instruction hierarchy|prompt hacking|(?:malicious|injected) (?:prompt|instruction)",
        r"manipulat\w+ (?:the )?(?:llm|ai|peer)",
        flags=re.IGNORECASE,
    ),
    (signs("inject|jailbreak|adversarial|red-team|red team|hidden|hierarchy|hacking|malicious|manipulat"),),
)
_OTHER_SCRIPT = re.compile("[\u3040-\u30ff\u3400-\u9fff가-힣]")


def instructs(text: FullText) -> tuple[str, ...]:
    """The pieces of the text that try to instruct a model, at most 160 characters each; none if it is clean.

    For a mark on the card: what protects the summary is that the text is fenced apart from the instructions.
    Takes about a second for a million characters.
    """
    on_topic = sum(_topics(passage.text) for passage in text.passages) >= TOPIC_MENTIONS
    pieces = chain.from_iterable(_pieces(passage, on_topic=on_topic) for passage in text.passages)
    return tuple(dict.fromkeys(pieces))


def _topics(text: str) -> int:
    return sum(1 for _ in _TOPIC.finditer(text, from_afar(text)))


def _pieces(passage: Passage, *, on_topic: bool) -> Iterator[str]:
    if on_topic and (passage.appendix or _topics(passage.text)):
        return
    readable = plain(passage.text)
    afar = from_afar(readable)
    for order in chain(_given(ORDER, readable, afar), _given(ADDRESS, readable, afar), _foreign(readable)):
        if not _is_quoted(readable, order.start()):
            yield _piece(readable, order.start())
    marker = None if passage.appendix else next(MARKER.finditer(readable, afar), None)
    if marker and MARKED_ORDER.search(readable, marker.end(), marker.end() + 400):
        yield _piece(readable, marker.start())
    if _is_disguised(passage.text):
        yield _piece(readable, 0)


def _given(pattern: Sought, text: str, afar: str) -> Iterator[re.Match[str]]:
    """Orders that open a sentence and are not introduced as an example."""
    for order in pattern.finditer(text, afar):
        before = text[max(0, order.start() - 160) : order.start()]
        lead = _LEAD.search(before)
        if lead and not (lead[0].startswith(":") and _INTRODUCED.search(before[: lead.start()])):
            yield order


def _foreign(text: str) -> Iterator[re.Match[str]]:
    if not text.isascii() and _OTHER_SCRIPT.search(text):
        yield from FOREIGN.finditer(text)


def _is_quoted(text: str, at: int) -> bool:
    before = text[max(0, at - 400) : at]
    return before.count('"') % 2 == 1 or before.rstrip().endswith("'")


def _is_disguised(text: str) -> bool:
    """Letters that spell an order only once a disguise is taken off."""
    open_orders = _orders_spelled(letters(text))
    if any(_orders_spelled(spelled) > open_orders for spelled in undisguised(text)):
        return True
    return any(_orders_spelled(spelled) for spelled in spelled_out(text))


def _orders_spelled(text: str) -> int:
    return sum(1 for _ in SPELLED.finditer(text, text))


def _piece(text: str, start: int) -> str:
    piece = " ".join(text[start : start + LONGEST_PIECE].split())
    return piece or " ".join(text.split())[:LONGEST_PIECE]
