"""What numbers count, in English and in Korean: three stages, 세 단계.

A text that counts its stages with three and never with four does not say "four stages", although a four may
stand in it for something else. Words that people translate freely into each other share a group.
"""

import re
from collections.abc import Iterator

# Korean nouns, English nouns in the singular.
_GROUPS = (
    ("단계 스텝 과정", "stage step phase pass process"),
    ("언어", "language tongue"),
    ("방언", "dialect"),
    (
        "데이터셋 데이터 벤치마크 말뭉치 집합",
        "dataset data benchmark corpus corpora testbed suite collection set task domain",
    ),
    (
        "모델 네트워크 기준선 방법 기법 방식 전략 기술",
        "model llm vlm videollm network baseline method approach system backbone architecture technique strategy "
        "mechanism scheme paradigm algorithm detector encoder teacher student judge variant component",
    ),
    ("과제 작업 태스크", "task problem benchmark challenge job scenario"),
    ("층 레이어", "layer block"),
    ("비트", "bit precision"),
    (
        "명 참가자 사람 주석자 사용자 이용자 개발자 전문가 화자 학생",
        "participant user annotator people person developer expert speaker student worker volunteer subject patient "
        "evaluator rater author researcher physician human player grower",
    ),
    ("분야 영역 도메인", "domain field area discipline topic subject category sector"),
    (
        "범주 유형 종류 클래스 등급 종",
        "category type kind class mode way form level group variant species family dimension",
    ),
    ("축", "axis axes dimension perspective aspect direction"),
    ("방향", "direction axis axes"),
    ("문항 질문 문제", "question item problem query challenge issue"),
    ("항목 기준 지표", "item criterion criteria metric measure indicator checklist aspect score dimension"),
    ("이미지 사진 영상 비디오 클립", "image photo picture video clip frame sample"),
    ("설정 구성 변형 조건", "configuration setting variant version setup condition scenario regime"),
    (
        "모듈 요소 부분 가지치기 전략 기법",
        "component module part element technique strategy mechanism innovation idea branch head stage",
    ),
    ("회사 기업", "company companies firm organization"),
    ("가구", "household home family"),
    ("성질 특성 특징", "property properties requirement characteristic feature condition"),
    ("토큰", "token"),
    ("에폭", "epoch"),
    ("출처", "source"),
    ("보고서 논문", "report paper article document"),
    ("관측소", "station gauge site"),
    ("시점", "view viewpoint camera perspective"),
    ("헤드", "head"),
    ("GPU", "gpu a100 h100 v100 h800 card accelerator"),
    ("에이전트", "agent"),
    ("전문가", "expert"),
    ("도시", "city cities"),
    ("국가 나라 개국", "country countries nation"),
    ("프레임", "frame fps"),
)
_IRREGULAR = {"categories": "category", "companies": "company", "properties": "property", "classes": "class"}
_STOP = frozenset(
    "in on with for to from by and or that which is are was were at over than as while across using per when under "
    "between of into via but not the a an this these those we our it its".split()
)
_BY_ENGLISH: dict[str, frozenset[int]] = {
    word: frozenset(at for at, (_, english) in enumerate(_GROUPS) if word in english.split())
    for _, line in _GROUPS
    for word in line.split()
}
KOREAN_NOUNS = frozenset(word for line, _ in _GROUPS for word in line.split())
_BY_KOREAN: dict[str, frozenset[int]] = {
    word: frozenset(at for at, (korean, _) in enumerate(_GROUPS) if word in korean.split())
    for line, _ in _GROUPS
    for word in line.split()
}
_WINDOW = re.compile(r"(?:[ -]\(?[A-Za-z][\w']*){1,6}")
_COUNTER = re.compile(r"\s?(?:가지|개|명|종|편|대|건|곳|쌍|장|번|회)?(?:의\s|\s)?")
_WORD = re.compile(r"[가-힣A-Za-z]+")
_NOUN = re.compile(
    rf"({'|'.join(sorted(_BY_KOREAN, key=len, reverse=True))})"
    r"(을|를|이|가|은|는|의|에서|에|으로|로|와|과|도|마다|별|만|까지|부터|뿐|이다|이며|인|보다|들|들을|들이|들의|들에서)?$"
)
# A word that carries a particle or an ending closes what the number counts.
_ENDED = re.compile(r"(?:[을를은는의에로와과며고한된인게]|에서|으로)$")
_BEFORE = re.compile(r"([가-힣A-Za-z]+)\s(?:약\s?|총\s?|모두\s?|최대\s?|단\s?)?$")


def counted_in(text: str, end: int) -> tuple[frozenset[int], bool]:
    """Groups of the things that a number ending at `end` counts, and whether it counts anything at all."""
    window = _WINDOW.match(text, end)
    if window is None:
        return frozenset(), False
    groups: frozenset[int] = frozenset()
    plural = False
    for word in re.split(r"[ (-]+", window[0].lower().strip(" -")):
        if word in _STOP:
            break
        plural = word.endswith("s") and len(word) > 3
        groups |= _BY_ENGLISH.get(word, frozenset()) | _BY_ENGLISH.get(_singular(word), frozenset())
    return groups, bool(groups) or plural


def _singular(word: str) -> str:
    return _IRREGULAR.get(word, word[:-1] if word.endswith("s") and not word.endswith("ss") else word)


def counted_by_korean(text: str, start: int, number_end: int) -> frozenset[int]:
    """Groups of the thing that the Korean number between two offsets counts; empty when it is not known."""
    counter = _COUNTER.match(text, number_end)
    after = counter.end() if counter else number_end
    head: frozenset[int] = frozenset()
    for word in _words(text, after):
        found = _NOUN.fullmatch(word)
        if found:
            head = _BY_KOREAN[found[1]]
        if (found and found[2]) or (found is None and _ENDED.search(word)):
            break
    if head:
        return head
    before = _BEFORE.search(text[:start])
    return _BY_KOREAN.get(before[1], frozenset()) if before else frozenset()


def _words(text: str, start: int) -> Iterator[str]:
    for _ in range(3):
        word = _WORD.match(text, start)
        if word is None:
            return
        yield word[0]
        start = word.end() + 1
        if text[word.end() : start] != " ":
            return
