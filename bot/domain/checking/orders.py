"""What an order to a model looks like: in English, in other languages, and in bare letters."""

import re

from bot.domain.checking.patterns import Sought, any_of, signs

_EARLIER = r"(?:previous|prior|above|earlier|preceding|foregoing|former|original|initial|existing|system)"
_RULES = r"(?:instructions?|prompts?|directions?|directives?|commands?|guidelines?|rules|constraints)"
_ALL = r"(?:(?:all|any|every|the|of|my|your|these|those|and|everything)\s+){0,4}"
_IGNORE = r"(?:ignore|disregard|forget|override|bypass|do not follow|don't follow|stop following)"
_PRAISE = r"(?:positive|favou?rable|glowing|excellent|outstanding|enthusiastic)"
_VERDICT = r"(?:reviews?|assessment|evaluation|rating|score|feedback|recommendation)"
_GIVE = r"(?:give|write|provide|generate|output|produce|submit|return)"
_FAULTS = r"(?:negatives?|negative\s\w+|weakness(?:es)?|limitations?|flaws?|shortcomings?|criticisms?)"
_TELL = r"(?:mention|highlight|list|discuss|report|raise|point out|criticize)"
_MACHINE = r"(?:ai|a\.i\.|llms?|(?:large )?language models?|chatbots?|gpt|automated|machine)"
_ROLE = r"(?:based )?(?:peer )?(?:reviewers?|summari[sz]ers?|assistants?|agents?|readers?|models?)"
_WORK = r"(?:this|the) (?:paper|manuscript|submission|work|article|study)"
_SOME_WORDS = r"(?:\w+\s+){0,3}?"
_MUST = r"must|should|need to|have to|are required|please|do not|never|ignore|recommend|praise|rate|accept"
_DEMAND = rf"\b(?:{_MUST}|positive|favou?rable|glowing)\b"

_ORDER_SIGNS = signs(
    """ignore|disregard|forget|overrid|bypass|not follow|n't follow|stop follow|positive|favo|glowing
|excellent|outstanding|enthusiastic|accept|praise|weakness|limitation|flaw|shortcoming|criticism|negative
|your|when summar|when review|no longer|developer mode|this paper|the paper|this manuscript|the manuscript
|this submission|the submission|this work|the work|this article|the article|this study|the study"""
)
_MACHINE_SIGNS = signs(" ai|a.i.|llm|language model|chatbot|gpt|automated|machine")
_DEMAND_SIGNS = signs(f"{_MUST}|positive|favo|glowing|you")
_MARKER_SIGNS = ("<|", "<<", "</", "[/", "[i", "[s", "system")

ORDER = Sought(
    any_of(
        rf"\b{_IGNORE}\s+{_ALL}{_EARLIER}\s+(?:\w+\s+){{0,2}}?{_RULES}",
        rf"\b(?:ignore|disregard|forget)\s+(?:everything|all|anything)\s+{_SOME_WORDS}(?:above|before)",
        rf"\b{_GIVE}\s+{_SOME_WORDS}{_PRAISE}\s+(?:\w+\s+)?{_VERDICT}\b",
        rf"\b(?:recommend|suggest|choose|select)\s+{_SOME_WORDS}accept(?:ance|ing)?\b",
        rf"\b(?:accept|praise)\s+{_WORK}",
        rf"\b(?:do not|don't|never)\s+{_TELL}\s+{_SOME_WORDS}{_FAULTS}",
        rf"\b(?:rate|score|rank)\s+{_WORK}\s+(?:as |with )?(?:an? |the )?(?:\d+|high|best|top|excellent"
        rf"|strong|max)",
        r"\b(?:reveal|print|repeat|output|show|leak)\s+(?:\w+\s+)?your\s+(?:system|initial|hidden|original)\s+"
        r"(?:prompt|instructions)",
        r"\byour\s+(?:summary|review)\s+(?:must|should|has to|shall)\s+(?:only\s+)?"
        r"(?:say|state|mention|recommend|conclude|praise)",
        rf"\b(?:in your summary|when (?:summari[sz]ing|reviewing)(?: {_WORK})?),?\s*"
        r"(?:you must|always|only|please|say|state)",
        r"\byou are no longer an?\s|\benter developer mode",
        flags=re.IGNORECASE,
    ),
    (_ORDER_SIGNS,),
)
"""An order in plain English; whether it is given or only spoken of, its place in the sentence tells."""

ADDRESS = Sought(
    any_of(
        rf"\b(?:if|since|because)\s+you(?:'re| are)\s+(?:an? )?{_MACHINE}\b[^.]{{0,80}}?{_DEMAND}",
        rf"\bas\s+an?\s+{_MACHINE}[ -]+(?:based )?(?:peer )?(?:reviewer|summari[sz]er),?\s+(?:you|please)\b",
        rf"\b(?:note|attention|message|instructions?|notice|important|dear|for|hey|hello)\s*:?\s+"
        rf"(?:(?:to|for|all|any|the|every) ){{0,3}}{_MACHINE}[ -]*{_ROLE}?\s*[:,.!][^.]{{0,80}}?{_DEMAND}",
        flags=re.IGNORECASE,
    ),
    (_MACHINE_SIGNS, _DEMAND_SIGNS),
)
"""A demand on a reader who is a machine."""

MARKER = Sought(
    any_of(
        r"<\|(?:im_start|system|endoftext)\|>|<</?SYS>>|\[/?INST\]|</?system>|\[system\]",
        r"(?:begin|end|new|updated)\s+(?:of\s+)?system\s+(?:prompt|instructions?|message)",
        flags=re.IGNORECASE,
    ),
    (_MARKER_SIGNS,),
)
"""Marks that part a model's instructions from its input. Papers on models show them, too."""

MARKED_ORDER = re.compile(
    rf"\b(?:{_MUST}|summari[sz]e|review|respond|reply|say|tell)\b[^.]{{0,60}}"
    r"\b(?:paper|review|reviewer|summary|accept|accepted|instructions?|authors?)\b",
    re.IGNORECASE,
)

_KOREAN_EARLIER = r"(?:이전|앞|위|앞선|앞서|기존|지금까지)"
_KOREAN_RULES = r"(?:지시|명령|지침|프롬프트|규칙)"
_CHINESE_EARLIER = r"(?:以上|之前|先前|前面|上述|此前|所有|一切|全部|上面)"
_CHINESE_RULES = r"(?:指令|指示|提示|命令|说明|要求|規則|规则)"
FOREIGN = any_of(
    rf"{_KOREAN_EARLIER}\S{{0,6}}\s?(?:\S{{1,4}}\s)?(?:모든\s?)?{_KOREAN_RULES}\S{{0,4}}\s?(?:모두|전부"
    rf"|다|전혀)?\s?"
    r"(?:무시|잊|따르지\s말)",
    r"긍정적(?:인|으로)\s?(?:평가|리뷰|심사|점수|서평)\S{0,3}\s?(?:작성|하|해|주|남기|써|제시)\S{0,4}"
    r"(?:라|시오|세요|줘|것)",
    r"(?:부정적인|단점|약점|결함)\S{0,6}\s?(?:\S{1,4}\s)?(?:언급|지적|말|쓰|적)\S{0,3}지\s?(?:말|마)",
    r"(?:AI|인공지능|언어\s?모델|LLM)\s?(?:이라면|라면|심사자|심사위원)\S{0,12}\s[^.]{0,40}(?:하라|해라"
    r"|하시오|하세요|십시오|할 것)",
    rf"(?:忽略|无视|無視|忘记|忘掉|不要理会)掉?你?{_CHINESE_EARLIER}\S{{0,6}}?{_CHINESE_RULES}",
    r"(?:给出|给予|提供|撰写|写出|写)\S{0,4}?(?:正面|积极|肯定|好评)\S{0,2}?(?:评价|评审|评论|意见|审稿"
    r"|评分)",
    r"(?:不要|请勿|切勿)(?:提及|指出|提到|强调|列出)\S{0,4}?(?:缺点|负面|弱点|不足)",
    r"(?:以前|これまで|上記|前)の\S{0,6}?(?:指示|命令|プロンプト)\S{0,6}?無視",
    r"肯定的な(?:レビュー|評価)(?:のみ|だけ|を)|否定的な点[はを]\S{0,8}?(?:ない|避)",
    flags=re.IGNORECASE,
)
"""Orders that hardly ever stand by chance in an English paper; no sentence needs to open with them."""

_STEMS = signs(
    """instruction|prompt|direct|command|guideline|rules|positiv|favo|glowing|accept|praise|negative|weakness
|limitation|reviewer"""
)
SPELLED = Sought(
    any_of(
        r"(?:ignore|disregard|forget|override)(?:all|any|every|of|the|my|your|these|those|and)*"
        r"(?:previous|prior|above|earlier|preceding|foregoing)[a-z]{0,12}?"
        r"(?:instruction|prompt|direction|directive|command|guideline|rules)",
        r"(?:give|write|provide|output)(?:only|me|us|an?|the|very|this|paper)*(?:positive|favou?rable"
        r"|glowing)(?:peer)?"
        r"(?:review|score|rating|evaluation)",
        r"recommend(?:a|an|strong|strongly)*accept(?:ance|ing)|positivereviewonly|(?:accept"
        r"|praise)this(?:paper|manuscript)",
        r"donot(?:mention|highlight|list)(?:any|the)?(?:negative|weakness|limitation)",
        r"asanai(?:peer)?reviewer|(?:reveal|print|repeat)yoursystemprompt",
    ),
    (_STEMS,),
)
"""An order in letters alone, as it comes out of a disguise."""
