"""Fakes of the outward ports: strict, scripted, and counting. Stores are never faked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.message import Channel, Message, MessageRef, Place
from bot.domain.paper import FullText, Listing, Paper, PaperId
from bot.domain.prompt import Prompt, Reply
from bot.errors import Failure, NotFound
from bot.ports import Inbox


class FakeSource:
    """Lists by day; a Failure in place of a list is raised. A day that is not there has no list yet."""

    def __init__(self, days: Mapping[date, Sequence[Listing] | Failure]) -> None:
        self.days = dict(days)
        self.calls: list[date] = []

    async def listings(self, day: date) -> Sequence[Listing]:
        self.calls.append(day)
        rows = self.days.get(day, NotFound("no list yet"))
        if isinstance(rows, Failure):
            raise rows
        return rows


class FakeArchive:
    """Texts and papers by id; a Failure in their place is raised, what is not there is NotFound."""

    def __init__(
        self,
        texts: Mapping[PaperId, FullText | Failure] | None = None,
        papers: Mapping[PaperId, Paper | Failure] | None = None,
    ) -> None:
        self.texts = dict(texts or {})
        self.papers = dict(papers or {})
        self.calls: list[tuple[str, PaperId]] = []

    async def paper(self, paper: PaperId, *, urgent: bool = False) -> Paper:
        self.calls.append(("paper", paper))
        found = self.papers.get(paper, NotFound("unknown id"))
        if isinstance(found, Failure):
            raise found
        return found

    async def text(self, paper: PaperId, *, urgent: bool = False) -> FullText:
        self.calls.append(("text", paper))
        found = self.texts.get(paper, NotFound("no usable text"))
        if isinstance(found, Failure):
            raise found
        return found


Script = Callable[[Prompt], str | Reply | Failure]


class ScriptedModel:
    """Answers by a function of the prompt."""

    name = "scripted"
    excerpts = False

    def __init__(self, script: Script) -> None:
        self.script = script
        self.prompts: list[Prompt] = []

    async def reply(self, prompt: Prompt) -> Reply:
        self.prompts.append(prompt)
        said = self.script(prompt)
        if isinstance(said, Failure):
            raise said
        return said if isinstance(said, Reply) else Reply(said, input_tokens=100, output_tokens=10)


@dataclass
class FakeChat:
    """A platform as a list of messages. Faults are used up one a post, before or after the effect."""

    platform: str = "console"
    standing: list[tuple[MessageRef, str, Message]] = field(default_factory=list)
    before: list[Failure | None] = field(default_factory=list)
    after: list[Failure | None] = field(default_factory=list)
    unreadable: Failure | None = None
    unwilling: Failure | None = None
    """Raised when a person is to be written to in private."""
    told: list[Message] = field(default_factory=list)
    posts: int = 0

    async def post(self, place: Place, message: Message, key: str) -> MessageRef:
        self.posts += 1
        if self.before and (fault := self.before.pop(0)):
            raise fault
        ref = MessageRef(place.channel, f"m{len(self.standing) + 1}", place.thread.id if place.thread else "")
        self.standing.append((ref, key, message))
        if self.after and (fault := self.after.pop(0)):
            raise fault
        return ref

    async def edit(self, ref: MessageRef, message: Message, key: str) -> None:
        for place, (standing, posted, _) in enumerate(self.standing):
            if standing == ref:
                self.standing[place] = (standing, posted, message)
                return
        raise NotFound("message_not_found")

    async def find(self, place: Place, key: str, after: MessageRef | None) -> MessageRef | None:
        if self.unreadable:
            raise self.unreadable
        return next((ref for ref, posted, _ in self.standing if posted == key), None)

    async def tell(self, reply_to: str, message: Message) -> None:
        self.told.append(message)

    async def private(self, person: str) -> Channel:
        if self.unwilling:
            raise self.unwilling
        return Channel(self.platform, f"private-{person}")

    async def signal(self, channel: Channel, thread: str, message: str) -> None:
        return None

    async def serve(self, inbox: Inbox) -> None:
        raise NotImplementedError("a fake chat hears nothing")

    @property
    def keys(self) -> list[str]:
        return [key for _, key, _ in self.standing]
