"""Search words for Korean and English: what an FTS5 table holds of a paper, and a query that is safe for it.

Hangul is written as 2-grams, made here: particles and compounds then cost little (언어모델의 meets
언어 모델), and words of two syllables, most of Korean, are found, as SQLite's trigram tokenizer cannot.
All else is left to FTS5's `porter unicode61`. One table, two columns, in the order of `index_document`.
"""

import re
import unicodedata
from collections.abc import Sequence

from bot.domain.paper import Paper
from bot.domain.plain import visible

MOST_TERMS = 48
"""Terms of one query that count; FTS5 takes more, nobody types more."""
LONGEST_TERM = 64

_HANGUL = re.compile(r"[가-힣]+")
_RUN = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_JOINED_NAME = re.compile(r"(?<=[a-z])(?=[A-Z])")
MATCHES_NOTHING = '""'
"""An empty phrase: FTS5 accepts it and finds no row."""

# What people wrap a search in; it says nothing about a paper. Never dropped when nothing else is there.
_ENGLISH_FILLER = re.compile(
    r"an?|and|are|as|at|be|by|did|do|does|find|for|from|has|have|how|in|is|its?|me|of|on|or|papers?|please|show|that"
    r"|the|their|there|these|this|those|to|us(?:e|ed|ing)|was|were|what|when|where|which|who|why|with"
)
_KOREAN_FILLER = re.compile(
    r"(?:(?:관련|관한|대한|다룬|다루는|쓰는|쓴|나온|나오는|있는|있던|하는|한|된|되는|위한|어떤|무슨|그|이|저|좀|최근|요즘)"
    r"|논문(?:들)?(?:은|는|이|을|를|의|도|중에)?|찾아(?:줘|줘요|주세요|봐)|알려(?:줘|줘요|주세요)|보여(?:줘|줘요|주세요)"
    r"|있(?:나|나요|어|어요|음|니|을까|을까요|습니까)|뭐(?:가|야|예요|였지|더라)?|무엇)"
)


def folded(text: str) -> str:
    """Visible, one width, no case: the form in which words are compared."""
    return unicodedata.normalize("NFKC", visible(text)).casefold()


def terms(text: str) -> tuple[str, ...]:
    """Every search term of `text` in order: Hangul as 2-grams (one syllable alone stays), others as words."""
    return tuple(term for run in _RUN.findall(folded(text)) for term in _terms_of(run))


def _terms_of(run: str) -> tuple[str, ...]:
    if not _HANGUL.match(run) or len(run) < 3:
        return (run[:LONGEST_TERM],)
    return tuple(run[place : place + 2] for place in range(len(run) - 1))


def index_document(title: str, short_name: str, abstract: str, korean: str) -> tuple[str, str]:
    """The two columns of a paper's row: its Hangul as 2-grams, and its other words for `porter unicode61`.

    The words are split here, as a query's are: SQLite and Python differ in which characters are letters.
    A joined name is kept apart as well: TwinFlow is found by `twin flow`. `korean`: the summary's parts and
    gist, or empty.
    """
    whole = "\n".join((title, short_name, _JOINED_NAME.sub(" ", short_name), abstract, korean))
    found = terms(whole)
    hangul = (term for term in found if _HANGUL.match(term))
    return " ".join(hangul), " ".join(term for term in found if not _HANGUL.match(term))


def fitting(papers: Sequence[Paper], typed: str, most: int) -> tuple[Paper, ...]:
    """Those whose id begins with what was typed so far, then those with every typed word in the title.

    The last word may be unfinished. With nothing typed all fit. The order of `papers` is kept.
    """
    beginning = typed.strip().casefold().removeprefix("arxiv:").strip()
    by_id = [paper for paper in papers if paper.id.casefold().startswith(beginning)]
    words = _RUN.findall(folded(typed))
    by_title = [paper for paper in papers if words and _has(paper.title, words)]
    return tuple(dict.fromkeys([*by_id, *by_title]))[:most]


def _has(title: str, words: Sequence[str]) -> bool:
    """Whether each word begins one of the title's."""
    here = _RUN.findall(folded(_JOINED_NAME.sub(" ", title))) + _RUN.findall(folded(title))
    return all(any(one.startswith(word) for one in here) for word in words)


def match_expression(query: str) -> str:
    """An FTS5 MATCH string for what a person typed: any of its terms, best rank to who has most and rarest.

    Nothing in `query` can be syntax: only letters and digits pass, each term between quotes. A query without
    any gives MATCHES_NOTHING. A single syllable finds the words that begin with it.
    """
    words = _RUN.findall(folded(query))
    telling = [word for word in words if not _is_filler(word)] or words
    found = dict.fromkeys(_quoted(term) for word in telling for term in _terms_of(word))
    return " OR ".join(list(found)[:MOST_TERMS]) or MATCHES_NOTHING


def _is_filler(word: str) -> bool:
    return (_ENGLISH_FILLER.fullmatch(word) or _KOREAN_FILLER.fullmatch(word)) is not None


def _quoted(term: str) -> str:
    return f'"{term}"*' if len(term) == 1 and _HANGUL.match(term) else f'"{term}"'
