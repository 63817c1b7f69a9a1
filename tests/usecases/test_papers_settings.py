"""/papers as people set the bot up: what is wrong is told in one private line, what is right is done."""

from dataclasses import replace

import pytest

from bot.domain.conversation import Command
from bot.domain.edition import Subscription
from bot.domain.prompt import Reply
from bot.errors import Unavailable
from tests.fakes.clock import SteppedClock
from tests.fakes.papers import paper_id, reply
from tests.usecases.conftest import CHANNEL, World
from tests.usecases.typing_papers import ANYBODY, MANAGER, ask, told

KNOWN = Subscription(CHANNEL, exclude=("survey",), by="u9")


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


async def test_what_is_wrong_is_told_with_the_nearest_right_form(
    world: World, subtests: pytest.Subtests
) -> None:
    await world.store.subscriptions.save(KNOWN)
    for typed, expected in WRONG.items():
        with subtests.test(typed):
            assert await ask(world, typed, event=typed) == [expected]
            assert list(await world.store.subscriptions.all()) == [KNOWN]
            assert world.chat.posts == 0


REFUSED = ["채널을 관리하는 사람만 쓸 수 있는 명령입니다. status, why, find, report는 누구나 쓸 수 있습니다."]
CHANGES = [
    *("on", "off", "now", "limit 3", "upvotes 2", "interest a", "include a", "exclude a", "layout full"),
    *("pause", "resume", "redo 2512.00001", "retract 2512.00001", "resend 2512.00001"),
    *("켜기", "끄기", "지금", "쉬기"),
]


async def test_who_may_not_manage_the_channel_changes_nothing(
    world: World, subtests: pytest.Subtests
) -> None:
    await world.store.subscriptions.save(KNOWN)
    for typed in CHANGES:
        with subtests.test(typed):
            assert await ask(world, typed, ANYBODY, event=typed) == REFUSED
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


async def test_status_with_everything_in_it(full_world: World) -> None:
    world = full_world
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
