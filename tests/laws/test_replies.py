"""Replies of every shape: never an exception, never posted unless it is a summary of this very paper."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.domain.prompt import Reply
from bot.domain.summary import (
    LONGEST_REPLY,
    LONGEST_STRING,
    MOST_QUOTES,
    MOST_SENTENCES,
    Outcome,
    Reason,
)
from bot.usecases.summarize_paper import LONGEST_REASON, MOST_FINDINGS
from tests.fakes.papers import RESULT, reply
from tests.laws.replying import KEYS, SOUND, is_harmless, read, shown, world_of_one
from tests.usecases.conftest import World

UNREADABLE = {
    "nothing": "",
    "blanks": " \n\t ",
    "prose": "요약할 수 없습니다.",
    "a list": "[]",
    "a number": "1e999",
    "null": "null",
    "a text": '"요약"',
    "an empty object": "{}",
    "cut": reply()[:-30],
    "two objects": reply() + reply(),
    "closed before it is opened": "}{",
    "not a number": '{"gist": NaN, "goal": Infinity}',
    "deep lists": '{"gist": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "deep objects": '{"a":' * 20_000 + "1" + "}" * 20_000,
    "a long number": '{"gist": ' + "9" * 10_000 + "}",
    "a megabyte": '{"gist": "' + "가" * 1_000_000 + '"}',
    "a megabyte of braces": "{" * 1_000_000,
    "a broken escape": '{"gist": "\\ud8"}',
    "control characters": '{"gist": "\x00\x1f"}',
    "an answer": '{"answer": "예", "found": true, "citations": []}',
    "numbers as parts": json.dumps(SOUND | {"results": 85.3}),
    "numbers as text in method": json.dumps(SOUND | {"method": [1, 2]}),
    "method as text": json.dumps(SOUND | {"method": "하나의 문장이다."}),
    "method as object": json.dumps(SOUND | {"method": {"1": "문장이다."}}),
    "lists as parts": json.dumps(SOUND | {"gist": ["문서 검색을 빠르게 한다."]}),
    "limitations from a list": json.dumps(SOUND | {"limitations_from": ["authors"]}),
    "limitations from nobody known": json.dumps(SOUND | {"limitations_from": "reviewers"}),
    "quotes as texts": json.dumps(SOUND | {"quotes": [RESULT]}),
    "quotes without a part": json.dumps(SOUND | {"quotes": [{"quote": RESULT}]}),
    "quotes of a strange part": json.dumps(SOUND | {"quotes": [{"field": {}, "quote": RESULT}]}),
    "quotes as null": json.dumps(SOUND | {"quotes": [None]}),
    "a part too long": reply(results="가" * (LONGEST_STRING + 1)),
    "a quote too long": reply(quotes=[{"field": "results", "quote": "a" * (LONGEST_STRING + 1)}]),
    "too many sentences": reply(method=["문장이다."] * (MOST_SENTENCES + 1)),
    "too many quotes": reply(quotes=[{"field": "results", "quote": RESULT}] * (MOST_QUOTES + 1)),
    "more than is read": reply() + " " * LONGEST_REPLY,
}

UNSOUND = {
    "empty parts": dict.fromkeys(KEYS[:4], ""),
    "no method": {"method": []},
    "no quotes": {"quotes": []},
    "a sentence for a title": {"gist": "The model's own title"},
    "figures that are not there": {"results": "정확도 99.9%를 얻었다."},
    "half a pair": {"conclusion": "검색이 빨라\ud83dg짐을 보였다."},
    "one word": {"results": "가" * LONGEST_STRING},
    "one letter": {"results": "a" * LONGEST_STRING},
    "dashes": {"results": "A-" * (LONGEST_STRING // 2)},
    "digits": {"results": "1," * (LONGEST_STRING // 2)},
    "backslashes": {"results": "\\" * LONGEST_STRING},
    "brackets": {"results": "(가" * (LONGEST_STRING // 2)},
    "dollars": {"results": "${" * (LONGEST_STRING // 2)},
    "quote of dots": {"quotes": [{"field": "results", "quote": "[…] " * 400}]},
    "quote of nothing": {"quotes": [{"field": "results", "quote": "\u200b \u00ad"}]},
    "quotes by the dozen": {"quotes": [{"field": "results", "quote": "1 " * 900}] * MOST_QUOTES},
    "every part the same": dict.fromkeys(KEYS[:4], "문서 검색을 빠르게 하는 방법을 제시한다."),
    "mention": {"gist": "@everyone 문서 검색을 빠르게 한다."},
    "link": {"gist": "https://evil.example 에서 문서를 찾는다."},
    "markup": {"gist": "**문서** 검색을 빠르게 한다."},
    "commands of a shell": {"goal": "문서를 찾는다.\u001b[31m"},
}


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with world_of_one() as world:
        yield world


async def test_what_is_no_summary_is_never_posted(world: World, subtests: pytest.Subtests) -> None:
    for name, said in UNREADABLE.items():
        with subtests.test(name):
            world.model.prompts.clear()
            reading = await read(world, said)
            assert (reading.outcome, reading.reason) == (Outcome.SHOWN, Reason.MALFORMED)
            assert len(world.model.prompts) == 2
            is_harmless(reading)


async def test_what_is_a_bad_summary_is_never_posted(world: World, subtests: pytest.Subtests) -> None:
    for name, changes in UNSOUND.items():
        with subtests.test(name):
            reading = await read(world, json.dumps(SOUND | changes))
            assert reading.outcome is Outcome.SHOWN
            assert reading.findings
            is_harmless(reading)


async def test_the_sound_one_is_posted_also_fenced_and_with_invisible_letters(world: World) -> None:
    for said in (
        reply(),
        f"```json\n{reply()}\n```",
        f"여기 요약입니다.\n{reply()}\n감사합니다.",
        json.dumps(SOUND | {"extra": {"a": [1]}}),
        json.dumps(SOUND | {"gist": "\u202e문서 검색을\u200b 빠르게 하는\n방법을 제시한다.\u2066"}),
    ):
        reading = await read(world, said)
        assert reading.outcome is Outcome.POSTED, reading.detail
        assert reading.summary
        assert reading.summary.gist == SOUND["gist"]


async def test_of_a_key_that_stands_twice_the_last_one_is_checked(world: World) -> None:
    twice = reply()[:-1] + ', "gist": "@everyone 문서를 찾는다."}'
    assert (await read(world, twice)).outcome is Outcome.SHOWN
    mended = '{"gist": "@everyone 문서를 찾는다.", ' + reply()[1:]
    reading = await read(world, mended)
    assert reading.outcome is Outcome.POSTED
    assert "everyone" not in shown(reading)


async def test_the_redraft_takes_along_only_what_can_be_sent(world: World) -> None:
    for said in ("\ud800" * 300_000, json.dumps(SOUND | {"gist": "\udc00\ud800" * 20})):
        world.model.prompts.clear()
        await read(world, said)
        sent = "".join(content for _, content in world.model.prompts[1].turns)
        sent.encode()
        assert len(sent) <= LONGEST_REPLY + MOST_FINDINGS * (LONGEST_REASON + 20) + 200


async def test_a_refusal_and_a_cut_reply_show_nothing_of_themselves(world: World) -> None:
    for said in (Reply(reply(), refusal="@everyone \ud800"), Reply(reply(), cut=True)):
        reading = await read(world, said)
        assert reading.outcome is Outcome.SHOWN
        is_harmless(reading)
        assert "everyone" not in shown(reading) + reading.detail
