"""What a model says instead of a summary: refusals, placeholders, the instructions themselves, markup."""

import re

_REFUSAL = re.compile(
    r"죄송(?:합니다|하지만|스럽)|유감스럽|양해\s?(?:부탁|바랍)|"
    r"(?:요약|제공|도와\s?드릴|도와드릴|작성|처리|답변|응답|접근|열람|확인해\s?드릴)\S{0,4}\s?수(?:가|는)?\s?없(?:습니다|다\b|음|어요|네요)|"
    r"(?:AI|인공지능|언어)\s?(?:언어\s?)?모델(?:로서|이기\s?때문|이므로|입니다)|"
    r"\bI(?:'m| am) (?:sorry|unable|an? (?:AI|language model|assistant))|\bI (?:can(?:'t|not)|could not|won't|apologi[sz]e)\b|"
    r"\b[Aa]s an? (?:AI|language model|assistant)\b|\bI do not have access\b",
)
_PLACEHOLDER = re.compile(
    r"^(?:N/?A|null|none|nil|TBD|TODO|없음|해당\s?없음|미정|내용\s?없음|공란|빈칸|모름|알\s?수\s?없음|정보\s?없음|[-–—.…?_xX*#]+)[.\s]*$"
    r"|\bTODO\b|\bTBD\b|\blorem ipsum\b|\bplaceholder\b|\[(?:내용|결과|방법|목표|한계|결론|요약|숫자|수치|모델명|이름|여기[^\]]*|insert[^\]]*|your[^\]]*)\]"
    r"|\{[^{}]{0,40}\}|<(?:내용|결과|방법|요약|문장|sentence|text|summary)>|\b[XYN]{1,2}(?:\.[XYN]{1,2})?\s?(?:%|배)|(?<![A-Za-z])[OX○◯]{2,}(?![A-Za-z])|여기에\s(?:내용|요약|입력)",
    re.IGNORECASE,
)
_ECHO = re.compile(
    r"한\s?(?:문장|줄)(?:으로|씩)\s?(?:요약|작성|쓰|정리)|(?:1|세|3)\s?(?:~|-)?\s?3?\s?문장(?:으로|이내)|\d+자\s?(?:이내|이하)|보고체|한다체|합니다체|"
    r"(?:다음은|아래는|이것은|위는|여기)\s?[^.]{0,30}(?:요약|정리|번역|JSON|답변)(?:이다|입니다|한 것이다|본이다|문이다)|"
    r"(?:주어진|제공된|제시된|입력된|위의|아래의)\s?(?:텍스트|본문|원문|초록|지시|지침|규칙|형식|스키마|내용을\s(?:요약|바탕))|"
    r"(?:지시|지침|규칙|형식|요청)(?:에|을|를|사항을|대로)\s?(?:따라|따르|준수|맞춰|맞추어)\s?(?:요약|작성|응답|답|출력)|"
    r"(?:사용자|시스템)\s?(?:의\s)?(?:메시지|프롬프트|요청|지시)|프롬프트에\s?(?:따라|따르면)|(?:출력|응답)\s?(?:형식|예시)|JSON\s?(?:형식|으로|객체|스키마)|"
    r"\bnonmun/\w+|\blimitations_from\b|\bquotes?\b\"?\s?:|\"(?:gist|goal|motivation|contribution|method|results|limitations|conclusion)\"|"
    r"\b(?:Here is|Here's|Below is|Sure|Certainly|Of course)[,!: ]|\b(?:the following|summarize|summarise) (?:the )?(?:paper|text|abstract)\b|"
    r"\b(?:system|user|assistant) (?:message|prompt)\b|\byou are (?:a|an|given)\b|\b(?:one|a single) sentence\b|\bin Korean\b|\brespond (?:only|with|in)\b|\boutput format\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s*(?:[-*•·]\s|\d[.)]\s|(?:목표|동기|기여|방법|결과|한계|결론|요지|요약|한\s?줄\s?요약|답변?|Goal|Motivation|Contribution|Method|Results?|Limitations?|Conclusion|Gist|Summary|Answer)\s?[:：])",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"\*\*|__\w|`|^#{1,6}\s|~~|\]\(|</?[a-z][a-z0-9]*(?:\s[^>]*)?/?>|&(?:lt|gt|amp|nbsp|quot|#\d+);|\\[a-zA-Z]{2,}|\\[()\[\]n]|\$[^$\d]*[\\^_{][^$]*\$|\$\d[^$]*\$",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"https?:|\bwww\.|\b[\w-]+\.(?:com|org|net|io|ai|edu|kr|dev)(?:/|\b)", re.IGNORECASE)
_MENTION = re.compile(r"<[@#!][^>]*>|(?<![A-Za-z0-9])@[A-Za-z가-힣]\w*")


def refusal(text: str) -> str:
    """The words that refuse, or an empty string; the same holds for the functions below."""
    return _first(_REFUSAL, text)


def placeholder(text: str) -> str:
    return _first(_PLACEHOLDER, text)


def echo(text: str) -> str:
    return _first(_ECHO, text)


def label(text: str) -> str:
    return _first(_LABEL, text).strip()


def markup(text: str) -> str:
    return _first(_MARKUP, text)


def address(text: str) -> str:
    return _first(_ADDRESS, text)


def mention(text: str) -> str:
    return _first(_MENTION, text)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""
