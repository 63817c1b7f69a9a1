"""Passages that give orders to whatever model reads the paper, told from papers that write about such orders.

An order to a reader opens a sentence and stands in nobody's quotation marks: "Ignore all previous instructions."
A paper on the subject quotes it, introduces it ("such as: ..."), or lists it in an appendix.
"""

import re
from collections.abc import Iterator

from bot.domain.checking.disguises import letters, spelled_out, undisguised
from bot.domain.checking.plain import plain
from bot.domain.paper import FullText, Passage

_EARLIER = r"(?:previous|prior|above|earlier|preceding|foregoing|former|original|initial|existing|system)"
_ORDERS = r"(?:instructions?|prompts?|directions?|directives?|commands?|guidelines?|rules|constraints)"
_PRAISE = r"(?:positive|favou?rable|glowing|excellent|outstanding|enthusiastic)"
_FAULTS = r"(?:negatives?|negative\s\w+|weakness(?:es)?|limitations?|flaws?|shortcomings?|criticisms?)"
_MACHINE = r"(?:ai|a\.i\.|llms?|(?:large\s)?language\smodels?|chatbots?|gpt|automated|machine)"
_WORK = r"(?:this|the)\s+(?:paper|manuscript|submission|work|article|study)"
_ORDER = re.compile(
    rf"""\b(?:
        (?:ignore|disregard|forget|override|bypass|do\ not\ follow|don't\ follow|stop\ following)
            \s+(?:(?:all|any|every|the|of|my|your|these|those|and|everything)\s+){{0,4}}{_EARLIER}\s+(?:\w+\s+){{0,2}}?{_ORDERS}
      | (?:ignore|disregard|forget)\s+(?:everything|all|anything)\s+(?:(?:that\s+)?(?:came|was|were|you|said|written)\s+)?(?:\w+\s+){{0,3}}?(?:above|before)
      | (?:give|write|provide|generate|output|produce|submit|return)\s+(?:\w+\s+){{0,3}}?{_PRAISE}\s+(?:\w+\s+)?(?:reviews?|assessment|evaluation|rating|score|feedback|recommendation)\b
      | (?:recommend|suggest|choose|select)\s+(?:\w+\s+){{0,2}}?(?:strong\s+)?accept(?:ance|ing)?\b
      | (?:accept|praise)\s+{_WORK}
      | (?:do\ not|don't|never)\s+(?:mention|highlight|list|discuss|report|raise|point\ out|criticize)\s+(?:\w+\s+){{0,2}}?{_FAULTS}
      | (?:rate|score|rank)\s+{_WORK}\s+(?:as\s+|with\s+)?(?:an?\s+|the\s+)?(?:\d+|high|best|top|excellent|strong|max)
      | (?:reveal|print|repeat|output|show|leak)\s+(?:\w+\s+)?your\s+(?:system|initial|hidden|original)\s+(?:prompt|instructions)
      | your\s+(?:summary|review)\s+(?:must|should|has\ to|shall)\s+(?:only\s+)?(?:say|state|mention|recommend|conclude|praise)
      | (?:in|when)\s+(?:your\s+summary|summari[sz]ing|reviewing)\s+(?:{_WORK})?,?\s*(?:you\s+must|always|only|please|say|state)
      | you\s+are\s+no\s+longer\s+(?:an?\s)|enter\s+developer\s+mode
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_DEMAND = rf"(?:must|should|need\sto|have\sto|are\srequired|please|do\snot|never|ignore|recommend|praise|rate|accept|{_PRAISE})"
_ADDRESS = re.compile(
    rf"""(?:
        \b(?:if|since|because)\s+you(?:'re|\s+are)\s+(?:an?\s+)?{_MACHINE}\b[^.]{{0,80}}?\b{_DEMAND}\b
      | \bas\s+an?\s+{_MACHINE}[\s-]+(?:based\s+)?(?:peer\s+)?(?:reviewer|summari[sz]er),?\s+(?:you|please)\b
      | \b(?:note|attention|message|instructions?|notice|important|dear|for|hey|hello)\s*:?\s+(?:(?:to|for|all|any|the|every)\s+){{0,3}}{_MACHINE}[\s-]*(?:based\s+)?(?:peer\s+)?(?:reviewers?|summari[sz]ers?|assistants?|agents?|readers?|models?)?\s*[:,.!][^.]{{0,80}}?\b{_DEMAND}\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_MARKER = re.compile(
    r"<\|(?:im_start|system|endoftext)\|>|<</?SYS>>|\[/?INST\]|</?system>|\[system\]|(?:begin|end|new|updated)\s+(?:of\s+)?system\s+(?:prompt|instructions?|message)",
    re.IGNORECASE,
)
_MARKED_ORDER = re.compile(
    rf"\b(?:{_DEMAND[3:-1]}|summari[sz]e|review|respond|reply|say|tell)\b[^.]{{0,60}}\b(?:paper|review|reviewer|summary|accept|instructions?|authors?)\b",
    re.IGNORECASE,
)
# Hardly ever by chance in an English paper; no sentence needs to open with it.
_FOREIGN = re.compile(
    r"(?:이전|앞|위|앞선|앞서|기존|지금까지)\S{0,6}\s?(?:\S{1,4}\s)?(?:모든\s?)?(?:지시|명령|지침|프롬프트|규칙)\S{0,4}\s?(?:모두|전부|다|전혀)?\s?(?:무시|잊|따르지)"
    r"|긍정적(?:인|으로)\s?(?:평가|리뷰|심사|점수|서평)\S{0,3}\s?(?:작성|하|해|주|남기|써|제시)\S{0,4}(?:라|시오|세요|줘|것)"
    r"|(?:부정적인|단점|약점|결함)\S{0,6}\s?(?:\S{1,4}\s)?(?:언급|지적|말|쓰|적)\S{0,3}지\s?(?:말|마)"
    r"|(?:AI|인공지능|언어\s?모델|LLM)\s?(?:이라면|라면|심사자|심사위원|요약)\S{0,12}\s[^.]{0,40}(?:하라|해라|하시오|하세요|십시오|할 것)"
    r"|(?:忽略|无视|無視|忘记|忘掉|不要理会)(?:掉)?(?:你)?(?:以上|之前|先前|前面|上述|此前|所有|一切|全部|上面)\S{0,6}?(?:指令|指示|提示|命令|说明|要求|規則|规则)"
    r"|(?:给出|给予|提供|撰写|写出|写)\S{0,4}?(?:正面|积极|肯定|好评)\S{0,2}?(?:评价|评审|评论|意见|审稿|评分)"
    r"|(?:不要|请勿|切勿)(?:提及|指出|提到|强调|列出)\S{0,4}?(?:缺点|负面|弱点|不足)"
    r"|(?:以前|これまで|上記|前)の\S{0,6}?(?:指示|命令|プロンプト)\S{0,6}?無視|肯定的な(?:レビュー|評価)(?:のみ|だけ|を)|否定的な点(?:は|を)\S{0,8}?(?:ない|避)",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"(?:ignore|disregard|forget|override)(?:all|any|every|of|the|my|your|these|those|and)*(?:previous|prior|above|earlier|preceding|foregoing)"
    r"[a-z]{0,12}?(?:instruction|prompt|direction|directive|command|guideline|rules)"
    r"|(?:give|write|provide|output)(?:only|me|us|an?|the|very|this|paper)*(?:positive|favou?rable|glowing)(?:peer)?(?:review|score|rating|evaluation)"
    r"|recommend(?:a|an|strong|strongly)*accept(?:ance|ing)|positivereviewonly|(?:accept|praise)this(?:paper|manuscript|submission)"
    r"|donot(?:mention|highlight|list)(?:any|the)?(?:negative|weakness|limitation)"
    r"|asanai(?:peer)?reviewer|(?:reveal|print|repeat)yoursystemprompt"
)
_STEMS = (
    "instruction", "prompt", "direct", "command", "guideline", "rules", "positiv", "favo", "glowing", "accept", "praise",
    "negative", "weakness", "limitation", "reviewer",
)  # fmt: skip
# What may stand between the start of a sentence and an order: courtesies, and whom it is for.
_LEAD = re.compile(
    r"(?:^|[.!?:;>\])}*#\n-])\s*(?:(?:please|now|important|note|attention|warning|and|then|also|instead|immediately|you|must|should"
    r"|are|to|for|dear|hey|hello|all|the|so|first|kindly|always|just|only|urgent)\W+"
    r"|(?:llms?|ai|(?:language )?models?|assistants?|system|user|(?:ai |llm )?reviewers?|override|prompt|instructions?)\s*[:,.!-]\s*){0,8}$",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"such as|e\.g|for example|for instance|\blike\b|prompt|instruct|attack|adversar|inject|jailbreak|phrase|string|sentence"
    r"|command|\bsay|\bread|\bask|\btell|\btold|contain|includ|embed|hidden|append|insert|writ|template|example|payload|quer",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"prompt[- ]injection|injection attack|jailbreak|adversarial prompt|red[- ]team|hidden (?:prompt|instruction|text)|instruction hierarchy"
    r"|prompt hacking|malicious (?:prompt|instruction)|injected (?:prompt|instruction)|manipulat\w+ (?:the )?(?:llm|ai|peer)",
    re.IGNORECASE,
)
_TOPIC_PAPER = 3
LONGEST_PIECE = 160


def instructs(text: FullText) -> tuple[str, ...]:
    """The pieces of the text that try to instruct a model, each at most 160 characters; empty for a clean paper.

    For a mark on the card: what protects the summary is that the text is fenced apart from the instructions.
    """
    on_topic = sum(len(_TOPIC.findall(passage.text)) for passage in text.passages) >= _TOPIC_PAPER
    found = dict.fromkeys(piece for passage in text.passages for piece in _pieces(passage, on_topic=on_topic))
    return tuple(found)


def _pieces(passage: Passage, *, on_topic: bool) -> Iterator[str]:
    if on_topic and (passage.appendix or _TOPIC.search(passage.text)):
        return
    readable = plain(passage.text)
    for order in (*_orders(readable), *_addresses(readable), *_FOREIGN.finditer(readable)):
        if not _is_quoted(readable, order.start()):
            yield _piece(readable, order.start())
    if not passage.appendix and (marker := _MARKER.search(readable)):
        if _MARKED_ORDER.search(readable, marker.end(), marker.end() + 400):
            yield _piece(readable, marker.start())
    if _is_disguised(passage.text):
        yield _piece(readable, 0)


def _orders(text: str) -> Iterator[re.Match[str]]:
    for order in _ORDER.finditer(text):
        before = text[max(0, order.start() - 160) : order.start()]
        if (lead := _LEAD.search(before)) and not _is_introduced(before, lead):
            yield order


def _is_introduced(before: str, lead: re.Match[str]) -> bool:
    return lead[0].startswith(":") and _INTRODUCED.search(before[: lead.start()]) is not None


def _addresses(text: str) -> Iterator[re.Match[str]]:
    for address in _ADDRESS.finditer(text):
        before = text[max(0, address.start() - 160) : address.start()]
        if lead := _LEAD.search(before):
            if not _is_introduced(before, lead):
                yield address


def _is_quoted(text: str, at: int) -> bool:
    before = text[max(0, at - 400) : at]
    return before.count('"') % 2 == 1 or before.rstrip().endswith("'")


def _is_disguised(text: str) -> bool:
    """Letters that spell an order only once a disguise is taken off."""
    open_orders = _orders_spelled(letters(text))
    if any(_orders_spelled(spelled) > open_orders for spelled in undisguised(text)):
        return True
    return any(_orders_spelled(spelled) for spelled in spelled_out(text))


def _orders_spelled(text: str) -> int:
    # Looking for a few stems first spares nearly every text the long pattern.
    return len(_SPELLED.findall(text)) if any(stem in text for stem in _STEMS) else 0


def _piece(text: str, start: int) -> str:
    piece = " ".join(text[start : start + LONGEST_PIECE].split())
    return piece or " ".join(text.split())[:LONGEST_PIECE]
