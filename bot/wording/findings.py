"""What the check held against a summary, in lines that people read: `why`. 합니다체."""

import re

from bot.domain.summary import Field, Finding

_LINES = {
    "address": "요약에 인터넷 주소가 들어 있습니다",
    "broken-characters": "깨진 글자가 들어 있습니다",
    "claim-denied": "논문이 한 일을 하지 않았다고 적었습니다",
    "command": "보고가 아니라 명령하는 문장입니다",
    "direction-reversed": "늘고 줄거나 낫고 못한 방향이 원문과 다릅니다",
    "echo": "요약 대신 모델에 준 지시를 되풀이했습니다",
    "emoji": "그림 문자가 들어 있습니다",
    "exclamation": "느낌표나 물음표가 들어 있습니다",
    "first-person": "1인칭으로 썼습니다",
    "foreign-script": "한글과 로마자가 아닌 글자가 섞여 있습니다",
    "gloss-repeated": "같은 영어 표기를 괄호로 되풀이했습니다",
    "glued-latin": "원문에 없는 영어 단어가 한글에 붙어 있습니다",
    "korean-copied": "원문에 한국어로 적힌 문장을 그대로 옮겼습니다",
    "label": "문장 앞에 항목 이름이나 목록 기호가 붙어 있습니다",
    "limitations-disagree": "한계의 내용과 출처 표시가 서로 맞지 않습니다",
    "little-hangul": "한국어가 너무 적습니다",
    "malformed": "모델의 답이 요약 형식에 맞지 않습니다",
    "markup": "서식 기호가 들어 있습니다",
    "mention": "사람을 부르는 표시가 들어 있습니다",
    "miscount": "개수가 원문과 다릅니다",
    "missing-part": "비었거나 문장이 아닌 부분이 있습니다",
    "name-not-in-text": "요약의 이름이나 용어를 원문에서 찾지 못했습니다",
    "name-spelling": "이름의 표기가 논문 제목과 다릅니다",
    "no-information": "있어야 할 내용을 정보 부족이라고 적었습니다",
    "number-not-in-quote": "인용문에 요약의 수치가 없습니다",
    "number-not-in-text": "요약의 수치를 원문에서 찾지 못했습니다",
    "overclaim": "논문이 하지 않은 단정을 했습니다",
    "part-without-quote": "근거가 되는 인용문이 없습니다",
    "parts-alike": "두 부분이 거의 같은 말을 합니다",
    "placeholder": "채워야 할 빈칸이 그대로 남아 있습니다",
    "polite-style": "문장이 보고체(한다체)가 아닙니다",
    "praise": "모델에 지시하는 논문을 칭찬하고 있습니다",
    "quote-about-others": "다른 연구를 말하는 부분에서 인용했습니다",
    "quote-not-in-text": "인용문을 원문에서 찾지 못했습니다",
    "quote-too-short": "인용문이 너무 짧아 근거가 되지 못합니다",
    "quote-unfit": "인용문에 주소나 사람을 부르는 표시, 한국어가 들어 있습니다",
    "range-not-in-text": "수치의 범위가 원문과 다릅니다",
    "refusal": "요약을 거절하거나 모델 자신을 말하는 문장입니다",
    "repetition": "같은 말이 되풀이됩니다",
    "sentence-count": "한 부분에 문장이 너무 많습니다",
    "sentence-ending": "문장이 '다'로 끝나지 않습니다",
    "too-long": "정해진 길이보다 깁니다",
    "transliteration": "영어 용어를 소리 나는 대로 적었습니다",
}
_OTHER = "요약이 기준에 맞지 않습니다"
_PARTS = {
    Field.GIST: "요지",
    Field.GOAL: "목표",
    Field.MOTIVATION: "동기",
    Field.CONTRIBUTION: "기여",
    Field.METHOD: "방법",
    Field.RESULTS: "결과",
    Field.LIMITATIONS: "한계",
    Field.CONCLUSION: "결론",
}


_FIGURE = re.compile(r'"(\d[\d.,]{0,14}[%가-힣]{0,4})"')


def finding_line(finding: Finding) -> str:
    """`결과: 요약의 수치를 원문에서 찾지 못했습니다(93.7%)`; no part when it is held against the whole.

    Says nothing that a model or a paper wrote, but a figure. A rule of another version, read from the
    store, has a line, too.
    """
    line = _LINES.get(finding.name, _OTHER) + _figure(finding)
    part = {str(field): name for field, name in _PARTS.items()}.get(finding.field)
    return f"{part}: {line}" if part else line


def _figure(finding: Finding) -> str:
    found = _FIGURE.search(finding.reason) if finding.name == "number-not-in-text" else None
    return f"({found[1]})" if found else ""
