"""What in a thread below a card is meant for us: DESIGN section 3, Questions.

A bot that barges in is removed within a week, so whatever is unsure is silence: a mention always reaches us.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.domain.talk.asking import calls_people, concerns_paper, plain_words, reads_as_question

REPLY_WITHIN = timedelta(hours=1)
"""What one says within this time after another may be a reply to the other; later it stands for itself."""
LONGEST_PLEA = 40
"""Characters; who asks for silence is brief. A longer text that holds the word is about something else."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message in a thread."""

    speaker: str
    """A person's id; empty for us."""
    text: str
    mentions_us: bool
    mentions_others: bool
    at: datetime


class Heard(StrEnum):
    QUESTION = "question"
    """Answer it. In a silenced thread only a mention gives this, and it wakes the thread."""
    SILENCE_PLEASE = "silence_please"
    """From now on answer here only when mentioned; say so once."""
    NOTHING = "nothing"


_PLEA = re.compile(
    r"(?:(?:이제|좀|제발|야)\s?)*(?:그만(?:\s?좀)?(?:\s?(?:해|하세요|하십시오|해요|해\s?줘|해\s?주세요|말해|답해|대답해))?"
    r"|조용히?(?:\s?좀)?(?:\s?(?:해|하세요|해요|해\s?줘|해\s?주세요))?"
    r"|(?:답|대답|답변|말)하지\s?마(?:세요)?|끼어들지\s?마(?:세요)?"
    r"|(?:please )?(?:stop|quiet|be quiet|shut up|mute)(?: it| talking| answering| replying)?(?: please)?)"
    r"\s?요?[\s!.~]*",
    re.IGNORECASE,
)
_CALLED_PLEA = re.compile(
    r"(?:^|\s)그만(?!두|둔|뒀|둘|큼|한\s)|조용히|(?:답|대답|말)하지\s?마", re.IGNORECASE
)
_COURTESY = re.compile(
    r"(?:(?:오|아|와|네|넵|넹|예|응|ㅇㅇ|ㅇㅋ|ㄱㅅ|ㄳ|ㅋ|정말|진짜|너무|매우|굿|오케이|땡큐|알겠습니다|알겠어요?"
    r"|그렇군요?|이해했어요?|이해했습니다|고맙습니다|고마워요?|감사(?:합니다|해요|드립니다)?|최고(?:예요|네요|다)?"
    r"|잘\s?봤습니다|(?:답변|설명|요약|정리|친절한|좋은)(?=.*(?:감사|고마|고맙|땡큐|잘\s?봤))|thx|ty"
    r"|thank you|thanks|okay|ok|great|good|nice|cool|got it|so much|a lot|very much|bot|\+1)[\s,.!~]*)+",
    re.IGNORECASE,
)
_MENTION = re.compile(r"<@[!&]?[^>\s]{1,60}>|(?:^|\s)@\S+")
_POINTING = frozenset(("이거", "이게", "이건", "논문", "근데", "그럼", "그런", "혹시", "이런"))


def hear(turns: Sequence[Turn], silenced: bool) -> Heard:
    """What the last of `turns` (the thread, oldest first) is to us.

    `silenced`: someone asked for silence here and nobody has mentioned us since.
    """
    if not turns or not turns[-1].speaker:
        return Heard.NOTHING
    new = turns[-1]
    if new.mentions_us:
        return _called(new.text)
    floor = _since_ours(turns[:-1])
    if silenced or new.mentions_others or _is_conversation(floor):
        return Heard.NOTHING
    if _PLEA.fullmatch(plain_words(new.text)):
        return Heard.SILENCE_PLEASE
    return Heard.QUESTION if _asks_us(turns, floor) else Heard.NOTHING


def _called(text: str) -> Heard:
    said = _MENTION.sub(" ", text)
    words = plain_words(said)
    if len(words) <= LONGEST_PLEA and (_PLEA.fullmatch(words) or _CALLED_PLEA.search(words)):
        return Heard.SILENCE_PLEASE
    only_signs = bool(said.strip()) and not re.search(r"[\w?]", re.sub(r":[\w+-]+:", "", said))
    return Heard.NOTHING if only_signs or _COURTESY.fullmatch(words) else Heard.QUESTION


def _asks_us(turns: Sequence[Turn], floor: Sequence[Turn]) -> bool:
    new = turns[-1]
    if not reads_as_question(new.text):
        return False
    if floor and floor[-1].speaker != new.speaker and _answers(new, floor[-1]):
        return False
    return concerns_paper(new.text) or _follows_our_answer(turns)


def _since_ours(turns: Sequence[Turn]) -> list[Turn]:
    """What people said to each other, or to nobody, since our last message. Thanks and signs say nothing."""
    start = max((place for place, turn in enumerate(turns, start=1) if not turn.speaker), default=0)
    return [turn for turn in turns[start:] if not turn.mentions_us and not _is_courtesy(turn.text)]


def _is_courtesy(text: str) -> bool:
    words = plain_words(text)
    return not words or _COURTESY.fullmatch(words) is not None


def _is_conversation(floor: Sequence[Turn]) -> bool:
    """One of them said something to another: not two who each asked us, not remarks hours apart."""
    return any(
        second.speaker != first.speaker and _near(first, second) and not _is_for_us(second)
        for first, second in pairwise(floor)
    )


def _near(first: Turn, second: Turn) -> bool:
    return second.mentions_others or second.at - first.at <= REPLY_WITHIN


def _is_for_us(turn: Turn) -> bool:
    return not turn.mentions_others and reads_as_question(turn.text) and concerns_paper(turn.text)


def _answers(new: Turn, before: Turn) -> bool:
    """`new`, though a question, may be meant for who spoke just before."""
    if new.at - before.at > REPLY_WITHIN or _is_for_us(before):
        return False
    addressed = before.mentions_others or calls_people(before.text) or "?" in plain_words(before.text)
    return addressed or bool(_stems(new.text) & _stems(before.text))


def _stems(text: str) -> set[str]:
    """The first two letters of each word, which particles and endings leave alone."""
    return {word[:2].casefold() for word in re.findall(r"\w{2,}", plain_words(text))} - _POINTING


def _follows_our_answer(turns: Sequence[Turn]) -> bool:
    """The one we have just answered asks on: `왜요?` needs no word about the paper then."""
    if len(turns) < 3:
        return False
    asked, answer, new = turns[-3:]
    return not answer.speaker and asked.speaker == new.speaker and new.at - answer.at <= REPLY_WITHIN
