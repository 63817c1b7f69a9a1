"""Tables that people can extend: common terms, transliterations, claims that need the text behind them."""

_COMMON = """
ai ml dl nlp cv rl llm lm vlm mllm api gpu cpu tpu ram vram gan vae cnn rnn lstm mlp rag qa vqa ocr asr tts
sota
url json html pdf gui cli os pc web 2d 3d 4d rgb rgbd id kv
zero few shot end to token prompt transformer attention encoder decoder baseline benchmark fine tuning
"""
COMMON_TERMS = frozenset(_COMMON.split())
"""Folded terms of the field that a summary may use although this paper spells them out or not at all."""

TRANSLITERATIONS: tuple[tuple[str, str, str], ...] = (
    ("첨퍼 거리", "Chamfer distance", ""),
    ("첨퍼", "Chamfer distance", ""),
    ("챔버 거리", "Chamfer distance", ""),
    ("체인 오브 쏘트", "chain-of-thought", ""),
    ("체인 오브 소트", "chain-of-thought", ""),
    ("체인오브쏘트", "chain-of-thought", ""),
    ("체인오브소트", "chain-of-thought", ""),
    ("영샷", "zero-shot", ""),
    ("영 샷", "zero-shot", ""),
    ("몇 샷", "few-shot", ""),
    ("테스트 시공간 제어", "test-time control", ""),
    ("시험 시공간 제어", "test-time control", ""),
    ("변압기", "Transformer", "transformer"),
    ("그라운드 트루스", "ground truth(정답)", ""),
    ("스테이트 오브 디 아트", "state-of-the-art(최고 수준)", ""),
    ("인 컨텍스트 러닝", "in-context learning", ""),
    ("인컨텍스트 러닝", "in-context learning", ""),
    ("리인포스먼트 러닝", "강화 학습(reinforcement learning)", ""),
    ("컨트라스티브 러닝", "대조 학습(contrastive learning)", ""),
    ("널리지 디스틸레이션", "지식 증류(knowledge distillation)", ""),
    ("셀프 슈퍼바이즈드", "자기 지도(self-supervised)", ""),
    ("셀프 수퍼바이즈드", "자기 지도(self-supervised)", ""),
    ("언슈퍼바이즈드", "비지도(unsupervised)", ""),
    ("언수퍼바이즈드", "비지도(unsupervised)", ""),
    ("오토리그레시브", "자기회귀(autoregressive)", ""),
    ("오토레그레시브", "자기회귀(autoregressive)", ""),
    ("리트리벌 어그멘티드", "retrieval-augmented", ""),
    ("믹스처 오브 엑스퍼트", "mixture-of-experts", ""),
    ("그래디언트 디센트", "경사 하강법(gradient descent)", ""),
    ("로우 랭크 어댑테이션", "LoRA", ""),
    ("레이턴트 스페이스", "잠재 공간(latent space)", ""),
    ("아웃 오브 디스트리뷰션", "out-of-distribution", ""),
    ("라지 랭귀지 모델", "대규모 언어 모델(LLM)", ""),
)
"""Korean to avoid, what to write, and the English word that must stand in the text for the row to hold."""

_FIRST = (
    r"\bthe (?:very )?first\b(?! (?:step|stage|line|row|column|term|author|part|phase|two|three|four|few"
    r"|layer|time step))"
    r"|\bfirst to\b|\bfor the first time\b|\bfirst[- ](?:ever|of[- ]its[- ]kind)"
)
OVERCLAIMS: tuple[tuple[str, str], ...] = (
    (
        r"(?:완전히|모두|근본적으로)\s(?:해결|제거|극복)",
        r"(?:complet\w*|fully) (?:solv|resolv|remov|overcom)|solv\w* (?:\w+ ){0,4}complete|eliminat",
    ),
    (r"해결(?:했|하였|해\s?냈)다", r"\bsolv|\bresolv|\bovercom|\beliminat|\bremed"),
    (
        r"(?:세계|사상|업계|국내)?\s?최초(?:로|의\s(?!입력|상태|단계|시점|토큰|프레임|값)|이[다며자]|인)",
        _FIRST,
    ),
    (
        r"보장(?:한다|했다|하였다|된다|하는|하며|하고)",
        r"\bguarante|\bensur|\bassur|\bprovabl|\bprov(?:e|es|en|ed|ing)\b",
    ),
    (r"완벽(?:한|하게|히|하다)", r"\bperfect|\bflawless|\b100 ?%"),
    (r"유일(?:한|하게|하다)", r"\bonly\b|\bunique|\bsole\b|\bsolely"),
    (r"혁명(?:적|을)", r"\brevolution"),
    (
        r"언제나|항상|어떤 (?:경우|조건|상황)에서?도",
        r"\balways\b|\binvariab|\bconsistent|\bnever\b|\bin all\b|\bevery\b|\bany\b|\bregardless|\ball\b",
    ),
    (r"(?:전례|유례)\s?없", r"\bunprecedent|\bnever before|\bfor the first time"),
    (r"의심의 여지", r"\bundoubt|\bwithout (?:a )?doubt|\bno doubt"),
    (r"(?<![0-9])(?:100|백)\s?(?:%|퍼센트)\s(?:정확|성공|안전)", r"\b100 ?%|\bperfect"),
    (r"인간(?:을|의 수준을|의 능력을) (?:뛰어넘|능가|초월)", r"human|expert|people|clinician|physician"),
)
"""Korean claims, and the English that must stand in the paper's own summing-up for them to be its own."""
