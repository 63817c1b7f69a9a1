"""Which listed papers a channel gets, and in which order: DESIGN section 3, Edition."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.edition import Entry, How, Subscription
from bot.domain.paper import Listing, Paper, PaperId

MOST_LISTS = 3
"""An edition reads at most this many listing days that have a list."""
FARTHEST_BACK = 14
"""Days; a channel that slept longer does not catch up further."""


def days_to_read(target: date, last: date | None) -> tuple[date, ...]:
    """The listing days an edition may read, newest first; its reader stops after MOST_LISTS with a list.

    `target`: the channel's local date minus one. `last`: the newest day its previous edition read, which is
    read again for papers listed late; None for a first edition, which reads its own day alone.
    """
    if last is None or last >= target:
        return (target,)
    span = min((target - last).days, FARTHEST_BACK)
    return tuple(target - timedelta(days=back) for back in range(span + 1))


def folded(text: str) -> str:
    """Case and width folded, so that `ＬＬＭ` and `llm` are one word."""
    return unicodedata.normalize("NFKC", text).casefold()


def matching(words: Iterable[str], paper: Paper) -> str:
    """The first of `words` that stands in the title or abstract as a word; empty when none does.

    A Latin word must end where it ends; a Korean one may carry a particle.
    """
    text = folded(f"{paper.title}\n{paper.abstract}")
    return next((word for word in words if _pattern(word).search(text)), "")


def _pattern(word: str) -> re.Pattern[str]:
    plain = folded(word).strip()
    end = "" if plain and "가" <= plain[-1] <= "힣" else r"(?!\w)"
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, plain.split())) + end)


@dataclass(frozen=True, slots=True)
class Choice:
    """What `choose` made of the lists: entries to post, entries to list, in order."""

    entries: tuple[Entry, ...]
    papers: dict[PaperId, Paper]


def choose(listings: Sequence[Listing], taken: Collection[PaperId], subscription: Subscription) -> Choice:
    """The papers not yet taken: interest words first, then upvotes, then place in the list, then id.

    Up to the subscription's limit become cards, the rest one line each. Words to include and exclude and the
    least upvotes decide who takes part at all; what they leave out is not taken and may come another day.
    """
    rows = [
        row
        for row in _newest(listings)
        if row.paper.id not in taken and not left_out(row.paper, row.upvotes, subscription)[0]
    ]
    interests = {row.paper.id: matching(subscription.interest, row.paper) for row in rows}
    rows.sort(key=lambda row: (not interests[row.paper.id], -row.upvotes, row.place, row.paper.id))
    entries = tuple(
        Entry(
            paper=row.paper.id,
            how=How.CARD if place <= subscription.limit else How.LISTED,
            place=place,
            upvotes=row.upvotes,
            interest=interests[row.paper.id],
        )
        for place, row in enumerate(rows, start=1)
    )
    return Choice(entries, {row.paper.id: row.paper for row in rows})


def _newest(listings: Iterable[Listing]) -> list[Listing]:
    """Each paper once: a paper listed on two days counts where it was listed last."""
    newest: dict[PaperId, Listing] = {}
    for row in sorted(listings, key=lambda row: row.day):
        newest[row.paper.id] = row
    return list(newest.values())


def left_out(paper: Paper, upvotes: int, subscription: Subscription) -> tuple[str, str]:
    """Which wish keeps the paper out (upvotes, include or exclude) and its word; both empty if none."""
    if upvotes < subscription.min_upvotes:
        return "upvotes", ""
    if subscription.include and not matching(subscription.include, paper):
        return "include", ""
    word = matching(subscription.exclude, paper)
    return ("exclude", word) if word else ("", "")
