"""What became of editions and papers, in lines that people read: `status`, `why`. 합니다체."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.domain.checking import Claim, ClaimKind
from bot.domain.edition import Edition, How, Silence
from bot.domain.fitting import cut
from bot.domain.paper import Origin
from bot.domain.plain import visible
from bot.domain.story import Listed, Story
from bot.domain.summary import Outcome, Reading, Reason
from bot.wording.cards import figures, section_name, why, why_held
from bot.wording.dates import day_name, moment, month_day
from bot.wording.findings import finding_line
from bot.wording.numbers import rounded

MOST_FINDINGS = 5
MOST_CLAIMS = 8
LONGEST_EVIDENCE = 90
"""Characters of the paper's own words beside a figure."""

_SILENCES = {
    "no list yet": "아직 목록이 열리지 않았습니다",
    "no list on weekends": "주말이라 새 목록이 없습니다",
    "the list is empty": "목록이 비어 있습니다",
    "nothing new in the list": "새로 올릴 논문이 없습니다",
}
_ORIGINS = {Origin.HTML: "arXiv HTML 본문", Origin.PDF: "arXiv PDF 본문", Origin.ABSTRACT: "초록"}


def next_one(when: str) -> str:
    return f"다음: {when}"


def last_one(edition: Edition, at: str, fallbacks: Mapping[str, int]) -> str:
    """`지난번: 12월 9일(화) 08:15에 6편. 그중 요약 보류 1편, 초록 기준 2편(arXiv가 429로 거절)`

    `at`: when it came. `fallbacks`: why only the abstract was read -> how many papers; an empty reason: there
    was no more.
    """
    held = sum(entry.outcome in {Outcome.SHOWN, Outcome.HELD} for entry in edition.cards)
    pieces = [f"요약 보류 {held}편"] if held else []
    pieces += [f"초록 기준 {count}편{_because(reason)}" for reason, count in sorted(fallbacks.items())]
    some = f". 그중 {', '.join(pieces)}" if pieces else ""
    return f"지난번: {at}에 {len(edition.cards)}편{some}"


def _because(reason: str) -> str:
    if not reason:
        return ""
    return "(arXiv가 429로 거절)" if _status(reason) == "429" else "(arXiv가 응답하지 않음)"


def _status(reason: str) -> str:
    """The HTTP status that a reason names, or empty."""
    found = re.search(r"\bHTTP (\d{3})\b", reason)
    return found[1] if found else ""


def quiet_day(silence: Silence) -> str:
    """`빈 날: 12월 6일(토) 목록: 주말이라 새 목록이 없습니다`"""
    return f"빈 날: {day_name(silence.day)} 목록: {_SILENCES.get(silence.reason) or _no_list(silence)}"


def model_used(tokens: int) -> str:
    """`모델: 오늘 입력 9만 토큰 사용`"""
    return f"모델: 오늘 입력 {rounded(tokens)} 토큰 사용"


def _no_list(silence: Silence) -> str:
    status = _status(silence.reason)
    return f"목록을 받지 못했습니다{f'(HTTP {status})' if status else ''}. 5분마다 다시 시도합니다"


def story_lines(story: Story, timezone: str, left_out: str, tried_for: timedelta) -> list[str]:
    """One line a fact: listed when, taken how, read from where, checked how, posted when."""
    lines = [
        f"{month_day(row.day)} 목록 {row.place + 1}번째, upvote {_votes(row)}" for row in story.listed
    ] or ["Hugging Face 목록에서 본 적이 없습니다."]
    lines += _taken_lines(story, timezone, tried_for)
    lines += [f"지금 기준으로는 걸러집니다: {left_out}"] if left_out else []
    lines += reading_lines(story.reading) if story.reading else []
    if story.card and story.card.sent_at:
        lines.append(f"올린 때: {moment(story.card.sent_at, timezone)}")
    return lines


def _taken_lines(story: Story, timezone: str, tried_for: timedelta) -> list[str]:
    entry = story.entry
    if entry is None:
        return ["이 채널에 올린 적이 없습니다."]
    if entry.how is How.LISTED:
        return [f"하루 편수를 넘어 제목만 올렸습니다. /paper {story.paper.id}로 부르면 요약을 올립니다."]
    if entry.outcome is Outcome.HELD and story.taken_at:
        until = moment(story.taken_at + tried_for, timezone)
        return [f"요약 보류 중입니다: {why(entry.reason)} {until}까지 다시 시도합니다."]
    return ["/paper 요청으로 올렸습니다."] if entry.how is How.ASKED else []


def reading_lines(reading: Reading) -> list[str]:
    """What it was read from and what the check said, each finding on its own line."""
    lines = [f"읽은 곳: {_ORIGINS[reading.origin]}{_because(reading.fallback)}"]
    if reading.outcome is Outcome.POSTED:
        lines.append(f"검사 통과: {figures(reading.figures)}, 인용 {len(quoted(reading))}개 원문 일치")
    elif reading.reason is not Reason.NONE:
        lines.append(f"요약 보류: {why_held(reading)}")
    lines += list(dict.fromkeys(finding_line(finding) for finding in reading.findings))[:MOST_FINDINGS]
    return lines


def claim_lines(claims: Sequence[Claim]) -> list[str]:
    """`0.83 ← 초록: “a GenEval score of 0.83”`: what figures and names rest on, each once."""
    stated = [claim for claim in claims if claim.found and claim.quote and claim.kind is not ClaimKind.QUOTE]
    each = {claim.text: claim for claim in sorted(stated, key=lambda claim: claim.kind is ClaimKind.NAME)}
    lines = [
        f"{claim.text} ← {section_name(claim.section)}: “{cut(visible(claim.quote), LONGEST_EVIDENCE)}”"
        for claim in list(each.values())[:MOST_CLAIMS]
    ]
    more = len(each) - len(lines)
    return [*lines, f"그 밖에 {more}개도 원문에 있습니다."] if more > 0 else lines


def _votes(row: Listed) -> str:
    return f"{row.upvotes}" if row.upvotes == row.first_upvotes else f"{row.first_upvotes} → {row.upvotes}"


def quoted(reading: Reading) -> Sequence[str]:
    return [quote.quote for quote in reading.summary.quotes] if reading.summary else []


def left_out(code: str, word: str, min_upvotes: int) -> str:
    """Why a listed paper does not take part, from the choice's own code."""
    return {
        "upvotes": f"upvote가 기준({min_upvotes}개)보다 적습니다",
        "include": "포함 단어가 제목과 초록에 없습니다",
        "exclude": f"제외 단어가 있습니다: {word}",
    }.get(code, "")
