"""What is amiss, and of what operators have to hear: pure, from what happened to the alerts that are owed.

An alert is told once when a trouble begins and once when it is over. That it was told stands in the outbox,
as the key of its delivery: `alert/<trouble>/<who>/<about>/<since>`, and the same with `/well` behind it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import due_moment, owed_date
from bot.domain.delivery import Delivery, State, card_key, detail_key, header_key
from bot.domain.edition import Edition, Entry, Silence, Subscription
from bot.domain.message import Channel
from bot.domain.outcome import TRIED_FOR
from bot.domain.summary import Outcome, Reason

PATIENCE = timedelta(minutes=15)
"""After the due moment: what comes in by then was late, not amiss."""
QUIET_DAYS = 3
SATURDAY = 5

KEY_REFUSED = "refuses the key"
"""What a model's error says of a bad key; see adapters/models."""
TOKEN_WORDS = (
    "token_revoked",
    "token_expired",
    "invalid_auth",
    "account_inactive",
    "not_authed",
    "refuses the token",
    "HTTP 401",
)
"""What a chat's error says of a token that counts no more; see adapters/chats."""


class Trouble(StrEnum):
    NO_EDITION = "no-edition"
    """The list could not be had at the due moment."""
    PARTIAL = "partial"
    """Papers without a summary, or messages that could not be sent."""
    QUIET = "quiet"
    """Weekday after weekday without a paper."""
    CONNECTION = "connection"
    """The platform takes our token no more."""
    KEY = "key"
    """The model's."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How one thing stands: amiss, or well."""

    trouble: Trouble
    about: str
    """A channel, an edition of one, a platform, or the model."""
    amiss: bool
    channel: Channel | None = None
    """None for what concerns more than one channel."""
    platform: str = ""
    """The only platform that it concerns; empty for all."""
    day: date | None = None
    """The channel's local date."""
    cause: str = ""
    reason: Reason = Reason.NONE
    """Why a paper has no summary, where that is the cause."""
    whole: int = 0
    out: int = 0
    """Papers of the edition that are out as they should be, or days of silence."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one subscribed channel. Editions and silences: the last ones, newest first."""

    subscription: Subscription
    done: date | None
    editions: Sequence[Edition]
    silences: Sequence[Silence]
    deliveries: Sequence[Delivery]
    """Those of its newest editions, and all that is still owed to it."""


def conditions(known: Sequence[Facts], now: datetime) -> list[Condition]:
    """Everything of which it can be told now whether it is amiss or well."""
    found: list[Condition] = []
    for facts in known:
        found += (*_no_edition(facts, now), *_partial(facts, now), *_quiet(facts))
    return [*found, *_tokens(known), *_key(known, now)]


def _no_edition(facts: Facts, now: datetime) -> Iterator[Condition]:
    channel = facts.subscription.channel
    due = owed_date(facts.subscription, facts.done, now)
    if due is None:
        yield Condition(Trouble.NO_EDITION, str(channel), amiss=False, channel=channel, day=facts.done)
        return
    moment = due_moment(facts.subscription, due)
    faults = [row for row in facts.silences if row.due is None and row.at >= moment - PATIENCE]
    if faults and now - moment >= PATIENCE:
        cause = faults[0].reason
        yield Condition(Trouble.NO_EDITION, str(channel), amiss=True, channel=channel, day=due, cause=cause)


def _partial(facts: Facts, now: datetime) -> Iterator[Condition]:
    for edition in facts.editions:
        if not PATIENCE <= now - _moment(edition, facts.subscription) < TRIED_FOR:
            continue
        failed = _failed(edition, facts.deliveries)
        short = [entry for entry in edition.cards if entry.outcome is not Outcome.POSTED]
        if short and not failed and all(_lacks_key(entry) for entry in short):
            continue  # one cause, one alert: that the key is refused is told by itself
        unsent = {delivery.paper for delivery in failed}
        good = [entry for entry in edition.cards if entry not in short and entry.paper not in unsent]
        lost_header = any(delivery.paper is None for delivery in failed)
        yield Condition(
            Trouble.PARTIAL,
            f"{edition.channel}/{edition.day}/{edition.number}",
            amiss=bool(short or failed),
            channel=edition.channel,
            day=edition.local_date or edition.day,
            cause=failed[0].reason if failed else short[0].detail if short else "",
            reason=short[0].reason if short and not failed else Reason.NONE,
            whole=len(edition.cards),
            out=0 if lost_header and not good else len(good),
        )


def _moment(edition: Edition, subscription: Subscription) -> datetime:
    """When it went out, or should have: made a little ahead it waits for its moment."""
    due = due_moment(subscription, edition.due) if edition.due else edition.at
    return max(edition.at, min(due, edition.at + PATIENCE))


def _failed(edition: Edition, deliveries: Iterable[Delivery]) -> list[Delivery]:
    keys = {header_key(edition.channel, edition.day, edition.number)}
    for entry in edition.cards:
        keys |= {card_key(edition.channel, entry.paper), detail_key(edition.channel, entry.paper)}
    return [one for one in deliveries if one.state is State.FAILED and one.key in keys]


def _quiet(facts: Facts) -> Iterator[Condition]:
    channel = facts.subscription.channel
    came = {edition.due: True for edition in facts.editions if edition.due}
    dues = {row.due: False for row in facts.silences if row.due} | came
    weekdays = [dues[due] for due in sorted(dues, reverse=True) if due.weekday() < SATURDAY]
    silent = weekdays.index(True) if True in weekdays else len(weekdays)
    if silent == 0 and weekdays:
        yield Condition(Trouble.QUIET, str(channel), amiss=False, channel=channel)
    elif silent >= QUIET_DAYS:
        yield Condition(Trouble.QUIET, str(channel), amiss=True, channel=channel, out=silent)


def _tokens(known: Sequence[Facts]) -> Iterator[Condition]:
    """A platform is well again when nothing that is owed there waits for a token."""
    for platform in sorted({facts.subscription.channel.platform for facts in known}):
        waiting = [
            delivery
            for facts in known
            if facts.subscription.channel.platform == platform
            for delivery in facts.deliveries
            if delivery.state is State.PENDING and any(word in delivery.reason for word in TOKEN_WORDS)
        ]
        cause = waiting[0].reason if waiting else ""
        yield Condition(Trouble.CONNECTION, platform, amiss=bool(waiting), platform=platform, cause=cause)


def _key(known: Sequence[Facts], now: datetime) -> Iterator[Condition]:
    newest = [edition for facts in known for edition in facts.editions if now - edition.at < TRIED_FOR]
    refused = [entry for edition in newest for entry in edition.cards if _lacks_key(entry)]
    if newest:
        cause = refused[0].detail if refused else ""
        yield Condition(Trouble.KEY, "model", amiss=bool(refused), cause=cause)


def _lacks_key(entry: Entry) -> bool:
    return entry.outcome is Outcome.HELD and KEY_REFUSED in entry.detail


def alert_name(condition: Condition, who: str) -> str:
    """The same for one trouble from its beginning to its end."""
    return f"alert/{condition.trouble}/{who}/{condition.about}"


def open_alerts(keys: Collection[str]) -> Mapping[str, str]:
    """Of the alerts that were told and not yet called off, name -> key. `keys`: of all alerts so far."""
    told = [key for key in keys if not key.endswith("/well") and f"{key}/well" not in keys]
    return {key.rpartition("/")[0]: key for key in told}


def owed_key(condition: Condition, who: str, told: Mapping[str, str], now: datetime) -> str:
    """The key of the alert that `who` is owed now; empty when there is nothing new to say."""
    name = alert_name(condition, who)
    if condition.amiss:
        return "" if name in told else f"{name}/{now:%Y%m%dT%H%M%S}"
    return f"{told[name]}/well" if name in told else ""
