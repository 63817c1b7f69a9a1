"""Carry out what people want of one paper: `/papers why`, `find`, `report`, `retract`, `resend`."""

from collections.abc import Mapping

from bot.domain.choice import left_out
from bot.domain.conversation import Command
from bot.domain.delivery import OPEN, Delivery, Kind, card_key, detail_key, edit_of, request_lane
from bot.domain.edition import Subscription
from bot.domain.message import Channel, Message, Place
from bot.domain.outcome import TRIED_FOR
from bot.domain.paper import Paper, PaperId
from bot.domain.papers_command import Explain, Find, Report, Resend, Retract
from bot.errors import Failure
from bot.ports import Chat, Chronicle, Clock, Library, Outbox, Subscriptions
from bot.usecases.alert_operators import AlertOperators
from bot.usecases.explain_summary import explain_summary
from bot.usecases.owe_edits import owe_edits
from bot.wording import cards, papers, stories
from bot.wording.lines import on_its_way

PaperCommand = Explain | Find | Report | Retract | Resend
MOST_FOUND = 5


class ManagePaper:
    """Each call answers privately; what it changes in the channel is owed, not sent here."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        chronicle: Chronicle,
        library: Library,
        outbox: Outbox,
        chats: Mapping[str, Chat],
        alert: AlertOperators,
        clock: Clock,
    ) -> None:
        self._subscriptions = subscriptions
        self._chronicle = chronicle
        self._library = library
        self._outbox = outbox
        self._chats = chats
        self._alert = alert
        self._clock = clock

    async def __call__(self, wanted: PaperCommand, command: Command) -> Message:
        match wanted:
            case Find(query):
                return papers.found(await self._find(command.channel, query))
            case Explain(paper):
                return await self._explain(command.channel, paper)
            case Report(paper, reason):
                heard = await self._alert.report(command, paper, reason)
                return papers.reported() if heard else papers.noted()
            case Retract(paper, reason):
                return await self._retract(command, paper, reason)
            case Resend(paper):
                return await self._resend(command.channel, paper)

    async def _find(self, channel: Channel, query: str) -> list[tuple[Paper, str, str]]:
        """Paper, gist and link of the posted papers that fit best."""
        hits = await self._library.find(channel, query, MOST_FOUND)
        found = []
        for paper in hits:
            story = await self._chronicle.story(channel, paper)
            if story is None:
                continue
            gist = story.reading.summary.gist if story.reading and story.reading.summary else cards.HELD
            url = story.card.ref.url if story.card and story.card.ref else ""
            found.append((story.paper, gist, url))
        return found

    async def _explain(self, channel: Channel, paper: PaperId) -> Message:
        story = await self._chronicle.story(channel, paper)
        if story is None:
            return papers.never_heard_of(paper)
        subscription = await self._subscriptions.get(channel) or Subscription(channel)
        newest = story.listed[-1] if story.listed else None
        code, word = (
            left_out(story.paper, newest.upvotes, subscription) if newest and not story.entry else ("", "")
        )
        why = stories.left_out(code, word, subscription.min_upvotes)
        claims = await explain_summary(story.paper, story.reading, self._library) if story.reading else ()
        lines = stories.story_lines(story, subscription.timezone, why, TRIED_FOR)
        lines += stories.claim_lines(claims)
        return papers.story(story.paper, lines, story.card.ref.url if story.card and story.card.ref else "")

    async def _retract(self, command: Command, paper: PaperId, reason: str) -> Message:
        """Card and detail say that the summary was taken back, in place."""
        story = await self._chronicle.story(command.channel, paper)
        if story is None or story.card is None:
            return papers.not_posted_here(paper)
        card, detail = cards.retracted(story.paper, reason), cards.retracted_detail(story.paper)
        keys = (card_key(command.channel, paper), card), (detail_key(command.channel, paper), detail)
        edits = [
            edit_of(
                Delivery(key, request_lane(command.event), Kind.CARD, command.channel, message, paper=paper)
            )
            for key, message in keys
            if await self._outbox.get(key)
        ]
        await owe_edits(self._outbox, edits, self._clock.now())
        return papers.retracted(paper)

    async def _resend(self, channel: Channel, paper: PaperId) -> Message:
        """Only what really is gone, or never came, is sent again."""
        card = await self._outbox.get(card_key(channel, paper))
        if card is None:
            return papers.not_posted_here(paper)
        if card.state in OPEN:
            return on_its_way(paper)
        try:
            after = await self._outbox.anchor(card)
            found = await self._chats[channel.platform].find(Place(channel), card.key, after)
        except Failure:
            return papers.cannot_look()
        if found is not None:
            return papers.still_there(paper)
        for key in (card.key, detail_key(channel, paper)):
            await self._outbox.revive(key, self._clock.now())
        return papers.resending(paper)
