"""What `/papers` answers, privately. 합니다체."""

from collections.abc import Sequence

from bot.domain.edition import Subscription
from bot.domain.fitting import cut
from bot.domain.message import Items, Message, Paragraph, Part, Span
from bot.domain.paper import Paper, PaperId
from bot.domain.papers_command import BadCommand, Fault, WordList
from bot.wording.lines import echo, line

_DAYS = {"mon": "월", "tue": "화", "wed": "수", "thu": "목", "fri": "금", "sat": "토", "sun": "일"}
_LISTS = {WordList.INTEREST: "관심어", WordList.INCLUDE: "포함 단어", WordList.EXCLUDE: "제외 단어"}

_FAULTS = {
    Fault.COMMAND: "모르는 명령입니다: {value}. 혹시 /papers {nearest}인가요?",
    Fault.TIME: "시각이 아닙니다: {value}. {nearest}처럼 써 주세요.",
    Fault.ZONE: "시간대가 아닙니다: {value}. 혹시 {nearest}인가요?",
    Fault.WEEKDAYS: "요일이 아닙니다: {value}. {nearest}처럼 써 주세요.",
    Fault.LIMIT: "하루에 올릴 논문 수는 {nearest} 사이로 정해 주세요. 예: /papers limit 6",
    Fault.UPVOTES: "upvote 기준은 {nearest} 사이로 정해 주세요. 예: /papers upvotes 5",
    Fault.LAYOUT: "모양은 card와 full 두 가지입니다. 예: /papers layout card",
    Fault.NO_WORDS: "단어를 함께 써 주세요. 예: /papers {nearest}",
    Fault.MANY_WORDS: "단어가 너무 많습니다({value}개). {nearest}개까지 쓸 수 있습니다.",
    Fault.LONG_WORD: "단어가 너무 깁니다: {value}. {nearest}자까지 쓸 수 있습니다.",
    Fault.PAPER: "논문 번호를 함께 써 주세요. 예: /papers {nearest}",
    Fault.NO_REASON: "어디가 잘못되었는지 함께 써 주세요. 예: /papers {nearest} 수치가 원문과 다릅니다",
    Fault.NO_QUERY: "찾을 말을 함께 써 주세요. 예: /papers {nearest}",
    Fault.EXTRA: "뒤에 붙은 말은 쓰지 않습니다: {value}. /papers {nearest}처럼 써 주세요.",
    Fault.TOO_LONG: "너무 깁니다. 줄여서 다시 써 주세요.",
}

_HELP = (
    ("/papers on 08:15 mon-fri", "이 채널에 매일 아침 논문을 올립니다"),
    ("/papers off", "그만 올립니다"),
    ("/papers status", "구독과 지난 소식을 봅니다"),
    ("/papers now", "지금 한 번 올립니다"),
    ("/papers limit 6", "하루에 올릴 논문 수를 정합니다"),
    ("/papers upvotes 5", "upvote가 적은 논문을 뺍니다"),
    ("/papers interest diffusion", "관심어가 있는 논문을 먼저 올립니다"),
    ("/papers include 단어 · exclude 단어", "단어로 거릅니다"),
    ("/papers layout full", "다섯 부분을 채널에 펼칩니다"),
    ("/papers why 2512.05150", "그 논문이 어떻게 되었는지 봅니다"),
    ("/papers find 단어", "이 채널에 올린 논문을 찾습니다"),
    ("/papers report 2512.05150 이유", "잘못된 곳을 알립니다"),
    ("/papers redo · retract · resend 2512.05150", "다시 요약하거나, 내리거나, 지워진 글을 다시 올립니다"),
    ("/papers pause · resume", "잠시 멈추고 다시 시작합니다"),
    ("/paper 2512.05150", "논문 한 편을 지금 올립니다"),
)


def help_text() -> Message:
    entries = tuple((Span(command, bold=True), Span(f" {meaning}")) for command, meaning in _HELP)
    return Message(push="/papers 도움말", head="/papers 도움말", body=(Items(entries),))


def bad_command(fault: BadCommand) -> Message:
    """One line: what is wrong and the nearest right form."""
    if fault.kind is Fault.COMMAND and fault.nearest == "help":
        return line(
            f"모르는 명령입니다: {echo(fault.value)}. /papers help에서 쓸 수 있는 명령을 볼 수 있습니다."
        )
    return line(_FAULTS[fault.kind].format(value=echo(fault.value), nearest=fault.nearest))


def not_allowed() -> Message:
    return line(
        "채널을 관리하는 사람만 쓸 수 있는 명령입니다. status, why, find, report는 누구나 쓸 수 있습니다."
    )


def not_subscribed() -> Message:
    return line("이 채널은 아직 구독하지 않습니다. 먼저 /papers on을 실행해 주세요.")


def switched_on(when: str) -> Message:
    return line(f"켰습니다. 첫 논문은 {when}에 옵니다. 지금 보려면 /papers now")


def rescheduled(when: str) -> Message:
    return line(f"바꿨습니다. 다음 논문은 {when}에 옵니다.")


def switched_off() -> Message:
    return line("껐습니다. 다시 켜려면 /papers on")


def was_off() -> Message:
    return line("이미 꺼져 있습니다. /papers on으로 켭니다.")


def paused() -> Message:
    return line("잠시 멈췄습니다. 다시 시작하려면 /papers resume")


def resumed(when: str) -> Message:
    return line(f"다시 시작합니다. 다음 논문은 {when}에 옵니다.")


def making_now() -> Message:
    return line(
        "지금 준비합니다. 새 논문이 있으면 곧 이 채널에 올라옵니다. "
        "없으면 /papers status에서 이유를 볼 수 있습니다."
    )


def making_already() -> Message:
    return line("이미 준비하고 있습니다. 곧 이 채널에 올라옵니다.")


def limit_set(limit: int) -> Message:
    return line(f"하루 {limit}편으로 바꿨습니다.")


def upvotes_set(upvotes: int) -> Message:
    return line(f"upvote가 {upvotes}개 이상인 논문만 올립니다." if upvotes else "upvote 기준을 없앴습니다.")


def words_set(name: WordList, words: Sequence[str]) -> Message:
    return line(f"{_LISTS[name]}: {', '.join(words)}" if words else f"{_LISTS[name]} 목록을 비웠습니다.")


def layout_set(layout: str) -> Message:
    return line(
        "다섯 부분을 채널에 펼칩니다."
        if layout == "full"
        else "카드만 채널에 올립니다. 전체 요약은 스레드에 있습니다."
    )


def reported() -> Message:
    return line("알려 주셔서 고맙습니다. 관리자에게 전했습니다.")


def noted() -> Message:
    """There is nobody to tell."""
    return line("알려 주셔서 고맙습니다. 다만 전할 관리자가 정해져 있지 않아 기록만 했습니다.")


def redoing(paper: PaperId) -> Message:
    return line(f"{paper} 논문을 다시 요약합니다. 확인되면 올린 글을 고칩니다.")


def retracted(paper: PaperId) -> Message:
    return line(f"{paper} 요약을 내렸습니다.")


def resending(paper: PaperId) -> Message:
    return line(f"{paper} 글을 다시 올립니다.")


def still_there(paper: PaperId) -> Message:
    return line(f"{paper} 글이 아직 채널에 있어 다시 올리지 않았습니다.")


def cannot_look() -> Message:
    return line("채널의 글을 확인할 수 없어 다시 올리지 않았습니다.")


def not_posted_here(paper: PaperId) -> Message:
    return line(f"이 채널에 올린 적이 없는 논문입니다: {paper}")


def never_heard_of(paper: PaperId) -> Message:
    return line(f"이 채널에 올린 적도, 목록에서 본 적도 없는 논문입니다: {paper}")


def status(subscription: Subscription | None, lines: Sequence[str]) -> Message:
    """`lines`: when the next one comes, how the last one went, what was missing."""
    state = _state(subscription) if subscription else "꺼짐 · /papers on으로 켭니다"
    body = tuple(Paragraph((Span(text),)) for text in (state, *lines))
    return Message(push=state, head="이 채널의 논문 구독", body=body)


def _state(row: Subscription) -> str:
    pieces = (
        "멈춤" if row.paused else "켜짐",
        f"{weekdays(row.weekdays)} {row.at} ({row.timezone})",
        f"하루 {row.limit}편",
        f"upvote {row.min_upvotes}개 이상" if row.min_upvotes else "",
        *(
            f"{label}: {', '.join(words)}"
            for label, words in (
                ("관심어", row.interest),
                ("포함 단어", row.include),
                ("제외 단어", row.exclude),
            )
            if words
        ),
        "펼친 모양" if row.layout == "full" else "",
    )
    return " · ".join(piece for piece in pieces if piece)


def weekdays(days: Sequence[str]) -> str:
    """`월–금` for a run of three or more, else `월·수·금`."""
    names = [_DAYS[day] for day in days]
    order = list(_DAYS)
    is_run = len(days) > 2 and [order.index(day) for day in days] == list(
        range(order.index(days[0]), order.index(days[0]) + len(days))
    )
    return f"{names[0]}–{names[-1]}" if is_run else "·".join(names)


def found(papers: Sequence[tuple[Paper, str, str]]) -> Message:
    """`papers`: paper, gist, link to its card (empty where a platform has none)."""
    if not papers:
        return line("이 채널에 올린 논문에서 찾지 못했습니다. 다른 말이나 영어 단어로도 찾아보세요.")
    entries = tuple(
        (Span(paper.short_name, url=url or paper.abs_url), Span(f" · {gist} ({paper.id})"))
        for paper, gist, url in papers
    )
    return Message(push="찾은 논문", head="찾은 논문", body=(Items(entries, ordered=True),))


def story(paper: Paper, lines: Sequence[str], link: str) -> Message:
    """`why`: what became of a paper in this channel, one line a fact."""
    body: tuple[Part, ...] = (Items(tuple((Span(text),) for text in lines)),)
    return Message(
        push=f"{paper.short_name}: {lines[0]}",
        head=cut(paper.title, 200),
        body=body,
        links=(Span("올린 글로 가기", url=link),) if link else (),
    )
