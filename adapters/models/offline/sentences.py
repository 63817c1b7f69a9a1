"""English sentences of a text, word for word, and lines cut to a length."""

import re

LONGEST_SENTENCE = 800
"""Characters; behind them any dot ends a sentence, so that a bracket left open does not swallow the rest."""

# A dot behind these ends no sentence.
_ABBREVIATION = re.compile(
    r"vs|e\.g|i\.e|cf|etc|al|figs?|eqs?|secs?|tab|refs?|alg|thm|def|prop|cor|app|ch|vol|nos?|pp|resp|approx"
    r"|dr|mrs?|ms|prof|st|inc|ltd|corp|jr|sr|u\.s|w\.r\.t|a\.k\.a|viz|ca|ver",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_END = re.compile(r"[.!?][\"')\]”’]*\s+(?=[\"'(\[“‘]*[A-Z0-9$\\])")
_LAST_WORD = re.compile(r"[A-Za-z.]*\Z")


def sentences(text: str) -> tuple[str, ...]:
    """Its sentences in order, each a stretch of `text`.

    `vs.`, `Fig. 3`, `et al.`, `e.g.`, initials, decimals and dots inside brackets end none.
    """
    found, start = [], 0
    for end in _END.finditer(text):
        if _ends(text[start : end.start()], text[end.start()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    found.append(text[start:].strip())
    return tuple(sentence for sentence in found if sentence)


def _ends(sentence: str, mark: str) -> bool:
    if len(sentence) > LONGEST_SENTENCE:
        return True
    if any(sentence.count(opening) > sentence.count(closing) for opening, closing in ("()", "[]")):
        return False
    word = _last_word(sentence)
    return mark != "." or not (_ABBREVIATION.fullmatch(word) or _INITIALS.fullmatch(word))


def _last_word(text: str) -> str:
    found = _LAST_WORD.search(text[-20:])
    return found[0].lstrip(".") if found else ""


def cut(line: str, most: int) -> str:
    """`line`, or as many of its whole words as fit with an ellipsis into `most` characters."""
    if len(line) <= most:
        return line
    return whole_words(line, most - 1).rstrip(" ,;:-–—(") + "…"


def whole_words(line: str, most: int) -> str:
    """The longest beginning of at most `most` characters that ends between two words, if there is one."""
    if len(line) <= most:
        return line
    head, blank, _ = line[: most + 1].rpartition(" ")
    return head if blank and head.strip() else line[:most]
