"""What the model reads is booked whoever asks, and `status` tells today's sum."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.edition import Subscription
from bot.domain.prompt import Prompt, Reply, Used
from bot.domain.summary import Outcome
from bot.domain.talk.history import Earlier
from bot.errors import Failure, Rejected, Unavailable
from bot.usecases.find_answer import FindAnswer
from bot.usecases.keep_books import BookedModel
from bot.usecases.summarize_paper import SummarizePaper
from tests.fakes.papers import paper, paper_id, reply
from tests.fakes.ports import ScriptedModel
from tests.usecases.conftest import CHANNEL, World
from tests.usecases.typing_papers import ANYBODY, ask

HOUR = timedelta(hours=1)
USED = "모델: 오늘 입력 "


@pytest.fixture
def booking(world: World) -> World:
    world.booking = True
    return world


def answering(*sizes: int) -> ScriptedModel:
    """Its first replies have read that much, the others nothing."""
    left = list(sizes)
    return ScriptedModel(lambda _prompt: Reply(reply(), input_tokens=left.pop(0) if left else 0))


async def used(world: World) -> Used:
    return await world.store.books.used(world.clock.now(), world.clock.now() + HOUR)


async def line(world: World, event: str = "e1") -> str:
    """The last of `status`, or nothing when it is about something else."""
    last = (await ask(world, "status", ANYBODY, event))[-1]
    return last if last.startswith("모델") else ""


async def test_status_tells_what_an_edition_took(booking: World) -> None:
    assert await line(booking) == ""
    await booking.store.subscriptions.save(Subscription(CHANNEL))
    booking.model = answering(83_600, 6_400)
    await booking.publish()
    state = await ask(booking, "status", ANYBODY, "e2")
    assert [text.split(":")[0] for text in state[2:]] == ["다음", "지난번", "모델"]
    assert state[-1] == "모델: 오늘 입력 9만 토큰 사용"


async def test_today_is_today_in_the_zone_of_the_subscription(booking: World) -> None:
    booking.model = answering(8_400)
    await booking.summarizer()(paper(1))  # 08:15 on the 9th in Seoul, 18:15 on the 8th in New York
    booking.clock.moment += 7 * HOUR
    assert await line(booking) == f"{USED}8,400 토큰 사용"
    new_york = Subscription(CHANNEL, timezone="America/New_York")
    await booking.store.subscriptions.save(new_york)
    assert await line(booking, "e2") == ""
    booking.clock.moment -= 2 * HOUR
    assert await line(booking, "e3") == f"{USED}8,400 토큰 사용"
    await booking.store.subscriptions.save(replace(new_york, timezone="Asia/Seoul"))
    booking.clock.moment += 10 * HOUR
    assert await line(booking, "e4") == f"{USED}8,400 토큰 사용"
    booking.clock.moment += HOUR
    assert await line(booking, "e5") == ""


async def test_a_server_that_counts_nothing_says_nothing(booking: World) -> None:
    booking.model = answering()
    await booking.publish()
    assert (await used(booking)).calls > 0
    assert await line(booking) == ""


async def test_a_redraft_and_a_refusal_are_booked(booking: World) -> None:
    wrong = reply(results="따로 둔 평가 자료에서 정확도 99.9%를 얻었다.")
    booking.model.script = lambda _prompt: Reply(wrong, input_tokens=100, output_tokens=10)
    await booking.summarizer()(paper(1))
    assert await used(booking) == Used(2, 200, 20)
    booking.model.script = lambda _prompt: Reply("", refusal="no", input_tokens=5, output_tokens=1)
    await booking.summarizer()(paper(2))
    assert await used(booking) == Used(3, 205, 21)


async def test_what_the_model_did_not_answer_is_not_booked(booking: World) -> None:
    booking.model.script = lambda _prompt: Unavailable("HTTP 429")
    assert (await booking.summarizer()(paper(1))).outcome is Outcome.HELD
    assert await used(booking) == Used()


async def test_an_answer_and_its_keywords_are_booked(booking: World) -> None:
    asked: list[str] = []

    def answer(prompt: Prompt) -> Reply:
        asked.append(prompt.name)
        said = '{"keywords": ["limitation"]}' if prompt.name == "keywords" else "{}"
        return Reply(said, input_tokens=1_000 if prompt.name == "keywords" else 30, output_tokens=1)

    booking.model.script = answer
    find = FindAnswer(booking.archive, booking.booked(), booking.store.library, booking.clock, 20)
    await find(paper_id(1), "한계는 무엇인가요?", Earlier())
    assert asked == ["keywords", "answer", "answer"]
    assert await used(booking) == Used(3, 1_060, 3)


class FullBooks:
    """Takes nothing."""

    def __init__(self, fault: Failure) -> None:
        self.fault = fault
        self.asked = 0

    async def book(self, at: datetime, used: Used) -> None:
        self.asked += 1
        raise self.fault

    async def used(self, since: datetime, until: datetime) -> Used:
        raise self.fault


@pytest.mark.parametrize("fault", [Unavailable("database: disk full"), Rejected("database: read-only")])
async def test_a_summary_is_not_lost_with_its_line_in_the_books(
    world: World, caplog: pytest.LogCaptureFixture, fault: Failure
) -> None:
    books = FullBooks(fault)
    model = BookedModel(world.model, books, world.clock)
    with caplog.at_level(logging.WARNING):
        reading = await SummarizePaper(world.archive, model, world.store.library, world.clock)(paper(1))
    assert (reading.outcome, books.asked, len(world.model.prompts)) == (Outcome.POSTED, 1, 1)
    assert [row.getMessage() for row in caplog.records] == [
        f"what a reply of the model took could not be booked: {fault}"
    ]


async def test_it_is_the_model_that_it_books_for(world: World) -> None:
    class Cutting(ScriptedModel):
        name = "cutting"
        excerpts = True

    model = BookedModel(Cutting(lambda _prompt: "x"), world.store.books, world.clock)
    assert (model.name, model.excerpts) == ("cutting", True)
