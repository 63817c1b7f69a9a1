"""`publish`: prepare, deliver what is owed, exit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.commands import screen
from bot.commands.shared import print_json
from bot.config import Settings
from bot.domain.delivery import Delivery
from bot.domain.edition import Entry, Silence, Subscription
from bot.domain.message import Channel
from bot.domain.report import ChannelReport, RunReport
from bot.errors import Rejected
from bot.usecases.publish_edition import Turn
from bot.wiring import Bot, open_bot

DEFAULT_CHANNEL = Channel("console", "main")
PATIENCE = 3
"""In units of UNKNOWN_DELAY: how long a run waits for what it does not know."""
LEAST_PATIENCE = 2.0
"""Seconds, whatever UNKNOWN_DELAY says."""


async def publish(
    settings: Settings, day: date | None, channels: Sequence[Channel], *, dry_run: bool, as_json: bool
) -> int:
    """Gives the exit code."""
    show = None if as_json else screen.show
    async with open_bot(settings, show=show, alone=not dry_run) as bot:
        turns = await _turns(bot, channels, day)
        if dry_run:
            return await _dry_run(bot, turns)
        patience = max(PATIENCE * settings.unknown_delay, LEAST_PATIENCE)
        with screen.papers(enabled=not as_json) as watch:
            report = await bot.run(watch)(turns, patience)
    if as_json:
        print_json(report_json(report))
    else:
        screen.report(report)
    return report.exit_code


async def _turns(bot: Bot, channels: Sequence[Channel], day: date | None) -> list[Turn]:
    """The named channels, else all subscriptions, else the console; unsubscribed ones get the defaults."""
    known = {subscription.channel: subscription for subscription in await bot.store.subscriptions.all()}
    wanted = tuple(dict.fromkeys(channels)) or tuple(
        channel for channel, subscription in known.items() if not subscription.paused
    )
    wanted = wanted or (DEFAULT_CHANNEL,)
    for channel in wanted:
        if channel.platform not in bot.settings.platforms:
            raise Rejected(f"{channel}: {channel.platform} is not among CHATS, or its tokens are missing")
    return [Turn(known.get(channel, Subscription(channel)), day) for channel in wanted]


async def _dry_run(bot: Bot, turns: Sequence[Turn]) -> int:
    """Prepares everything and prints the messages; nothing is recorded as taken or sent."""
    publish = bot.publisher(bot.summarizer())
    for turn in turns:
        edition = await publish.plan(turn)
        if isinstance(edition, Silence):
            screen.line(f"{turn.channel}: {edition.reason}")
            continue
        for delivery in publish.messages(edition, await publish.read(edition)):
            screen.preview(delivery)
    return 0


def report_json(report: RunReport) -> dict[str, Any]:
    return {
        "day": report.day.isoformat(),
        "channels": {str(channel): _channel(row) for channel, row in report.channels.items()},
        "model_calls": report.model_calls,
        "tokens": {"input": report.input_tokens, "output": report.output_tokens},
    }


def _channel(report: ChannelReport) -> dict[str, Any]:
    return {
        "owed": report.owed,
        "sent": report.sent,
        "linked": list(report.linked),
        "shown": [_entry(entry) for entry in report.shown],
        "held": [_entry(entry) for entry in report.held],
        "unknown": [_delivery(row) for row in report.unknown],
        "failed": [_delivery(row) for row in report.failed],
        "waiting": [_delivery(row) for row in report.waiting],
        "fault": report.fault or None,
    }


def _entry(entry: Entry) -> dict[str, str]:
    detail = f"{entry.reason}: {entry.detail}" if entry.detail else str(entry.reason)
    return {"paper": entry.paper, "reason": detail}


def _delivery(row: Delivery) -> dict[str, str]:
    return {"key": row.key, "reason": row.reason}
