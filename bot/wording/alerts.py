"""What operators are told: what, cause, what the bot does, what they do. 합니다체."""

from collections.abc import Sequence

from bot.domain.alerting import Condition, Trouble
from bot.domain.message import Channel, Message, Paragraph, Platform, Span
from bot.domain.paper import PaperId
from bot.domain.summary import Reason
from bot.wording.cards import why
from bot.wording.dates import month_day
from bot.wording.lines import echo

_NAMES = {Platform.SLACK: "Slack", Platform.DISCORD: "Discord", Platform.CONSOLE: "콘솔"}
_TOKENS = {
    Platform.SLACK: "앱을 다시 설치하고 SLACK_BOT_TOKEN을 바꾼 뒤 다시 시작하세요.",
    Platform.DISCORD: "토큰을 다시 만들고 DISCORD_TOKEN을 바꾼 뒤 다시 시작하세요.",
}
_TO_DO = {Reason.STORE: "디스크에 빈자리가 있는지, DATABASE_URL의 파일에 쓸 수 있는지 확인하세요."}
_ONCE_MORE = "해결되면 한 번 더 알립니다."


def report(channel: Channel, paper: PaperId, name: str, reason: str) -> Message:
    head = f"{paper} 요약에 대한 제보"
    lines = (
        f"채널: {channel}",
        f"보낸 사람: {echo(name)}",
        f"내용: {echo(reason, 500)}" if reason else "내용: 적지 않았습니다",
        f"할 일: 요약을 다시 만들려면 /papers redo {paper}, 내리려면 /papers retract {paper}",
    )
    return _alert(head, lines)


def about(condition: Condition) -> Message:
    """The alert on what is amiss, or that it is well again."""
    return _TELL[condition.trouble](condition) if condition.amiss else _alert(_well(condition), ())


def _no_edition(condition: Condition) -> Message:
    return _alert(
        f"⚠ {condition.channel}의 {_date(condition)} 논문이 나가지 못했습니다.",
        (
            f"원인: 목록을 받지 못했습니다({echo(condition.cause, 120)}).",
            "지금: 5분마다 다시 시도하고, 다음 시각까지 안 되면 그때 함께 올립니다.",
            "할 일: 없습니다. 하루 넘게 이어지면 HUGGINGFACE_URL과 네트워크를 확인하세요.",
            _ONCE_MORE,
        ),
    )


def _partial(condition: Condition) -> Message:
    unsent = condition.reason is Reason.NONE and condition.cause
    if unsent:
        cause = f"메시지를 보내지 못했습니다({echo(condition.cause, 120)})."
        now, to_do = (
            "다시 보내지 않습니다. 같은 글이 두 번 올라가는 것을 막기 위해서입니다.",
            "채널과 봇의 쓰기 권한을 확인하세요. 그 뒤 /papers resend 번호로 다시 보낼 수 있습니다.",
        )
    else:
        cause = _cause(condition)
        now = "5분마다 다시 시도하고, 이틀 뒤까지 안 되면 요약 없이 올립니다."
        to_do = _TO_DO.get(
            condition.reason, "없습니다. 되풀이되면 모델 서버의 상태와 OPENAI_MODEL을 확인하세요."
        )
    return _alert(
        f"⚠ {condition.channel}의 {_date(condition)} {_how_many(condition)}",
        (f"원인: {cause}", f"지금: {now}", f"할 일: {to_do}", _ONCE_MORE),
    )


def _how_many(condition: Condition) -> str:
    if condition.out == 0:
        return f"논문 {condition.whole}편이 나가지 못했습니다."
    return f"논문이 {condition.whole}편 중 {condition.out}편만 나갔습니다."


def _cause(condition: Condition) -> str:
    sentence = why(condition.reason)
    if condition.reason in {Reason.MODEL, Reason.STORE} and condition.cause:
        return f"{sentence.removesuffix('.')}({echo(condition.cause, 120)})."
    return sentence


def _key(_condition: Condition) -> Message:
    return _alert(
        "⚠ 모델 서버가 키를 거절합니다.",
        (
            "원인: OPENAI_API_KEY가 틀렸거나 취소되었습니다.",
            "지금: 논문은 보류하고 5분마다 다시 시도합니다.",
            "할 일: OPENAI_API_KEY를 바꾼 뒤 다시 시작하세요.",
            _ONCE_MORE,
        ),
    )


def _token(condition: Condition) -> Message:
    platform = Platform(condition.platform)
    return _alert(
        f"⚠ {_NAMES[platform]} 연결이 끊겼습니다.",
        (
            f"원인: 토큰이 더는 쓰이지 않습니다({echo(condition.cause, 120)}).",
            "지금: 보낼 글을 쌓아 두고 5분마다 다시 시도합니다.",
            f"할 일: {_TOKENS.get(platform, '설정을 확인하세요.')}",
            _ONCE_MORE,
        ),
    )


def _quiet(condition: Condition) -> Message:
    return _alert(
        f"⚠ {condition.channel}에 평일 {condition.out}일 동안 올릴 논문이 없었습니다.",
        (
            "원인: 목록이 비었거나, 정해 둔 단어와 upvote 기준에 맞는 논문이 없었습니다.",
            "지금: 날마다 그대로 찾아봅니다.",
            "할 일: /papers status에서 날마다의 이유와 기준을 확인하세요.",
            _ONCE_MORE,
        ),
    )


_TELL = {
    Trouble.NO_EDITION: _no_edition,
    Trouble.PARTIAL: _partial,
    Trouble.QUIET: _quiet,
    Trouble.CONNECTION: _token,
    Trouble.KEY: _key,
}


def _well(condition: Condition) -> str:
    match condition.trouble:
        case Trouble.NO_EDITION:
            return f"해결: {condition.channel}의 논문 목록을 다시 받았습니다."
        case Trouble.PARTIAL:
            return (
                f"해결: {condition.channel}의 {_date(condition)} 논문 {condition.whole}편이 모두 나갔습니다."
            )
        case Trouble.QUIET:
            return f"해결: {condition.channel}에 다시 논문을 올립니다."
        case Trouble.CONNECTION:
            return f"해결: {_NAMES[Platform(condition.platform)]}에 다시 연결되었습니다."
        case Trouble.KEY:
            return "해결: 모델 서버가 다시 키를 받아들입니다."


def _date(condition: Condition) -> str:
    return month_day(condition.day) if condition.day else ""


def _alert(head: str, lines: Sequence[str]) -> Message:
    body = tuple(Paragraph((Span(line),)) for line in lines)
    return Message(push=head.replace("⚠", "주의:"), head=head, body=body, silent=False)
