"""Latin names in Korean sentences: whether they stand in the text, and as the title spells them."""

import operator
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.domain.checking.plain import folded, without_marks
from bot.domain.checking.terms import COMMON_TERMS


class Name(NamedTuple):
    text: str
    start: int
    end: int


_LETTER = "A-Za-zÀ-ÖØ-öø-ÿ"
# A token begins with a letter, or with a digit that belongs to it (3D, 4D-STraG).
_TOKEN = re.compile(rf"[{_LETTER}][{_LETTER}0-9]*(?:[-./@_'&+]+[{_LETTER}0-9]+)*\+*")
_SPLIT = re.compile(r"[-./@_'&+]+")
# The unit or size that follows a number is the figure's, not a name: 7B, 24GB, 5s.
_AFTER_NUMBER = re.compile(
    r"(?:[KkMBT]|[kKMGT]i?B|[kMG]?Hz|fps|FPS|ms|s|h|x|X|e|p|pp|[kcmn]?m|kg|W|dB|min|USD)(?![A-Za-z])"
)
_WORD = re.compile(rf"[{_LETTER}0-9]+(?:[-./@_'&+]+[{_LETTER}0-9]+)*")


def names_said(text: str) -> Iterator[Name]:
    """Every Latin token of a `plain` Korean text; particles glued to it are Hangul and end it."""
    for token in _TOKEN.finditer(text):
        start = token.start()
        if start and text[start - 1].isdigit() and _AFTER_NUMBER.match(text, start):
            continue
        if start and text[start - 1].isdigit():
            start -= len(_digits_before(text, start))
        if len(token[0]) > 1 or start != token.start():
            yield Name(text[start : token.end()], start, token.end())


def _digits_before(text: str, end: int) -> str:
    run = re.search(r"[\d.]{0,12}\d$", text[max(0, end - 13) : end])
    return run[0] if run else ""


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """Every word of some `plain` texts as it may be met again: whole, in pieces, joined with the next."""
    words = set[str]()
    for text in texts:
        found = _WORD.findall(without_marks(text.casefold()))
        whole = [word if word.isalnum() else folded(word) for word in found]
        words.update(whole)
        words.update(map(operator.add, whole, whole[1:]))
        for word in found:
            if not word.isalnum():
                words.update(map(folded, _SPLIT.split(word)))
    words.discard("")
    return frozenset(words)


_ENDING = re.compile(
    r"(?:ational|ations?|ization|ions?|ings?|edly|ed|es|s|ers?|ors?|ive|ity|ical|ally|al|ly|ments?|ness"
    r"|ity|ize|ized|e|y)$"
)
_DOUBLED = re.compile(r"([a-z])\1$")


def stem(word: str) -> str:
    """A rough stem, so that `distillation` and `distilled` meet; short words stay as they are."""
    bare = _DOUBLED.sub(r"\1", _ENDING.sub("", word))
    return bare if len(bare) >= 5 else word


def stands(name: str, words: frozenset[str]) -> bool:
    """Whether the text has the name, its plural or singular, or each part of a compound like `LLM-based`."""
    if _known(folded(name), words):
        return True
    pieces = [folded(piece) for piece in _SPLIT.split(name)]
    if any(piece.isdigit() for piece in pieces):
        return False
    # A term in small letters may be bent (distilling, distillation), a name may not.
    may_bend = name.islower()
    return all(_known(piece, words) or (may_bend and _bent(piece, words)) for piece in pieces)


def _bent(word: str, words: frozenset[str]) -> bool:
    """Whether a word of the same stem stands there. Rarely asked, so that stems are not kept."""
    wanted = stem(word)
    return any(other.startswith(wanted) and stem(other) == wanted for other in words)


def _known(word: str, words: frozenset[str]) -> bool:
    """The word, its plural or its singular: model, models; mesh, meshes; policy, policies."""
    forms = {word, word + "s", word + "es", word.removesuffix("y") + "ies"}
    forms |= {word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"}
    return not words.isdisjoint(forms) or not COMMON_TERMS.isdisjoint(forms)


def title_names(title: str) -> dict[str, str]:
    """Names that the title spells in its own way (TwinFlow), whole and in pieces, by their folded form."""
    if not any(letter.islower() for letter in title):
        return {}
    words = _WORD.findall(title)
    pieces = [piece for word in words for piece in _SPLIT.split(word)]
    return {folded(word): word for word in [*pieces, *words] if _is_distinctive(word)}


def _is_distinctive(word: str) -> bool:
    return len(word) > 2 and any(c.isupper() for c in word[1:]) and any(c.islower() for c in word)


def misspelt(name: str, names: dict[str, str], texts: Sequence[str]) -> str:
    """How the title writes a name that is written otherwise here; empty when nothing is wrong with it.

    A spelling that the text uses, too, is right, unless it is all capitals: those are small capitals, lost.
    """
    for piece in (name, *_SPLIT.split(name)):
        right = names.get(folded(piece), "")
        if right and right != piece and (piece.isupper() or not any(piece in text for text in texts)):
            return right
    return ""
