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
from bot.errors import Failure, NotFound, Unavailable
from bot.ports import Chat, Clock, Outbox, Requests
from bot.usecases.edition_messages import Voice
from bot.usecases.manage_paper import ManagePaper
from bot.usecases.manage_subscription import ManageSubscription
from bot.usecases.show_paper import ModelUnavailable, ShowPaper, WithdrawnPaper
from bot.wording import lines, papers

HOME = ZoneInfo("Asia/Seoul")
"""Dates in private lines; a channel without a subscription has no zone of its own."""
LEASE = timedelta(minutes=30)
"""How long a request belongs to the one who works on it; a paper may wait that long for its turn."""
TRIES = 6
WAIT_MINUTES = 10
"""Between two tries of a request whose archive or model could not be reached."""
AT_ONCE = 8
"""Requests worked on at the same time; the archive and the model have queues of their own."""
IDLE = 5.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Skills:
    """What the desk can do for people, one use-case each."""

    show_paper: ShowPaper
    manage_subscription: ManageSubscription
    manage_paper: ManagePaper
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
        self._more = asyncio.Event()

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
        self._more.set()
        return papers.redoing(paper)

    async def said(self, said: Said) -> bool:
        return False

    async def removed(self, channel: Channel, message: str) -> None:
        await self._requests.forget(channel, message)

    async def joined(self, channel: Channel) -> Message:
        return lines.hello()

    async def suggest(self, channel: Channel, typed: str) -> Sequence[Paper]:
        return ()

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
        self._more.set()
        return lines.reading_after(ahead, ahead + 1) if ahead else lines.reading(paper)

    async def work(self) -> None:
        """Answers requests until cancelled; what is not done then stays in the store."""
        limit = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as tasks:
            while True:
                await limit.acquire()
                now = self._clock.now()
                request = await self._requests.claim(now, now + LEASE)
                if request is None:
                    limit.release()
                    await self._pause()
                    continue
                task = tasks.create_task(self.answer(request))
                task.add_done_callback(lambda _task: limit.release())

    async def work_off(self) -> None:
        """Answers what can be answered now, one request after the other."""
        while request := await self._requests.claim(self._clock.now(), self._clock.now() + LEASE):
            await self.answer(request)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(IDLE):
                await self._more.wait()
        except TimeoutError:
            return
        self._more.clear()

    async def answer(self, request: Request) -> None:
        """Works on one claimed request, to its end or to a later try."""
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
