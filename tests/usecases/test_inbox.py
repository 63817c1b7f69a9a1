"""/paper: accepted at once, answered in turn, every error a line of Korean."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.conversation import Command, Person
from bot.domain.edition import Subscription
from bot.errors import Failure, NotFound, Unavailable
from bot.inbox import TRIES
from bot.usecases.publish_edition import Turn
from tests.fakes.papers import paper, paper_id, reply, text
from tests.usecases.conftest import CHANNEL, World

CARD = f"paper/console/main/{paper_id(1)}"
DETAIL = f"detail/console/main/{paper_id(1)}"


def command(world: World, typed: str, event: str = "e1") -> Command:
    until = world.clock.now() + timedelta(minutes=15)
    return Command(event, CHANNEL, Person("u1", "김지우"), "paper", typed, reply_to="here", reply_until=until)


async def ask(world: World, typed: str = "2512.00001", event: str = "e1") -> str:
    """What the asker is told at once; then everything is worked off and sent."""
    line = await world.desk().command(command(world, typed, event))
    await world.desk().work_off()
    await world.deliverer().work(60)
    return line.push


async def test_the_asker_gets_a_line_and_the_channel_the_paper(world: World) -> None:
    assert await ask(world) == "2512.00001 논문을 읽고 있습니다. 1분쯤 뒤 이 채널에 올립니다."
    assert world.chat.keys == [CARD, DETAIL]
    assert world.chat.standing[0][2].note == "김지우 님이 /paper로 요청"
    assert world.chat.told == []


async def test_the_same_event_again_is_a_no_op(world: World) -> None:
    for _ in range(3):
        await world.desk().command(command(world, "2512.00001"))
    await world.desk().work_off()
    await world.deliverer().work(60)
    assert world.chat.keys == [CARD, DETAIL]
    assert len(world.model.prompts) == 1


async def test_a_paper_that_stands_there_is_linked(world: World) -> None:
    await ask(world)
    assert await ask(world, event="e2") == "이미 올린 논문입니다. 12월 9일 글을 보세요."
    assert world.chat.keys == [CARD, DETAIL]


async def test_a_paper_of_the_edition_is_not_posted_again_nor_the_other_way_round(world: World) -> None:
    await ask(world)
    await world.publish()
    assert world.chat.keys.count(CARD) == 1
    assert (await ask(world, "2512.00002", "e2")).startswith("이미 올린")


async def test_a_paper_that_was_only_listed_can_be_asked_for(world: World) -> None:
    await world.publish(Turn(Subscription(CHANNEL, limit=1)))
    listed = f"paper/console/main/{paper_id(2)}"
    assert listed not in world.chat.keys
    await ask(world, "2512.00002")
    assert listed in world.chat.keys


@pytest.mark.parametrize(
    "typed", ["2512.5150", "hello", "https://evil.example/abs/2512.05150", "x" * 10_000, "🔥"]
)
async def test_no_id_is_answered_with_what_is_expected(world: World, typed: str) -> None:
    line = await ask(world, typed)
    assert line.startswith("arXiv 번호가 아닙니다: ")
    assert "/paper 2512.05150처럼" in line
    assert len(line) < 200


async def test_nothing_typed_is_told_how(world: World) -> None:
    assert await ask(world, "") == "논문 번호를 함께 써 주세요. 예: /paper 2512.05150"


async def test_an_unknown_id_is_told_privately(world: World) -> None:
    world.archive.papers = {}
    await ask(world, "9999.99999")
    assert [line.push for line in world.chat.told] == ["arXiv에 없는 번호입니다: 9999.99999"]
    assert world.chat.standing == []


async def test_a_withdrawn_paper_is_not_summarised(world: World) -> None:
    world.archive.papers[paper_id(1)] = replace(paper(1), withdrawn=True)
    await ask(world)
    assert world.chat.told[0].push.startswith("저자가 철회한 논문이라 요약하지 않습니다: ")
    assert world.model.prompts == []


async def test_when_arxiv_is_silent_it_is_tried_again_and_comes_later(world: World) -> None:
    known = world.archive.papers[paper_id(1)]
    world.archive.papers[paper_id(1)] = Unavailable("HTTP 429")
    await ask(world)
    assert "arXiv가 응답하지 않습니다" in world.chat.told[0].push
    world.archive.papers[paper_id(1)] = known
    world.clock.moment += timedelta(minutes=11)
    await world.desk().work_off()
    await world.deliverer().work(60)
    assert world.chat.keys == [CARD, DETAIL]
    assert len(world.chat.told) == 1


@pytest.mark.parametrize("fault", [Unavailable("HTTP 500"), NotFound("unknown id")])
async def test_a_late_failure_is_one_line_in_the_channel(world: World, fault: Failure) -> None:
    world.archive.papers[paper_id(1)] = Unavailable("HTTP 429")
    await ask(world)
    world.archive.papers[paper_id(1)] = fault
    for _ in range(TRIES):
        world.clock.moment += timedelta(minutes=20)
        await world.desk().work_off()
    await world.deliverer().work(60)
    assert world.chat.keys == ["line/e1"]


async def test_a_shown_card_is_mended_when_asked_again(world: World) -> None:
    world.model.script = lambda _prompt: reply(results="정확도 99.9%를 얻었다.")
    await ask(world)
    assert "요약 보류" in world.chat.standing[0][2].head
    world.model.script = lambda _prompt: reply()
    world.clock.moment += timedelta(minutes=5)
    assert "읽고 있습니다" in await ask(world, event="e2")
    assert world.chat.keys == [CARD, DETAIL]
    assert world.chat.standing[0][2].head == "문서 검색을 빠르게 하는 방법을 제시한다."


async def test_where_we_may_not_post_the_asker_learns_how_to_invite_us(world: World) -> None:
    line = await world.desk().command(replace(command(world, "2512.00001"), fault="not_in_channel"))
    assert "/invite" in line.push


async def test_a_request_survives_the_process(world: World) -> None:
    await world.desk().command(command(world, "2512.00001"))
    world.archive.texts = {paper_id(1): text(1)}
    await world.desk().work_off()
    await world.deliverer().work(60)
    assert world.chat.keys == [CARD, DETAIL]
