"""What the bot takes for a question: single lines with labels, then threads."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.talk.listening import Heard, Turn, hear
from tests.tables import each_row

START = datetime(2025, 12, 9, 0, tzinfo=UTC)
TABLE = Path(__file__).with_name("listening_lines.tsv")
"""`Q` or `N`, a tab, a line as people write it. Every third line was held out when the rules were fitted."""


def labelled(*, held_out: bool) -> list[tuple[bool, str]]:
    rows = [line.split("\t", 1) for line in TABLE.read_text("utf-8").splitlines()]
    return [(label == "Q", text) for place, (label, text) in enumerate(rows) if (place % 3 == 2) is held_out]


def turn(speaker: str, text: str, minutes: float = 0, *, us: bool = False, others: bool = False) -> Turn:
    return Turn(speaker, text, us, others, START + timedelta(minutes=minutes))


DETAIL = turn("", "목표 … 결론 …")


def thread(*said: tuple[str, str] | Turn) -> list[Turn]:
    """Our detail, then one turn a minute."""
    return [
        DETAIL,
        *(row if isinstance(row, Turn) else turn(*row, place) for place, row in enumerate(said, start=1)),
    ]


def heard(*said: tuple[str, str] | Turn, silenced: bool = False) -> Heard:
    return hear(thread(*said), silenced)


def scores(rows: Sequence[tuple[bool, str]]) -> tuple[float, float]:
    """Precision and recall of QUESTION on lines that stand alone below our detail."""
    taken = [asked for asked, text in rows if heard(("지우", text)) is Heard.QUESTION]
    return sum(taken) / len(taken), sum(taken) / sum(asked for asked, _ in rows)


def test_the_table_is_big_enough_to_mean_something() -> None:
    rows = labelled(held_out=False) + labelled(held_out=True)
    assert len(rows) > 400
    assert len({text for _, text in rows}) == len(rows)


def test_lines_the_rules_were_fitted_to() -> None:
    precision, recall = scores(labelled(held_out=False))
    assert precision >= 0.99
    assert recall >= 0.99


def test_lines_held_out() -> None:
    """Reached: precision 0.958, recall 0.945, of 145 lines; half of them are people's talk."""
    precision, recall = scores(labelled(held_out=True))
    assert precision >= 0.95
    assert recall >= 0.94


@each_row(
    "text",
    [
        *("", "   ", "👍", "🔥🔥🔥", ":+1:", "+1", "ㅋㅋㅋㅋ", "?", "???", "..."),
        *("https://arxiv.org/abs/2512.05150?x=what", "```how(does=this)?```", "> 데이터셋은 뭐예요?"),
        *("\u200b\u200b", "<@U123>", "x" * 20_000, "?" * 20_000, "감사" * 9_000 + "x", "ㅋ" * 9_000 + "x"),
        *("조용" * 9_000, "뭐 " * 9_000 + "x", "<@" * 9_000, ". " * 9_000, "저는 " * 9_000),
    ],
)
def test_signs_links_code_and_quotes_are_no_questions(text: str) -> None:
    assert heard(("지우", text)) is Heard.NOTHING


def test_a_question_below_a_quote_or_a_paste_is_heard() -> None:
    assert heard(("지우", "> 100배 줄였다\n이건 무슨 기준인가요?")) is Heard.QUESTION
    assert heard(("지우", "이 문단 설명해줘\n" + "We train the model. " * 300)) is Heard.QUESTION


def test_of_a_paste_only_the_beginning_and_the_end_are_read() -> None:
    middle = "We train it. " * 100 + "데이터셋은 뭐예요? " + "It works well. " * 100
    assert heard(("지우", middle)) is Heard.NOTHING


@each_row("text", ["ㅋ" * 9_000 + "x", "감사" * 9_000 + "x", "ok" * 9_000 + "x", "잘 봤" * 9_000])
def test_talk_made_to_be_slow_to_read_is_read(text: str) -> None:
    assert heard(("지우", text), ("서준", "코드 있나요?")) is Heard.QUESTION
    assert heard(turn("지우", f"<@U1> {text}", us=True)) is Heard.QUESTION


def test_zero_width_and_full_width_writing_is_read_all_the_same() -> None:
    assert heard(("지우", "코드\u200b 있나요？")) is Heard.QUESTION


def test_two_people_who_ask_us_in_turn_are_both_heard() -> None:
    said = [("지우", "데이터셋은 뭐 썼나요?"), ("서준", "코드도 공개됐나요?")]
    assert heard(*said) is Heard.QUESTION
    assert heard(*said, ("민지", "라이선스는요?")) is Heard.QUESTION


def test_people_who_talk_to_each_other_are_left_alone() -> None:
    talk = [("지우", "이거 재밌네요"), ("서준", "저는 좀 회의적이에요")]
    assert heard(*talk, ("지우", "데이터셋은 뭐 썼나요?")) is Heard.NOTHING
    assert heard(*talk, ("민지", "코드 있나요?")) is Heard.NOTHING


def test_an_answer_by_a_colleague_ends_our_turn() -> None:
    said = [("지우", "데이터셋은 뭐 썼나요?"), ("서준", "ImageNet이래요"), ("지우", "그럼 코드는요?")]
    assert heard(*said) is Heard.NOTHING


def test_our_next_message_ends_their_talk() -> None:
    talk = [("지우", "이거 재밌네요"), ("서준", "저는 좀 회의적이에요")]
    called = turn("지우", "데이터셋은 뭐 썼나요?", 3, us=True)
    assert heard(*talk, called, ("", "LAION입니다"), ("서준", "코드는 있나요?")) is Heard.QUESTION


def test_a_mention_is_heard_in_the_middle_of_talk() -> None:
    talk = [("지우", "이거 재밌네요"), ("서준", "저는 좀 회의적이에요")]
    assert heard(*talk, turn("지우", "한계가 뭐라고 쓰여 있어", 3, us=True)) is Heard.QUESTION


def test_remarks_hours_apart_are_no_conversation() -> None:
    said = [
        turn("지우", "재밌네요", 1),
        turn("서준", "읽어볼 만합니다", 200),
        turn("민지", "코드 있나요?", 400),
    ]
    assert heard(*said) is Heard.QUESTION
    close = [
        turn("지우", "재밌네요", 1),
        turn("서준", "읽어볼 만합니다", 20),
        turn("민지", "코드 있나요?", 400),
    ]
    assert heard(*close) is Heard.NOTHING


@each_row("sign", ["👍", "감사합니다!", "네", "ㅋㅋㅋ", "+1", "https://x.y/z"])
def test_thanks_and_signs_are_no_conversation(sign: str) -> None:
    assert heard(("지우", "재밌네요"), ("서준", sign), ("민지", "코드 공개됐나요?")) is Heard.QUESTION


def test_a_question_back_at_a_colleague_s_remark_is_theirs() -> None:
    assert heard(("지우", "3.2절 결과가 이상해요"), ("서준", "어떤 결과가 이상해요?")) is Heard.NOTHING
    assert heard(("지우", "오 신기하다"), ("서준", "코드 공개됐나요?")) is Heard.QUESTION


@pytest.mark.parametrize("first", ["서준님 이거 보셨어요?", "@서준 이거 어때", "이거 써본 분 있나요?"])
def test_who_was_asked_by_a_colleague_answers_the_colleague(first: str) -> None:
    assert heard(("지우", first), ("서준", "데이터셋 공개됐나요?")) is Heard.NOTHING
    later = [turn("지우", first, 0), turn("서준", "데이터셋 공개됐나요?", 90)]
    assert heard(*later) is Heard.QUESTION


def test_who_mentions_a_colleague_does_not_ask_us() -> None:
    assert heard(turn("지우", "<@U2> 데이터셋은 뭐예요?", 1, others=True)) is Heard.NOTHING
    both = turn("지우", "<@U1> 데이터셋은 뭐예요? <@U2> 도 보세요", 1, us=True, others=True)
    assert heard(both) is Heard.QUESTION


def test_who_was_just_answered_may_ask_on_in_half_sentences() -> None:
    asked, answer = ("지우", "데이터셋은?"), ("", "LAION입니다.")
    assert heard(asked, answer, ("지우", "왜요?")) is Heard.QUESTION
    assert heard(asked, answer, ("서준", "왜요?")) is Heard.NOTHING
    assert heard(("지우", "왜요?")) is Heard.NOTHING


@each_row(
    "text",
    [
        "그만",
        "그만!",
        "이제 그만 좀 해",
        "그만해주세요",
        "조용히 해줘",
        "stop",
        "Please stop answering",
        "답하지 마세요",
    ],
)
def test_a_plea_for_silence(text: str) -> None:
    assert heard(("지우", text)) is Heard.SILENCE_PLEASE
    assert heard(turn("지우", f"<@U1> {text}", us=True)) is Heard.SILENCE_PLEASE
    assert heard(turn("지우", f"<@U2> {text}", others=True)) is Heard.NOTHING
    assert heard(("지우", "재밌네"), ("서준", "별로던데"), ("지우", text)) is Heard.NOTHING
    assert heard(("지우", text), silenced=True) is Heard.NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "학습은 언제 그만두나요?",
        "그만큼 빨라졌나요?",
        "early stopping은 어떻게 하나요?",
        "when does training stop?",
    ],
)
def test_a_question_that_holds_the_word_is_no_plea(text: str) -> None:
    assert heard(turn("지우", text, us=True)) is Heard.QUESTION
    assert heard(("지우", text)) is not Heard.SILENCE_PLEASE


def test_a_silenced_thread_hears_mentions_alone() -> None:
    assert heard(("지우", "데이터셋은 뭐예요?"), silenced=True) is Heard.NOTHING
    assert heard(turn("지우", "데이터셋은 뭐예요?", us=True), silenced=True) is Heard.QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "<@U1>",
        "<@U1> 데이터셋",
        "<@U1> ?",
        "<@U1> 요약",
        "<@U1> 진짜?",
        "<@U1> 네 그럼 코드는",
        "@논문 오 좋네요 어떤 점이 새로운 거야",
        "<@U1> > 인용",
    ],
)
def test_a_mention_is_a_question_however_it_reads(text: str) -> None:
    assert heard(turn("지우", text, us=True)) is Heard.QUESTION


@each_row(
    "text",
    [
        "<@U1> 👍",
        "<@U1> 고마워요!",
        "@논문 감사합니다 👍",
        "<@U1> thanks a lot",
        "<@U1> :+1:",
        "<@U1> 친절한 설명 감사합니다~",
    ],
)
def test_thanks_to_us_need_no_answer(text: str) -> None:
    assert heard(turn("지우", text, us=True)) is Heard.NOTHING


def test_our_own_messages_and_an_empty_thread_say_nothing() -> None:
    assert heard(("", "데이터셋은 뭐예요?")) is Heard.NOTHING
    assert hear([], silenced=False) is Heard.NOTHING
