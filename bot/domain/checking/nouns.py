"""What numbers count, in English and in Korean: three stages, 세 단계.

A text that counts its stages with three and never with four does not say "four stages", although a four may
stand in it for something else. Words that people translate freely into each other share a group.
"""

import re
from collections.abc import Iterator

# Korean nouns | English nouns in the singular, one group a line.
_GROUPS = """
단계 스텝 과정 | stage step phase pass process
언어 | language tongue
방언 | dialect
데이터셋 데이터 벤치마크 말뭉치 집합 | dataset data benchmark corpus corpora testbed suite collection set
데이터셋 데이터 벤치마크 말뭉치 집합 | task domain
모델 네트워크 기준선 | model llm vlm videollm network baseline method approach system backbone
모델 네트워크 기준선 | architecture detector encoder teacher student judge variant algorithm
방법 기법 방식 전략 기술 | method approach technique strategy mechanism scheme paradigm algorithm
방법 기법 방식 전략 기술 | component model
과제 작업 태스크 | task problem benchmark challenge job scenario
층 레이어 | layer block
비트 | bit precision
명 참가자 사람 주석자 사용자 이용자 | participant user annotator people person worker volunteer human
명 참가자 사람 주석자 사용자 이용자 | subject evaluator rater
명 개발자 전문가 화자 학생 사람 | developer expert speaker student patient author researcher
명 개발자 전문가 화자 학생 사람 | physician player grower
분야 영역 도메인 | domain field area discipline topic subject category sector
범주 유형 종류 클래스 등급 종 | category type kind class mode way form level group variant species
범주 유형 종류 클래스 등급 종 | family dimension
축 | axis axes dimension perspective aspect direction
방향 | direction axis axes
문항 질문 문제 | question item problem query challenge issue
항목 기준 지표 | item criterion criteria metric measure indicator checklist aspect score dimension
이미지 사진 영상 비디오 클립 | image photo picture video clip frame sample
설정 구성 변형 조건 | configuration setting variant version setup condition scenario regime
모듈 요소 부분 전략 기법 | component module part element technique strategy mechanism innovation
모듈 요소 부분 전략 기법 | idea branch head stage
회사 기업 | company firm organization
가구 | household home family
성질 특성 특징 | property requirement characteristic feature condition
토큰 | token
에폭 | epoch
출처 | source
보고서 논문 | report paper article document
관측소 | station gauge site
시점 | view viewpoint camera perspective
헤드 | head
GPU | gpu a100 h100 v100 h800 card accelerator
에이전트 | agent
전문가 | expert
도시 | city
국가 나라 개국 | country nation
프레임 | frame fps
"""
_IRREGULAR = {
    "categories": "category", "companies": "company", "properties": "property", "classes": "class",
    "countries": "country", "cities": "city", "families": "family", "strategies": "strategy",
    "queries": "query",
}  # fmt: skip
_CLOSING = """
in on with for to from by and or that which is are was were at over than as while across using per when under
between of into via but not the a an this these those we our it its
"""
_STOP = frozenset(_CLOSING.split())


def _by_word(side: int) -> dict[str, frozenset[int]]:
    """For each word of one side the numbers of its groups."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_GROUPS.strip().splitlines()):
        for word in line.split(" | ")[side].split():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


_BY_KOREAN = _by_word(0)
_BY_ENGLISH = _by_word(1)
KOREAN_NOUNS = frozenset(_BY_KOREAN)
_UNKNOWN: frozenset[int] = frozenset()
_WINDOW = re.compile(r"(?:[ -]\(?[A-Za-z][\w']*){1,6}")
_LIST = re.compile(r"(?:,| and| or| to|-|,? and)? ?\d[\d,.]*(?![\d%])")
_COUNTER = re.compile(r"\s?(?:가지|개|명|종|편|대|건|곳|쌍|장|번|회)?(?:의\s|\s)?")
_WORD = re.compile(r"[가-힣A-Za-z]+")
_PARTICLES = """
을 를 이 가 은 는 의 에서 에 으로 로 와 과 도 마다 별 만 까지 부터 뿐 이다 이며 인 보다
들 들을 들이 들의 들에서
"""
_NOUN = re.compile(
    rf"({'|'.join(sorted(KOREAN_NOUNS, key=len, reverse=True))})({'|'.join(_PARTICLES.split())})?$"
)
# A word that carries a particle or an ending closes what the number counts.
_ENDED = re.compile(r"(?:[을를은는의에로와과며고한된인게]|에서|으로)$")
_BEFORE = re.compile(r"([가-힣A-Za-z]+)\s(?:약\s?|총\s?|모두\s?|최대\s?|단\s?)?$")


def counted_in(text: str, end: int) -> tuple[frozenset[int], bool]:
    """Groups of the things that an English number ending at `end` counts, and whether it counts anything.

    In `25 and 50 problems` both numbers count problems.
    """
    while following := _LIST.match(text, end):
        end = following.end()
    window = _WINDOW.match(text, end)
    if window is None:
        return _UNKNOWN, False
    groups, plural = _UNKNOWN, False
    for word in re.split(r"[ (-]+", window[0].lower().strip(" -")):
        if word in _STOP:
            break
        plural = word.endswith("s") and len(word) > 3
        groups |= _BY_ENGLISH.get(word, _UNKNOWN) | _BY_ENGLISH.get(_singular(word), _UNKNOWN)
    return groups, bool(groups) or plural


def _singular(word: str) -> str:
    return _IRREGULAR.get(word, word[:-1] if word.endswith("s") and not word.endswith("ss") else word)


def counted_by_korean(text: str, start: int, number_end: int) -> frozenset[int]:
    """Groups of the thing that the Korean number between two offsets counts; empty when it is not known."""
    counter = _COUNTER.match(text, number_end)
    head = _head(text, counter.end() if counter else number_end)
    if head:
        return head
    before = _BEFORE.search(text[max(0, start - 20) : start])
    return _BY_KOREAN.get(before[1], _UNKNOWN) if before else _UNKNOWN


def _head(text: str, start: int) -> frozenset[int]:
    """Groups of the last noun before a particle: in `네 가지 목표 모델로` it is the model that is counted."""
    head = _UNKNOWN
    for word in _words(text, start):
        noun = _NOUN.fullmatch(word)
        if noun:
            head = _BY_KOREAN[noun[1]]
        if (noun and noun[2]) or (noun is None and _ENDED.search(word)):
            break
    return head


def _words(text: str, start: int) -> Iterator[str]:
    for _ in range(3):
        word = _WORD.match(text, start)
        if word is None:
            return
        yield word[0]
        start = word.end() + 1
        if text[word.end() : start] != " ":
            return
