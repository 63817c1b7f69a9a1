"""/papers on one paper: why, find, report, redo, retract, resend."""

from bot.domain.edition import Subscription
from bot.domain.message import Message
from bot.errors import Failure, Rejected, Unavailable
from bot.usecases.publish_edition import Turn
from tests.fakes.papers import MONDAY, listing, paper, paper_id, reply
from tests.usecases.conftest import ADMIN, CHANNEL, World
from tests.usecases.typing_papers import ANYBODY, ask

CARD = f"paper/console/main/{paper_id(1)}"
DETAIL = f"detail/console/main/{paper_id(1)}"


async def test_why_a_paper_was_posted(published: World) -> None:
    world = published
    *story, evidence = await ask(world, "why 2512.00001", ANYBODY)
    assert evidence.startswith("85.3% ← 초록: “")
    assert "reaches 85.3% accuracy on the held-out test set" in evidence
    assert story == [
        paper(1).title,
        "12월 8일 목록 1번째, upvote 2",
        "읽은 곳: arXiv HTML 본문",
        "검사 통과: 수치 1개 원문에 있음, 인용 2개 원문 일치",
        "올린 때: 12월 9일(화) 08:15",
    ]


async def test_why_a_paper_was_only_listed(world: World) -> None:
    await world.publish(Turn(Subscription(CHANNEL, limit=1)))
    assert (await ask(world, "왜 2512.00002", ANYBODY))[1:] == [
        "12월 8일 목록 2번째, upvote 1",
        "하루 편수를 넘어 제목만 올렸습니다. /paper 2512.00002로 부르면 요약을 올립니다.",
    ]


async def test_why_a_paper_was_filtered(world: World) -> None:
    wishes = Subscription(CHANNEL, min_upvotes=2)
    await world.store.subscriptions.save(wishes)
    await world.publish(Turn(wishes))
    assert (await ask(world, "why 2512.00002", ANYBODY))[1:] == [
        "12월 8일 목록 2번째, upvote 1",
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
        "12월 8일 목록 2번째, upvote 1",
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
    assert await ask(world, "2512.00002", ANYBODY) == [
        "2512.00002 논문을 읽고 있습니다. 1분쯤 뒤 이 채널에 올립니다."
    ]
    assert (await ask(world, "why 2512.00002", ANYBODY, "e2"))[1:3] == [
        "Hugging Face 목록에서 본 적이 없습니다.",
        "/paper 요청으로 올렸습니다.",
    ]
    assert await ask(world, "why 2511.99999", ANYBODY, "e3") == [
        "이 채널에 올린 적도, 목록에서 본 적도 없는 논문입니다: 2511.99999"
    ]


async def test_find(published: World) -> None:
    world = published
    lines = await ask(world, "찾기 문서 검색", ANYBODY)
    assert lines[0] == "찾은 논문"
    assert len(lines) == 3
    assert sorted(lines[1:]) == [
        f"Retrieval Method {number} · 문서 검색을 빠르게 하는 방법을 제시한다. ({paper_id(number)})"
        for number in (1, 2)
    ]
    assert await ask(world, "find 단백질", ANYBODY) == [
        "이 채널에 올린 논문에서 찾지 못했습니다. 다른 말이나 영어 단어로도 찾아보세요."
    ]


async def test_a_report_goes_to_the_operators(published: World) -> None:
    world = published
    assert await ask(world, "신고 2512.00001 정확도가 원문과 다릅니다", ANYBODY) == [
        "알려 주셔서 고맙습니다. 관리자에게 전했습니다."
    ]
    ref, _, message = world.chat.standing[-1]
    assert (ref.channel, message.head) == (ADMIN, "2512.00001 요약에 대한 제보")


async def test_redo_edits_card_and_detail_in_place(published: World) -> None:
    world = published
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


async def test_resend_only_what_is_gone(published: World) -> None:
    world = published
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
