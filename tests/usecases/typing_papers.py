"""Typing `/papers` as people do, and reading what they are told."""

from datetime import timedelta

from bot.domain.conversation import Command, Person
from bot.domain.message import Items, Message
from tests.usecases.conftest import CHANNEL, World

MANAGER = Person("u9", "이서연", may_manage=True)
ANYBODY = Person("u1", "김지우")


def told(message: Message) -> list[str]:
    """What the person reads, line by line."""
    lines = [message.head] if message.head else []
    for part in message.body:
        if isinstance(part, Items):
            lines += ["".join(span.text for span in entry) for entry in part.entries]
        else:
            lines.append("".join(span.text for span in part.spans))  # type: ignore[union-attr]
    return lines


async def ask(world: World, typed: str, person: Person = MANAGER, event: str = "e1") -> list[str]:
    """The private answer; then everything is worked off and sent."""
    desk = world.desk()
    until = world.clock.now() + timedelta(minutes=15)
    answer = await desk.command(
        Command(event, CHANNEL, person, "papers", typed, reply_to="here", reply_until=until)
    )
    await desk.work_off()
    await world.deliverer().work(0)
    return told(answer)
