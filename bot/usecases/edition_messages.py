"""Which messages an edition owes, and in which order. Pure: from data to deliveries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.delivery import (
    Delivery,
    Kind,
    card_key,
    detail_key,
    edit_of,
    edition_lane,
    header_key,
    listed_key,
)
from bot.domain.edition import Edition, Entry, Layout
from bot.domain.message import Message
from bot.domain.outcome import stands
from bot.domain.paper import PaperId
from bot.domain.summary import Outcome, Reading
from bot.wording import cards, editions
from bot.wording.cards import Subject


@dataclass(frozen=True, slots=True)
class Voice:
    """What a channel's platform makes us say differently."""

    mention_needed: bool = False
    """Questions are seen only when they mention us (Discord without message content)."""


def first_messages(
    edition: Edition, readings: Mapping[PaperId, Reading], voice: Voice
) -> tuple[Delivery, ...]:
    """Header, cards, details, the rest of the list: in the order in which people shall see them.

    Papers that are held have a line in the header and nothing else. All held: nothing at all.
    """
    subjects = _subjects(edition, edition.cards, readings)
    standing = [subject for subject in subjects if _has_card(subject)]
    if not standing:
        return ()
    key = header_key(edition.channel, edition.day, edition.number)
    return (
        _owe(edition, Kind.HEADER, key, editions.header(edition, subjects)),
        *_cards_and_details(edition, standing, voice),
        *(
            _owe(edition, Kind.LISTED, listed_key(key, part), message, parent=key)
            for part, message in enumerate(editions.listed(edition), start=1)
        ),
    )


def later_messages(
    edition: Edition,
    changes: Sequence[Entry],
    readings: Mapping[PaperId, Reading],
    header: Message,
    voice: Voice,
) -> tuple[Delivery, ...]:
    """What follows when held or shown papers come through after the header stands.

    `changes`: entries with their new outcome. New cards are sent, shown ones edited in place, and the
    header's lines with them.
    """
    before = {entry.paper: entry for entry in edition.cards}
    subjects = _subjects(edition, changes, readings)
    new = [subject for subject in subjects if _has_card(subject) and not stands(before[subject.paper.id])]
    mended = [subject for subject in subjects if _has_card(subject) and stands(before[subject.paper.id])]
    key = header_key(edition.channel, edition.day, edition.number)
    lined = editions.with_lines(
        header, {subject.entry.place: subject for subject in subjects if subject.entry}
    )
    return (
        *_cards_and_details(edition, new, voice),
        *(edit for subject in mended for edit in _edits(edition, subject, voice)),
        *((edit_of(_owe(edition, Kind.HEADER, key, lined)),) if lined != header else ()),
    )


def _subjects(
    edition: Edition, entries: Sequence[Entry], readings: Mapping[PaperId, Reading]
) -> list[Subject]:
    return [Subject(edition.papers[entry.paper], readings[entry.paper], entry) for entry in entries]


def _has_card(subject: Subject) -> bool:
    return subject.reading.outcome is not Outcome.HELD


def _cards_and_details(edition: Edition, subjects: Sequence[Subject], voice: Voice) -> tuple[Delivery, ...]:
    return (
        *(_card(edition, subject) for subject in subjects),
        *(_detail(edition, subject, voice) for subject in subjects if _has_detail(edition, subject)),
    )


def _has_detail(edition: Edition, subject: Subject) -> bool:
    """A full card holds the five parts itself; one without a summary still owes its abstract."""
    return edition.layout is Layout.CARD or subject.summary is None


def _card(edition: Edition, subject: Subject) -> Delivery:
    paper = subject.paper.id
    message = cards.card(subject, edition.layout)
    return _owe(edition, Kind.CARD, card_key(edition.channel, paper), message, paper=paper)


def _detail(edition: Edition, subject: Subject, voice: Voice) -> Delivery:
    paper, channel = subject.paper.id, edition.channel
    message = cards.detail(subject, mention_needed=voice.mention_needed)
    card = card_key(channel, paper)
    return _owe(edition, Kind.DETAIL, detail_key(channel, paper), message, paper=paper, parent=card)


def _edits(edition: Edition, subject: Subject, voice: Voice) -> tuple[Delivery, Delivery]:
    return edit_of(_card(edition, subject)), edit_of(_detail(edition, subject, voice))


def _owe(
    edition: Edition,
    kind: Kind,
    key: str,
    message: Message,
    *,
    paper: PaperId | None = None,
    parent: str = "",
) -> Delivery:
    lane = edition_lane(edition.channel)
    return Delivery(key, lane, kind, edition.channel, message, paper=paper, parent=parent)
