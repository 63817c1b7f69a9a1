"""Passages that fit a question, ranked as search engines rank them (BM25), and what of them to cite."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from adapters.models.offline.sentences import sentences, whole_words
from bot.domain.paper import Passage

LONGEST_QUOTE = 400
MOST_CITATIONS = 3
MOST_KEYWORDS = 12
# Robertson's usual values.
_SATURATION, _LENGTH_WEIGHT = 1.5, 0.75

_TERM = re.compile(r"[a-z0-9]+(?:[.+-][a-z0-9]+)*|[\uac00-\ud7a3]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.+-][A-Za-z0-9]+)*")
_STOP = re.compile(
    r"an?|about|and|any|are|as|at|be|by|can|could|did|do|does|for|from|had|has|have|how|i|in|is|its?|me|of|on|or"
    r"|our|paper|so|tell|than|that|the|their|them|then|there|these|they|this|to|us|was|we|were|what|when|where"
    r"|which|who|why|will|with|would|your?"
)


def keywords(question: str) -> list[str]:
    """The Latin words of a question, as typed, each once."""
    words: dict[str, str] = {}
    for word in _LATIN.findall(question):
        if not _STOP.fullmatch(word.lower()):
            words.setdefault(word.lower(), word)
    return list(words.values())[:MOST_KEYWORDS]


@dataclass(frozen=True, slots=True)
class _Document:
    passage: Passage
    terms: Counter[str]

    @property
    def length(self) -> int:
        return self.terms.total()


def citations(
    question: str, passages: Sequence[Passage], glossary: Mapping[str, Sequence[str]]
) -> list[dict[str, str]]:
    """Up to three, best first: the section and its sentence that fits best, word for word.

    `glossary`: English words for Korean ones that questions hold, for papers are in English.
    """
    wanted = _wanted(question, glossary)
    scores = _scores(wanted, [_document(passage) for passage in passages])
    ranked = sorted(scores, key=lambda pair: (-pair[0], pair[1].number))
    return [
        {"section": passage.section, "quote": _quote(passage, wanted)}
        for score, passage in ranked[:MOST_CITATIONS]
        if score > 0
    ]


def _document(passage: Passage) -> _Document:
    return _Document(passage, Counter(_terms(f"{passage.section} {passage.text}")))


def _wanted(question: str, glossary: Mapping[str, Sequence[str]]) -> frozenset[str]:
    translated = (word for korean, english in glossary.items() if korean in question for word in english)
    return frozenset(_terms(" ".join([question, *translated])))


def _terms(text: str) -> Iterable[str]:
    """Latin words without a plural's s; Korean in pairs of syllables, for its endings vary."""
    for term in _TERM.findall(text.lower()):
        if term[0] >= "\uac00":
            yield from ("".join(pair) for pair in pairwise(term))
        elif not _STOP.fullmatch(term):
            yield _stem(term)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _scores(wanted: frozenset[str], documents: Sequence[_Document]) -> Iterable[tuple[float, Passage]]:
    average = sum(document.length for document in documents) / max(len(documents), 1) or 1
    holding = {term: sum(term in document.terms for document in documents) for term in wanted}
    for document in documents:
        weight = _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * document.length / average)
        yield (
            sum(
                math.log(1 + (len(documents) - holding[term] + 0.5) / (holding[term] + 0.5))
                * (count * (_SATURATION + 1) / (count + weight))
                for term in wanted
                if (count := document.terms[term])
            ),
            document.passage,
        )


def _quote(passage: Passage, wanted: frozenset[str]) -> str:
    """The passage's sentence with most of the wanted words; the earlier one of two."""
    best = max(sentences(passage.text), key=lambda one: len(wanted & set(_terms(one))), default=passage.text)
    return whole_words(best, LONGEST_QUOTE)
