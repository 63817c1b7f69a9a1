"""Carry out what a channel wishes of its edition: `/papers on`, `limit`, `status` and their kin."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.calendar import due_moment, local_day, next_due
from bot.domain.conversation import Command
from bot.domain.edition import Edition, Silence, Subscription
from bot.domain.message import Channel, Message
from bot.domain.papers_command import (
    Pause,
    PublishNow,
    Resume,
    SetLayout,
    SetLimit,
    SetUpvotes,
    SetWords,
    ShowStatus,
    TurnOff,
    TurnOn,
    WordList,
)
from bot.ports import Books, Chronicle, Clock, Subscriptions
from bot.wording import papers, stories
from bot.wording.dates import moment

Setting = SetLimit | SetUpvotes | SetWords | SetLayout
SubscriptionCommand = TurnOn | TurnOff | Pause | Resume | PublishNow | ShowStatus | Setting

AHEAD = timedelta(hours=1)
"""An edition is made at most this long before its moment; when the time was changed since, that moment is not
it.
"""
HOME = "Asia/Seoul"
"""A time of another zone is told with its name."""
NEWS = 5
"""How many of the last editions and silences `status` looks at."""


class ManageSubscription:
    """Each call changes at most the channel's own subscription, and says privately what it did."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        chronicle: Chronicle,
        books: Books,
        clock: Clock,
        publish_now: Callable[[Subscription], bool],
    ) -> None:
        """`publish_now` begins an edition at once; False when one is under way."""
        self._subscriptions = subscriptions
        self._chronicle = chronicle
        self._books = books
        self._clock = clock
        self._publish_now = publish_now

    async def __call__(self, wanted: SubscriptionCommand, command: Command) -> Message:
        known = await self._subscriptions.get(command.channel)
        match wanted:
            case TurnOn():
                return await self._turn_on(wanted, command, known)
            case ShowStatus():
                return await self._status(command.channel, known)
            case PublishNow():
                begun = self._publish_now(known or Subscription(command.channel))
                return papers.making_now() if begun else papers.making_already()
        if known is None:
            return papers.was_off() if isinstance(wanted, TurnOff) else papers.not_subscribed()
        return await self._change(wanted, known)

    async def _turn_on(self, wanted: TurnOn, command: Command, known: Subscription | None) -> Message:
        now = self._clock.now()
        base = known or Subscription(command.channel)
        changed = replace(
            base,
            at=wanted.at or base.at,
            timezone=wanted.timezone or base.timezone,
            weekdays=wanted.weekdays or base.weekdays,
            paused=False,
            since=base.since if known and not known.paused else now,
            by=command.person.id,
        )
        await self._subscriptions.save(changed)
        was_on = known is not None and not known.paused
        said = papers.rescheduled if was_on else papers.switched_on
        return said(self._next(changed))

    def _next(self, subscription: Subscription) -> str:
        due = next_due(subscription, self._clock.now())
        if due is None:
            return ""
        when = moment(due_moment(subscription, due), subscription.timezone)
        return when if subscription.timezone == HOME else f"{when} ({subscription.timezone})"

    async def _change(self, wanted: TurnOff | Pause | Resume | Setting, known: Subscription) -> Message:
        if isinstance(wanted, TurnOff):
            await self._subscriptions.remove(known.channel)
            return papers.switched_off()
        changed, said = self._changed(wanted, known)
        await self._subscriptions.save(changed)
        return said

    def _changed(self, wanted: Pause | Resume | Setting, known: Subscription) -> tuple[Subscription, Message]:
        match wanted:
            case Pause():
                return replace(known, paused=True), papers.paused()
            case Resume():
                since = self._clock.now() if known.paused else known.since
                resumed = replace(known, paused=False, since=since)
                return resumed, papers.resumed(self._next(resumed))
            case SetLimit(limit):
                return replace(known, limit=limit), papers.limit_set(limit)
            case SetUpvotes(upvotes):
                return replace(known, min_upvotes=upvotes), papers.upvotes_set(upvotes)
            case SetWords(name, words):
                return _with_words(known, name, words), papers.words_set(name, words)
            case SetLayout(layout):
                return replace(known, layout=layout), papers.layout_set(layout)

    async def _status(self, channel: Channel, known: Subscription | None) -> Message:
        """When the next comes, how the last went, which days had nothing and why, what the model read."""
        lines = []
        if known is not None and not known.paused and (due := self._next(known)):
            lines.append(stories.next_one(due))
        editions = await self._chronicle.newest(channel, NEWS)
        if editions:
            fallbacks = await self._chronicle.fallbacks(editions[0])
            lines.append(stories.last_one(editions[0], _when(editions[0], known), fallbacks))
        silences = await self._chronicle.quiet(channel, NEWS)
        lines += [stories.quiet_day(row) for row in silences if not editions or _is_news(row, editions[0])]
        lines += await self._model_used(known or Subscription(channel))
        return papers.status(known, lines)

    async def _model_used(self, subscription: Subscription) -> Sequence[str]:
        """Today, for all channels; nothing where the model's server counts nothing."""
        used = await self._books.used(*local_day(self._clock.now(), subscription.timezone))
        return [stories.model_used(used.input_tokens)] if used.input_tokens else []


def _is_news(silence: Silence, last: Edition) -> bool:
    """A second look at a day that had its edition is none."""
    return silence.at > last.at and silence.day > last.day


def _when(edition: Edition, known: Subscription | None) -> str:
    """When it came: made a little ahead, it waited for its moment."""
    subscription = known or Subscription(edition.channel)
    due = due_moment(subscription, edition.due) if edition.due else edition.at
    at = due if due - edition.at < AHEAD else edition.at
    return moment(max(at, edition.at), subscription.timezone)


def _with_words(known: Subscription, name: WordList, words: tuple[str, ...]) -> Subscription:
    match name:
        case WordList.INTEREST:
            return replace(known, interest=words)
        case WordList.INCLUDE:
            return replace(known, include=words)
        case WordList.EXCLUDE:
            return replace(known, exclude=words)
