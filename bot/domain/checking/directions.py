"""Which way a result points: a Korean "faster" needs an English word that may mean it where the evidence stands.

This catches part of what no count of figures can: a result told the wrong way round.
"""

import re

# What it says, Korean, English stems of which one must stand near the evidence. Generous where a sentence may be
# told in many ways, narrow where the Korean is rare and strong.
_DIRECTIONS = (
    (
        "behind",
        r"뒤처[지졌진]|뒤[졌지진떨]|못\s?미[치쳤]|열세|밀[렸리]|못한(?=\s)",
        r"\blag|\bbehind|underperform|\bworse|fall(?:s|ing)? short|inferior|\bbelow|\btrail|lower than|less than|\bfails?\b",
    ),
    (
        "slower",
        r"느려[졌지진]|느리|느린",
        r"\bslow|latenc|\blonger|delay|overhead|expens|\bcostly|sequential|inefficien|bottleneck",
    ),
    (
        "worse",
        r"저하|나빠|악화|떨어[졌지진뜨]|하락|퇴화",
        r"degrad|\bdrop|declin|decreas|\bworse|\bloss|\blos[et]|\bfall|\bfell|\blow|\breduc|deteriorat|\bhurt|\bdegenerat|\bcollaps"
        r"|\bweak|\bpoor|\bunderestimat|\bbelow|\bminor|\bsacrific|\bfail|\bundermin|\bimpair|\bless\b|\bshrink|\bstruggl",
    ),
    (
        "more",
        r"늘[었어렸린려]|늘리|증가|늘어나",
        r"increas|\bmore\b|\bgrow|\bgrew|\brais|\bhigher|\blarger|\baddition|\bextra|\bexpand|\bboost|\bimprov|\bris[ei]|\brose"
        r"|\bmultipl|\bdoubl|\btripl|\blonger|\bscal|\bexten|\bgain|\bas many|\bas much|\badds?\b|\benlarg|\bneither",
    ),
    (
        "less",
        r"줄[었어였인여이]|감소|낮[추췄아았]|낮은|절감|절약",
        r"\breduc|decreas|\bless\b|\blower|\bfewer|\bcut|\bsav|\bdrop|\bfall|\bfell|\bshrink|\bshrank|\bminimi|\bsmall|\bshort|mitigat"
        r"|\beliminat|\bremov|\bcompress|\bdown|\blow|\bspars|\bprun|\bwithout|\bavoid|\bdeclin|\bhalv|\bhalf|\blight|\bcheap"
        r"|\befficien|\binstead of|\bbelow|\bsuppress|\blimit|\bclos|\bnarrow|\bagainst|\bdegrad|\bunder",
    ),
    (
        "ahead",
        r"앞[섰서선]|능가|웃돌|뛰어넘|우수|이겼|이긴",
        r"outperform|surpass|exceed|\bbeat|\bbetter|superior|\bahead|\bhigh|\bbest|\bwin|\bwon\b|\bstate.of.the.art|\bsota\b|\bover\b"
        r"|\babove|\bfavorabl|\btop|\bimprov|\bmore\b|\blead|\bstrong|\bexcel|\bless\b|\blower|\bagainst|\bthan\b|\bcompar|\bgain",
    ),
    (
        "higher",
        r"높[았아였이은인]|향상|개선|올[랐라렸려]|좋아[졌지]|나아[졌지]|상승",
        r"improv|increas|\bhigh|\brais|\bboost|\bgain|\bbetter|enhanc|\bbest|superior|exceed|\bstrong|\boutperform|surpass|\bris(?:e|es|ing)\b"
        r"|\brose|\bmore\b|\bgrow|\bstate.of.the.art|\bsota\b|\bup to|\babove|\badvanc|\breach|\beffective|\bbeat|\btop\b|\bspeed"
        r"|\bdramatic|\bsignificant|\bfavorabl|\baccura|\bfrom\b[^.]*\bto\b",
    ),
    (
        "faster",
        r"빠르|빠른|빨라|앞당|가속",
        r"\bfast|\bspeed|accelerat|\bquick|latenc|throughput|\btimes\b|efficien|real.time|\bseconds?\b|\bminutes?\b|\bless\b|×"
        r"|\bshort|\binstant",
    ),
)
_TABLE = tuple((name, re.compile(korean), re.compile(english)) for name, korean, english in _DIRECTIONS)
# The sentence ends in a denial: 보이지 못했다, 얻지 않았다, 앞서지 못하였다.
_DENIED_END = re.compile(r"[가-힣]+지\s?(?:는\s|도\s)?(?:못|않)\S{0,4}[.\s]*$")
_DENIAL = re.compile(
    r"\bnot?\b|n't\b|\bwithout|\bcannot|\bfail|\black|\bunable|\bneither|\bnor\b|\bnone|\bnever|\blimited|\bstruggl|\bmiss"
    r"|\bworse|\bpoor|\binsufficien|\bhardly|\brarely|\bfar from|\boverlook|\bprevent|\bindistinguish|\bunchanged|\bunaffected"
)
# What a paper claims to have done; denied, it is turned over.
_CLAIMED = re.compile(
    r"(?:보이|얻|앞서|높이|이르|줄이|늘리|보여 주|(?:달성|확인|입증|마련|제시|제공|제안|공개|기록|능가|개선|증명|구축|도입)하)지\s?(?:못|않)(?:았|했|하였)다"
)


def unsupported(korean: str, evidence: str) -> list[tuple[str, str]]:
    """(direction, Korean words) of a sentence that no word of the evidence may mean; `evidence` is lower case."""
    found = ((name, said.search(korean), english) for name, said, english in _TABLE)
    return [(name, match[0]) for name, match, english in found if match and not english.search(evidence)]


def denies(korean: str) -> str:
    """The words with which a sentence ends in a denial, or an empty string."""
    found = _DENIED_END.search(korean)
    return found[0].strip(" .") if found else ""


def may_deny(evidence: str) -> bool:
    """Whether the English, in lower case, has a word of denial."""
    return _DENIAL.search(evidence) is not None


def denies_a_claim(korean: str) -> str:
    """`보이지 못했다`, `제안하지 않았다`: what papers say that they did, denied; or an empty string."""
    found = _CLAIMED.search(denies(korean))
    return found[0] if found else ""
