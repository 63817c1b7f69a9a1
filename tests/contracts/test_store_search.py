"""Finding again what was posted, in Korean and English."""

from datetime import UTC, datetime

import pytest

from bot.domain.delivery import Delivery, Kind, card_key, edition_lane
from bot.domain.message import Channel, Message, MessageRef
from bot.domain.paper import Origin, PaperId
from bot.domain.summary import Outcome, Reading, Summary, SummaryKey, summary_from_json
from storage import Store
from tests.fakes.papers import paper, paper_id, reply

NOW = datetime(2025, 12, 8, tzinfo=UTC)
HERE, ELSEWHERE = Channel("console", "main"), Channel("console", "other")
GISTS = {
    1: "확산 모델의 추론을 열 배 빠르게 한다.",
    2: "그래프 신경망으로 분자의 성질을 예측한다.",
    3: "음성 인식 모델을 작은 기기에 올린다.",
}


async def posted(store: Store, number: int, channel: Channel) -> None:
    summary = summary_from_json(reply(gist=GISTS[number]))
    await store.library.save_paper(paper(number, f"Study {number}"))
    await store.library.save_reading(_reading(paper_id(number), summary), NOW)
    key = card_key(channel, paper_id(number))
    card = Delivery(key, edition_lane(channel), Kind.CARD, channel, Message(push="x"), paper=paper_id(number))
    await store.outbox.owe([card], NOW)
    await store.outbox.settle(key, MessageRef(channel, f"m{number}"), NOW)


def _reading(wanted: PaperId, summary: Summary) -> Reading:
    return Reading(SummaryKey(wanted, "h", "m", "1"), Origin.HTML, Outcome.POSTED, summary=summary)


@pytest.fixture
async def archive(store: Store) -> Store:
    for number, channel in zip(GISTS, [HERE, HERE, ELSEWHERE], strict=True):
        await posted(store, number, channel)
    return store


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("확산모델 추론", [1]),
        ("분자", [2]),
        ("그래프신경망이", [2]),
        ("음성", []),  # stands in another channel
        ('" OR zzz --', []),
        ("", []),
        ("NEAR(분자 성질)", [2]),
    ],
)
async def test_what_was_posted_in_the_channel_is_found(
    archive: Store, query: str, numbers: list[int]
) -> None:
    found = await archive.library.find(HERE, query, 5)
    assert list(found)[: len(numbers)] == [paper_id(number) for number in numbers]
    if not numbers:
        assert found == []


async def test_a_new_summary_takes_the_place_of_the_old_one(archive: Store) -> None:
    summary = summary_from_json(reply(gist="단백질의 구조를 예측한다."))
    await archive.library.save_reading(_reading(paper_id(1), summary), NOW)
    assert await archive.library.find(HERE, "단백질", 5) == [paper_id(1)]
    assert await archive.library.find(HERE, "확산", 5) == []


async def test_at_most_so_many(archive: Store) -> None:
    assert len(await archive.library.find(HERE, "study retrieval", 1)) == 1
