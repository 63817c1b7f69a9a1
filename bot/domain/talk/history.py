"""What was said in a thread: for hearing what is meant for us, and for the prompt's earlier turns."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.talk.listening import Turn

MOST_CHARACTERS = 4_000
"""Of the turns that go along with a question."""
LONGEST_SAID = 1_000
"""Characters of one message that go along."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message in a thread below a card."""

    message: str
    """The platform's id; for an answer of ours that of the question."""
    turn: Turn
    """Without speaker: our answer, as the model's reply would have to be."""

    def is_by_person(self, message: str) -> bool:
        return self.message == message and bool(self.turn.speaker)


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread as far as it is kept, in the order in which it came in."""

    utterances: tuple[Utterance, ...] = ()
    silenced: bool = False

    def before(self, message: str) -> tuple[Utterance, ...]:
        """What came in before a person's `message`; everything when that is not there."""
        places = [place for place, one in enumerate(self.utterances) if one.is_by_person(message)]
        return self.utterances[: places[0]] if places else self.utterances

    def turns_until(self, message: str) -> tuple[Turn, ...]:
        """What was said before `message` and `message` itself; empty when it is not there."""
        own = [one.turn for one in self.utterances if one.is_by_person(message)]
        return (*(one.turn for one in self.before(message)), own[0]) if own else ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """What people said up to an answer of ours, and the answer as a reply of the model."""

    said: tuple[str, ...]
    reply: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What goes along with a question."""

    exchanges: tuple[Exchange, ...] = ()
    talk: tuple[str, ...] = ()
    """Said since the last exchange, before the question."""


def earlier(talk: Talk, message: str) -> Earlier:
    """The thread before `message`: each answer behind its question; the oldest are dropped first."""
    replies = {one.message: one.turn.text for one in talk.utterances if not one.turn.speaker}
    exchanges: list[Exchange] = []
    said: list[str] = []
    for one in talk.before(message):
        if one.turn.speaker:
            said.append(one.turn.text[:LONGEST_SAID])
            if one.message in replies:
                exchanges.append(Exchange(tuple(said), replies[one.message]))
                said = []
    return _bounded(exchanges, said)


def _bounded(exchanges: Sequence[Exchange], said: Sequence[str]) -> Earlier:
    room = MOST_CHARACTERS
    talk = _newest(said, room // 2)
    room -= sum(map(len, talk))
    kept: list[Exchange] = []
    for exchange in reversed(exchanges):
        room -= len(exchange.reply) + sum(map(len, exchange.said))
        if room < 0:
            break
        kept.insert(0, exchange)
    return Earlier(tuple(kept), talk)


def _newest(said: Sequence[str], room: int) -> tuple[str, ...]:
    kept: list[str] = []
    for text in reversed(said):
        room -= len(text)
        if room < 0:
            break
        kept.insert(0, text)
    return tuple(kept)
