"""Accepts what people ask at once, answers in turn, and turns every error into a line of Korean."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.conversation import Command, Request, RequestKind, Said
from bot.domain.delivery import Delivery, Kind, State, card_key, request_lane
from bot.domain.message import Channel, Message, Tone
from bot.domain.paper import NotAPaperId, Paper, PaperId, parse_paper_id
from bot.domain.papers_command import (
    BadCommand,
    Explain,
    Find,
    PapersCommand,
    Redo,
    Report,
    Resend,
    Retract,
    ShowHelp,
)
from bot.domain.papers_command import (
    ShowPaper as ShowPaperCommand,
)
from bot.domain.papers_grammar import parse_papers_command
from bot.domain.talk.answering import LATE, wait_before_next
from bot.errors import Failure, NotFound, Unavailable
from bot.ports import Chat, Clock, Outbox, Requests
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.edition_messages import Voice
from bot.usecases.hear_thread import HearThread
from bot.usecases.manage_paper import ManagePaper
from bot.usecases.manage_subscription import ManageSubscription
from bot.usecases.show_paper import ModelUnavailable, ShowPaper, WithdrawnPaper
from bot.usecases.suggest_papers import SuggestPapers
from bot.usecases.work_on_requests import IDLE, LEASE, WorkOnRequests
from bot.wording import answers, lines, papers

HOME = ZoneInfo("Asia/Seoul")
"""Dates in private lines; a channel without a subscription has no zone of its own."""
TRIES = 6
WAIT_MINUTES = 10
"""Between two tries of a request whose archive or model could not be reached."""
PAPERS_AT_ONCE = 8
QUESTIONS_AT_ONCE = 32

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Skills:
    """What the desk can do for people, one use-case each."""

    show_paper: ShowPaper
    manage_subscription: ManageSubscription
    manage_paper: ManagePaper
    suggest_papers: SuggestPapers
    hear_thread: HearThread
    answer_question: AnswerQuestion
    zones: Collection[str]
    """The IANA names."""


class Desk:
    """Implements the port Inbox, and works on what it accepted."""

    def __init__(
        self,
        requests: Requests,
        outbox: Outbox,
        skills: Skills,
        chats: Mapping[str, Chat],
        clock: Clock,
        wake: Callable[[], None] = lambda: None,
        voices: Callable[[Channel], Voice] = lambda _channel: Voice(),
    ) -> None:
        """`wake` is called when something new is owed."""
        self._requests = requests
        self._outbox = outbox
        self._skills = skills
        self._chats = chats
        self._clock = clock
        self._wake = wake
        self._voices = voices
        self._papers_to_show = WorkOnRequests(
            requests, self.answer, clock, questions=False, at_once=PAPERS_AT_ONCE
        )
        self._questions = WorkOnRequests(
            requests, self.answer, clock, questions=True, at_once=QUESTIONS_AT_ONCE
        )

    async def command(self, command: Command) -> Message:
        try:
            return await (
                self._papers(command) if command.name == "papers" else self._paper(command, command.text)
            )
        except Failure as error:
            log.warning("a command could not be taken: %s", error)
            return lines.broken()

    async def _papers(self, command: Command) -> Message:
        try:
            wanted = parse_papers_command(command.text, self._skills.zones)
        except BadCommand as fault:
            return papers.bad_command(fault)
        if wanted.changes and not command.person.may_manage:
            return papers.not_allowed()
        answer = await self._carry_out(wanted, command)
        self._wake()
        return answer

    async def _carry_out(self, wanted: PapersCommand, command: Command) -> Message:
        match wanted:
            case ShowHelp():
                return papers.help_text()
            case ShowPaperCommand(paper):
                return await self._paper(command, paper)
            case Redo(paper):
                return await self._redo(command, paper)
            case Explain() | Find() | Report() | Retract() | Resend():
                return await self._skills.manage_paper(wanted, command)
            case _:
                return await self._skills.manage_subscription(wanted, command)

    async def _redo(self, command: Command, paper: PaperId) -> Message:
        """A new summary for a paper that stands in the channel."""
        if await self._outbox.get(card_key(command.channel, paper)) is None:
            return papers.not_posted_here(paper)
        await self._requests.accept(_request(command, paper, self._clock, RequestKind.REDO))
        self._papers_to_show.wake()
        return papers.redoing(paper)

    async def said(self, said: Said) -> bool:
        accepted = await self._skills.hear_thread(said)
        self._questions.wake()
        self._wake()
        return accepted

    async def removed(self, channel: Channel, message: str) -> None:
        await self._skills.hear_thread.removed(channel, message)
        self._wake()

    async def joined(self, channel: Channel) -> Message:
        return lines.hello()

    async def suggest(self, channel: Channel, typed: str) -> Sequence[Paper]:
        return await self._skills.suggest_papers(typed)

    async def _paper(self, command: Command, typed: str) -> Message:
        try:
            paper = parse_paper_id(typed)
        except NotAPaperId:
            return lines.bad_id(typed)
        if command.fault:
            return lines.may_not_post()
        return await self._owe(command, paper)

    async def _owe(self, command: Command, paper: PaperId) -> Message:
        """The link of a paper that stands there, else the promise of one that will."""
        standing = await self._outbox.get(card_key(command.channel, paper))
        if standing is not None and standing.message.tone is not Tone.HELD:
            return _where(standing, paper)
        ahead = await self._requests.ahead(self._clock.now())
        await self._requests.accept(_request(command, paper, self._clock, RequestKind.PAPER))
        self._papers_to_show.wake()
        return lines.reading_after(ahead, ahead + 1) if ahead else lines.reading(paper)

    async def work(self) -> None:
        """Answers requests until cancelled; what is not done then stays in the store."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._papers_to_show())
            tasks.create_task(self._questions())
            tasks.create_task(self._own_up())

    async def _own_up(self) -> None:
        """Says so where an answer takes long."""
        while True:
            try:
                if await self._skills.answer_question.say_late(self._clock.now() - LATE):
                    self._wake()
            except Failure as error:
                log.warning("late answers could not be looked for: %s", error)
            await asyncio.sleep(IDLE)

    async def work_off(self) -> None:
        """Answers what can be answered now, one request after the other."""
        while request := await self._requests.claim(self._clock.now(), self._clock.now() + LEASE):
            await self.answer(request)

    async def answer(self, request: Request) -> None:
        """Works on one claimed request, to its end or to a later try."""
        if request.kind is RequestKind.QUESTION:
            await self._answer_question(request)
            return
        try:
            await self._show(request)
        except NotFound:
            await self._close(request, "unknown", lines.unknown_paper(PaperId(request.text)))
        except WithdrawnPaper as error:
            await self._close(request, "withdrawn", lines.withdrawn(error.paper))
        except Failure as error:
            await self._later(request, error)
        except Exception:
            log.exception("a request ended in a bug")
            await self._close(request, "failed", lines.broken())

    async def _answer_question(self, request: Request) -> None:
        answer_question = self._skills.answer_question
        try:
            await answer_question(request)
        except Failure as error:
            log.warning("a question waits: %s", error)
            wait = wait_before_next(request.tries, error)
            if wait is not None:
                await self._requests.later(request.event, self._clock.now() + wait)
                return
            await answer_question.give_up(request)
        except Exception:
            log.exception("a question ended in a bug")
            await answer_question.say(request, answers.broken())
        await self._requests.done(request.event, "done", self._clock.now())
        self._wake()

    async def _show(self, request: Request) -> None:
        again = request.kind is RequestKind.REDO
        await self._skills.show_paper(
            request, PaperId(request.text), self._voices(request.channel), again=again
        )
        await self._requests.done(request.event, "done", self._clock.now())
        self._wake()

    async def _later(self, request: Request, error: Failure) -> None:
        log.warning("%s waits: %s", request.text, error)
        if request.tries >= TRIES or not isinstance(error, Unavailable):
            await self._close(request, "failed", lines.gave_up(PaperId(request.text)))
            return
        await self._requests.later(request.event, self._clock.now() + timedelta(minutes=WAIT_MINUTES))
        if request.tries == 1:
            silent = lines.model_silent if isinstance(error, ModelUnavailable) else lines.archive_silent
            await self._tell(request, silent(WAIT_MINUTES))

    async def _close(self, request: Request, state: str, message: Message) -> None:
        """Ends a request without its paper: privately while we may, else with one line in the channel."""
        now = self._clock.now()
        if request.reply_until is not None and now < request.reply_until:
            await self._requests.done(request.event, state, now)
            await self._tell(request, message)
            return
        key = f"line/{request.event}"
        line = Delivery(key, request_lane(request.event), Kind.LINE, request.channel, message)
        await self._outbox.owe([line], now)
        await self._requests.done(request.event, state, now)
        self._wake()

    async def _tell(self, request: Request, message: Message) -> None:
        """A private line; best effort."""
        chat = self._chats.get(request.channel.platform)
        if chat is None or not request.reply_to:
            return
        try:
            await chat.tell(request.reply_to, message)
        except Failure as error:
            log.info("a private line was not delivered: %s", error)


def _where(standing: Delivery, paper: PaperId) -> Message:
    if standing.state is not State.SENT or standing.ref is None or standing.sent_at is None:
        return lines.on_its_way(paper)
    return lines.already_posted(standing.sent_at.astimezone(HOME).date(), standing.ref.url)


def _request(command: Command, paper: PaperId, clock: Clock, kind: RequestKind) -> Request:
    return Request(
        event=command.event,
        kind=kind,
        channel=command.channel,
        person=command.person,
        text=paper,
        at=clock.now(),
        reply_to=command.reply_to,
        reply_until=command.reply_until,
        paper=paper,
    )
