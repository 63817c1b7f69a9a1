"""Which way a result points: a Korean "faster" needs an English word that may mean it near its evidence.

This catches part of what no count of figures can: a result told the wrong way round. The English lists are
generous where a result may be told in many ways, and narrow where the Korean is rare and strong.
"""

import re
from typing import NamedTuple

from bot.domain.checking.patterns import any_of, first


class Direction(NamedTuple):
    korean: re.Pattern[str]
    english: re.Pattern[str]
    """Any of these near the evidence allows the Korean."""


def _direction(korean: str, stems: str, *phrases: str) -> Direction:
    return Direction(re.compile(korean), any_of(rf"\b(?:{'|'.join(stems.split())})", *phrases))


_WORSE = """
degrad drop declin decreas worse loss lose lost fall fell low reduc deteriorat hurt degenerat collaps weak
poor
underestimat below minor sacrific fail undermin impair less shrink struggl
"""
_MORE = """
increas more\\b grow grew rais higher larger addition extra expand boost improv rise rising rose multipl
doubl tripl
longer scal exten gain adds?\\b enlarg neither
"""
_LESS = """
reduc decreas less\\b lower fewer cut sav drop fall fell shrink shrank minimi small short mitigat eliminat
remov
compress down low spars prun without avoid declin halv half light cheap efficien below suppress limit clos
narrow
against degrad under
"""
_AHEAD = """
outperform surpass exceed beat better superior ahead high best win won\\b sota over\\b above favorabl top
improv more\\b
lead strong excel less\\b lower against than\\b compar gain
"""
_HIGHER = """
improv increas high rais boost gain better enhanc best superior exceed strong outperform surpass rise rising
rose more\\b
grow sota above advanc reach effective beat top\\b speed dramatic significant favorabl accura
"""
_FASTER = (
    "fast speed accelerat quick latenc throughput times\\b efficien seconds? minutes? less\\b short instant"
)
_DIRECTIONS = (
    _direction(
        r"뒤처[지졌진]|뒤[졌지진떨]|못\s?미[치쳤]|열세|밀[렸리]|못한(?=\s)",
        "lag behind underperform worse inferior below trail fails?\\b",
        r"\bfall(?:s|ing)? short",
        r"\b(?:lower|less) than",
    ),
    _direction(
        r"느려[졌지진]|느리|느린",
        "slow latenc longer delay overhead expens costly sequential inefficien bottleneck",
    ),
    _direction(r"저하|나빠|악화|떨어[졌지진뜨]|하락|퇴화", _WORSE),
    _direction(r"늘[었어렸린려]|늘리|증가|늘어나", _MORE, r"\bas (?:many|much)"),
    _direction(r"줄[었어였인여이]|감소|낮[추췄아았]|낮은|절감|절약", _LESS, r"\binstead of"),
    _direction(r"앞[섰서선]|능가|웃돌|뛰어넘|우수|이겼|이긴", _AHEAD, r"\bstate.of.the.art"),
    _direction(
        r"높[았아였이은인]|향상|개선|올[랐라렸려]|좋아[졌지]|나아[졌지]|상승",
        _HIGHER,
        r"\bstate.of.the.art|\bup to",
        r"\bfrom\b[^.]*\bto\b",
    ),
    _direction(r"빠르|빠른|빨라|앞당|가속", _FASTER, r"real.time|×"),
)
# The sentence ends in a denial: 보이지 못했다, 얻지 않았다, 앞서지 못하였다.
_DENIED_END = re.compile(r"[가-힣]{1,20}지\s?(?:는\s|도\s)?(?:못|않)\S{0,4}[.\s]*$")
_DENYING = """
not?\\b without cannot fail lack unable neither nor\\b none never limited struggl miss worse poor insufficien
hardly
rarely overlook prevent indistinguish unchanged unaffected
"""
_DENIAL = any_of(rf"\b(?:{'|'.join(_DENYING.split())})", r"n't\b", r"\bfar from")
# What a paper claims to have done; denied, it is turned over.
_DEEDS = "달성|확인|입증|마련|제시|제공|제안|공개|기록|능가|개선|증명|구축|도입"
_CLAIMED = re.compile(
    rf"(?:보이|얻|앞서|높이|이르|줄이|늘리|보여 주|(?:{_DEEDS})하)지\s?(?:못|않)(?:았|했|하였)다"
)


def unsupported(korean: str, evidence: str) -> list[str]:
    """The Korean words of direction that no word of the evidence may mean; `evidence` is in lower case."""
    found = ((direction.korean.search(korean), direction.english) for direction in _DIRECTIONS)
    return [said[0] for said, english in found if said and not english.search(evidence)]


def denies(korean: str) -> str:
    """The words with which a sentence ends in a denial, or an empty string."""
    return first(_DENIED_END, korean).strip(" .")


def denies_a_claim(korean: str) -> str:
    """`보이지 못했다`, `제안하지 않았다`: what papers say that they did, denied; or an empty string."""
    return first(_CLAIMED, denies(korean))


def may_deny(evidence: str) -> bool:
    """Whether the English, in lower case, has a word of denial."""
    return _DENIAL.search(evidence) is not None
