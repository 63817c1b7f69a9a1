"""Hear what is said below our cards: keep it, and accept what is a question."""

from dataclasses import replace
from math import ceil

from bot.domain.conversation import Request, RequestKind, Said
from bot.domain.delivery import Delivery, Kind, card_key, thread_lane
from bot.domain.message import Channel, Thread
from bot.domain.talk.answering import PER, answer_at
from bot.domain.talk.listening import Heard, hear
from bot.ports import Clock, Outbox, Requests, Threads
from bot.usecases.answer_question import AnswerQuestion
from bot.wording import answers


class HearThread:
    """Everything that can be known before a model is asked."""

    def __init__(
        self, requests: Requests, threads: Threads, outbox: Outbox, answer: AnswerQuestion, clock: Clock
    ) -> None:
        self._requests = requests
        self._threads = threads
        self._outbox = outbox
        self._answer = answer
        self._clock = clock

    async def __call__(self, said: Said) -> bool:
        """True for a question that is now accepted, and was not before."""
        thread = await self._requests.thread(said.channel, said.thread)
        if thread is None:
            return False
        await self._threads.remember(said)
        talk = await self._threads.talk(said.channel, said.thread)
        match hear(talk.turns_until(said.message), talk.silenced):
            case Heard.QUESTION:
                return await self._accept(said, thread, silenced=talk.silenced)
            case Heard.SILENCE_PLEASE if not talk.silenced:
                await self._be_silent(said, thread)
        return False

    async def removed(self, channel: Channel, message: str) -> None:
        """A deleted question is not answered, and a deleted message is not kept."""
        event = await self._requests.forget(channel, message)
        await self._threads.forget(channel, message)
        if event:
            await self._answer.withdraw(event)

    async def _accept(self, said: Said, thread: Thread, *, silenced: bool) -> bool:
        request = Request(
            event=said.event,
            kind=RequestKind.QUESTION,
            channel=said.channel,
            person=said.person,
            text=said.text,
            at=said.at,
            thread=said.thread,
            message=said.message,
            paper=thread.paper,
        )
        now = self._clock.now()
        before = await self._threads.asked(said.channel, said.person, now - PER)
        free = answer_at(*before, now)
        accepted = await self._requests.accept(replace(request, due=free if free > now else None))
        if accepted and free > now:
            minutes = ceil((free - now).total_seconds() / 60)
            await self._answer.wait_with(request, answers.answered_in(minutes))
        if accepted and silenced:
            await self._threads.silence(said.channel, said.thread, silenced=False)
        return accepted

    async def _be_silent(self, said: Said, thread: Thread) -> None:
        card = card_key(said.channel, thread.paper)
        line = Delivery(
            f"line/{said.event}",
            thread_lane(card),
            Kind.LINE,
            said.channel,
            answers.only_when_called(),
            paper=thread.paper,
            parent=card,
        )
        await self._outbox.owe([line], self._clock.now())
        await self._threads.silence(said.channel, said.thread, silenced=True)
