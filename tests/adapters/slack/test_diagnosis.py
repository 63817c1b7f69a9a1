"""What an operator is told before anything goes wrong, without a trace in any channel."""

import pytest

from adapters.chats.slack import SlackChat
from bot.domain.diagnosis import Diagnosis
from bot.domain.message import Channel
from tests.adapters.slack.conftest import PAPERS
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS, Fault, How
from tests.fakes.slack_server import SlackServer

HERE = Channel("slack", PAPERS)


async def faults(chat: SlackChat, *channels: str) -> list[Diagnosis]:
    return [
        each for each in await chat.diagnose([Channel("slack", name) for name in channels]) if not each.ok
    ]


async def test_when_all_is_well_everything_was_looked_at(slack: SlackServer, chat: SlackChat) -> None:
    found = await chat.diagnose([HERE])

    assert all(each.ok and not each.fault for each in found)
    codes = [each.code for each in found]
    assert codes[0] == "token"
    assert "scope:chat:write" in codes
    assert codes[-4:] == ["app_token", "membership", "post", "history"]
    assert {each.subject for each in found} == {"slack", f"slack:{PAPERS}"}
    assert slack.world.channels[PAPERS].messages == []


async def test_bad_tokens_are_told_apart(slack: SlackServer, clock: VirtualClock) -> None:
    assert await faults(SlackChat(clock, "xoxb-old", slack.app_token, slack.api_url), PAPERS) == [
        Diagnosis("slack", ok=False, fault="invalid_auth", code="token")
    ]
    assert await faults(SlackChat(clock, slack.bot_token, "xapp-old", slack.api_url), PAPERS) == [
        Diagnosis("slack", ok=False, fault="invalid_auth", code="app_token")
    ]


async def test_each_missing_scope_is_named(slack: SlackServer, chat: SlackChat) -> None:
    slack.methods.scopes -= {"reactions:write", "channels:history"}

    assert await faults(chat, PAPERS) == [
        Diagnosis("slack", ok=False, fault="missing_scope", code="scope:channels:history"),
        Diagnosis("slack", ok=False, fault="missing_scope", code="scope:reactions:write"),
        Diagnosis(f"slack:{PAPERS}", ok=False, fault="missing_scope", code="history"),
    ]


async def test_each_channel_is_looked_at(slack: SlackServer, chat: SlackChat) -> None:
    slack.world.open("C0OUT").members.clear()
    slack.world.open("C0OLD").archived = True
    slack.world.open("C0NEWS").read_only = True

    found = [
        (each.subject, each.code, each.fault)
        for each in await faults(chat, "C0OUT", "C0OLD", "C0NEWS", "C0NONE")
    ]
    assert found == [
        ("slack:C0OUT", "membership", "not_in_channel"),
        ("slack:C0OUT", "post", "not_in_channel"),
        ("slack:C0OUT", "history", "not_in_channel"),
        ("slack:C0OLD", "post", "is_archived"),
        ("slack:C0NEWS", "post", "restricted_action_read_only_channel"),
        ("slack:C0NONE", "membership", "channel_not_found"),
    ]


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "ok" and "hang" not in name])
async def test_trouble_on_the_way_is_a_finding_too(slack: SlackServer, chat: SlackChat, name: str) -> None:
    for method in ("auth.test", "apps.connections.open", "conversations.info", "conversations.history"):
        slack.faults.always(method, FAULTS[name])

    assert [each.code for each in await faults(chat, PAPERS)] == ["token", "app_token"]


async def test_an_odd_answer_does_not_break_the_doctor(slack: SlackServer, chat: SlackChat) -> None:
    for method in ("auth.test", "conversations.info", "conversations.history"):
        slack.faults.plan(method, Fault(How.SAYS, body={"ok": True, "channel": [1], "messages": 3}))

    assert {each.code for each in await faults(chat, PAPERS)} == {
        each.code for each in await chat.diagnose([]) if each.code.startswith("scope:")
    }


async def test_when_slack_cannot_be_reached_it_is_said(slack: SlackServer, chat: SlackChat) -> None:
    await slack.refuse()

    assert [(each.code, each.fault) for each in await faults(chat, PAPERS)] == [
        ("token", "ClientConnectorError"),
        ("app_token", "ClientConnectorError"),
    ]
