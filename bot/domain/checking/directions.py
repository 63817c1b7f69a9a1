"""Which way a result points: "slower" beside an English "faster" and no "slower" is told the wrong way round.

This catches part of what no count of figures can. Results can be told in too many ways for a missing word to
prove anything, and less error is more accuracy: only words that cannot be meant so are held against them.
"""

import re
from typing import NamedTuple

from bot.domain.checking.patterns import any_of, first


class Direction(NamedTuple):
    korean: re.Pattern[str]
    allowing: re.Pattern[str]
    """English words that may mean the Korean."""
    opposing: re.Pattern[str]
    """English words that mean the opposite."""


_BEHIND = (
    "lag behind underperform worse inferior below trail subordinate fail fall_short falls_short lower less"
)
_AHEAD = """
outperform surpass exceed beat better superior ahead best win wins won sota state.of above favorabl higher
highest more top improv lead gain over
"""
_EVEN = "outperform surpass exceed beat superior ahead best win wins won match comparabl on_par rival"
_SLOW = "slow latenc longer delay overhead expens costly time cost inefficien bottleneck"
_FAST = "fast speed accelerat quick throughput times efficien real.time short instant latenc reduc less"
_WORSE = """
degrad drop declin decreas worse loss lose lost fall fell low reduc deteriorat hurt degenerat collaps weak
poor underestimat below minor sacrific fail undermin impair less shrink struggl forget
"""
_UP = "increas more grow grew rise rising rose higher larger expand doubl tripl longer improv gain boost rais"
_DOWN = (
    "reduc decreas lower fewer less cut sav drop fall fell shrink shrank compress small short halv half below"
)


def _starting(stems: str) -> re.Pattern[str]:
    """Words that start so; `_` stands for a blank, `$` for the end of the word."""
    starts = "|".join(stems.split()).replace("_", " ").replace("$", r"\b")
    return re.compile(rf"\b(?:{starts})")


def _direction(korean: str, allowing: str, opposing: str) -> Direction:
    return Direction(re.compile(korean), _starting(allowing), _starting(opposing))


_OF_A_RESULT = (
    _direction(r"뒤처[지졌진]|뒤[졌지진떨]|열세|밀[렸리]|더 못한(?=\s)", _BEHIND, _EVEN),
    _direction(r"앞[섰서선]|능가|웃돌|뛰어넘", _AHEAD, "lag behind underperform worse inferior trail"),
    _direction(r"느려[졌지진]|느리[게고며]|느린", _SLOW, "fast speedup speeds speed_ accelerat quick"),
    _direction(r"빨라|빠르[게고며]|앞당|가속", _FAST, "slow longer delay"),
    _direction(
        r"(?:저하|악화|퇴화)(?:되|된|됐|시|했|하였)|나빠[졌지]",
        _WORSE,
        "improv enhanc boost outperform surpass",
    ),
)
_OF_A_FIGURE = (
    _direction(r"[^가-힣]{0,2}(?:\s?[가-힣]{1,4}\s)?(?:늘[었어렸린려리]|증가)", _UP, _DOWN),
    _direction(
        r"[^가-힣]{0,2}(?:\s?[가-힣]{1,4}\s)?(?:줄[었어였인여이]|감소|절감|절약)",
        _DOWN + " efficien eliminat remov mitigat",
        "increas grow grew rise rising rose larger expand doubl tripl",
    ),
)
_RISES = re.compile(r"\s?(?:으로|로)\s?(?:[가-힣]{1,4}\s)?(?:높아|올[랐라]|늘[었어]|증가|상승|커[졌지])")
_FALLS = re.compile(r"\s?(?:으로|로)\s?(?:[가-힣]{1,4}\s)?(?:낮아|떨어|줄[었어]|감소|하락|내려)")
# The sentence ends in a denial: 보이지 못했다, 얻지 않았다, 앞서지 못하였다.
_DENIED_END = re.compile(r"[가-힣]{1,20}지\s?(?:는\s|도\s)?(?:못|않)\S{0,4}[.\s]*$")
_DENYING = """
no$ not$ without cannot fail lack unable neither nor$ none never limited struggl miss worse poor insufficien
hardly below
under rarely overlook prevent indistinguish unchanged unaffected remain only less behind subordinate far_from
short
"""
_DENIAL = any_of(_starting(_DENYING).pattern, r"n't\b")
_CLAIM = _starting(
    "achiev reach attain obtain outperform surpass improv match demonstrat yield deliver retain maintain"
)
# What a paper claims to have done; denied, it is turned over.
_DEEDS = "달성|확인|입증|마련|제시|제공|제안|공개|기록|능가|개선|증명|구축|도입"
_CLAIMED = re.compile(
    rf"(?:보이|얻|앞서|높이|이르|줄이|늘리|보여 주|(?:{_DEEDS})하)지\s?(?:못|않)(?:았|했|하였)다"
)


def contradicted(korean: str, evidence: str) -> list[str]:
    """Korean words of a result of which the evidence, in lower case, has only the opposite."""
    return [
        said[0]
        for one in _OF_A_RESULT
        if (said := one.korean.search(korean)) and _only_opposed(one, evidence)
    ]


def figure_turned(korean: str, end: int, evidence: str) -> str:
    """What is said of a figure ending at `end`, if the sentence with that figure says only the opposite."""
    for one in _OF_A_FIGURE:
        if (said := one.korean.match(korean, end)) and _only_opposed(one, evidence):
            return said[0].strip()
    return ""


def change_turned(korean: str, end: int, *, rises: bool) -> str:
    """What is said of a change (`3에서 5로 줄었다`) with its second figure before `end`, if it is wrong."""
    found = (_FALLS if rises else _RISES).match(korean, end)
    return found[0].strip() if found else ""


def _only_opposed(one: Direction, evidence: str) -> bool:
    return bool(one.opposing.search(evidence)) and not one.allowing.search(evidence)


def denies(korean: str) -> str:
    """The words with which a sentence ends in a denial, or an empty string."""
    return first(_DENIED_END, korean).strip(" .")


def denies_a_claim(korean: str) -> str:
    """`보이지 못했다`, `제안하지 않았다`: what papers say that they did, denied; or an empty string."""
    return first(_CLAIMED, denies(korean))


def claims_without_denying(evidence: str) -> bool:
    """Whether the English, in lower case, claims something and has no word of denial."""
    return bool(_CLAIM.search(evidence)) and not _DENIAL.search(evidence)
