"""The grammar of `/papers`: forgiving in order and spelling, strict in meaning, English and Korean."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from bot.domain.edition import Layout
from bot.domain.fitting import cut
from bot.domain.paper import NotAPaperId, PaperId, parse_paper_id
from bot.domain.papers_command import (
    BadCommand,
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
from bot.domain.plain import visible
from bot.domain.schedule_words import read_when
from bot.domain.subscribing import BOUNDS, LONGEST_WORD, MOST_WORDS

LONGEST_TEXT = 2_000
"""Characters; twenty words of the longest kind fit twice."""
LONGEST_QUERY = 200
LONGEST_REASON = 500
EXAMPLE_ID = "2512.05150"

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "on": ("켜기", "켜", "켜줘", "구독", "시작", "subscribe"),
    "off": ("끄기", "꺼", "꺼줘", "해지", "구독해지", "unsubscribe"),
    "status": ("상태", "현황", "설정"),
    "now": ("지금", "바로"),
    "limit": ("편수", "개수"),
    "upvotes": ("추천", "추천수", "업보트", "upvote"),
    "interest": ("관심", "관심어", "interests"),
    "include": ("포함",),
    "exclude": ("제외",),
    "layout": ("모양", "배치", "형식"),
    "why": ("왜", "이유"),
    "find": ("찾기", "검색", "search"),
    "report": ("신고", "제보"),
    "redo": ("다시요약", "재요약"),
    "retract": ("철회", "내리기"),
    "resend": ("재전송", "다시보내기"),
    "pause": ("쉬기", "멈춤", "일시정지", "중지"),
    "resume": ("재개", "계속"),
    "help": ("도움말", "도움", "?"),
}
"""Each command's word and what else is taken for it."""
_NAMES = {name: command for command, others in COMMANDS.items() for name in (command, *others)}


def parse_papers_command(text: str, zones: Iterable[str]) -> PapersCommand:
    """What `text`, all that stood behind `/papers`, tells us to do. Empty text asks for help.

    `zones`: the IANA time zone names. Raises BadCommand, which holds what one line to the writer needs.
    """
    if len(text) > LONGEST_TEXT:
        raise BadCommand(Fault.TOO_LONG, str(len(text)), str(LONGEST_TEXT))
    text = " ".join(unicodedata.normalize("NFC", visible(text)).translate(_QUOTES).split())
    if not text:
        return ShowHelp()
    first, _, rest = text.partition(" ")
    name = _NAMES.get(_folded(first)) or _NAMES.get(_folded(first).strip("/.,!?:"))
    if name is None:
        return _without_name(text)
    if name == "on":
        when = read_when(unicodedata.normalize("NFKC", rest), zones)
        return TurnOn(when.at, when.timezone, when.weekdays)
    return _READERS[name](rest)


_QUOTES = str.maketrans("“”„‟«»＂，、", '"' * 7 + ",,")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _without_name(text: str) -> PapersCommand:
    """A paper's id or link, perhaps before the command that it belongs to."""
    first, _, rest = text.partition(" ")
    paper = _paper(text) or _paper(first)
    if paper is None:
        raise BadCommand(Fault.COMMAND, first, nearest_command(first))
    if not rest or _paper(text):
        return ShowPaper(paper)
    name = _NAMES.get(_folded(rest.split(" ", 1)[0]))
    if name not in _ON_PAPERS:
        raise BadCommand(Fault.EXTRA, rest, paper)
    return _READERS[name](" ".join((paper, *rest.split(" ")[1:])))


def nearest_command(word: str) -> str:
    """The command whose word, or Korean word, is most like `word`; `help` when none is."""
    spelled = {unicodedata.normalize("NFD", name): command for name, command in _NAMES.items()}
    close = get_close_matches(unicodedata.normalize("NFD", _folded(word[:40])), spelled, 1, 0.55)
    return spelled[close[0]] if close else "help"


def _paper(text: str) -> PaperId | None:
    try:
        return parse_paper_id(text)
    except NotAPaperId:
        return None


def _alone(name: str, command: PapersCommand) -> Callable[[str], PapersCommand]:
    """A command that takes nothing."""

    def read(rest: str) -> PapersCommand:
        if rest:
            raise BadCommand(Fault.EXTRA, rest, name)
        return command

    return read


def _number(fault: Fault, rest: str) -> int:
    least, most = BOUNDS[fault]
    found = re.fullmatch(
        r"(?:(?:최대|최소|하루)\s?)?\+?(\d{1,9})\s?(?:편|개|표|papers?|upvotes?)?(?:\s?이상)?",
        _folded(rest),
        re.ASCII,
    )
    if found is None or not least <= int(found[1]) <= most:
        raise BadCommand(fault, rest, f"{least}–{most}")
    return int(found[1])


_LAYOUTS = {
    **dict.fromkeys(("card", "cards", "카드"), Layout.CARD),
    **dict.fromkeys(("full", "전체", "펼침"), Layout.FULL),
}


def _layout(rest: str) -> PapersCommand:
    layout = _LAYOUTS.get(_folded(rest))
    if layout is None:
        close = get_close_matches(_folded(rest[:40]), _LAYOUTS, 1)
        raise BadCommand(Fault.LAYOUT, rest, _LAYOUTS[close[0]] if close else Layout.CARD)
    return SetLayout(layout)


_CLEARING = frozenset(("-", "–", "—", "없음", "비우기", "지우기", "clear", "none"))
_QUOTED = re.compile(r'"([^"]*)"?' r"|(?<![^\s,])'([^']+)'(?![^\s,])" r'|([^\s,"]+)|(,)')


def _words(name: WordList) -> Callable[[str], PapersCommand]:
    def read(rest: str) -> PapersCommand:
        if _folded(rest) in _CLEARING:
            return SetWords(name, ())
        words = split_words(rest)
        if not words:
            raise BadCommand(Fault.NO_WORDS, rest, f"{name} diffusion")
        if len(words) > MOST_WORDS:
            raise BadCommand(Fault.MANY_WORDS, str(len(words)), str(MOST_WORDS))
        if longest := next((word for word in words if len(word) > LONGEST_WORD), ""):
            raise BadCommand(Fault.LONG_WORD, longest, str(LONGEST_WORD))
        return SetWords(name, words)

    return read


def split_words(text: str) -> tuple[str, ...]:
    """`a "b c" d` and `a, b c, d`: each word or phrase once, without those that hold no letter or digit.

    Blanks part words, unless there is a comma; quotes always keep a phrase whole.
    """
    by_comma = any(found[4] for found in _QUOTED.finditer(text))
    pieces: list[str] = [""]
    for found in _QUOTED.finditer(text):
        quoted = found[1] or found[2]
        if found[4]:
            pieces.append("")
        elif quoted or not by_comma:
            pieces += [quoted or found[3] or "", ""]
        else:
            pieces[-1] = f"{pieces[-1]} {found[3] or ''}"
    words = (" ".join(piece.split()) for piece in pieces)
    return tuple({word.casefold(): word for word in words if re.search(r"\w", word)}.values())


def _named_paper(name: str, rest: str) -> tuple[PaperId, str]:
    """The one paper in `rest`, wherever it stands, and the other words."""
    tokens = re.sub(r"(arxiv:)\s+", r"\1", rest, flags=re.IGNORECASE).split()
    found = next(((token, paper) for token in tokens if (paper := _paper(token))), None)
    if found is None:
        raise BadCommand(Fault.PAPER, rest, f"{name} {EXAMPLE_ID}")
    tokens.remove(found[0])
    return found[1], " ".join(tokens)


def _on_paper(name: str, command: Callable[[PaperId], PapersCommand]) -> Callable[[str], PapersCommand]:
    def read(rest: str) -> PapersCommand:
        paper, others = _named_paper(name, rest)
        if others:
            raise BadCommand(Fault.EXTRA, others, f"{name} {paper}")
        return command(paper)

    return read


def _report(rest: str) -> PapersCommand:
    paper, reason = _named_paper("report", rest)
    if not reason:
        raise BadCommand(Fault.NO_REASON, "", f"report {paper}")
    return Report(paper, cut(reason, LONGEST_REASON))


def _retract(rest: str) -> PapersCommand:
    paper, reason = _named_paper("retract", rest)
    return Retract(paper, cut(reason, LONGEST_REASON))


def _find(rest: str) -> PapersCommand:
    if not re.search(r"\w", rest):
        raise BadCommand(Fault.NO_QUERY, rest, "find diffusion")
    return Find(cut(rest, LONGEST_QUERY))


_ON_PAPERS = frozenset(("why", "report", "redo", "retract", "resend"))
_READERS: Mapping[str, Callable[[str], PapersCommand]] = {
    "off": _alone("off", TurnOff()),
    "status": _alone("status", ShowStatus()),
    "now": _alone("now", PublishNow()),
    "pause": _alone("pause", Pause()),
    "resume": _alone("resume", Resume()),
    "help": lambda _rest: ShowHelp(),
    "limit": lambda rest: SetLimit(_number(Fault.LIMIT, rest)),
    "upvotes": lambda rest: SetUpvotes(_number(Fault.UPVOTES, rest)),
    "interest": _words(WordList.INTEREST),
    "include": _words(WordList.INCLUDE),
    "exclude": _words(WordList.EXCLUDE),
    "layout": _layout,
    "find": _find,
    "why": _on_paper("why", Explain),
    "redo": _on_paper("redo", Redo),
    "resend": _on_paper("resend", Resend),
    "report": _report,
    "retract": _retract,
}
