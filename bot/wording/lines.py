"""Short lines to people: acknowledgements, faults, hints. 합니다체."""

from datetime import date

from bot.domain.fitting import cut
from bot.domain.message import Message, Paragraph, Span
from bot.domain.paper import Paper, PaperId
from bot.domain.plain import visible
from bot.wording.dates import month_day

LONGEST_ECHO = 60
"""How much of what a person typed is said back."""

DISCORD_WORDS = {
    "paper": "논문 한 편을 요약해 이 채널에 올립니다",
    "paper_option": "arXiv 번호나 링크, 예: 2512.05150",
    "papers": "매일 아침의 논문 구독을 켜고, 끄고, 바꾸고, 살펴봅니다",
    "papers_option": "예: on 08:15, status, find 확산 모델, help",
    "thread": "논문 이야기",
}
"""What Discord shows in its own menus; 1 to 100 characters each."""
LOOKING = "답을 찾고 있습니다"
"""Beside a spinner, in the terminal."""
OFFLINE_ANSWER = "요약 모델이 없어 답을 쓰지 못합니다. 원문에서 가장 가까운 부분은 다음과 같습니다."


def line(text: str, *, link: Span | None = None) -> Message:
    """One paragraph, perhaps with a link behind it."""
    spans = (Span(f"{text} "), link) if link else (Span(text),)
    return Message(push=text, body=(Paragraph(spans),))


def echo(text: str, longest: int = LONGEST_ECHO) -> str:
    """What a person typed, short and harmless."""
    return cut(visible(" ".join(text.split())), longest) or "(빈칸)"


def reading(paper: PaperId) -> Message:
    return line(f"{paper} 논문을 읽고 있습니다. 1분쯤 뒤 이 채널에 올립니다.")


def reading_after(ahead: int, minutes: int) -> Message:
    return line(f"앞에 {ahead}편이 있어 {minutes}분쯤 걸립니다.")


def already_posted(day: date, url: str) -> Message:
    if not url:
        return line(f"이미 올린 논문입니다. {month_day(day)} 글을 보세요.")
    return line("이미 올린 논문입니다.", link=Span(f"{month_day(day)} 글로 가기", url=url))


def on_its_way(paper: PaperId) -> Message:
    return line(f"{paper} 논문은 곧 이 채널에 올라옵니다.")


def bad_id(typed: str) -> Message:
    if not typed.strip():
        return line("논문 번호를 함께 써 주세요. 예: /paper 2512.05150")
    return line(
        f"arXiv 번호가 아닙니다: {echo(typed)}. /paper 2512.05150처럼 쓰거나 arXiv 링크를 붙여 주세요."
    )


def unknown_paper(paper: PaperId) -> Message:
    return line(f"arXiv에 없는 번호입니다: {paper}")


def withdrawn(paper: Paper) -> Message:
    return line(f"저자가 철회한 논문이라 요약하지 않습니다: {cut(paper.title, 200)}")


def archive_silent(minutes: int) -> Message:
    return line(f"지금 arXiv가 응답하지 않습니다. {minutes}분 뒤 다시 시도하고, 되면 이 채널에 올립니다.")


def model_silent(minutes: int) -> Message:
    return line(f"지금 모델이 응답하지 않습니다. {minutes}분 뒤 다시 시도하고, 되면 이 채널에 올립니다.")


def gave_up(paper: PaperId) -> Message:
    return line(f"{paper} 논문을 여러 번 시도했지만 읽지 못했습니다. 나중에 /paper로 다시 불러 주세요.")


def may_not_post() -> Message:
    return line("이 채널에 글을 쓸 권한이 없습니다. 채널에서 /invite @논문을 실행해 주세요.")


def broken() -> Message:
    return line("처리하지 못했습니다. 잠시 뒤 다시 시도해 주세요.")


def hello() -> Message:
    return line("초대해 주셔서 고맙습니다. /papers on을 실행하면 이 채널에 매일 아침 AI 논문을 올립니다.")


def demo_recorded() -> Message:
    return line(
        "데모입니다. 2025년 12월 8일 목록의 논문 6편을 이 컴퓨터의 작은 서버에서 읽어 옵니다. "
        "한국어 요약은 미리 녹화해 둔 예시이며, 실제 모델을 쓰려면 OPENAI_API_KEY를 설정하고 다시 실행하세요."
    )


def demo_live(model: str) -> Message:
    return line(
        f"데모입니다. 2025년 12월 8일 목록의 논문 6편을 설정된 모델로 요약합니다. 모델: {echo(model)}"
    )


def demo_again() -> Message:
    return line(
        "이 데모의 논문은 이미 모두 올렸으므로 다시 올리지 않았습니다. 처음부터 보려면 .demo 폴더를 지우세요."
    )


def demo_offline() -> Message:
    return line("참고: 모델이 없을 때는 첫 논문이 아래처럼 원문 발췌로 나옵니다.")


def demo_no_thread(paper: PaperId) -> Message:
    return line(f"{paper} 논문은 아직 올라오지 않아 물어볼 수 없습니다. /paper {paper}로 먼저 불러 주세요.")


def demo_prompt() -> Message:
    return line(
        "첫 논문에 관해 물어보거나 /paper 2512.05150처럼 다른 논문을 불러 보세요. 예: GenEval 점수가 얼마야? "
        "끝내려면 quit을 입력하세요."
    )
