"""Whether a message, alone, reads as a question or request about a paper. Unsure means no: silence is cheap.

Rules, no model: a line is weighed before anything may be asked of one, at once and without a cost. They were
fitted to two thirds of tests/domain/talk/listening_lines.tsv; what they reach on the rest stands in its test.
"""

import re
import unicodedata

from bot.domain.plain import visible
from bot.domain.talk.asking_english import asks_in_english
from bot.domain.talk.asking_korean import asks_in_korean, has_asking_word

LONGEST = 600
"""Characters; of a longer message, a paste, the beginning and the end are read."""

_CODE = re.compile(r"```.*?(?:```|$)", re.DOTALL)
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_LINK = re.compile(r"<?\bhttps?://[^\s>]+>?", re.IGNORECASE)
_MENTION = re.compile(r"<(?:@[!&]?|#)[^>\s]{1,60}>")
_EMOJI_NAME = re.compile(r":[a-z0-9_+-]{2,40}:")
_SOFTENER = re.compile(r"[ㅎㅠㅜ]+|\^\^+|;{2,}|~+|[:;]-?[)(D]", re.IGNORECASE)
_LAUGHTER = re.compile(r"ㅋ{2,}|\b(?:lol|lmao|rofl|haha)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:[^.?!…\n]|\.(?=\w))+[?!.…]*")
_FULL_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
"""Not NFKC: it takes the laughing ㅋ apart into a letter that nobody types."""
_HANGUL = re.compile(r"[가-힣]")

_CALLS_PEOPLE = re.compile(
    r"(?:^|\s)@[^\s@]"
    r"|[가-힣]\s?님(?![가-힣]*다)"
    r"|(?:^|\s)(?:다들|여러분|얘들아|형|언니|누나|오빠|선배|저기요)(?=[\s,!?]|$)"
    r"|^(?!뭐야|아니야|거야|이야|진짜야)[가-힣]{2,3}[아야],?\s",
    re.MULTILINE,
)
_PAPER_WORD = re.compile(
    r"논문|저자|저널|학회|데이[터타]|코드|깃헙|모델|학습|훈련|파라미터|성능|결과|실험|방법|방식|한계|단점|장점|기여|결론|초록"
    r"|요약|수식|식\s?\d|\d\s?절|본문|부록|벤치마크|베이스라인|추론|정확도|점수|라이[선센]스|가중치|평가|비교|지표|표(?:에서|에|는)"
    r"|표\s?\d|그림\s?\d|번째\s그림|아키텍처|구조|손실|비용|메모리|속도|토큰|배치|수치|언어|한국어|영어|의미|원리|기준|단계"
    r"|이미지|영상|비디오|음성|해상도|샘플|기술|제약|오픈소스|데모|사례|누출|적용|개선|제안|접근|목표|동기|기존|기법|알고리[즘듬]"
    r"|노이즈|최적화|수렴|품질|오류|편향|일반화|재현|구현|프롬프트|컨텍스트|레이어|상업|필요|지원|조건|실패|핵심|요점|법칙|분포|도메인|로봇|모바일|나와\s?있|돌아가|돌릴|아이디어|새로운"
    r"|이거|이게|이건|여기서|위\s?내용|이\s(?:부분|중|때)|왜\s이렇게"
    r"|[A-Za-z]{2,}",
    re.IGNORECASE,
)


def plain_words(text: str) -> str:
    """What the person wrote in words: without code, quoted lines, links, mentions, emoji and softeners."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]}\n{text[-LONGEST // 2 :]}"
    text = unicodedata.normalize("NFC", visible(text)).translate(_FULL_WIDTH)
    for noise in (_CODE, _QUOTED_LINE, _LINK, _MENTION, _EMOJI_NAME, _SOFTENER):
        text = noise.sub(" ", text)
    seen = (char for char in text if unicodedata.category(char) not in {"So", "Sk", "Cn", "Co"})
    return re.sub(r"[^\S\n]+", " ", "".join(seen)).strip()


def reads_as_question(text: str) -> bool:
    """True when `text` asks or requests something and calls nobody. About what, `concerns_paper` says."""
    words = plain_words(text)
    if _CALLS_PEOPLE.search(words):
        return False
    joking = _LAUGHTER.search(words) is not None
    sentences = (part.strip() for part in _SENTENCE.findall(_LAUGHTER.sub(" ", words)))
    asking = [sentence for sentence in sentences if _asks(sentence)]
    return any(not joking or has_asking_word(sentence) for sentence in asking)


def concerns_paper(text: str) -> bool:
    """True when `text` names something that papers have or are about, or points at this one."""
    return _PAPER_WORD.search(plain_words(text)) is not None


def _asks(sentence: str) -> bool:
    return asks_in_korean(sentence) if _HANGUL.search(sentence) else asks_in_english(sentence)


def calls_people(text: str) -> bool:
    """True when `text` calls somebody by name or title, or everybody."""
    return _CALLS_PEOPLE.search(plain_words(text)) is not None
