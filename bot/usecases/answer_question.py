"""Answer a question in its thread: one message, owed once."""

from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import Request
from bot.domain.delivery import Delivery, Kind, answer_key, card_key, edit_of, thread_lane
from bot.domain.message import Message, Tone
from bot.domain.paper import PaperId
from bot.domain.talk.answering import Answer, Fault, as_reply, given_up
from bot.domain.talk.history import earlier
from bot.errors import Failure
from bot.ports import Clock, Outbox, Requests, Threads
from bot.usecases.find_answer import FindAnswer
from bot.wording import answers


class AnswerQuestion:
    """From an accepted question to the message that is owed below its card."""

    def __init__(
        self, find: FindAnswer, outbox: Outbox, requests: Requests, threads: Threads, clock: Clock
    ) -> None:
        self._find = find
        self._outbox = outbox
        self._requests = requests
        self._threads = threads
        self._clock = clock

    async def __call__(self, request: Request) -> None:
        """Owes the answer, unless it is owed already. Raises NotFound, Unavailable, Rejected."""
        if await self._is_answered(request):
            return
        if not request.text.strip():
            await self.say(request, answers.ask_more())
            return
        talk = await self._threads.talk(request.channel, request.thread)
        answer = await self._find(_paper(request), request.text, earlier(talk, request.message))
        await self._owe_answer(request, answer)

    async def give_up(self, request: Request) -> None:
        """Owes what can be said without a model."""
        try:
            answer = await self._find.without_model(_paper(request), request.text)
        except Failure:
            answer = given_up(Fault.UNAVAILABLE, ())
        await self._owe_answer(request, answer)

    async def say_late(self, before: datetime) -> bool:
        """Owes a line for each question that waits since before that moment; says whether there was one."""
        waiting = await self._requests.unanswered(before)
        for request in waiting:
            await self.wait_with(request, answers.still_looking())
        return bool(waiting)

    async def wait_with(self, request: Request, line: Message) -> None:
        """Owes a line that will be edited into the answer."""
        await self._outbox.owe([_delivery(request, line)], self._clock.now())

    async def withdraw(self, event: str) -> None:
        """The question is gone: a line that promised an answer says so."""
        standing = await self._outbox.get(answer_key(event))
        if standing is not None and standing.message.tone is Tone.HELD:
            change = edit_of(replace(standing, message=answers.question_gone()))
            await self._outbox.owe([_fresh(change)], self._clock.now())

    async def say(self, request: Request, message: Message) -> None:
        """Owes the message in the answer's place, or as an edit of the line that stands there.

        Nothing for a question that was deleted meanwhile.
        """
        if not await self._requests.is_open(request.event):
            return
        delivery, now = _delivery(request, message), self._clock.now()
        if await self._outbox.owe([delivery], now) == 0 and not await self._is_answered(request):
            await self._outbox.owe([edit_of(delivery)], now)

    async def _owe_answer(self, request: Request, answer: Answer) -> None:
        if await self._requests.is_open(request.event):
            # First, so that the next question in the thread knows of it whenever we are stopped.
            await self._threads.answered(request, as_reply(answer), self._clock.now())
            await self.say(request, answers.answer(answer))

    async def _is_answered(self, request: Request) -> bool:
        standing = await self._outbox.get(answer_key(request.event))
        return standing is not None and standing.message.tone is not Tone.HELD


def _paper(request: Request) -> PaperId:
    if request.paper is None:
        raise ValueError("a question without its thread's paper")
    return request.paper


def _delivery(request: Request, message: Message) -> Delivery:
    card = card_key(request.channel, _paper(request))
    return Delivery(
        answer_key(request.event),
        thread_lane(card),
        Kind.ANSWER,
        request.channel,
        message,
        paper=request.paper,
        parent=card,
    )


def _fresh(change: Delivery) -> Delivery:
    """Without what became of the message that it changes."""
    return Delivery(
        change.key, change.lane, change.kind, change.channel, change.message, change.paper, change.parent
    )
