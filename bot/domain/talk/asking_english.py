"""Whether one English sentence asks something that a paper can answer. Unsure means no."""

import re

_LEAD = (
    r"^(?:(?:so|and|but|ok|okay|oh|hmm+|wait|also|btw|hi|hey|cool|then|just|well|quick question)[,:!]?\s+)*"
)
_POLITE = r"(?:(?:can|could|would) (?:you|u) )?(?:(?:please|pls|plz) )?"
_ORDER = re.compile(
    rf"{_LEAD}{_POLITE}(?:explain|summari[sz]e|compare|describe|list|tell me|show me|give me|translate|define"
    r"|clarify|elaborate|outline|walk me|break down)\b(?! (?:is|are|was|has))"
    r"(?: (?:\w+ )?like i'?m (?:five|5))?"
    r"|\bgive (?:a|an|the) .{0,30}(?:summary|overview|example|comparison)\b|\btl;?dr\b|\beli5\b",
    re.IGNORECASE,
)
_WH_WORD = re.compile(
    rf"{_LEAD}(?:(?:in|on|for|at|under|to|by) )?(?:what|what's|whats|which|how|how's|why|where|when)\b"
    r"(?! an? )",
    re.IGNORECASE,
)
_AUXILIARY = (
    r"(?:is|are|isn't|aren't|does|do|did|doesn't|didn't|has|have|was|were|will|would|should|can|could)"
)
_INVERTED = re.compile(
    rf"{_LEAD}{_AUXILIARY} (?:it|this|that|they|the|there|these|those|their|its|any|all|authors)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:we|our|ours|us|anyone|anybody|someone|somebody|everyone|everybody|folks|guys|team|y'all|who|who's|whose"
    r"|you|your|u|i|i'm|i'll|me|my|wdyt|thoughts|know|knows|lets|let's|how about)\b",
    re.IGNORECASE,
)
_WORKPLACE = re.compile(
    r"\b(?:meeting|sync|standup|lunch|dinner|coffee|office|today|tomorrow|tonight|yesterday|monday|tuesday"
    r"|wednesday|thursday|friday|weekend|next (?:week|sprint)|slides|prod|reading group|budget|docs?|drive"
    r"|ticket)\b",
    re.IGNORECASE,
)
_EXCLAIMED = re.compile(
    rf"{_LEAD}(?:how \w+(?: is (?:that|this|it))?|really|seriously|right|huh|what|why|wow|ok|okay|yes|no|sure"
    r"|eh|nice|no way|wait what)\W*$",
    re.IGNORECASE,
)


def asks_in_english(sentence: str) -> bool:
    """`sentence`: words without links, mentions and code, with its closing mark."""
    order = _ORDER.search(sentence)
    rest = sentence[order.end() :] if order else sentence
    if _PEOPLE.search(rest) or _WORKPLACE.search(rest):
        return False
    if order or sentence.endswith("?"):
        return True
    if _EXCLAIMED.search(sentence):
        return False
    return _WH_WORD.search(sentence) is not None or _INVERTED.search(sentence) is not None
