"""Threads for tests: people who write below cards, and a model that answers from the paper it was given."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.domain.conversation import Person, Said
from bot.domain.message import Channel, Message, Quotation
from bot.domain.prompt import Prompt, Reply
from bot.errors import Failure
from tests.fakes.papers import RESULT, paper_id, reply
from tests.usecases.conftest import CHANNEL, World

ANSWER = "따로 둔 평가 자료에서 정확도 85.3%를 얻었습니다."
Script = Callable[[Prompt], str | Reply | Failure]


def answer(text: str = ANSWER, *quotes: str, found: bool = True) -> str:
    """The model's JSON; without quotes one that stands in every test paper."""
    cited = [{"section": "4 Results", "quote": quote} for quote in quotes or (RESULT,)]
    return json.dumps({"answer": text, "found": found, "citations": cited}, ensure_ascii=False)


def answering(script: Script) -> Script:
    """`script` for questions; summaries and search words as they should be."""

    def model(prompt: Prompt) -> str | Reply | Failure:
        if prompt.name == "summary":
            return reply()
        if prompt.name == "keywords":
            return json.dumps({"keywords": ["accuracy", "results"]})
        return script(prompt)

    return model


class Talk:
    """People in the threads of a world whose edition has been posted."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.count = 0

    @classmethod
    async def below_cards(cls, world: World, script: Script = lambda _prompt: answer()) -> "Talk":
        world.model.script = answering(script)
        await world.publish()
        world.model.prompts.clear()
        return cls(world)

    def card(self, number: int, channel: Channel = CHANNEL) -> str:
        """The id of a paper's card, below which its thread hangs."""
        key = f"paper/{channel.platform}/{channel.id}/{paper_id(number)}"
        return next(ref.id for ref, posted, _ in self.world.chat.standing if posted == key)

    def said(self, text: str, number: int = 1, person: str = "U1", **changes: object) -> Said:
        self.count += 1
        self.world.clock.moment += timedelta(seconds=20)
        thread = changes.get("thread") or self.card(number)
        fields: Mapping[str, object] = {
            "event": f"e{self.count}",
            "channel": CHANNEL,
            "thread": thread,
            "message": f"q{self.count}",
            "person": Person(person, "김지우"),
            "text": text,
            "at": self.world.clock.now(),
        }
        return Said(**{**fields, **changes})  # type: ignore[arg-type]

    async def says(self, text: str, number: int = 1, person: str = "U1", **changes: object) -> bool:
        """A new process hears it."""
        return await self.world.desk().said(self.said(text, number, person, **changes))

    async def settle(self) -> None:
        """A new process answers what can be answered now, and sends it."""
        await self.world.desk().work_off()
        await self.world.deliverer().work(60)

    async def ask(self, text: str, number: int = 1, person: str = "U1", **changes: object) -> str:
        """The answer's text as it stands in the thread."""
        await self.says(text, number, person, **changes)
        event = str(changes.get("event", f"e{self.count}"))
        await self.settle()
        return read(self.answer(event)) if f"answer/{event}" in self.world.chat.keys else ""

    def answer(self, event: str) -> Message:
        (found,) = [message for _, key, message in self.world.chat.standing if key == f"answer/{event}"]
        return found

    def in_thread(self, number: int) -> list[str]:
        """What we said below a card after its detail."""
        card = self.card(number)
        return [
            read(message)
            for ref, key, message in self.world.chat.standing
            if ref.thread == card and not key.startswith("detail/")
        ]


def read(message: Message) -> str:
    """A message as a reader sees it, quotes in `>`."""
    lines = []
    for part in message.body:
        if isinstance(part, Quotation):
            lines.append(f"> {part.text} ({part.section})")
        else:
            lines.append("".join(span.text for span in getattr(part, "spans", ())))
    return "\n".join((*lines, " · ".join(message.small))).strip()
