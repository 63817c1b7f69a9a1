"""Answer `/paper`: the paper's card and detail in the channel, once."""

from bot.domain.conversation import Request
from bot.domain.delivery import (
    Delivery,
    Kind,
    card_key,
    detail_key,
    edit_of,
    request_lane,
)
from bot.domain.message import Message, Tone
from bot.domain.paper import Paper, PaperId
from bot.domain.summary import Outcome, Reading
from bot.errors import Unavailable
from bot.ports import Archive, Clock, Editions, Library, Outbox
from bot.usecases.edition_messages import Voice
from bot.usecases.owe_edits import owe_edits
from bot.usecases.summarize_paper import SummarizePaper
from bot.wording import cards
from bot.wording.cards import Subject


class ModelUnavailable(Unavailable):
    """The paper could be read but not summarised now."""


class WithdrawnPaper(Exception):
    """Its authors withdrew it: there is nothing to summarise."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(paper.id)
        self.paper = paper


async def find_paper(paper: PaperId, library: Library, archive: Archive, *, urgent: bool = True) -> Paper:
    """Its metadata. Raises NotFound for an id that the archive does not know, Unavailable."""
    known = await library.paper(paper)
    if known is not None:
        return known
    found = await archive.paper(paper, urgent=urgent)
    await library.save_paper(found)
    return found


class ShowPaper:
    """Reads, summarises and owes the messages of one asked-for paper."""

    def __init__(
        self,
        archive: Archive,
        library: Library,
        editions: Editions,
        outbox: Outbox,
        summarize: SummarizePaper,
        clock: Clock,
    ) -> None:
        self._archive = archive
        self._library = library
        self._editions = editions
        self._outbox = outbox
        self._summarize = summarize
        self._clock = clock

    async def __call__(
        self, request: Request, wanted: PaperId, voice: Voice, *, again: bool = False
    ) -> Reading:
        """Owes card and detail, or the edits of a card that stands there without a summary.

        `again`: makes a new summary of a newly read text, and edits what stands there, whatever it is.

        Raises NotFound (unknown id), WithdrawnPaper, Unavailable (the archive), ModelUnavailable.
        """
        paper = await find_paper(wanted, self._library, self._archive)
        if paper.withdrawn:
            raise WithdrawnPaper(paper)
        reading = await self._summarize(paper, urgent=True, again=again)
        if reading.outcome is Outcome.HELD:
            raise ModelUnavailable(reading.detail)
        standing = await self._outbox.get(card_key(request.channel, wanted))
        subject = Subject(paper, reading, asked_by=request.person.name)
        owed = _messages(request, subject, voice)
        if standing is not None:
            mended = subject.summary is not None and (again or standing.message.tone is Tone.HELD)
            owed = tuple(edit_of(delivery) for delivery in owed) if mended else ()
        now = self._clock.now()
        await self._editions.take(request.channel, wanted, now, owed)
        if standing is not None:
            await owe_edits(self._outbox, owed, now)
        return reading


def _messages(request: Request, subject: Subject, voice: Voice) -> tuple[Delivery, ...]:
    paper, channel = subject.paper.id, request.channel
    card = card_key(channel, paper)
    detail = cards.detail(subject, mention_needed=voice.mention_needed)
    return (
        _owe(request, Kind.CARD, card, cards.card(subject), paper),
        _owe(request, Kind.DETAIL, detail_key(channel, paper), detail, paper, parent=card),
    )


def _owe(
    request: Request, kind: Kind, key: str, message: Message, paper: PaperId, parent: str = ""
) -> Delivery:
    lane = request_lane(request.event)
    return Delivery(key, lane, kind, request.channel, message, paper=paper, parent=parent)
