"""How the OpenAI adapter asks: through the real client, of loopback servers of every kind."""

import asyncio
import json
from typing import Any

import pytest

from bot.domain.prompt import Reply
from bot.errors import Rejected, Unavailable
from tests.adapters.openai_calls import REPLY, SCHEMA, one_reply, prompt, serving
from tests.fakes.openai_server import (
    Answer,
    Raw,
    Says,
    Status,
    completion,
    in_turn,
    knowing,
)


async def test_asks_with_the_schema_and_gives_the_reply() -> None:
    async with serving(in_turn(Says(REPLY, usage=(1234, 56)))) as (server, model):
        assert await model.reply(prompt()) == Reply(REPLY, input_tokens=1234, output_tokens=56)
        assert (model.name, model.excerpts) == ("loopback", False)
    [call] = server.calls
    assert call == {
        "model": "loopback",
        "max_tokens": 500,
        "messages": [
            {"role": "system", "content": "nonmun/summary\nReply in JSON."},
            {"role": "user", "content": "arXiv:2512.05150\nWe propose TwinFlow."},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "summary", "strict": True, "schema": SCHEMA},
        },
    }


async def test_the_question_stands_last_behind_the_turns() -> None:
    turns = (("user", "무엇을 했나?"), ("assistant", "TwinFlow를 제안했다."))
    async with serving(in_turn(Says(REPLY))) as (server, model):
        await model.reply(prompt("answer", question="점수는?", turns=turns))
    messages = [(message["role"], message["content"]) for message in server.prompts[0]]
    assert [role for role, _ in messages[:2]] == ["system", "user"]
    assert messages[2:] == [*turns, ("user", "점수는?")]


async def test_text_that_cannot_be_encoded_is_sent_and_received_all_the_same() -> None:
    async with serving(in_turn(Raw(json.dumps(completion(Says("a\ud800b"))).encode()))) as (server, model):
        reply = await model.reply(prompt(question="\udc00?"))
    assert reply.text.encode() == b"a?b"
    assert server.prompts[0][-1]["content"] == "??"


REFUSALS_OF_A_FORMAT = [
    Status(400, "invalid_request_error", "Invalid parameter: 'response_format' of type 'json_schema'"),
    Status(404, "not_found", "No endpoints found that support the requested parameters"),
    Status(422, "unprocessable_entity", "Extra inputs are not permitted"),
    Status(500, "internal_error", "Unsupported schema"),
    Raw(b"Internal Server Error", 500, {"retry-after-ms": "1"}),
]


@pytest.mark.parametrize("refusal", REFUSALS_OF_A_FORMAT)
@pytest.mark.parametrize(
    ("formats", "used"), [(("", "json_object"), "json_object"), (("",), "")], ids=["object", "prompt"]
)
async def test_a_server_that_refuses_a_format_is_asked_more_loosely_and_that_is_remembered(
    formats: tuple[str, ...], used: str, refusal: Answer
) -> None:
    async with serving(knowing(*formats, refusal=refusal, reply=Says(REPLY))) as (server, model):
        assert (await model.reply(prompt())).text == REPLY
        before = len(server.calls)
        assert (await model.reply(prompt())).text == REPLY
        assert len(server.calls) == before + 1
    assert server.calls[-1].get("response_format", {}).get("type", "") == used


async def test_each_schema_finds_its_own_way() -> None:
    refusal = Status(400, message="Invalid schema for response_format 'answer'")

    def picky(call: dict[str, Any]) -> Answer:
        schema = call.get("response_format", {}).get("json_schema", {}).get("name")
        return refusal if schema == "answer" else Says(REPLY)

    async with serving(picky) as (server, model):
        await model.reply(prompt("answer"))
        await model.reply(prompt("summary"))
    used = [call.get("response_format", {}).get("type", "") for call in server.calls]
    assert used == ["json_schema", "json_object", "json_schema"]


async def test_once_a_format_works_a_500_is_trouble_and_not_a_refusal_of_it() -> None:
    script = in_turn(Says(REPLY), Status(500), Status(500), Status(500), Says(REPLY))
    async with serving(script) as (server, model):
        await model.reply(prompt())
        with pytest.raises(Unavailable, match="500"):
            await model.reply(prompt())
        await model.reply(prompt())
    assert {call["response_format"]["type"] for call in server.calls} == {"json_schema"}


async def test_trouble_in_one_call_does_not_loosen_what_another_found_to_work() -> None:
    gate = asyncio.Event()

    async def troubled(call: dict[str, Any]) -> Answer:
        if call["messages"][-1]["content"] != "troubled":
            return Says(REPLY)
        await gate.wait()
        return Status(500) if "response_format" in call else Says(REPLY)

    async with serving(troubled) as (server, model):
        first = asyncio.create_task(model.reply(prompt(question="troubled")))
        await server.until(at_once=1)
        await model.reply(prompt(question="well"))
        gate.set()
        await first
        await model.reply(prompt(question="well"))
    assert server.calls[-1]["response_format"]["type"] == "json_schema"


async def test_a_format_that_is_refused_later_by_name_is_given_up() -> None:
    refusal = Status(400, message="response_format is not supported by this upstream")
    async with serving(in_turn(Says(REPLY), refusal, Says(REPLY))) as (server, model):
        await model.reply(prompt())
        assert (await model.reply(prompt())).text == REPLY
    assert server.calls[-1]["response_format"] == {"type": "json_object"}


async def test_a_refusal_of_everything_is_a_real_failure_and_forgets_nothing() -> None:
    script = in_turn(*[Status(400)] * 3, Says(REPLY))
    async with serving(script) as (server, model):
        with pytest.raises(Rejected, match="400"):
            await model.reply(prompt())
        await model.reply(prompt())
    assert len(server.calls) == 4
    assert server.calls[-1]["response_format"]["type"] == "json_schema"


async def test_a_model_that_wants_the_new_name_of_the_bound_gets_it() -> None:
    message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."

    def new(call: dict[str, Any]) -> Answer:
        return Status(400, "unsupported_parameter", message) if "max_tokens" in call else Says(REPLY)

    async with serving(new) as (server, model):
        await model.reply(prompt())
        await model.reply(prompt())
    assert len(server.calls) == 3
    assert server.calls[-1]["max_completion_tokens"] == 500
    assert server.calls[-1]["response_format"]["type"] == "json_schema"


COUNTED: dict[str, Any] = {"input_tokens": 100, "output_tokens": 20}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Says('{"gist": "한', finish="length"), Reply('{"gist": "한', cut=True, **COUNTED)),
        (Says("", refusal="I can't\nhelp."), Reply("", "I can't help.", **COUNTED)),
        (Says(None, finish="content_filter"), Reply("", "content_filter", **COUNTED)),
        (Says(REPLY, usage=None), Reply(REPLY)),
        (Says("미안하지만 JSON이 아니다"), Reply("미안하지만 JSON이 아니다", **COUNTED)),
        (Says(None, usage=None), Reply("")),
        (Says("<think>{maybe}\n</think>\n" + REPLY, usage=None), Reply(REPLY)),
        (Says("x", refusal="n" * 5_000, usage=None), Reply("", "n" * 300)),
    ],
)
async def test_how_a_reply_can_end(answer: Answer, expected: Reply) -> None:
    assert await one_reply(answer) == expected


async def test_a_reply_in_parts_is_put_together() -> None:
    parts = [{"type": "thinking", "thinking": "hm"}, *({"type": "text", "text": text} for text in "ab")]
    body = completion(Says("", usage=None))
    body["choices"][0]["message"]["content"] = parts
    assert await one_reply(Raw(json.dumps(body).encode())) == Reply("ab")


@pytest.mark.parametrize(
    "usage", [[], "many", {"prompt_tokens": "7"}, {"prompt_tokens": -1}, {"prompt_tokens": True}]
)
async def test_nonsense_about_tokens_counts_nothing(usage: Any) -> None:
    body = completion(Says(REPLY)) | {"usage": usage}
    assert await one_reply(Raw(json.dumps(body).encode())) == Reply(REPLY)


async def test_a_boast_about_tokens_is_bounded() -> None:
    body = completion(Says(REPLY)) | {"usage": {"prompt_tokens": 10**30}}
    assert (await one_reply(Raw(json.dumps(body).encode()))).input_tokens < 2**31


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>bad gateway</html>",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"error": {"message": "upstream"}}',
        b'{"choices": []}',
        b'{"choices": null}',
        b'{"choices": {}}',
        b'{"choices": [null]}',
        b'{"choices": ["text"]}',
        b'{"choices": [{"text": "old style"}]}',
        b'{"choices": [{"message": null}]}',
        b'{"choices": [{"message": "text"}]}',
        b'{"choices": [{"message": {"content": "cut off',
        b"[" * 300_000,
        b"\xff\xfe",
    ],
)
async def test_what_is_no_completion_is_unavailable(body: bytes) -> None:
    with pytest.raises(Unavailable, match="no completion"):
        await one_reply(Raw(body))
