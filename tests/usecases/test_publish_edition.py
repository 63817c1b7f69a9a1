from datetime import timedelta

from bot.domain.edition import Layout, Subscription
from bot.domain.message import Channel
from bot.domain.prompt import Prompt, Reply
from bot.errors import Failure, NotFound, Unavailable
from bot.usecases.publish_edition import Turn
from tests.fakes.papers import MONDAY, day_of, listing, paper_id, reply, text
from tests.usecases.conftest import CHANNEL, World

HEADER = "edition/console/main/2025-12-08/1"


def card(number: int) -> str:
    return f"paper/console/main/{paper_id(number)}"


def detail(number: int) -> str:
    return f"detail/console/main/{paper_id(number)}"


async def test_an_edition_is_header_cards_details_and_the_rest_of_the_list(full_world: World) -> None:
    world = full_world
    report = (await world.publish()).channels[CHANNEL]
    first = range(1, 7)
    assert world.chat.keys == [HEADER, *map(card, first), *map(detail, first), f"{HEADER}/listed/1"]
    assert (report.owed, report.sent) == (14, 14)
    assert report.linked == (paper_id(7), paper_id(8))
    by_key = {key: (ref, message) for ref, key, message in world.chat.standing}
    assert by_key[detail(1)][0].thread == by_key[card(1)][0].id
    assert by_key[HEADER][1].head == "12월 9일(화) AI 논문 6편"
    assert "나머지 2편은 이 글의 스레드에 있습니다" in by_key[HEADER][1].small
    assert not by_key[HEADER][1].silent
    assert by_key[card(1)][1].silent
    assert len(world.model.prompts) == 6


async def test_a_second_run_sends_nothing_and_asks_nothing(published: World) -> None:
    world = published
    standing, asked = list(world.chat.keys), len(world.model.prompts)
    report = await world.publish()
    assert (world.chat.keys, len(world.model.prompts)) == (standing, asked)
    assert (report.exit_code, report.channels[CHANNEL].owed) == (0, 0)


async def test_papers_listed_since_come_under_a_new_header(published: World) -> None:
    world = published
    world.source.days[MONDAY] = [*day_of(2), listing(9, place=8)]
    world.archive.texts[paper_id(9)] = text(9)
    await world.publish()
    assert world.chat.keys[-3:] == ["edition/console/main/2025-12-08/2", card(9), detail(9)]


async def test_a_second_channel_costs_no_further_call(world: World) -> None:
    other = Channel("console", "other")
    report = await world.publish(Turn(Subscription(CHANNEL)), Turn(Subscription(other)))
    assert report.model_calls == len(world.model.prompts) == 2
    assert report.channels[other].sent == 5
    assert world.source.calls == [MONDAY]


async def test_no_list_yet_and_an_empty_day_are_nothing_to_do(world: World) -> None:
    world.source.days = {}
    world.clock.moment -= timedelta(days=1)
    assert (await world.publish(Turn(Subscription(CHANNEL), MONDAY))).exit_code == 0
    world.source.days = {MONDAY: []}
    assert (await world.publish()).exit_code == 0
    assert world.chat.posts == 0


async def test_a_past_day_without_a_list_and_an_unreachable_one_are_faults(world: World) -> None:
    world.source.days = {MONDAY: NotFound("no list yet")}
    past = Turn(Subscription(CHANNEL), MONDAY)
    world.clock.moment += timedelta(days=2)
    assert (await world.publish(past)).exit_code == 4
    world.source.days = {MONDAY: Unavailable("HTTP 500")}
    report = await world.publish(past)
    assert report.exit_code == 4
    assert "HTTP 500" in report.channels[CHANNEL].fault


def troubled(prompt: Prompt) -> str | Reply | Failure:
    """Paper 1: model down. 2: refuses. 3: cut. 4: a number that is not there, twice. 5: mends its draft."""
    match int(prompt.paper.id[-1]):
        case 1:
            return Unavailable("HTTP 500")
        case 2:
            return Reply("", refusal="I cannot")
        case 3:
            return Reply('{"gist": "문', cut=True)
        case 4:
            return reply(results="따로 둔 평가 자료에서 정확도 99.9%를 얻었다.")
        case 5 if not prompt.turns:
            return reply(results="따로 둔 평가 자료에서 정확도 99.9%를 얻었다.")
        case _:
            return reply()


async def test_one_paper_s_trouble_never_touches_another(full_world: World) -> None:
    world = full_world
    world.model.script = troubled
    report = await world.publish()
    row = report.channels[CHANNEL]
    assert [(entry.paper, entry.reason) for entry in row.held] == [(paper_id(1), "model")]
    assert [(entry.paper, entry.reason) for entry in row.shown] == [
        (paper_id(2), "refused"),
        (paper_id(3), "cut"),
        (paper_id(4), "numbers"),
    ]
    assert "99.9%" in row.shown[2].detail
    assert report.exit_code == 3
    assert card(1) not in world.chat.keys
    texts = {key: message for _, key, message in world.chat.standing}
    assert texts[card(4)].head == "4. 요약 보류: 요약의 수치 1개를 원문에서 찾지 못해 싣지 않았습니다."
    assert texts[card(5)].head.startswith("5. 문서 검색을")
    assert "영어 초록" in texts[detail(2)].body[0].spans[0].text  # type: ignore[union-attr]


async def test_no_text_means_the_abstract_and_says_so(world: World) -> None:
    world.archive.texts = {paper_id(1): Unavailable("HTTP 429", retry_after=600)}
    report = await world.publish()
    assert report.exit_code == 0
    cards = [message for _, key, message in world.chat.standing if key.startswith("paper/")]
    assert all("초록 기준" in message.small for message in cards)


async def test_the_full_layout_has_its_parts_in_the_channel(world: World) -> None:
    await world.publish(Turn(Subscription(CHANNEL, layout=Layout.FULL)))
    assert not any(key.startswith("detail/") for key in world.chat.keys)
    first = next(message for _, key, message in world.chat.standing if key == card(1))
    assert "결론 " in first.to_json()
