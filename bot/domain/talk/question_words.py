"""What a question names outright: sections, tables, figures; and English words for the Korean in it."""

import re
from dataclasses import dataclass

from bot.domain.searching import folded

_SECTIONS = (
    (r"초록|\babstract\b", r"abstract"),
    (r"서론|\bintroduction\b", r"introduction"),
    (r"관련\s?연구|선행\s?연구|\brelated work\b", r"related|background|prior"),
    (r"한계|단점|제약|\blimitations?\b|\bweakness(?:es)?\b", r"limitation|discussion|future"),
    (r"결론|\bconclusions?\b", r"conclu"),
)
"""Words that can hardly mean anything but the section, and its usual headings."""
_TOPICS = (
    (r"방법|기법|\bmethods?\b|\bapproach\b", r"method|approach|architecture|framework|model|algorithm"),
    (r"실험|평가|\bexperiments?\b|\bevaluation\b", r"experiment|evaluation|setup|implementation|benchmark"),
    (r"데이[터타]|\bdata(?:sets?)?\b", r"data|experiment|setup|implementation"),
    (r"결과|성능|\bresults?\b", r"result|experiment|evaluation|comparison"),
    (r"소거|어블레이션|\bablations?\b", r"ablation|analysis"),
    (r"논의|토의|고찰|\bdiscussions?\b", r"discussion"),
)
"""Words that people also use loosely, and the sections that are then worth a look."""
_APPENDIX = re.compile(r"부록|\bappendi(?:x|ces)\b|\bsupplement")
_FLOATS = (
    (r"(?<![가-힣])표|\btab(?:le|\.)?", r"tab(?:le|\.)"),
    (r"(?<![가-힣])(?:그림|도표)|\bfig(?:ure|\.)?", r"fig(?:ure|\.)"),
    (r"(?<![가-힣])(?:수식|식)|\beq(?:uation|\.)?", r"eq(?:uation|\.)?"),
    (r"알고리[즘듬]|\balg(?:orithm|\.)?", r"alg(?:orithm|\.)"),
)
_NUMBER = r"\s?\(?([a-z]?\.?\d{1,3})\)?"
# 장 also counts graphics cards and pictures.
_SECTION_NUMBER = re.compile(
    r"(?<![\w.])([1-9]\d?(?:\.\d{1,2}){0,3}|[a-h](?:\.\d{1,2}){1,2})"
    r"\s?(?:절|번\s?섹션|장(?:에서|에는|의|은|\s?(?:요약|설명|내용|정리|실험|방법|결과)))"
    r"|(?:section|sec\.?|섹션|§|부록|appendix)\s?"
    r"([1-9]\d?(?:\.\d{1,2}){0,3}|[a-h](?:\.\d{1,2}){0,2})(?![a-z0-9.])"
)

_GLOSSARY = (
    (r"데이[터타]\s?[셋세]|학습\s?데이[터타]", "dataset data corpus training"),
    (r"데이[터타]", "data dataset"),
    (r"코드|깃허?[브헙]|오픈\s?소스|공개", "code github open source release available"),
    (r"학습|훈련", "training train"),
    (r"학습률", "learning rate"),
    (r"사전\s?학습", "pretraining pre-trained"),
    (r"미세\s?조정|파인\s?튜닝", "fine-tuning finetune"),
    (r"추론\s?(?:속도|비용|시간)|속도|빠르|빨라|느리", "inference speed latency faster throughput"),
    (r"추론", "inference reasoning"),
    (r"비용|자원|몇\s?장|연산|계산", "cost compute GPU GPUs hours memory FLOPs"),
    (r"메모리", "memory GPU"),
    (r"시간|얼마나\s?걸", "time hours days"),
    (r"[파매]라미터|크기|규모", "parameters size scale billion"),
    (
        r"비교|기존|대비|차이|다른\s?점|다르|달라",
        "compare comparison baseline unlike prior existing difference",
    ),
    (r"베이스라인|기준\s?모델", "baseline"),
    (r"벤치\s?마크|지표|평가", "benchmark metric evaluation evaluate"),
    (r"정확도|점수|성능", "accuracy score performance"),
    (r"한계|단점|제약|약점|실패", "limitation limited fail failure future"),
    (r"향후|후속|앞으로", "future work"),
    (r"기여|새로운|참신", "contribution novel propose introduce"),
    (r"동기|배경|왜\s?필요|문제", "motivation problem challenge however"),
    (r"목표|목적", "goal aim objective"),
    (r"손실|로스", "loss objective"),
    (r"구조|아키텍처", "architecture structure layers"),
    (r"소거|어블레이션|ablation", "ablation without removing"),
    (r"하이퍼|배치|옵티마이저|설정", "hyperparameters batch learning rate optimizer setting"),
    (r"라이[선센]스|상업", "license licence licensed commercial"),
    (r"언어", "language languages multilingual"),
    (r"한국어", "Korean language"),
    (r"이미지|영상", "image images"),
    (r"비디오|동영상", "video"),
    (r"사람|인간|설문", "human annotators user study"),
    (r"라벨|주석|어노테이션", "annotation annotated labels"),
    (r"증류", "distillation teacher student"),
    (r"교사", "teacher"),
    (r"강화\s?학습|보상", "reinforcement learning reward policy"),
    (r"노이즈|잡음", "noise"),
    (r"일반화", "generalization generalize unseen"),
    (r"안전|편향|윤리", "safety bias ethics"),
    (r"재현|시드", "reproduce seed"),
    (r"수렴|에[폭포]크", "convergence epochs steps"),
    (r"토큰|길이|컨텍스트|문맥", "tokens context length"),
)


MOST_NAMED = 8
"""Tables, figures and numbered sections of one question that count."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names; a pattern that matches nothing where it names nothing."""

    sections: re.Pattern[str]
    """Found in the headings of sections that are named."""
    topics: re.Pattern[str]
    """Found in the headings of sections that may be meant."""
    numbered: re.Pattern[str]
    """Matches the beginning of the heading of a section, or of one below it, that is given by number."""
    floats: re.Pattern[str]
    """Matches the beginning of a named table's or figure's caption; found wherever it is referred to."""
    appendix: bool


def named_in(question: str) -> Named:
    text = folded(question)
    numbers = [found[1] or found[2] for found in _SECTION_NUMBER.finditer(text)]
    floats = [
        rf"\b{label}\s?\(?{re.escape(found[1])}(?![\w.]*\d)"
        for word, label in _FLOATS
        for found in re.finditer(rf"(?:{word}){_NUMBER}", text)
    ]
    return Named(
        sections=_either([heading for word, heading in _SECTIONS if re.search(word, text)]),
        topics=_either([heading for word, heading in _TOPICS if re.search(word, text)]),
        numbered=_either([rf"(?:appendix )?{re.escape(number)}(?!\d|[a-z])" for number in numbers]),
        floats=_either(floats),
        appendix=_APPENDIX.search(text) is not None,
    )


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns[:MOST_NAMED]) or "(?!)", re.IGNORECASE)


def glossary(question: str) -> list[str]:
    """English words for the Korean ones that people ask with most."""
    text = folded(question)
    return [english for korean, english in _GLOSSARY if re.search(korean, text)]
