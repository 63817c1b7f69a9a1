"""The grammar of `/papers`: what each text does, and what is said of those that do nothing."""

from itertools import permutations
from typing import get_args

from bot.domain.edition import WEEKDAYS, Layout
from bot.domain.paper import PaperId
from bot.domain.papers_command import (
    Explain,
    Fault,
    Find,
    PapersCommand,
    Pause,
    PublishNow,
    Redo,
    Report,
    Resend,
    Resume,
    Retract,
    SetLayout,
    SetLimit,
    SetUpvotes,
    SetWords,
    ShowHelp,
    ShowPaper,
    ShowStatus,
    TurnOff,
    TurnOn,
    WordList,
)
from bot.domain.papers_grammar import COMMANDS
from tests.domain.typed import fault_of, parse
from tests.tables import each_row

ID = PaperId("2512.05150")
WORKDAYS, WEEKEND = WEEKDAYS[:5], WEEKDAYS[5:]
SEOUL, TOKYO, NEW_YORK = "Asia/Seoul", "Asia/Tokyo", "America/New_York"


def interest(*words: str) -> SetWords:
    return SetWords(WordList.INTEREST, words)


@each_row(
    ("text", "command"),
    [
        ("", ShowHelp()),
        ("  \u200b\n ", ShowHelp()),
        ("help", ShowHelp()),
        ("도움말", ShowHelp()),
        ("?", ShowHelp()),
        ("help on", ShowHelp()),
        ("off", TurnOff()),
        ("끄기", TurnOff()),
        ("꺼줘", TurnOff()),
        ("status", ShowStatus()),
        ("STATUS", ShowStatus()),
        ("ｓｔａｔｕｓ", ShowStatus()),
        ("status?", ShowStatus()),
        ("상태", ShowStatus()),
        ("st\u200batus", ShowStatus()),
        ("now", PublishNow()),
        ("지금", PublishNow()),
        ("pause", Pause()),
        ("쉬기", Pause()),
        ("resume", Resume()),
        ("재개", Resume()),
        ("limit 6", SetLimit(6)),
        ("limit  30 ", SetLimit(30)),
        ("편수 6편", SetLimit(6)),
        ("limit ６", SetLimit(6)),
        ("limit 하루 3편", SetLimit(3)),
        ("upvotes 0", SetUpvotes(0)),
        ("upvotes 10 이상", SetUpvotes(10)),
        ("추천 10개", SetUpvotes(10)),
        ("layout card", SetLayout(Layout.CARD)),
        ("layout FULL", SetLayout(Layout.FULL)),
        ("모양 카드", SetLayout(Layout.CARD)),
        ("모양 전체", SetLayout(Layout.FULL)),
        ("why 2512.05150", Explain(ID)),
        ("왜 2512.05150", Explain(ID)),
        ("why https://arxiv.org/abs/2512.05150v2", Explain(ID)),
        ("why arXiv: 2512.05150", Explain(ID)),
        ("2512.05150 why", Explain(ID)),
        ("redo 2512.05150", Redo(ID)),
        ("다시요약 2512.05150", Redo(ID)),
        ("resend 2512.05150", Resend(ID)),
        ("재전송 2512.05150", Resend(ID)),
        ("retract 2512.05150", Retract(ID)),
        ("retract 2512.05150 수치가 틀렸습니다", Retract(ID, "수치가 틀렸습니다")),
        ("철회 2512.05150 오역", Retract(ID, "오역")),
        ("report 2512.05150 결과의 수치가 표 2와 다름", Report(ID, "결과의 수치가 표 2와 다름")),
        ("report 수치가 다름 2512.05150", Report(ID, "수치가 다름")),
        ("신고 2512.05150 오역", Report(ID, "오역")),
        ("report 2512.05150 2512.05151과 바뀜", Report(ID, "2512.05151과 바뀜")),
        ("find diffusion distillation", Find("diffusion distillation")),
        ("찾기 한 단계 이미지 생성", Find("한 단계 이미지 생성")),
        ("find C++ OR '; DROP TABLE papers; --", Find("C++ OR '; DROP TABLE papers; --")),
        ("2512.05150", ShowPaper(ID)),
        ("arXiv:2512.05150", ShowPaper(ID)),
        ("<https://arxiv.org/abs/2512.05150>", ShowPaper(ID)),
        ("https://huggingface.co/papers/2512.05150", ShowPaper(ID)),
        ("cs/0112017", ShowPaper(PaperId("cs/0112017"))),
    ],
)
def test_commands(text: str, command: PapersCommand) -> None:
    assert parse(text) == command


@each_row(
    ("text", "when"),
    [
        ("on", TurnOn()),
        ("켜기", TurnOn()),
        ("on 08:15", TurnOn("08:15")),
        ("on 8:15", TurnOn("08:15")),
        ("on 0:00", TurnOn("00:00")),
        ("on 23:59", TurnOn("23:59")),
        ("on ９：３０", TurnOn("09:30")),
        ("on 9am", TurnOn("09:00")),
        ("on 9:30 PM", TurnOn("21:30")),
        ("on 12 a.m.", TurnOn("00:00")),
        ("on noon", TurnOn("12:00")),
        ("on asia/seoul", TurnOn(timezone=SEOUL)),
        ("on seoul", TurnOn(timezone=SEOUL)),
        ("on New_York", TurnOn(timezone=NEW_YORK)),
        ("on KST", TurnOn(timezone=SEOUL)),
        ("on UTC", TurnOn(timezone="UTC")),
        ("on Etc/GMT+9", TurnOn(timezone="Etc/GMT+9")),
        ("on America/Port-au-Prince", TurnOn(timezone="America/Port-au-Prince")),
        ("on mon-fri", TurnOn(weekdays=WORKDAYS)),
        ("on mon - fri", TurnOn(weekdays=WORKDAYS)),
        ("on Mon–Fri", TurnOn(weekdays=WORKDAYS)),
        ("on monday to friday", TurnOn(weekdays=WORKDAYS)),
        ("on fri,mon, wed", TurnOn(weekdays=("mon", "wed", "fri"))),
        ("on mon wed", TurnOn(weekdays=("mon", "wed"))),
        ("on mon-", TurnOn(weekdays=("mon",))),
        ("on sat-mon", TurnOn(weekdays=("mon", "sat", "sun"))),
        ("on tuesdays and thursdays", TurnOn(weekdays=("tue", "thu"))),
        ("on every day", TurnOn(weekdays=WEEKDAYS)),
        ("on weekends", TurnOn(weekdays=WEEKEND)),
        ("on mon-fri 9:00 Asia/Seoul", TurnOn("09:00", SEOUL, WORKDAYS)),
        ("on at 9:00, Asia/Seoul, mon-fri", TurnOn("09:00", SEOUL, WORKDAYS)),
        ("켜기 평일 오전 9시", TurnOn("09:00", None, WORKDAYS)),
        ("켜기 평일 오전 9시에", TurnOn("09:00", None, WORKDAYS)),
        ("켜기 9시 30분", TurnOn("09:30")),
        ("켜기 9시30분에", TurnOn("09:30")),
        ("켜기 아침 8시 반 서울", TurnOn("08:30", SEOUL)),
        ("켜기 오후 1시", TurnOn("13:00")),
        ("켜기 오후 12시", TurnOn("12:00")),
        ("켜기 오전 12시", TurnOn("00:00")),
        ("켜기 오전9시", TurnOn("09:00")),
        ("켜기 오전 9:05", TurnOn("09:05")),
        ("켜기 저녁 7시", TurnOn("19:00")),
        ("켜기 밤 12시", TurnOn("00:00")),
        ("켜기 18시", TurnOn("18:00")),
        ("켜기 정오", TurnOn("12:00")),
        ("켜기 매일", TurnOn(weekdays=WEEKDAYS)),
        ("켜기 월-금", TurnOn(weekdays=WORKDAYS)),
        ("켜기 월~금", TurnOn(weekdays=WORKDAYS)),
        ("켜기 월요일부터 금요일까지 도쿄", TurnOn(None, TOKYO, WORKDAYS)),
        ("켜기 월수금", TurnOn(weekdays=("mon", "wed", "fri"))),
        ("켜기 월, 수, 금요일", TurnOn(weekdays=("mon", "wed", "fri"))),
        ("켜기 매주 화요일마다", TurnOn(weekdays=("tue",))),
        ("켜기 주말에만 10시", TurnOn("10:00", None, WEEKEND)),
    ],
)
def test_when(text: str, when: TurnOn) -> None:
    assert parse(text) == when


@each_row("words", list(permutations(("오전 9시", "월-금", "Asia/Seoul"))))
def test_order_does_not_matter(words: tuple[str, ...]) -> None:
    assert parse("on " + " ".join(words)) == TurnOn("09:00", SEOUL, WORKDAYS)


@each_row(
    ("text", "words"),
    [
        ("diffusion agents", ("diffusion", "agents")),
        ("diffusion, agents", ("diffusion", "agents")),
        ('"mixture of experts" RAG', ("mixture of experts", "RAG")),
        ("“mixture of experts” RAG", ("mixture of experts", "RAG")),
        ("'mixture of experts' RAG", ("mixture of experts", "RAG")),
        ("mixture of experts, RAG,", ("mixture of experts", "RAG")),
        ('"a, b", c', ("a, b", "c")),
        ('"mixture of experts', ("mixture of experts",)),
        ("Alzheimer's, brain's", ("Alzheimer's", "brain's")),
        ("LLM llm LLM", ("LLM",)),
        ("추론、언어 모델", ("추론", "언어 모델")),
        ("C++ .NET", ("C++", ".NET")),
        ("ru\u200bst", ("rust",)),
        ("'; DROP TABLE papers; --", ("DROP", "TABLE", "papers;")),
        ("<!channel> @everyone", ("<!channel>", "@everyone")),
        ('"clear"', ("clear",)),
        ("a" * 40, ("a" * 40,)),
        (" ".join(f"w{n}" for n in range(20)), tuple(f"w{n}" for n in range(20))),
        ("-", ()),
        ("없음", ()),
        ("Clear", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert parse(f"interest {text}") == interest(*words)
    assert parse(f"제외 {text}") == SetWords(WordList.EXCLUDE, words)


@each_row(
    ("text", "kind", "value", "nearest"),
    [
        ("on 25:99", Fault.TIME, "25:99", "08:15"),
        ("on 24:00", Fault.TIME, "24:00", "08:15"),
        ("on 8:5", Fault.TIME, "8:5", "08:15"),
        ("on 8:15:30", Fault.TIME, "8:15:30", "08:15"),
        ("on 8:", Fault.TIME, "8:", "08:00"),
        ("on 9", Fault.TIME, "9", "09:00"),
        ("on 0815", Fault.TIME, "0815", "08:15"),
        ("on 815", Fault.TIME, "815", "08:15"),
        ("on 8.30", Fault.TIME, "8.30", "08:30"),
        ("on 13am", Fault.TIME, "13am", "08:15"),
        ("on 오전 9pm", Fault.TIME, "오전 9pm", "08:15"),
        ("on 새벽 9시", Fault.TIME, "새벽 9시", "08:15"),
        ("on 9시 61분", Fault.TIME, "9시 61분", "08:15"),
        ("on 8:15 9:15", Fault.EXTRA, "9:15", "on 08:15"),
        ("on 8:15 noon", Fault.EXTRA, "noon", "on 08:15"),
        ("on Asia/Soul", Fault.ZONE, "Asia/Soul", "Asia/Seoul"),
        ("on soul", Fault.ZONE, "soul", "Asia/Seoul"),
        ("on Europe/Lodnon", Fault.ZONE, "Europe/Lodnon", "Europe/London"),
        ("on Louisville", Fault.ZONE, "Louisville", "America/Louisville"),
        ("on Mars/Olympus", Fault.ZONE, "Mars/Olympus", "Asia/Seoul"),
        ("on GMT+9", Fault.ZONE, "GMT+9", "Asia/Seoul"),
        ("on +09:00", Fault.ZONE, "+09:00", "Asia/Seoul"),
        ("on Asia/Seoul Asia/Tokyo", Fault.EXTRA, "Asia/Tokyo", "on Asia/Seoul"),
        ("on mon-funday", Fault.WEEKDAYS, "mon-funday", "mon-fri"),
        ("on weekdayz", Fault.WEEKDAYS, "weekdayz", "mon-fri"),
        ("on mon-wed-fri", Fault.WEEKDAYS, "mon-wed-fri", "mon-fri"),
        ("켜기 월-굼", Fault.WEEKDAYS, "월-굼", "mon-fri"),
        ("on 🔥", Fault.EXTRA, "🔥", "on 08:15 Asia/Seoul mon-fri"),
        ("on '; DROP TABLE papers", Fault.EXTRA, "';", "on 08:15 Asia/Seoul mon-fri"),
        ("off now", Fault.EXTRA, "now", "off"),
        ("limit", Fault.LIMIT, "", "1–30"),
        ("limit 0", Fault.LIMIT, "0", "1–30"),
        ("limit -3", Fault.LIMIT, "-3", "1–30"),
        ("limit 9999", Fault.LIMIT, "9999", "1–30"),
        ("limit " + "9" * 1000, Fault.LIMIT, "9" * 40, "1–30"),
        ("limit 2.5", Fault.LIMIT, "2.5", "1–30"),
        ("limit six", Fault.LIMIT, "six", "1–30"),
        ("limit ٣", Fault.LIMIT, "٣", "1–30"),
        ("limit 3 4", Fault.LIMIT, "3 4", "1–30"),
        ("upvotes -1", Fault.UPVOTES, "-1", "0–10000"),
        ("layout", Fault.LAYOUT, "", "card"),
        ("layout ful", Fault.LAYOUT, "ful", "full"),
        ("layout '; --", Fault.LAYOUT, "'; --", "card"),
        ("interest", Fault.NO_WORDS, "", "interest diffusion"),
        ('include ""', Fault.NO_WORDS, '""', "include diffusion"),
        ("exclude , ,", Fault.NO_WORDS, ", ,", "exclude diffusion"),
        ("exclude 🔥", Fault.NO_WORDS, "🔥", "exclude diffusion"),
        ("interest " + " ".join(f"w{n}" for n in range(100)), Fault.MANY_WORDS, "100", "20"),
        ("interest " + "a" * 41, Fault.LONG_WORD, "a" * 40, "40"),
        ("why", Fault.PAPER, "", "why 2512.05150"),
        ("why TwinFlow", Fault.PAPER, "TwinFlow", "why 2512.05150"),
        ("why 2512.5150", Fault.PAPER, "2512.5150", "why 2512.05150"),
        ("why 2512.05150 please", Fault.EXTRA, "please", "why 2512.05150"),
        ("redo 2512.05150 2512.05151", Fault.EXTRA, "2512.05151", "redo 2512.05150"),
        ("report 2512.05150", Fault.NO_REASON, "", "report 2512.05150"),
        ("report 오역", Fault.PAPER, "오역", "report 2512.05150"),
        ("find", Fault.NO_QUERY, "", "find diffusion"),
        ("find ***", Fault.NO_QUERY, "***", "find diffusion"),
        ("statsu", Fault.COMMAND, "statsu", "status"),
        ("intrest diffusion", Fault.COMMAND, "intrest", "interest"),
        ("도움맗", Fault.COMMAND, "도움맗", "help"),
        ("켜귀", Fault.COMMAND, "켜귀", "on"),
        ("🔥🔥", Fault.COMMAND, "🔥🔥", "help"),
        ("'; DROP TABLE papers; --", Fault.COMMAND, "';", "help"),
        ("../../etc/passwd", Fault.COMMAND, "../../etc/passwd", "help"),
        ("2512.05150 please", Fault.EXTRA, "please", "2512.05150"),
        ("x" * 10_240, Fault.TOO_LONG, "10240", "2000"),
        ("on " + "9:00 " * 2_048, Fault.TOO_LONG, "10243", "2000"),
    ],
)
def test_faults_name_what_is_wrong_and_what_would_be_right(
    text: str, kind: Fault, value: str, nearest: str
) -> None:
    fault = fault_of(text)
    assert fault is not None
    assert (fault.kind, fault.value, fault.nearest) == (kind, value, nearest)


def test_a_long_reason_or_query_is_cut() -> None:
    report = parse("report 2512.05150 " + "가" * 1_900)
    assert isinstance(report, Report)
    assert len(report.reason) == 500
    found = parse("find " + "가" * 1_900)
    assert isinstance(found, Find)
    assert len(found.query) == 200


def test_what_is_near_is_right() -> None:
    """A person who copies the nearest form gets no second fault."""
    for text in ("on 25:99", "on Asia/Soul", "on mon-funday"):
        fault = fault_of(text)
        assert fault is not None
        assert fault_of(f"on {fault.nearest}") is None
    for text in ("layout ful", "why x", "why 2512.05150 x", "find", "interest", "help"):
        fault = fault_of(text)
        assert fault is None or fault_of(f"layout {fault.nearest}") is None or fault_of(fault.nearest) is None


def test_every_word_for_a_command_is_known_and_stands_for_one() -> None:
    names = [name for command, others in COMMANDS.items() for name in (command, *others)]
    assert len(set(names)) == len(names)
    faults = [fault_of(name) for name in names]
    assert not [fault for fault in faults if fault and fault.kind is Fault.COMMAND]


def test_who_may_not_manage_may_ask_find_and_report() -> None:
    free = {command.__name__ for command in get_args(PapersCommand) if not command.changes}
    assert free == {"ShowStatus", "Explain", "Find", "Report", "ShowHelp", "ShowPaper"}
