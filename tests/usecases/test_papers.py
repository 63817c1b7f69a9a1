"""/papers as people type it: what is wrong is told in one private line, what is right is done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.conversation import Command, Person
from bot.domain.edition import Subscription
from bot.domain.message import Items, Message
from bot.domain.prompt import Reply
from bot.errors import Failure, Rejected, Unavailable
from bot.usecases.publish_edition import Turn
from tests.fakes.clock import SteppedClock
from tests.fakes.papers import MONDAY, listing, paper, paper_id, reply
from tests.usecases.conftest import ADMIN, CHANNEL, World

MANAGER = Person("u9", "이서연", may_manage=True)
ANYBODY = Person("u1", "김지우")
CARD = f"paper/console/main/{paper_id(1)}"
DETAIL = f"detail/console/main/{paper_id(1)}"
KNOWN = Subscription(CHANNEL, exclude=("survey",), by="u9")


def told(message: Message) -> list[str]:
    """What the person reads, line by line."""
    lines = [message.head] if message.head else []
    for part in message.body:
        if isinstance(part, Items):
            lines += ["".join(span.text for span in entry) for entry in part.entries]
        else:
            lines.append("".join(span.text for span in part.spans))  # type: ignore[union-attr]
    return lines


async def ask(world: World, typed: str, person: Person = MANAGER, event: str = "e1") -> list[str]:
    """The private answer; then everything is worked off and sent."""
    desk = world.desk()
    until = world.clock.now() + timedelta(minutes=15)
    answer = await desk.command(
        Command(event, CHANNEL, person, "papers", typed, reply_to="here", reply_until=until)
    )
    await desk.work_off()
    await world.deliverer().work(0)
    return told(answer)


WRONG = {
    "on 25:99": "시각이 아닙니다: 25:99. 08:15처럼 써 주세요.",
    "on 8:5": "시각이 아닙니다: 8:5. 08:15처럼 써 주세요.",
    "on 09:00 Asia/Soul": "시간대가 아닙니다: Asia/Soul. 혹시 Asia/Seoul인가요?",
    "on +09:00": "시간대가 아닙니다: +09:00. 혹시 Asia/Seoul인가요?",
    "on 08:15 mon-funday": "요일이 아닙니다: mon-funday. mon-fri처럼 써 주세요.",
    "on 08:15 09:15": "뒤에 붙은 말은 쓰지 않습니다: 09:15. /papers on 08:15처럼 써 주세요.",
    "limit 0": "하루에 올릴 논문 수는 1–30 사이로 정해 주세요. 예: /papers limit 6",
    "limit 9999": "하루에 올릴 논문 수는 1–30 사이로 정해 주세요. 예: /papers limit 6",
    "limit": "하루에 올릴 논문 수는 1–30 사이로 정해 주세요. 예: /papers limit 6",
    "limit 여섯": "하루에 올릴 논문 수는 1–30 사이로 정해 주세요. 예: /papers limit 6",
    "upvotes -1": "upvote 기준은 0–10000 사이로 정해 주세요. 예: /papers upvotes 5",
    "interest": "단어를 함께 써 주세요. 예: /papers interest diffusion",
    'exclude " "': "단어를 함께 써 주세요. 예: /papers exclude diffusion",
    "include " + " ".join(f"w{number}" for number in range(100)): (
        "단어가 너무 많습니다(100개). 20개까지 쓸 수 있습니다."
    ),
    "exclude " + "가" * 41: f"단어가 너무 깁니다: {'가' * 40}. 40자까지 쓸 수 있습니다.",
    "layout poster": "모양은 card와 full 두 가지입니다. 예: /papers layout card",
    "why": "논문 번호를 함께 써 주세요. 예: /papers why 2512.05150",
    "why 2512.5150": "논문 번호를 함께 써 주세요. 예: /papers why 2512.05150",
    "redo 2512.00001 지금": "뒤에 붙은 말은 쓰지 않습니다: 지금. /papers redo 2512.00001처럼 써 주세요.",
    "find": "찾을 말을 함께 써 주세요. 예: /papers find diffusion",
    "find ???": "찾을 말을 함께 써 주세요. 예: /papers find diffusion",
    "report 2512.00001": (
        "어디가 잘못되었는지 함께 써 주세요. 예: /papers report 2512.00001 수치가 원문과 다릅니다"
    ),
    "staus": "모르는 명령입니다: staus. 혹시 /papers status인가요?",
    "상테": "모르는 명령입니다: 상테. 혹시 /papers status인가요?",
    "off now": "뒤에 붙은 말은 쓰지 않습니다: now. /papers off처럼 써 주세요.",
    "가" * 2_001: "너무 깁니다. 줄여서 다시 써 주세요.",
    "<@U123> *굵게*": "모르는 명령입니다: <@U123>. /papers help에서 쓸 수 있는 명령을 볼 수 있습니다.",
}


@pytest.mark.parametrize("typed", WRONG)
async def test_what_is_wrong_is_told_with_the_nearest_right_form(world: World, typed: str) -> None:
    await world.store.subscriptions.save(KNOWN)
    assert await ask(world, typed) == [WRONG[typed]]
    assert list(await world.store.subscriptions.all()) == [KNOWN]
    assert world.chat.posts == 0


CHANGES = [
    *("on", "off", "now", "limit 3", "upvotes 2", "interest a", "include a", "exclude a", "layout full"),
    *("pause", "resume", "redo 2512.00001", "retract 2512.00001", "resend 2512.00001"),
    *("켜기", "끄기", "지금", "쉬기"),
]


@pytest.mark.parametrize("typed", CHANGES)
async def test_who_may_not_manage_the_channel_changes_nothing(world: World, typed: str) -> None:
    await world.store.subscriptions.save(KNOWN)
    assert await ask(world, typed, ANYBODY) == [
        "채널을 관리하는 사람만 쓸 수 있는 명령입니다. status, why, find, report는 누구나 쓸 수 있습니다."
    ]
    assert list(await world.store.subscriptions.all()) == [KNOWN]
    assert world.chat.posts == 0


async def test_on_says_when_and_offers_now(world: World) -> None:
    assert await ask(world, "on") == [
        "켰습니다. 첫 논문은 12월 10일(수) 08:15에 옵니다. 지금 보려면 /papers now"
    ]
    row = await world.store.subscriptions.get(CHANNEL)
    assert row == Subscription(CHANNEL, since=world.clock.now(), by="u9")
    assert await ask(world, "켜기 평일 오전 9시 뉴욕", event="e2") == [
        "바꿨습니다. 다음 논문은 12월 9일(화) 09:00 (America/New_York)에 옵니다."
    ]
    assert await world.store.subscriptions.get(CHANNEL) == replace(
        row, at="09:00", timezone="America/New_York"
    )


async def test_each_wish(world: World) -> None:
    await world.store.subscriptions.save(Subscription(CHANNEL))
    said = [
        ("limit 3", "하루 3편으로 바꿨습니다."),
        ("upvotes 5", "upvote가 5개 이상인 논문만 올립니다."),
        ("upvotes 0", "upvote 기준을 없앴습니다."),
        ('interest "world model", 확산', "관심어: world model, 확산"),
        ("include 로봇", "포함 단어: 로봇"),
        ("제외 survey", "제외 단어: survey"),
        ("include 없음", "포함 단어 목록을 비웠습니다."),
        ("layout full", "다섯 부분을 채널에 펼칩니다."),
        ("layout card", "카드만 채널에 올립니다. 전체 요약은 스레드에 있습니다."),
    ]
    for number, (typed, answer) in enumerate(said):
        assert await ask(world, typed, event=f"e{number}") == [answer]
    row = await world.store.subscriptions.get(CHANNEL)
    assert row == Subscription(CHANNEL, limit=3, interest=("world model", "확산"), exclude=("survey",))


async def test_off_pause_and_resume(world: World) -> None:
    assert await ask(world, "off") == ["이미 꺼져 있습니다. /papers on으로 켭니다."]
    assert await ask(world, "limit 3") == [
        "이 채널은 아직 구독하지 않습니다. 먼저 /papers on을 실행해 주세요."
    ]
    await ask(world, "on")
    assert await ask(world, "pause") == ["잠시 멈췄습니다. 다시 시작하려면 /papers resume"]
    assert (await ask(world, "상태"))[1] == "멈춤 · 월–금 08:15 (Asia/Seoul) · 하루 6편"
    assert await ask(world, "resume") == ["다시 시작합니다. 다음 논문은 12월 10일(수) 08:15에 옵니다."]
    assert await ask(world, "끄기") == ["껐습니다. 다시 켜려면 /papers on"]
    assert await ask(world, "status") == ["이 채널의 논문 구독", "꺼짐 · /papers on으로 켭니다"]


async def test_now(world: World) -> None:
    world.clock = SteppedClock()
    keep_time = world.keep_time()
    desk = world.desk(keep_time)
    command = Command("e1", CHANNEL, MANAGER, "papers", "지금")
    line = (await desk.command(command)).push
    assert line.startswith("지금 준비합니다. 새 논문이 있으면 곧 이 채널에 올라옵니다. 없으면 /papers status")
    again = replace(command, event="e2")
    assert told(await desk.command(again)) == ["이미 준비하고 있습니다. 곧 이 채널에 올라옵니다."]
    await keep_time.idle()
    await world.deliverer().work(0)
    assert world.chat.keys[0] == "edition/console/main/2025-12-08/1"


async def test_status_with_everything_in_it(world: World) -> None:
    await world.store.subscriptions.save(
        Subscription(
            CHANNEL, weekdays=("mon", "wed", "fri"), min_upvotes=2, interest=("로봇",), exclude=("survey",)
        )
    )
    world.model.script = lambda prompt: Reply("", refusal="no") if prompt.paper.id == paper_id(2) else reply()
    world.archive.texts[paper_id(3)] = Unavailable("arXiv: HTTP 429")
    await world.publish()
    assert await ask(world, "status", ANYBODY) == [
        "이 채널의 논문 구독",
        "켜짐 · 월·수·금 08:15 (Asia/Seoul) · 하루 6편 · upvote 2개 이상 · 관심어: 로봇 · 제외 단어: survey",
        "다음: 12월 10일(수) 08:15",
        "지난번: 12월 9일(화) 08:15에 6편. 그중 요약 보류 1편, 초록 기준 1편(arXiv가 429로 거절)",
    ]


async def test_why_a_paper_was_posted(world: World) -> None:
    await world.publish()
    *story, evidence = await ask(world, "why 2512.00001", ANYBODY)
    assert evidence.startswith("85.3% ← 초록: “")
    assert "reaches 85.3% accuracy on the held-out test set" in evidence
    assert story == [
        paper(1).title,
        "12월 8일 목록 1번째, upvote 8",
        "읽은 곳: arXiv HTML 본문",
        "검사 통과: 수치 1개 원문에 있음, 인용 2개 원문 일치",
        "올린 때: 12월 9일(화) 08:15",
    ]


async def test_why_a_paper_was_only_listed(world: World) -> None:
    await world.publish()
    assert (await ask(world, "왜 2512.00008", ANYBODY))[1:] == [
        "12월 8일 목록 8번째, upvote 1",
        "하루 편수를 넘어 제목만 올렸습니다. /paper 2512.00008로 부르면 요약을 올립니다.",
    ]


async def test_why_a_paper_was_filtered(world: World) -> None:
    wishes = Subscription(CHANNEL, min_upvotes=2)
    await world.store.subscriptions.save(wishes)
    await world.publish(Turn(wishes))
    assert (await ask(world, "why 2512.00008", ANYBODY))[1:] == [
        "12월 8일 목록 8번째, upvote 1",
        "이 채널에 올린 적이 없습니다.",
        "지금 기준으로는 걸러집니다: upvote가 기준(2개)보다 적습니다",
    ]
    await world.store.subscriptions.save(Subscription(CHANNEL, exclude=("뭐", "documents")))
    world.source.days[MONDAY] = [listing(9, upvotes=3)]
    await world.publish(Turn(Subscription(CHANNEL, exclude=("documents",))))
    assert (await ask(world, "why 2512.00009", ANYBODY))[-1] == (
        "지금 기준으로는 걸러집니다: 제외 단어가 있습니다: documents"
    )


async def test_why_a_paper_is_held_and_until_when(world: World) -> None:
    world.model.script = lambda prompt: Unavailable("down") if prompt.paper.id == paper_id(2) else reply()
    await world.publish()
    assert (await ask(world, "why 2512.00002", ANYBODY))[1:] == [
        "12월 8일 목록 2번째, upvote 7",
        "요약 보류 중입니다: 모델이 응답하지 않습니다. 12월 11일(목) 08:15까지 다시 시도합니다.",
    ]


async def test_why_a_paper_is_shown_without_a_summary(world: World) -> None:
    wrong = reply(results="따로 둔 평가 자료에서 정확도 99.9%를 얻었다.")
    world.model.script = lambda prompt: wrong if prompt.paper.id == paper_id(2) else reply()
    await world.publish()
    lines = await ask(world, "why 2512.00002", ANYBODY)
    assert lines[2:4] == [
        "읽은 곳: arXiv HTML 본문",
        "요약 보류: 요약의 수치 1개를 원문에서 찾지 못해 싣지 않았습니다.",
    ]
    assert lines[4].startswith("결과: ")
    assert "99.9%" in lines[4]


async def test_why_a_paper_that_was_asked_for(world: World) -> None:
    assert await ask(world, "2512.00003", ANYBODY) == [
        "2512.00003 논문을 읽고 있습니다. 1분쯤 뒤 이 채널에 올립니다."
    ]
    assert (await ask(world, "why 2512.00003", ANYBODY, "e2"))[1:3] == [
        "Hugging Face 목록에서 본 적이 없습니다.",
        "/paper 요청으로 올렸습니다.",
    ]
    assert await ask(world, "why 2511.99999", ANYBODY, "e3") == [
        "이 채널에 올린 적도, 목록에서 본 적도 없는 논문입니다: 2511.99999"
    ]


async def test_find(world: World) -> None:
    await world.publish()
    lines = await ask(world, "찾기 문서 검색", ANYBODY)
    assert lines[0] == "찾은 논문"
    assert len(lines) == 6
    assert lines[1].endswith("· 문서 검색을 빠르게 하는 방법을 제시한다. (2512.00001)")
    assert await ask(world, "find 단백질", ANYBODY) == [
        "이 채널에 올린 논문에서 찾지 못했습니다. 다른 말이나 영어 단어로도 찾아보세요."
    ]


async def test_a_report_goes_to_the_operators(world: World) -> None:
    await world.publish()
    assert await ask(world, "신고 2512.00001 정확도가 원문과 다릅니다", ANYBODY) == [
        "알려 주셔서 고맙습니다. 관리자에게 전했습니다."
    ]
    ref, _, message = world.chat.standing[-1]
    assert (ref.channel, message.head) == (ADMIN, "2512.00001 요약에 대한 제보")


async def test_redo_edits_card_and_detail_in_place(world: World) -> None:
    await world.publish()
    count = len(world.chat.standing)
    world.model.script = lambda _prompt: reply(gist="색인을 고쳐 문서 검색을 빠르게 한다.")
    assert await ask(world, "redo 2512.00001") == [
        "2512.00001 논문을 다시 요약합니다. 확인되면 올린 글을 고칩니다."
    ]
    assert len(world.chat.standing) == count
    assert standing(world, CARD).head.endswith("색인을 고쳐 문서 검색을 빠르게 한다.")
    assert await ask(world, "redo 2512.00099", event="e2") == [
        "이 채널에 올린 적이 없는 논문입니다: 2512.00099"
    ]


def standing(world: World, key: str) -> Message:
    return next(message for _, posted, message in world.chat.standing if posted == key)


async def test_retract_redo_and_retract_again(world: World) -> None:
    await world.publish()
    count = len(world.chat.standing)
    for event in ("a", "b"):
        assert await ask(world, "retract 2512.00001 수치가 틀렸습니다", event=f"{event}1") == [
            "2512.00001 요약을 내렸습니다."
        ]
        assert standing(world, CARD).head == "이 논문의 요약은 내렸습니다. 이유: 수치가 틀렸습니다"
        assert "영어 초록" in standing(world, DETAIL).push
        await ask(world, "redo 2512.00001", event=f"{event}2")
        assert standing(world, CARD).head.endswith("문서 검색을 빠르게 하는 방법을 제시한다.")
        assert standing(world, DETAIL).push.endswith("전체 요약")
    assert len(world.chat.standing) == count


async def test_resend_only_what_is_gone(world: World) -> None:
    await world.publish()
    again = "resend 2512.00001"
    assert await ask(world, again) == ["2512.00001 글이 아직 채널에 있어 다시 올리지 않았습니다."]
    gone = [row for row in world.chat.standing if row[1] not in {CARD, DETAIL}]
    world.chat.standing[:] = gone
    world.chat.unreadable = Rejected("missing_scope")
    assert await ask(world, again, event="e2") == ["채널의 글을 확인할 수 없어 다시 올리지 않았습니다."]
    world.chat.unreadable = None
    assert await ask(world, again, event="e3") == ["2512.00001 글을 다시 올립니다."]
    assert world.chat.keys[-2:] == [CARD, DETAIL]
    assert await ask(world, "resend 2512.00099", event="e4") == [
        "이 채널에 올린 적이 없는 논문입니다: 2512.00099"
    ]


async def test_what_failed_for_good_can_be_sent_again(world: World) -> None:
    refusals: list[Failure | None] = [None, Rejected("restricted_action")]
    world.chat.before = refusals
    await world.publish()
    assert CARD not in world.chat.keys
    assert await ask(world, "resend 2512.00001") == ["2512.00001 글을 다시 올립니다."]
    assert world.chat.keys[-2:] == [CARD, DETAIL]


async def test_help_names_every_command(world: World) -> None:
    whole = "\n".join(await ask(world, "도움말", ANYBODY))
    for word in (
        "on",
        "off",
        "status",
        "now",
        "limit",
        "upvotes",
        "interest",
        "include",
        "exclude",
        "layout",
    ):
        assert word in whole
    for word in ("why", "find", "report", "redo", "retract", "resend", "pause", "resume"):
        assert word in whole
    assert await ask(world, "", ANYBODY) == whole.splitlines()
