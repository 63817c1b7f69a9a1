"""The check: whether a Korean text says what the English paper says, as far as code can know without a model.

`index_text` reads a text once; `check`, `check_excerpt` and `check_answer` hold what was written against it.
It knows figures, names and quotes; it does not know whether "rises" became "falls" (see tests/quality).
"""

from bot.domain.checking.answers import AnswerVerdict, CheckedCitation, check_answer
from bot.domain.checking.evidence import Claim, ClaimKind
from bot.domain.checking.index import TextIndex, find_quote, index_text
from bot.domain.checking.injection import instructs
from bot.domain.checking.quotes import Place, Reading
from bot.domain.checking.verdicts import Verdict, check, check_excerpt

__all__ = [
    "AnswerVerdict",
    "CheckedCitation",
    "Claim",
    "ClaimKind",
    "Place",
    "Reading",
    "TextIndex",
    "Verdict",
    "check",
    "check_answer",
    "check_excerpt",
    "find_quote",
    "index_text",
    "instructs",
]
