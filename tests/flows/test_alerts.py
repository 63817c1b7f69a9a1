"""What operators hear: once when something is amiss, once when it is well again, and nothing else."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.conversation import Command, Person
from bot.domain.edition import Subscription
from bot.domain.message import Message
from bot.domain.prompt import Reply
from bot.errors import Rejected, Unavailable
from tests.fakes.memory_store import memory_store
from tests.fakes.papers import MONDAY, day_of, listing, paper_id, reply
from tests.flows.mornings import DAY, DUE, EVENING, MINUTE, TUESDAY, Mornings, mornings
from tests.usecases.conftest import ADMIN, CHANNEL

QUICK = 30 * MINUTE


@pytest.fixture
async def bot() -> AsyncIterator[Mornings]:
    async with memory_store() as store:
        bot = mornings(store)
        bot.world.watched = True
        await bot.restart()
        await bot.subscribe(Subscription(CHANNEL, since=EVENING, by="U1"))
        yield bot
        await bot.keep.close()


def heard(bot: Mornings, channel: str = ADMIN.id) -> list[str]:
    """The first lines of what stands in the operators' channel."""
    return [message.head for ref, _, message in bot.chat.standing if ref.channel.id == channel]


def lines(message: Message) -> list[str]:
    return ["".join(span.text for span in part.spans) for part in message.body]  # type: ignore[union-attr]


async def test_a_good_morning_is_no_news(bot: Mornings) -> None:
    await bot.until(DUE + DAY - QUICK, QUICK)
    assert heard(bot) == []


async def test_no_list_at_the_hour_is_told_once_and_once_when_it_is_there(bot: Mornings) -> None:
    good = bot.world.source.days[MONDAY]
    bot.world.source.days[MONDAY] = Unavailable("Hugging Face answers HTTP 500")
    await bot.until(DUE + 10 * MINUTE)
    assert heard(bot) == []
    await bot.until(DUE + 180 * MINUTE, QUICK)
    await bot.restart()
    await bot.until(DUE + 240 * MINUTE, QUICK)
    assert heard(bot) == ["⚠ console:main의 12월 9일 논문이 나가지 못했습니다."]
    assert lines(bot.chat.standing[0][2])[0] == "원인: 목록을 받지 못했습니다(Hugging Face answers HTTP 500)."
    bot.world.source.days[MONDAY] = good
    await bot.until(DUE + 600 * MINUTE, QUICK)
    assert heard(bot)[1:] == ["해결: console:main의 논문 목록을 다시 받았습니다."]


async def test_a_trouble_of_days_is_told_once(bot: Mornings) -> None:
    await bot.until(DUE, QUICK)
    bot.world.source.days |= {MONDAY + step * DAY: Unavailable("HTTP 503") for step in range(5)}
    await bot.until(DUE + 3 * DAY, 2 * QUICK)
    assert len(heard(bot)) == 1
    assert all(line.startswith(("⚠", "해결")) for line in heard(bot))


async def test_a_second_trouble_after_the_first_is_told_again(bot: Mornings) -> None:
    days = bot.world.source.days
    good, days[MONDAY] = days[MONDAY], Unavailable("HTTP 500")
    await bot.until(DUE + QUICK, 10 * MINUTE)
    days[MONDAY] = good
    await bot.until(DUE + 3 * QUICK, 10 * MINUTE)
    days[TUESDAY] = Unavailable("HTTP 500")
    await bot.until(DUE + DAY + QUICK, 10 * MINUTE)
    assert [line[:1] for line in heard(bot)] == ["⚠", "해", "⚠"]


async def test_papers_held_by_the_model_make_a_partial_edition(bot: Mornings) -> None:
    down = Unavailable("the model server answers HTTP 429")
    bot.world.model.script = lambda prompt: down if prompt.paper.id in {paper_id(2), paper_id(3)} else reply()
    await bot.until(DUE + 60 * MINUTE, 5 * MINUTE)
    assert heard(bot) == ["⚠ console:main의 12월 9일 논문이 6편 중 4편만 나갔습니다."]
    message = next(message for ref, _, message in bot.chat.standing if ref.channel == ADMIN)
    assert lines(message) == [
        "원인: 모델이 응답하지 않습니다(the model server answers HTTP 429).",
        "지금: 5분마다 다시 시도하고, 이틀 뒤까지 안 되면 요약 없이 올립니다.",
        "할 일: 없습니다. 되풀이되면 모델 서버의 상태와 OPENAI_MODEL을 확인하세요.",
        "해결되면 한 번 더 알립니다.",
    ]
    bot.world.model.script = lambda _prompt: reply()
    await bot.until(DUE + 120 * MINUTE, 5 * MINUTE)
    assert heard(bot)[1:] == ["해결: console:main의 12월 9일 논문 6편이 모두 나갔습니다."]


async def test_a_paper_refused_for_good_is_told_once_and_never_called_well(bot: Mornings) -> None:
    bot.world.model.script = lambda prompt: (
        Reply("", refusal="no") if prompt.paper.id == paper_id(2) else reply()
    )
    await bot.until(DUE + 60 * MINUTE, QUICK)
    bot.world.source.days |= {
        MONDAY + step * DAY: day_of(1, MONDAY + step * DAY, 30 + step) for step in (1, 2)
    }
    bot.clock.move_to(DUE + 2 * DAY)
    await bot.until(DUE + 2 * DAY + 60 * MINUTE, QUICK)
    assert heard(bot) == ["⚠ console:main의 12월 9일 논문이 6편 중 5편만 나갔습니다."]


async def test_what_could_not_be_sent_is_told(bot: Mornings) -> None:
    bot.chat.before = [Rejected("slack: is_archived")] * 7
    await bot.until(DUE + 60 * MINUTE, QUICK)
    assert heard(bot) == ["⚠ console:main의 12월 9일 논문 6편이 나가지 못했습니다."]
    assert lines(bot.chat.standing[0][2])[0] == "원인: 메시지를 보내지 못했습니다(slack: is_archived)."


async def test_a_refused_key_is_told_once_not_once_a_channel(bot: Mornings) -> None:
    other = type(CHANNEL)("console", "other")
    await bot.subscribe(Subscription(CHANNEL, since=EVENING), Subscription(other, since=EVENING))
    bot.world.model.script = lambda _prompt: Rejected("the model server refuses the key")
    await bot.until(DUE + 60 * MINUTE, QUICK)
    assert heard(bot) == ["⚠ 모델 서버가 키를 거절합니다."]
    bot.world.model.script = lambda _prompt: reply()
    await bot.until(DUE + 120 * MINUTE, QUICK)
    assert heard(bot)[1:] == ["해결: 모델 서버가 다시 키를 받아들입니다."]
    assert len(bot.headers) == 2


async def test_a_revoked_token_is_told_when_it_can_be(bot: Mornings) -> None:
    bot.chat.before = [Unavailable("slack: token_revoked", 300)] * 3
    await bot.until(DUE + 30 * MINUTE, 5 * MINUTE)
    assert heard(bot) == ["⚠ 콘솔 연결이 끊겼습니다.", "해결: 콘솔에 다시 연결되었습니다."]
    assert len(bot.headers) == 1


async def test_three_weekdays_without_a_paper(bot: Mornings) -> None:
    bot.world.source.days |= {MONDAY + step * DAY: [] for step in range(1, 14)}
    await bot.until(DUE, QUICK)
    for step in (1, 2, 3, 6, 7):
        bot.clock.move_to(DUE + step * DAY)
        await bot.until(DUE + step * DAY + 10 * MINUTE)
        assert len(heard(bot)) == (step >= 3), step
    assert heard(bot) == ["⚠ console:main에 평일 3일 동안 올릴 논문이 없었습니다."]
    day = MONDAY + 8 * DAY
    bot.world.source.days[day] = [listing(31, day=day)]
    bot.clock.move_to(DUE + 8 * DAY)
    await bot.until(DUE + 8 * DAY + 10 * MINUTE)
    assert heard(bot)[1:] == ["해결: console:main에 다시 논문을 올립니다."]


async def test_without_operators_whoever_switched_it_on_hears_of_it(bot: Mornings) -> None:
    bot.world.operators = None
    await bot.restart()
    bot.world.source.days[MONDAY] = Unavailable("HTTP 500")
    bot.chat.unwilling = Rejected("he takes no messages")
    await bot.until(DUE + 60 * MINUTE, QUICK)
    assert bot.chat.posts == 0
    bot.chat.unwilling = None
    await bot.until(DUE + 120 * MINUTE, QUICK)
    assert heard(bot, "private-U1") == ["⚠ console:main의 12월 9일 논문이 나가지 못했습니다."]


async def test_a_report_reaches_operators_or_says_that_nobody_is_there(bot: Mornings) -> None:
    await bot.until(DUE, QUICK)
    told = await bot.world.desk().command(_report("r1"))
    assert told.push == "알려 주셔서 고맙습니다. 관리자에게 전했습니다."
    await bot.send()
    message = bot.chat.standing[-1][2]
    assert message.head == "2512.00001 요약에 대한 제보"
    assert lines(message) == [
        "채널: console:main",
        "보낸 사람: 김지우",
        "내용: 수치가 이상해요",
        "할 일: 요약을 다시 만들려면 /papers redo 2512.00001, 내리려면 /papers retract 2512.00001",
    ]
    bot.world.operators = None
    await bot.subscribe(Subscription(CHANNEL, since=EVENING))
    told = await bot.world.desk().command(_report("r2"))
    assert told.push.endswith("전할 관리자가 정해져 있지 않아 기록만 했습니다.")


def _report(event: str) -> Command:
    return Command(event, CHANNEL, Person("u1", "김지우"), "papers", f"report {paper_id(1)} 수치가 이상해요")
