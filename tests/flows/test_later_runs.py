"""What a later run does with what an earlier one left: held, shown, taken back, listed since."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.edition import Subscription
from bot.domain.message import Message
from bot.domain.prompt import Reply
from bot.domain.summary import Outcome
from bot.errors import Unavailable
from bot.usecases.publish_edition import Turn
from tests.fakes.memory_store import memory_store
from tests.fakes.papers import MONDAY, day_of, paper, paper_id, reply, text
from tests.usecases.conftest import CHANNEL, World, papers_world
from tests.usecases.typing_papers import ask

HEADER = "edition/console/main/2025-12-08/1"
CARD = f"paper/console/main/{paper_id(1)}"
DETAIL = f"detail/console/main/{paper_id(1)}"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with memory_store() as store:
        yield papers_world(store)


@pytest.fixture
async def published(world: World) -> World:
    await world.publish()
    return world


def card(number: int) -> str:
    return f"paper/console/main/{paper_id(number)}"


def detail(number: int) -> str:
    return f"detail/console/main/{paper_id(number)}"


def standing(world: World, key: str) -> Message:
    return next(message for _, posted, message in world.chat.standing if posted == key)


async def test_a_held_paper_comes_through_later_and_the_header_follows(world: World) -> None:
    world.model.script = lambda prompt: Unavailable("down") if prompt.paper.id == paper_id(2) else reply()
    await world.publish()
    world.model.script = lambda _prompt: reply()
    world.clock.moment += timedelta(hours=3)
    report = await world.publish()
    assert report.exit_code == 0
    assert world.chat.keys[-2:] == [card(2), detail(2)]
    header = next(message for _, key, message in world.chat.standing if key == HEADER)
    assert "요약 보류" not in header.to_json()


async def test_a_shown_paper_is_mended_in_place(world: World) -> None:
    world.model.script = lambda prompt: Reply("", refusal="no") if prompt.paper.id == paper_id(2) else reply()
    await world.publish()
    count = len(world.chat.standing)
    world.model.script = lambda _prompt: reply()
    world.clock.moment += timedelta(hours=3)
    report = await world.publish()
    assert report.exit_code == 0
    assert len(world.chat.standing) == count
    texts = {key: message for _, key, message in world.chat.standing}
    assert texts[card(2)].head == "2. 문서 검색을 빠르게 하는 방법을 제시한다."
    assert texts[detail(2)].push.endswith("전체 요약")


async def test_after_two_days_a_held_paper_is_shown_without_a_summary(world: World) -> None:
    world.model.script = lambda prompt: Unavailable("down") if prompt.paper.id == paper_id(2) else reply()
    await world.publish()
    world.clock.moment += timedelta(days=2, minutes=1)
    report = (await world.publish(Turn(Subscription(CHANNEL), MONDAY))).channels[CHANNEL]
    assert [entry.paper for entry in report.shown] == [paper_id(2)]
    assert card(2) in world.chat.keys
    asked = len(world.model.prompts)
    await world.publish(Turn(Subscription(CHANNEL), MONDAY))
    assert len(world.model.prompts) == asked


async def test_all_held_says_nothing_until_one_comes_through(world: World) -> None:
    world.model.script = lambda _prompt: Unavailable("down")
    report = await world.publish()
    assert (report.exit_code, world.chat.posts) == (3, 0)
    world.model.script = lambda _prompt: reply()
    world.clock.moment += timedelta(minutes=5)
    assert (await world.publish()).exit_code == 0
    assert world.chat.keys[0] == HEADER
    assert len(world.chat.keys) == 14


async def test_a_better_text_later_makes_no_second_message(world: World) -> None:
    world.archive.texts = {paper_id(1): Unavailable("HTTP 429", retry_after=600)}
    await world.publish()
    posts = world.chat.posts
    world.archive.texts[paper_id(1)] = text(1)
    await world.publish()
    assert world.chat.posts == posts
    reading = await world.summarizer()(paper(1))
    assert (reading.outcome, reading.origin) == (Outcome.POSTED, "html")


async def test_the_days_since_the_last_edition_are_gathered(published: World) -> None:
    world = published
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    world.source.days |= {tuesday: day_of(2, tuesday, 11), wednesday: day_of(2, wednesday, 21)}
    world.clock.moment += timedelta(days=2)
    await world.publish()
    header = next(message for _, key, message in world.chat.standing if key.endswith("2025-12-10/1"))
    assert header.small == (
        "Hugging Face 12월 9–10일 목록 4편 중 upvote 순",
        "쉬었던 2일치를 모았습니다",
    )
    assert {card(number) for number in (11, 12, 21, 22)} <= set(world.chat.keys)


async def test_what_was_taken_back_stays_so_when_a_later_try_passes(world: World) -> None:
    world.model.script = lambda prompt: Reply("", refusal="no") if prompt.paper.id == paper_id(2) else reply()
    await world.publish()
    await ask(world, "retract 2512.00002 틀렸습니다")
    await world.deliverer().work(60)
    card = f"paper/console/main/{paper_id(2)}"
    assert "내렸습니다" in next(message.head for _, key, message in world.chat.standing if key == card)
    world.model.script = lambda _prompt: reply()
    world.clock.moment += timedelta(hours=1)
    await world.publish()
    assert "내렸습니다" in next(message.head for _, key, message in world.chat.standing if key == card)


async def test_retract_redo_and_retract_again(published: World) -> None:
    world = published
    count = len(world.chat.standing)
    for event in ("a", "b"):
        assert await ask(world, "retract 2512.00001 수치가 틀렸습니다", event=f"{event}1") == [
            "2512.00001 요약을 내렸습니다."
        ]
        assert standing(world, CARD).head == "이 논문의 요약은 내렸습니다. 이유: 수치가 틀렸습니다"
        assert "영어 초록" in standing(world, DETAIL).push
        await ask(world, "redo 2512.00001", event=f"{event}2")
        assert standing(world, CARD).head == "1. 문서 검색을 빠르게 하는 방법을 제시한다."
        assert standing(world, CARD).note == ""  # nobody asked for it by /paper
        assert standing(world, DETAIL).push.endswith("전체 요약")
    assert len(world.chat.standing) == count
