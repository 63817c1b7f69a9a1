"""A year's world: lists that fill up through the day, and everything that goes wrong on the way.

True time is what the world runs by; the bot's clock may show another. All chance comes from one seed.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.domain.edition import WEEKDAYS, Layout, Subscription
from bot.domain.message import Channel, Message, MessageRef, Place
from bot.domain.paper import FullText, Listing, Paper, PaperId
from bot.domain.prompt import Prompt, Reply
from bot.errors import NotFound, OutcomeUnknown, Unavailable
from tests.fakes.clock import SteppedClock
from tests.fakes.papers import LIMIT, RESULT, paper_id, reply, text
from tests.fakes.ports import FakeArchive, FakeSource, ScriptedModel
from tests.flows.mornings import TimedChat
from tests.flows.reference import Lists

FIRST, LAST = date(2025, 10, 1), date(2026, 9, 30)
START = datetime(2025, 10, 1, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
RECORDED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hf"
"""Lists of real days, where they are."""
PLACES = {"seoul": "Asia/Seoul", "newyork": "America/New_York", "lordhowe": "Australia/Lord_Howe"}
TIMES = ("00:30", "02:30", "08:15")


def subscriptions() -> list[Subscription]:
    """Nine channels; those at 02:30 for every day, as clocks change on Sundays at that hour."""
    rows = []
    for city, zone in PLACES.items():
        for at in TIMES:
            channel = Channel("console", city + at.replace(":", ""))
            rows.append(
                Subscription(
                    channel,
                    at,
                    zone,
                    weekdays=WEEKDAYS if at == "02:30" else WEEKDAYS[:5],
                    limit=1 if city != "newyork" else 2,
                    min_upvotes=3 if (city, at) == ("lordhowe", "02:30") else 0,
                    interest=("graphs",) if (city, at) == ("newyork", "08:15") else (),
                    exclude=("speech",) if (city, at) == ("lordhowe", "08:15") else (),
                    layout=Layout.FULL,
                    since=START,
                )
            )
    return rows


@dataclass(frozen=True)
class Windows:
    """Stretches of true time in which something is down."""

    spans: Sequence[tuple[datetime, datetime]]

    def hold(self, moment: datetime) -> bool:
        return any(begin <= moment < end for begin, end in self.spans)

    @classmethod
    def drawn(cls, chance: random.Random, number: int, shortest: float, longest: float) -> "Windows":
        """`shortest`, `longest`: hours."""
        begins = sorted(chance.uniform(5, 360) * 24 for _ in range(number))
        spans = [(START + begin * HOUR, chance.uniform(shortest, longest)) for begin in begins]
        return cls([(begin, begin + length * HOUR) for begin, length in spans])


@dataclass
class World:
    """True time, and what is down when."""

    chance: random.Random
    now: datetime = START
    offset: timedelta = timedelta(0)
    """How far the bot's clock is ahead."""
    lists_down: Windows = field(init=False)
    archive_down: Windows = field(init=False)
    model_down: Windows = field(init=False)
    chat_down: Windows = field(init=False)
    asleep: Windows = field(init=False)
    wrong_clock: list[tuple[datetime, datetime, timedelta]] = field(init=False)

    def __post_init__(self) -> None:
        chance = self.chance
        self.lists_down = Windows.drawn(chance, 9, 2, 40)
        self.archive_down = Windows.drawn(chance, 6, 5, 50)
        self.model_down = Windows.drawn(chance, 6, 3, 90)
        self.chat_down = Windows.drawn(chance, 8, 1, 20)
        self.asleep = Windows.drawn(chance, 12, 3, 110)
        jumps = Windows.drawn(chance, 8, 1, 9).spans
        shifts = (-30, -3, -0.5, 0.6, 2.5, 14, 23, 40)
        self.wrong_clock = [(*span, shift * HOUR) for span, shift in zip(jumps, shifts, strict=True)]

    def shift(self) -> timedelta:
        """How far the bot's clock is ahead now."""
        return next(
            (shift for begin, end, shift in self.wrong_clock if begin <= self.now < end), timedelta(0)
        )


TOPICS = ("graphs", "speech", "robots", "images")


class YearSource(FakeSource):
    """Lists fill up from 02:00 of their day to 10:00 of the next; answers are kept, by the bot's time."""

    def __init__(self, world: World, clock: SteppedClock) -> None:
        super().__init__({})
        self.world, self.clock = world, clock
        self.rows: dict[date, list[tuple[datetime, Listing]]] = {}
        self.answers: dict[datetime, dict[date, Sequence[Listing] | None]] = {}
        self.real_days = 0
        self._fill()

    def lists_at(self, moment: datetime) -> Lists:
        return self.answers.get(moment, {})

    async def listings(self, day: date) -> Sequence[Listing]:
        now = self.world.now
        if self.world.lists_down.hold(now):
            raise Unavailable("Hugging Face answers HTTP 503")
        answer = self.answers.setdefault(self.clock.now(), {})
        if day > now.date() or (day == now.date() and now.hour < 2):
            answer[day] = None
            raise NotFound("no list yet")
        rows = [row for at, row in self.rows.get(day, ()) if at <= now]
        answer[day] = rows
        return rows

    def _fill(self) -> None:
        chance, number, day = self.world.chance, 0, FIRST - timedelta(days=1)
        earlier: list[Paper] = []
        while day <= LAST:
            papers = _recorded(day)
            self.real_days += bool(papers)
            if not papers and day.weekday() < 5 and chance.random() > 0.06:
                papers = [_paper(number + step, chance) for step in range(chance.randint(1, 4))]
                number += len(papers)
            if papers and earlier and chance.random() < 0.3:
                papers.append(chance.choice(earlier[-40:]))  # listed once more, days or weeks later
            self.rows[day] = [
                (self._listed_at(day), Listing(paper, day, chance.randint(0, 9), place))
                for place, paper in enumerate(dict.fromkeys(papers))
            ]
            earlier += papers
            day += timedelta(days=1)

    def _listed_at(self, day: date) -> datetime:
        late = self.world.chance.random() < 0.2
        hours = self.world.chance.uniform(20, 34) if late else self.world.chance.uniform(2, 10)
        return datetime.combine(day, time(), UTC) + hours * HOUR


def _paper(number: int, chance: random.Random) -> Paper:
    topic = chance.choice(TOPICS)
    abstract = f"We present a retrieval method for {topic} . {RESULT}. {LIMIT}."
    return Paper(paper_id(number), f"Method {number}: Search over {topic} in time", abstract)


def _recorded(day: date) -> list[Paper]:
    path = RECORDED / f"{day}.json"
    if not path.exists():
        return []
    rows = json.loads(path.read_text())[:5]
    return [
        Paper(PaperId(row["paper"]["id"]), row["paper"]["title"], row["paper"]["summary"]) for row in rows
    ]


class YearArchive(FakeArchive):
    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    async def text(self, paper: PaperId, *, urgent: bool = False) -> FullText:
        self.calls.append(("text", paper))
        if self.world.archive_down.hold(self.world.now):
            raise Unavailable("arXiv: HTTP 429", retry_after=600)
        whole = text(0)
        return FullText(paper, whole.origin, whole.passages)


def model(world: World) -> ScriptedModel:
    def answer(prompt: Prompt) -> str | Reply | Unavailable:
        if world.model_down.hold(world.now):
            return Unavailable("the model server answers HTTP 429")
        return reply()

    return ScriptedModel(answer)


@dataclass
class YearChat(TimedChat):
    """Down for hours, and now and then an answer is lost on the way, before or after the effect."""

    world: World = field(default_factory=lambda: World(random.Random(0)))
    lost: int = 0

    async def post(self, place: Place, message: Message, key: str) -> MessageRef:
        if self.world.chat_down.hold(self.world.now):
            raise Unavailable("HTTP 503", retry_after=1800)
        drawn = self.world.chance.random()
        self.lost += drawn < 0.02
        if drawn < 0.01:
            raise OutcomeUnknown("connection reset")
        ref = await super().post(place, message, key)
        if drawn < 0.02:
            raise OutcomeUnknown("the reply was lost")
        return ref

    async def find(self, place: Place, key: str, after: MessageRef | None) -> MessageRef | None:
        if self.world.chat_down.hold(self.world.now):
            raise Unavailable("HTTP 503", retry_after=1800)
        return await super().find(place, key, after)
