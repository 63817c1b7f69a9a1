from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.delivery import (
    Delivery,
    Kind,
    Settings,
    State,
    after_absence,
    after_error,
    after_failed_find,
    backoff,
    card_key,
    detail_key,
    edit_of,
    edition_lane,
    header_key,
)
from bot.domain.message import Channel, Message
from bot.domain.paper import PaperId
from bot.errors import NotFound, OutcomeUnknown, Rejected, TooLong, Unavailable

NOW = datetime(2025, 12, 9, tzinfo=UTC)
CHANNEL = Channel("slack", "C0123ABCD")
CARD = Delivery(
    card_key(CHANNEL, PaperId("2512.05150")), edition_lane(CHANNEL), Kind.CARD, CHANNEL, Message(push="hello")
)
SETTINGS = Settings(unknown_delay=60)


def test_keys_are_the_contract_s() -> None:
    assert CARD.key == "paper/slack/C0123ABCD/2512.05150"
    assert detail_key(CHANNEL, PaperId("cs/0112017")) == "detail/slack/C0123ABCD/cs/0112017"
    assert header_key(CHANNEL, NOW.date(), 2) == "edition/slack/C0123ABCD/2025-12-09/2"


@pytest.mark.parametrize("error", [Rejected("no"), NotFound("gone"), TooLong("long")])
def test_a_refusal_is_final(error: Rejected | NotFound) -> None:
    assert after_error(CARD, error, NOW).state is State.FAILED


def test_what_took_no_effect_is_tried_again_when_the_platform_says() -> None:
    after = after_error(CARD, Unavailable("429", retry_after=7), NOW)
    assert (after.state, after.due) == (State.PENDING, NOW + timedelta(seconds=7))


def test_what_may_have_taken_effect_is_never_sent_again_unseen() -> None:
    assert after_error(CARD, OutcomeUnknown("reset"), NOW).state is State.UNKNOWN


def test_an_edit_may_be_sent_twice() -> None:
    assert after_error(edit_of(CARD), OutcomeUnknown("reset"), NOW).state is State.PENDING


def test_absent_once_is_not_absent_twice_is() -> None:
    first = after_absence(CARD, NOW, SETTINGS)
    assert (first.state, first.due, first.absences) == (State.UNKNOWN, NOW + timedelta(seconds=60), 1)
    assert after_absence(replace(CARD, absences=1), NOW, SETTINGS).state is State.PENDING


def test_an_unreadable_history_means_never_again() -> None:
    unknown = replace(CARD, reason="timeout")
    after = after_failed_find(unknown, Rejected("not_in_channel"), NOW, SETTINGS)
    assert after.state is State.FAILED
    assert "timeout" in after.reason
    assert "not_in_channel" in after.reason


def test_a_history_that_cannot_be_read_now_is_read_later_and_keeps_what_was_seen() -> None:
    unknown = replace(CARD, absences=1)
    after = after_failed_find(unknown, Unavailable("503", retry_after=9), NOW, SETTINGS)
    assert (after.state, after.due, after.absences) == (State.UNKNOWN, NOW + timedelta(seconds=9), 1)


def test_backoff_doubles_from_five_seconds_to_ten_minutes() -> None:
    assert [backoff(attempt, None) for attempt in (0, 1, 2, 3, 8, 500)] == [5, 5, 10, 20, 600, 600]
    assert backoff(3, 0.0) == 0


def test_the_same_edit_is_owed_once_and_another_text_is_another_edit() -> None:
    assert edit_of(CARD).key == edit_of(CARD).key
    assert edit_of(CARD).key != edit_of(replace(CARD, message=Message(push="other"))).key
    assert edit_of(CARD).key != edit_of(replace(CARD, lane="request/e2")).key
    assert edit_of(CARD).parent == CARD.key
