"""What one run of `publish` came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.delivery import Delivery, State
from bot.domain.edition import Edition, Entry
from bot.domain.message import Channel
from bot.domain.summary import Outcome


@dataclass(frozen=True, slots=True)
class ChannelReport:
    """Counts and names of one channel's messages in this run."""

    owed: int = 0
    sent: int = 0
    linked: tuple[str, ...] = ()
    """Papers listed in the header's thread."""
    shown: tuple[Entry, ...] = ()
    held: tuple[Entry, ...] = ()
    unknown: tuple[Delivery, ...] = ()
    failed: tuple[Delivery, ...] = ()
    waiting: tuple[Delivery, ...] = ()
    """Not sent yet: the platform asked us to wait, or could not be reached."""
    fault: str = ""
    """Why its list could not be had; empty when it could."""
    silence: str = ""
    """Why there is no new edition; empty when there is one."""

    @property
    def whole(self) -> bool:
        return not (self.shown or self.held or self.unknown or self.failed or self.waiting or self.fault)


@dataclass(frozen=True, slots=True)
class RunReport:
    day: date
    channels: Mapping[Channel, ChannelReport]
    model_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def exit_code(self) -> int:
        """0 whole, 3 something is missing, 4 a list or every chat could not be reached."""
        reports = self.channels.values()
        if any(report.fault for report in reports):
            return 4
        if any(report.waiting for report in reports) and not any(report.sent for report in reports):
            return 4
        return 0 if all(report.whole for report in reports) else 3


def channel_report(
    editions: Iterable[Edition],
    before: int,
    sent: int,
    failed: Iterable[Delivery],
    still_open: Iterable[Delivery],
) -> ChannelReport:
    """`before`: messages owed when sending began; the rest is what became of them."""
    editions, still_open = tuple(editions), tuple(still_open)
    cards = [entry for edition in editions for entry in edition.cards]
    return ChannelReport(
        owed=before,
        sent=sent,
        linked=tuple(entry.paper for edition in editions if edition.header_owed for entry in edition.rest),
        shown=tuple(entry for entry in cards if entry.outcome is Outcome.SHOWN),
        held=tuple(entry for entry in cards if entry.outcome is Outcome.HELD),
        unknown=tuple(row for row in still_open if row.state in {State.UNKNOWN, State.SENDING}),
        failed=tuple(failed),
        waiting=tuple(row for row in still_open if row.state is State.PENDING),
    )
