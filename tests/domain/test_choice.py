from datetime import date, timedelta

from bot.domain.choice import choose, days_to_read, matching
from bot.domain.edition import How, Subscription
from bot.domain.message import Channel
from bot.domain.paper import Listing, Paper, PaperId
from tests.tables import each_row

MONDAY = date(2025, 12, 8)
CHANNEL = Channel("console", "main")


def row(
    number: int, upvotes: int = 0, place: int = 0, day: date = MONDAY, title: str = "", abstract: str = ""
) -> Listing:
    return Listing(
        Paper(PaperId(f"2512.{number:05}"), title or f"Paper {number}", abstract), day, upvotes, place
    )


def ids(*numbers: int) -> list[str]:
    return [f"2512.{number:05}" for number in numbers]


def test_a_first_edition_reads_its_own_day_alone() -> None:
    assert days_to_read(MONDAY, None) == (MONDAY,)


def test_later_ones_read_the_days_since_and_the_last_one_again() -> None:
    friday = MONDAY - timedelta(days=3)
    assert days_to_read(MONDAY, friday) == tuple(MONDAY - timedelta(days=back) for back in range(4))


def test_a_long_sleep_is_bounded_and_a_clock_set_back_reads_one_day() -> None:
    assert len(days_to_read(MONDAY, date(2020, 1, 1))) == 15
    assert days_to_read(MONDAY, MONDAY + timedelta(days=9)) == (MONDAY,)


def test_order_is_interest_then_upvotes_then_place_then_id() -> None:
    rows = [
        row(1, 5, 0),
        row(2, 9, 1),
        row(3, 5, 2),
        row(4, 0, 3, title="Diffusion again"),
        row(6, 1, 4),
        row(5, 1, 4),
    ]
    choice = choose(rows, (), Subscription(CHANNEL, interest=("diffusion",), limit=3))
    assert [entry.paper for entry in choice.entries] == ids(4, 2, 1, 3, 5, 6)
    assert [entry.how for entry in choice.entries] == [How.CARD] * 3 + [How.LISTED] * 3
    assert [entry.place for entry in choice.entries] == [1, 2, 3, 4, 5, 6]
    assert choice.entries[0].interest == "diffusion"


def test_taken_papers_and_those_below_the_least_upvotes_stay_out() -> None:
    rows = [row(1, 9), row(2, 1), row(3, 4)]
    choice = choose(rows, {PaperId("2512.00001")}, Subscription(CHANNEL, min_upvotes=2))
    assert [entry.paper for entry in choice.entries] == ids(3)


def test_a_paper_listed_on_two_days_counts_once_as_listed_last() -> None:
    rows = [row(1, 9, day=MONDAY), row(1, 2, day=MONDAY - timedelta(days=6))]
    choice = choose(rows, (), Subscription(CHANNEL))
    assert [(entry.paper, entry.upvotes) for entry in choice.entries] == [("2512.00001", 9)]


def test_words_to_include_and_exclude() -> None:
    rows = [row(1, title="A survey of agents"), row(2, title="Agents"), row(3, title="Vision")]
    choice = choose(rows, (), Subscription(CHANNEL, include=("agents",), exclude=("survey",)))
    assert [entry.paper for entry in choice.entries] == ids(2)


@each_row(
    ("word", "title", "matches"),
    [
        ("agent", "Agent design", True),
        ("agent", "Agentic design", False),
        ("ＬＬＭ", "An LLM for all", True),
        ("LLM", "LLMs for all", False),
        ("reinforcement learning", "Deep Reinforcement\n  Learning", True),
        ("추론", "추론을 빠르게", True),
        ("추론", "재추론", False),
        ("C++", "Fast C++ kernels", True),
        (".*", "anything", False),
        ("", "anything", False),
    ],
)
def test_words_match_as_words(word: str, title: str, matches: bool) -> None:
    assert bool(matching((word,), Paper(PaperId("2512.00001"), title, ""))) is matches
