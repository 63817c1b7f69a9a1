"""What a model says instead of a summary: refusals, placeholders, the instructions themselves, markup.

Each function gives the words that betray it, or an empty string. Papers write about prompts, summaries and
refusals, too: a word alone is never enough, the sentence must speak of this very text or of the speaker.
"""

import re

from bot.domain.checking.patterns import any_of, first

_THIS = r"(?:이|해당|본|위|제공된|주어진|제시된)\s?"
_REFUSAL = any_of(
    r"죄송(?:합니다|하지만|스럽|하게도)|유감스럽게도|사과드립니다|양해\s?(?:부탁|바랍)",
    r"(?:요약|답변|응답|번역|작성|제공|처리|확인|접근|열람|도와\s?드릴|응)\S{0,5}\s?수\s?없(?:습니다"
    r"|어요|네요|음을 알)",
    rf"{_THIS}(?:논문|텍스트|본문|초록|문서|자료|링크|파일)\S{{0,5}}[^.]{{0,20}}(?:요약|번역|접근|열람"
    rf"|제공|확인)\S{{0,6}}\s?수\s?(?:가\s)?없",
    r"(?:답변|요약|요청)(?:에는?|을|를)?\s?(?:응할|수행할|제공할)\s?수\s?없|정책(?:에"
    r"|상)\S{0,4}[^.]{0,10}제공할\s?수\s?없",
    r"(?:언어|인공지능|AI)\s?(?:언어\s?)?모델(?:로서(?=[,\s](?:이|저|요약|답|본|해당|그런|개인))"
    r"|이기\s?때문|입니다)|\bAI로서",
    r"(?<![가-힣])저는\s[^.]{0,20}(?:모델|AI|어시스턴트|인공지능)",
    r"\bI(?:'m| am) (?:sorry|unable|not able|an? (?:AI|language model|assistant))",
    r"\bI (?:can(?:'t|not)|could not|won't|apologi[sz]e|do not have|don't have)\b|\bAs an? (?:AI"
    r"|language model|assistant)\b",
    flags=re.ASCII,
)
_EMPTY = any_of(
    r"^(?:N/?A|null|none|nil|TBD|TODO|unknown|not (?:available|specified|provided|mentioned))[.\s]*$",
    r"^(?:없음|해당\s?(?:사항\s?)?없음|미정|내용\s?없음|공란|빈칸|모름|알\s?수\s?없(?:음|다)|정보\s?없음"
    r"|생략|추후\s?(?:작성|기입))[.\s]*$",
    r"^[-–—.…?_*#\s]+$|^([xXoO])\1*\.?$",
    flags=re.IGNORECASE,
)
_BLANK = any_of(
    r"\bTODO\b|\bTBD\b|\b[Ll]orem ipsum\b|\bplaceholder\b",
    r"\[(?:내용|결과|방법|목표|동기|기여|한계|결론|요약|숫자|수치|모델명|이름|지표|데이터셋|값"
    r"|여기[^\]]{0,40}|[Ii]nsert[^\]]{0,40}|[Yy]our[^\]]{0,40})\]",
    r"\{[가-힣A-Za-z_ ]{2,40}\}|<(?:내용|결과|방법|요약|문장|숫자|sentence|text|summary|result|method)>",
    r"(?<![A-Za-z0-9])(?:XX+|NN|YY|X\.X+)\s?(?:%|배|점|개|$)|([○◯])\1+|여기에\s?(?:내용|요약"
    r"|결과)?\S{0,2}\s?(?:입력|작성|기입)",
    flags=re.ASCII,
)
_TEXT = r"(?:텍스트|본문|원문|초록|논문|내용|글)"
_ECHO = any_of(
    r"^(?:다음은|아래는|이는|여기는?|위는)\s[^.]{0,30}(?:요약|정리|번역|답변)\S{0,3}(?:이다|입니다|한 "
    r"것이다|한 것입니다)?[.:\s]*$",
    rf"(?:주어진|제공된|제시된|입력된|위의?|아래의?)\s?{_TEXT}\S{{0,3}}(?:에만|만을|만"
    rf"|에)?\s?[^.]{{0,20}}(?:요약하면|요약을|요약한다|요약하였|한국어로\s작성|작성한다|작성하였|정리한다)",
    r"(?:위의?|아래의?|주어진|제시된|해당)\s?(?:지시|지침|규칙|형식|요구)\S{0,5}\s?(?:따라|맞춰|맞추어"
    r"|준수)[^.]{0,12}(?:요약|작성|출력|정리|답)",
    r"^(?:각|모든)\s?(?:항목|부분|문장|필드)[은는]\s?[^.]{0,12}(?:문장|다로|\"다\"로|보고체|한다체)",
    r"(?:보고체|한다체|합니다체|해요체)(?:로|를|를\s사용)|\d+자\s?(?:이내|이하)로\s?(?:작성|요약|쓴|쓰)",
    r"^JSON\s?(?:형식|객체|스키마)?\S{0,3}\s?(?:으로\s)?(?:출력|작성|응답|답|반환)한다[.\s]*$",
    r"(?:사용자|시스템)(?:의|가)?\s?(?:요청|지시|메시지|프롬프트)\S{0,3}\s?(?:에\s)?(?:따라|대로)?\s?논문을",
    r"^(?:요약|답변|출력|응답|결과)(?:은|는)?\s?(?:다음과|아래와)\s?같(?:다|습니다)[.:\s]*$",
    r"\bnonmun/\w+|\blimitations_from\b|\"(?:gist|goal|motivation|contribution|method|results"
    r"|limitations|conclusion|quotes)\"",
    r"^(?:Here is|Here's|Below is|Sure|Certainly|Of course)\b",
    r"\b[Yy]ou are (?:a|an|given)\b|\b(?:summari[sz]e|write) (?:the |this |one |in )|\b(?:in one|one|a "
    r"single) sentence\b",
    r"\b[Rr]espond (?:only|with|in)\b|\boutput format\b|\bin Korean\b|\b[Uu]se only the text\b",
    flags=re.ASCII,
)
_LABEL = re.compile(
    r"^\s*(?:[-*•·]\s|\d[.)]\s|(?:목표|동기|기여|방법|결과|한계|결론|요지|요약|한\s?줄(?:\s?요약)?|답변?|핵심"
    r"|Goal|Motivation|Contribution|Method|Results?|Limitations?|Conclusion|Gist|Summary|Answer)\s?[:：])",
    re.IGNORECASE,
)
_MARKUP = any_of(
    r"\*\*|__\w|`|^#{1,6}\s|~~|\]\(|^>\s|\|\s?-{3,}",
    r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]{0,80})?/?>|&(?:lt|gt|amp|nbsp|quot|#x?[0-9a-fA-F]+);",
    r"\\[A-Za-z]{2,}|\\[()\[\]n]|\$[^$]{0,80}[\\^_{][^$]{0,80}\$",
    flags=re.MULTILINE,
)
_ADDRESS = any_of(
    r"\b(?:https?|ftp):",
    r"\bwww\.",
    r"\b[a-z0-9-]+\.(?:com|org|net|edu|dev|app|co\.kr|ac\.kr)\b",
    r"\b[a-z0-9-]+\.(?:io|ai|kr)/",
    flags=re.ASCII,
)
_MENTION = re.compile(r"<[@#!][^>]{0,80}>|(?<![A-Za-z0-9])@[A-Za-z가-힣]\w*")


def refusal(text: str) -> str:
    return first(_REFUSAL, text)


def placeholder(text: str) -> str:
    return first(_EMPTY, text.strip()) or first(_BLANK, text)


def echo(text: str) -> str:
    return first(_ECHO, text.strip())


def label(text: str) -> str:
    return first(_LABEL, text).strip()


def markup(text: str) -> str:
    return first(_MARKUP, text)


def address(text: str) -> str:
    return first(_ADDRESS, text)


def mention(text: str) -> str:
    return first(_MENTION, text)
