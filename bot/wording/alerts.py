"""What operators are told: what, cause, what the bot does, what they do. 합니다체."""

from collections.abc import Sequence
from datetime import date

from bot.domain.message import Channel, Message, Paragraph, Span
from bot.domain.paper import PaperId
from bot.wording.dates import month_day
from bot.wording.lines import echo


def report(channel: Channel, paper: PaperId, name: str, reason: str) -> Message:
    head = f"{paper} 요약에 대한 제보"
    lines = (f"채널: {channel}", f"보낸 사람: {echo(name)}", f"내용: {echo(reason)}")
    return _alert(head, lines)


def no_edition(channel: Channel, day: date, cause: str) -> Message:
    return _alert(
        f"⚠ {channel}의 {month_day(day)} 논문이 나가지 못했습니다.",
        (
            f"원인: 목록을 받지 못했습니다({echo(cause)}).",
            "지금: 5분마다 다시 시도하고, 다음 시각까지 안 되면 그때 함께 올립니다.",
            "할 일: 없습니다. 하루 넘게 이어지면 HUGGINGFACE_URL과 네트워크를 확인하세요.",
            "해결되면 한 번 더 알립니다.",
        ),
    )


def partial(channel: Channel, day: date, whole: int, out: int, cause: str) -> Message:
    return _alert(
        f"⚠ {channel}의 {month_day(day)} 논문이 {whole}편 중 {out}편만 나갔습니다.",
        (
            f"원인: {echo(cause)}",
            "지금: 5분마다 다시 시도하고, 이틀 뒤까지 안 되면 요약 없이 올립니다.",
            "할 일: 없습니다. 되풀이되면 모델 서버의 상태와 OPENAI 설정을 확인하세요.",
            "해결되면 한 번 더 알립니다.",
        ),
    )


def well_again(channel: Channel, day: date) -> Message:
    return _alert(f"해결: {channel}의 {month_day(day)} 논문이 모두 나갔습니다.", ())


def key_refused() -> Message:
    return _alert(
        "⚠ 모델 서버가 키를 거절합니다.",
        (
            "지금: 논문은 보류하고 5분마다 다시 시도합니다.",
            "할 일: OPENAI_API_KEY를 확인하고 바꾼 뒤 다시 시작하세요.",
        ),
    )


def quiet_weekdays(channel: Channel, days: int) -> Message:
    return _alert(
        f"⚠ {channel}에 평일 {days}일 동안 올릴 논문이 없었습니다.",
        ("할 일: /papers status에서 거르는 단어와 upvote 기준을 확인하세요.",),
    )


def _alert(head: str, lines: Sequence[str]) -> Message:
    body = tuple(Paragraph((Span(line),)) for line in lines)
    return Message(push=head.replace("⚠", "주의:"), head=head, body=body, silent=False)
