"""Tokens, addresses to answer at, tickets and people's words stay out of logs, errors and reprs."""

import logging
import subprocess
import sys
import traceback

import pytest

from adapters.chats.slack import SlackChat
from adapters.chats.slack.quiet import vendor_log
from bot.domain.message import Message, MessageRef, Place
from bot.errors import Failure
from tests.adapters.slack.conftest import JIWOO, PAPERS, chat_for, serving
from tests.adapters.slack.inbox import RecordingInbox
from tests.adapters.slack.waiting import acknowledged, until
from tests.fakes.clock import VirtualClock
from tests.fakes.slack_faults import FAULTS, Fault, How
from tests.fakes.slack_server import SlackServer

WORDS = "아무도 보면 안 되는 말"
SECRETS = ("xoxb-", "xapp-", "fake-bot", "fake-app", "secret-ticket", "secret-response", WORDS)


def is_silent_about_them(text: str) -> bool:
    return not any(secret in text for secret in SECRETS)


async def test_a_day_full_of_trouble_leaves_no_secret_in_the_log(
    slack: SlackServer, clock: VirtualClock, inbox: RecordingInbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    inbox.failures += [ValueError(WORDS)]
    chat = chat_for(slack, clock)
    async with serving(chat, inbox, slack):
        thread = slack.people.write(PAPERS, JIWOO, WORDS).ts
        await slack.people.say(PAPERS, JIWOO, WORDS, thread)
        await until(lambda: inbox.deliveries)
        await acknowledged(await slack.people.command(PAPERS, JIWOO, f"/paper {WORDS}"))
        slack.faults.plan("apps.connections.open", FAULTS["odd answer after"], FAULTS["reset before"])
        await slack.sockets.disconnect("refresh_requested")
        await slack.sockets.connected(2)
        await slack.sockets.drop()
        await slack.sockets.connected(3)
        await slack.sockets.garbage(f"{{{WORDS}")
        await slack.sockets.garbage(f'{{"type": "events_api", "envelope_id": "1", "payload": ["{WORDS}"]}}')
        await acknowledged(await slack.people.event({"type": "nothing"}))

    assert caplog.records
    assert is_silent_about_them(caplog.text)
    assert not [record for record in caplog.records if "\n" in record.getMessage()]
    assert not [record for record in caplog.records if record.name.startswith("slack") and record.exc_info]


async def test_errors_hold_no_secret(slack: SlackServer, clock: VirtualClock, place: Place) -> None:
    errors = []
    url = slack.people.response_url(JIWOO, PAPERS)
    for name, fault in FAULTS.items():
        chat = chat_for(slack, clock, send_timeout=0.2 if "hang" in name else 5)
        await clock.sleep(60)
        for method in ("chat.postMessage", "chat.update", "conversations.history", "response_url"):
            slack.faults.plan(method, fault)
        errors += await failures(chat, place, url)
    await slack.refuse()
    errors += await failures(chat_for(slack, clock), place, url)

    shown = "".join("".join(traceback.format_exception(error)) + repr(error) for error in errors)
    assert len(errors) > 60
    assert is_silent_about_them(shown)


async def failures(chat: SlackChat, place: Place, url: str) -> list[Failure]:
    found = []
    line = Message(push="x", head="x")
    for call in (
        chat.post(place, line, "key"),
        chat.edit(MessageRef(place.channel, "1.000100"), line, "key"),
        chat.find(place, "key", None),
        chat.tell(url, line),
    ):
        try:
            await call
        except Failure as error:
            found.append(error)
    return found


async def test_a_token_with_a_slip_in_it_is_not_shown(slack: SlackServer, clock: VirtualClock) -> None:
    for slip in ("xoxb-가나다", "xoxb-1\nxoxb-2", "xoxb-fake-bot-secret "):
        chat = SlackChat(clock, slip, slip, slack.api_url)
        found = await chat.diagnose([])
        assert is_silent_about_them(repr(found) + repr(chat) + str(vars(chat)))


async def test_the_vendors_log_is_one_line_without_secrets(caplog: pytest.LogCaptureFixture) -> None:
    log = vendor_log()
    try:
        raise ValueError(WORDS)
    except ValueError:
        log.exception("Failed: %s\n\nand more", "xoxb-1-2 wss://x.y/?ticket=secret-ticket {'text': '" + WORDS)
    log.warning("nothing below an error")

    [record] = caplog.records
    assert record.getMessage() == "Failed: ... ... ..."
    assert is_silent_about_them(caplog.text)


async def test_an_unreadable_answer_has_its_words_kept_out(
    slack: SlackServer, chat: SlackChat, place: Place
) -> None:
    slack.faults.plan("chat.postMessage", Fault(How.SAYS, body={"ok": False, "error": WORDS}))

    with pytest.raises(Failure) as caught:
        await chat.post(place, Message(push="x"), "key")

    assert is_silent_about_them(str(caught.value))


def test_who_does_not_speak_on_slack_does_not_load_its_libraries() -> None:
    loaded = "import sys, adapters.chats.slack; print([m for m in sys.modules if m.startswith('slack_')])"
    shown = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == "[]"
