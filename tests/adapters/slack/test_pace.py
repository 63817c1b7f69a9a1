"""About one message a second in a channel, and none while Slack asks for silence. Time is virtual."""

import asyncio

import pytest

from adapters.chats.slack import SlackChat
from adapters.chats.slack.pace import Pace
from bot.domain.message import Channel, Message, Place
from bot.errors import Unavailable
from tests.adapters.slack.conftest import PAPERS
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS
from tests.fakes.slack_server import SlackServer

LINE = Message(push="한 줄")


async def test_five_messages_take_four_seconds(
    slack: SlackServer, chat: SlackChat, clock: VirtualClock, place: Place
) -> None:
    for number in range(5):
        await chat.post(place, LINE, str(number))

    assert clock.slept == [1.0] * 4
    assert slack.world.keys(PAPERS) == ["0", "1", "2", "3", "4"]


async def test_changes_keep_the_pace_too(
    slack: SlackServer, chat: SlackChat, clock: VirtualClock, place: Place
) -> None:
    ref = await chat.post(place, LINE, "0")
    await chat.edit(ref, LINE, "0")

    assert clock.slept == [1.0]


async def test_channels_do_not_wait_for_each_other(
    slack: SlackServer, chat: SlackChat, clock: VirtualClock
) -> None:
    for number in range(4):
        slack.world.open(f"C{number}")
        await chat.post(Place(Channel("slack", f"C{number}")), LINE, "0")

    assert clock.slept == []


class StillClock(VirtualClock):
    """All ask in the same moment, however long each of them sleeps."""

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def test_who_comes_first_goes_first_and_nobody_waits_too_long() -> None:
    clock = StillClock()
    pace = Pace(clock, patience=3)

    ends = await asyncio.gather(*(pace.turn("C0") for _ in range(6)), return_exceptions=True)

    assert clock.slept == [1, 2, 3]
    refused = [end for end in ends if isinstance(end, Unavailable)]
    assert [end.retry_after for end in refused] == [4, 4]


async def test_after_a_limit_nothing_is_sent_there_before_its_time(
    slack: SlackServer, chat: SlackChat, clock: VirtualClock, place: Place
) -> None:
    slack.faults.plan("chat.postMessage", FAULTS["429"])
    with pytest.raises(Unavailable):
        await chat.post(place, LINE, "0")

    with pytest.raises(Unavailable) as refused:
        await chat.post(place, LINE, "0")
    assert refused.value.retry_after == 7
    assert slack.count("chat.postMessage") == 1

    await clock.sleep(7)
    await chat.post(place, LINE, "0")
    assert slack.world.keys(PAPERS) == ["0"]
