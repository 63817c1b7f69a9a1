"""Mornings that go wrong: what stands in the channel then, and what `status` says of it."""

from bot.domain.conversation import Command, Person
from bot.domain.edition import Subscription
from bot.errors import NotFound, Unavailable
from tests.fakes.papers import MONDAY, day_of, listing, paper_id, text
from tests.flows.mornings import DAY, DUE, EVENING, MINUTE, TUESDAY, WEDNESDAY, Mornings
from tests.usecases.conftest import CHANNEL

QUICK = 30 * MINUTE
FRIDAY = MONDAY + 4 * DAY


def card(number: int) -> str:
    return f"paper/console/main/{paper_id(number)}"


async def status(bot: Mornings) -> list[str]:
    """The answer's lines without its heading."""
    command = Command("s", CHANNEL, Person("u1", "김지우"), "papers", "상태")
    answer = await bot.world.desk().command(command)
    return ["".join(span.text for span in part.spans) for part in answer.body]  # type: ignore[union-attr]


async def test_status_of_a_good_morning(bot: Mornings) -> None:
    assert await status(bot) == [
        "켜짐 · 월–금 08:15 (Asia/Seoul) · 하루 6편",
        "다음: 12월 9일(화) 08:15",
    ]
    await bot.until(DUE - 2 * MINUTE, QUICK)
    await bot.until(DUE, QUICK)
    assert (await status(bot))[1:] == ["다음: 12월 10일(수) 08:15", "지난번: 12월 9일(화) 08:15에 6편"]


async def test_a_paper_listed_again_is_not_posted_again(bot: Mornings) -> None:
    await bot.until(DUE, QUICK)
    again = MONDAY + 7 * DAY
    bot.world.source.days |= {day: [] for day in (MONDAY + step * DAY for step in range(1, 7))}
    bot.world.source.days[again] = [
        listing(1, upvotes=90, day=again),
        listing(7, upvotes=80, place=1, day=again),
        *day_of(1, again, 31),
    ]
    bot.clock.move_to(DUE + 7 * DAY - 60 * MINUTE)
    await bot.until(DUE + 7 * DAY, QUICK)
    assert bot.chat.keys.count(card(1)) == 1
    assert card(7) not in bot.chat.keys  # it was named in the list of the week before
    assert card(31) in bot.chat.keys
    assert bot.chat.message(bot.headers[-1]).head == "12월 16일(화) AI 논문 1편"


async def test_a_new_version_of_a_posted_paper_makes_no_second_message(bot: Mornings) -> None:
    await bot.until(DUE, QUICK)
    bot.world.archive.texts[paper_id(1)] = text(1, marker="Second version.")
    bot.world.source.days[TUESDAY] = [listing(1, upvotes=9, day=TUESDAY), *day_of(1, TUESDAY, 31)]
    await bot.until(DUE + DAY, QUICK)
    assert bot.chat.keys.count(card(1)) == 1
    assert bot.chat.message(card(1)).head.startswith("1. ")


async def test_a_paper_that_somebody_asked_for_is_not_in_the_edition(bot: Mornings) -> None:
    command = Command("e", CHANNEL, Person("u1", "김지우"), "papers", str(paper_id(2)))
    desk = bot.world.desk()
    await desk.command(command)
    await desk.work_off()
    await bot.until(DUE, QUICK)
    assert bot.chat.keys.count(card(2)) == 1
    assert "Method 2" not in bot.chat.message(bot.headers[0]).to_json()
    assert bot.chat.message(bot.headers[0]).head == "12월 9일(화) AI 논문 6편"


async def test_three_days_down_over_a_weekend_are_folded_into_one(bot: Mornings) -> None:
    days = {MONDAY + step * DAY: day_of(3, MONDAY + step * DAY, 100 + 10 * step) for step in (1, 2, 3, 4)}
    bot.world.source.days |= days | {MONDAY + 5 * DAY: [], MONDAY + 6 * DAY: []}
    bot.world.archive.texts |= {
        paper_id(100 + 10 * step + more): text(100 + 10 * step + more)
        for step in range(5)
        for more in range(3)
    }
    await bot.until(DUE + 2 * DAY, QUICK)  # Thursday's edition holds Wednesday's list
    bot.clock.move_to(DUE + 6 * DAY + 4 * 60 * MINUTE)  # up again on Monday at noon
    await bot.restart()
    await bot.tick()
    assert len(bot.headers) == 4
    header = bot.chat.message(bot.headers[-1])
    assert header.head == "12월 15일(월) AI 논문 6편"
    assert header.small == (
        "Hugging Face 12월 11–12일 목록 6편 중 upvote 순",
        "쉬었던 2일치를 모았습니다",
    )


async def test_arxiv_refuses_for_a_day(bot: Mornings) -> None:
    refused = Unavailable("arXiv: HTTP 429", retry_after=3600)
    bot.world.archive.texts = {paper_id(number): refused for number in range(1, 9)}
    await bot.until(DUE, QUICK)
    assert all("초록 기준" in bot.chat.message(card(number)).small for number in range(1, 7))
    assert (await status(bot))[-1] == (
        "지난번: 12월 9일(화) 08:15에 6편. 그중 초록 기준 6편(arXiv가 429로 거절)"
    )
    bot.world.archive.texts = {paper_id(number): text(number) for number in range(1, 9)}
    posts = bot.chat.posts
    await bot.until(DUE + DAY - 2 * MINUTE, 2 * QUICK)
    assert bot.chat.posts == posts


async def test_hugging_face_fails_for_a_day(bot: Mornings) -> None:
    good = bot.world.source.days[MONDAY]
    bot.world.source.days[MONDAY] = Unavailable("Hugging Face: HTTP 500")
    await bot.until(DUE + 60 * MINUTE, QUICK)
    assert bot.chat.posts == 0
    assert (await status(bot))[-1] == (
        "빈 날: 12월 8일(월) 목록: 목록을 받지 못했습니다(HTTP 500). 5분마다 다시 시도합니다"
    )
    bot.world.source.days |= {MONDAY: good, TUESDAY: day_of(2, TUESDAY, 31)}
    bot.clock.move_to(DUE + DAY - 60 * MINUTE)
    await bot.tick()
    assert bot.chat.message(bot.headers[0]).head == "12월 9일(화) AI 논문 6편"
    await bot.until(DUE + DAY, QUICK)
    assert len(bot.headers) == 2
    assert not any(line.startswith("빈 날") for line in await status(bot))


async def test_hugging_face_comes_back_within_the_hour(bot: Mornings) -> None:
    good = bot.world.source.days[MONDAY]
    bot.world.source.days[MONDAY] = Unavailable("Hugging Face: HTTP 500")
    await bot.until(DUE + 20 * MINUTE, MINUTE)
    tries = len(bot.world.source.calls)
    assert tries < 20  # politely: not at every look
    bot.world.source.days[MONDAY] = good
    await bot.until(DUE + 26 * MINUTE, MINUTE)
    assert len(bot.headers) == 1


async def test_a_weekend_says_nothing_and_status_why(bot: Mornings) -> None:
    await bot.subscribe(Subscription(CHANNEL, weekdays=("mon", "tue", "sat", "sun"), since=EVENING))
    await bot.until(DUE, QUICK)
    bot.world.source.days |= {MONDAY + step * DAY: [] for step in range(1, 7)}
    bot.clock.move_to(DUE + 5 * DAY - 60 * MINUTE)
    await bot.until(DUE + 5 * DAY, QUICK)
    assert len(bot.headers) == 1
    assert "빈 날: 12월 13일(토) 목록: 주말이라 새 목록이 없습니다" in await status(bot)


async def test_no_list_yet_is_silence_and_its_papers_come_next_time(bot: Mornings) -> None:
    await bot.until(DUE, QUICK)
    bot.world.source.days[TUESDAY] = NotFound("no list yet")
    await bot.until(DUE + DAY, QUICK)
    assert len(bot.headers) == 1
    assert (await status(bot))[-1] == "빈 날: 12월 9일(화) 목록: 아직 목록이 열리지 않았습니다"
    bot.world.source.days |= {TUESDAY: day_of(2, TUESDAY, 31), WEDNESDAY: day_of(2, WEDNESDAY, 41)}
    await bot.until(DUE + 2 * DAY, QUICK)
    assert {card(number) for number in (31, 32, 41, 42)} <= set(bot.chat.keys)
