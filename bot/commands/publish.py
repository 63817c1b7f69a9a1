"""`publish`: prepare, deliver what is owed, exit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.commands import screen
from bot.commands.shared import print_json
from bot.config import Settings
from bot.domain.delivery import Delivery
from bot.domain.edition import Entry, Silence, Subscription
from bot.domain.message import Channel
from bot.domain.outcome import decided
from bot.domain.report import ChannelReport, RunReport, channel_report
from bot.errors import Rejected, Unavailable
from bot.usecases.publish_edition import PublishEdition, Turn
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
            report = await _dry_run(bot, turns, show=not as_json)
        else:
            report = await _run(bot, turns, enabled=not as_json)
    if as_json:
        print_json(report_json(report))
    else:
        screen.report(report, dry=dry_run)
    return report.exit_code


async def _run(bot: Bot, turns: Sequence[Turn], *, enabled: bool) -> RunReport:
    """`enabled`: with a progress bar."""
    patience = max(PATIENCE * bot.settings.unknown_delay, LEAST_PATIENCE)
    with screen.papers(enabled=enabled) as watch:
        return await bot.run(watch)(turns, patience)


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


async def _dry_run(bot: Bot, turns: Sequence[Turn], *, show: bool) -> RunReport:
    """Prepares everything and prints the messages; nothing is recorded as taken or sent."""
    summarize = bot.summarizer()
    publish = bot.publisher(summarize)
    reports = {turn.channel: await _preview(publish, turn, show=show) for turn in turns}
    usage = summarize.usage
    day = turns[0].target(bot.clock.now())
    return RunReport(day, reports, usage.model_calls, usage.input_tokens, usage.output_tokens)


async def _preview(publish: PublishEdition, turn: Turn, *, show: bool) -> ChannelReport:
    """What the turn would owe. One channel's trouble stays its own."""
    try:
        edition = await publish.plan(turn)
    except (Unavailable, Rejected) as error:
        return ChannelReport(fault=str(error))
    if isinstance(edition, Silence):
        return ChannelReport(silence=edition.reason)
    readings = await publish.read(edition)
    deliveries = publish.messages(edition, readings)
    for delivery in deliveries if show else ():
        screen.preview(delivery)
    entries = tuple(
        decided(entry, readings[entry.paper]) if entry.paper in readings else entry
        for entry in edition.entries
    )
    return channel_report([replace(edition, entries=entries, header_owed=True)], len(deliveries), 0, (), ())


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
