"""Which passages of one paper fit a question best, when the whole paper does not fit the model's context.

BM25 (Robertson and Zaragoza, 2009) over the passages, with what a question names outright put first: a
section, a table, a figure. The papers are English and the questions mostly Korean, so the words to look for
come from the model as keywords; a small glossary of what people ask most stands in when there are none.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.domain.context import condense
from bot.domain.paper import FullText, Passage, PassageKind
from bot.domain.searching import folded
from bot.domain.talk.question_words import Named, glossary, named_in

MOST_KEYWORDS = 32
LONGEST_QUESTION = 1_000
"""Characters of a question, or of a keyword, that are looked at."""
_K1, _B = 1.2, 0.75
_NEIGHBOUR = 0.35
"""Share of a hit's score that goes to its neighbours in the section: an answer may run on."""
_APPENDIX = 0.6
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_가-힣]+")
_SUFFIX = re.compile(r"(?<=\w{4})(?:at(?:ions?|es?|ed|ing|ors?)|ings?|ed|es|ly|e|s)$")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z(\[])")
FEWEST_WORDS = 5
"""A shorter stretch between full stops is a torn piece."""
_COMMON = frozenset(
    (
        *(
            "the",
            "of",
            "and",
            "to",
            "in",
            "a",
            "is",
            "we",
            "for",
            "that",
            "on",
            "with",
            "as",
            "are",
            "by",
            "this",
        ),
        *(
            "our",
            "it",
            "be",
            "from",
            "an",
            "which",
            "can",
            "at",
            "or",
            "was",
            "were",
            "these",
            "their",
            "have",
            "has",
        ),
        *(
            "what",
            "how",
            "why",
            "where",
            "when",
            "who",
            "do",
            "does",
            "did",
            "they",
            "you",
            "me",
            "i",
            "s",
            "there",
        ),
        *(
            "tell",
            "explain",
            "show",
            "about",
            "please",
            "paper",
            "use",
            "used",
            "using",
            "any",
            "much",
            "many",
        ),
    )
)


def best_passages(
    text: FullText, question: str, keywords: Sequence[str], characters: int
) -> tuple[Passage, ...]:
    """Passages of `text` for `question` in reading order: all if they fit, else the abstract and the best.

    `keywords`: English, from the model; may be empty. `characters`: bound on the passages' own text together;
    headings and numbers come on top. The abstract, and the best passage when it is too long alone, are cut to
    fit; a cut passage keeps its number, so that a citation still points to the right place.
    """
    if text.characters <= characters:
        return text.passages
    order = _ranked(text.passages, question, keywords)
    if not order:
        return condense(text, characters).passages
    opening = _opening(text.passages)
    return _filled(text.passages, (opening, *(place for place in order if place != opening)), characters)


def closest_sentences(
    text: FullText, question: str, keywords: Sequence[str], most: int
) -> tuple[tuple[str, str], ...]:
    """The section and the best sentence of the `most` passages that fit best, best first; only prose."""
    prose = [one for one in text.passages if one.kind in {PassageKind.PARAGRAPH, PassageKind.CAPTION}]
    sought = _sought(question, keywords)
    best = [prose[place] for place in _ranked(prose, question, keywords)]
    return tuple((one.section, _closest_sentence(one.text, sought)) for one in best[:most])


def _closest_sentence(text: str, sought: Sequence[str]) -> str:
    wanted = set(sought)
    pieces = [piece for piece in _SENTENCE_END.split(text) if len(piece.split()) >= FEWEST_WORDS]
    return max(pieces or [text], key=lambda piece: len(wanted & set(tokens(piece))))


def _opening(passages: Sequence[Passage]) -> int:
    """Where the abstract stands, or else what comes first."""
    abstracts = (place for place, passage in enumerate(passages) if passage.section.lower() == "abstract")
    return next(abstracts, 0)


def _filled(passages: Sequence[Passage], order: Sequence[int], room: int) -> tuple[Passage, ...]:
    """As many as fit, in the given order; of the first two, abstract and best hit, at least the beginning."""
    kept: dict[int, Passage] = {}
    for rank, place in enumerate(order):
        most = room // 2 if rank == 0 and len(order) > 1 else room
        passage = passages[place]
        if rank < 2:
            passage = _cut(passage, most)
        if passage.text and len(passage.text) <= room:
            kept[place] = passage
            room -= len(passage.text)
    return tuple(kept[place] for place in sorted(kept))


def _cut(passage: Passage, characters: int) -> Passage:
    return Passage(passage.number, passage.section, passage.text[:characters], passage.kind, passage.appendix)


def _ranked(passages: Sequence[Passage], question: str, keywords: Sequence[str]) -> list[int]:
    """Places of the passages that have anything to do with the question, best first."""
    named = named_in(question[:LONGEST_QUESTION])
    documents = [tokens(f"{passage.section} {passage.text}") for passage in passages]
    found = _bm25(documents, _sought(question, keywords))
    unit = max(found, default=0.0) or 1.0
    scores = [
        score * (_APPENDIX if passage.appendix and not named.appendix else 1) + unit * _pull(named, passage)
        for score, passage in zip(found, passages, strict=True)
    ]
    scores = _with_neighbours(scores, passages)
    hits = [place for place, score in enumerate(scores) if score > 0]
    return sorted(hits, key=lambda place: -scores[place])


def _sought(question: str, keywords: Sequence[str]) -> list[str]:
    words = [*keywords[:MOST_KEYWORDS], question, *glossary(question)]
    return sorted({word for phrase in words for word in tokens(phrase[:LONGEST_QUESTION])})


def _pull(named: Named, passage: Passage) -> float:
    """How outright the question names this passage, in units of the best score for its words alone."""
    if named.floats.match(passage.text):
        return 2.0 if passage.kind in {PassageKind.CAPTION, PassageKind.TABLE} else 1.5
    if numbered := named.numbered.match(passage.section):
        below = re.match(r"\.\d", passage.section[numbered.end() :])
        return 0.7 if below else 1.0
    if named.sections.search(passage.section):
        return 1.0
    if named.floats.search(passage.text):
        return 0.6
    return 0.4 if named.topics.search(passage.section) or (named.appendix and passage.appendix) else 0.0


def _with_neighbours(scores: Sequence[float], passages: Sequence[Passage]) -> list[float]:
    lifted = []
    for place, score in enumerate(scores):
        around = [near for near in (place - 1, place + 1) if 0 <= near < len(scores)]
        beside = [scores[near] for near in around if passages[near].section == passages[place].section]
        lifted.append(score + _NEIGHBOUR * max(beside, default=0.0))
    return lifted


def tokens(text: str) -> list[str]:
    """English words, stemmed roughly and without the commonest; numbers without thousands' commas."""
    words = (word.replace(",", "") if word[0].isdigit() else word for word in _WORD.findall(folded(text)))
    return [_SUFFIX.sub("", word) for word in words if word not in _COMMON]


def _bm25(documents: Sequence[Sequence[str]], sought: Iterable[str]) -> list[float]:
    counts = [Counter(document) for document in documents]
    average = sum(map(len, documents)) / max(len(documents), 1) or 1.0
    weights = {word: _weight(word, counts) for word in sought}
    return [
        sum(_gain(count[word], len(document) / average) * weight for word, weight in weights.items())
        for count, document in zip(counts, documents, strict=True)
    ]


def _weight(word: str, counts: Sequence[Mapping[str, int]]) -> float:
    holding = sum(word in count for count in counts)
    return math.log(1 + (len(counts) - holding + 0.5) / (holding + 0.5))


def _gain(count: int, length: float) -> float:
    return count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length))
