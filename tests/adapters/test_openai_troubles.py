"""What can go wrong with a model server, who waits for whom, and what nobody may ever read."""

import asyncio
import logging
import subprocess
import sys
import traceback
from contextlib import suppress

import pytest

from adapters.models.openai import MOST_BYTES, OpenAIModel
from bot.errors import Failure, Rejected, Unavailable
from tests.adapters.openai_calls import KEY, REPLY, one_reply, prompt, serving
from tests.fakes.openai_server import (
    Answer,
    Drop,
    OpenAIServer,
    Raw,
    Says,
    Status,
    in_turn,
    slow,
)


@pytest.mark.parametrize(
    ("answer", "failure", "words"),
    [
        (Status(401), Rejected, "refuses the key"),
        (Status(403), Rejected, "refuses the key"),
        (Status(404, "model_not_found", "The model `loopback` does not exist"), Rejected, "does not know"),
        (Status(402), Rejected, "402"),
        (Status(413), Rejected, "413"),
        (Status(429), Unavailable, "429"),
        (Status(408), Unavailable, "408"),
        (Status(502), Unavailable, "502"),
        (Status(503), Unavailable, "503"),
        (Status(529), Unavailable, "529"),
        (Raw(b"", 302, {"Location": "http://127.0.0.2/v1/chat/completions"}), Unavailable, "302"),
    ],
)
async def test_what_a_status_means(answer: Answer, failure: type[Failure], words: str) -> None:
    with pytest.raises(failure, match=words) as caught:
        await one_reply(answer)
    assert type(caught.value) is failure


@pytest.mark.parametrize(
    "refusal",
    [
        Status(400, "context_length_exceeded", "This model's maximum context length is 8192 tokens."),
        Status(400, "exceed_context_size_error", "the request exceeds the available context size"),
        Status(413, "too_large", "prompt is too long: 210000 tokens"),
        Status(500, "server_error", "Requested tokens (9000) exceed context window of 4096"),
    ],
)
async def test_a_text_that_is_too_long_is_refused_without_asking_in_other_ways(refusal: Status) -> None:
    async with serving(in_turn(refusal), retries=0) as (server, model):
        with pytest.raises(Rejected, match="too long"):
            await model.reply(prompt())
    assert len(server.calls) == 1


@pytest.mark.parametrize("trouble", [Status(429), Status(503), Drop()])
async def test_passing_trouble_is_tried_again_by_the_client_itself(trouble: Answer) -> None:
    async with serving(in_turn(trouble, trouble, Says(REPLY))) as (server, model):
        assert (await model.reply(prompt())).text == REPLY
    assert len(server.calls) == 3


@pytest.mark.parametrize(
    ("header", "expected"),
    [("300", 300), ("0.5", 0.5), ("-3", 0), ("soon", None), ("nan", None), ("inf", None), ("1e300", 86_400)],
)
async def test_what_the_server_asks_to_wait(header: str, expected: float | None) -> None:
    async with serving(in_turn(Status(429, headers={"Retry-After": header})), retries=0) as (_, model):
        with pytest.raises(Unavailable) as caught:
            await model.reply(prompt())
    assert caught.value.retry_after == expected


async def test_a_long_wait_is_left_to_the_caller() -> None:
    async with serving(in_turn(Status(429, headers={"Retry-After": "600"}))) as (server, model):
        with pytest.raises(Unavailable):
            await model.reply(prompt())
    assert len(server.calls) == 1


async def test_no_server_is_unavailable() -> None:
    model = await asyncio.to_thread(OpenAIModel, model="m", base_url="http://127.0.0.1:1/v1", retries=0)
    with pytest.raises(Unavailable, match="cannot be reached"):
        await model.reply(prompt())
    await model.close()


async def test_no_answer_in_time_is_unavailable() -> None:
    async with serving(slow(asyncio.Event(), Says(REPLY)), timeout=0.2, retries=0) as (_, model):
        with pytest.raises(Unavailable, match=r"within 0\.2 s"):
            await model.reply(prompt())


async def test_a_server_that_drips_bytes_is_given_up() -> None:
    gone = asyncio.Event()

    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        with suppress(ConnectionError):
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.01)
        writer.close()
        gone.set()

    async with await asyncio.start_server(drip, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        model = await asyncio.to_thread(
            OpenAIModel, model="m", base_url=f"http://127.0.0.1:{port}/v1", timeout=0.1
        )
        with pytest.raises(Unavailable, match="too long"):
            await model.reply(prompt())
        await model.close()
        await gone.wait()


@pytest.mark.parametrize("status", [200, 400])
async def test_an_endless_answer_is_not_read_and_the_next_one_is(status: int) -> None:
    huge = Raw(b" " * (MOST_BYTES + 1), status)
    async with serving(in_turn(huge, Says(REPLY))) as (server, model):
        with pytest.raises(Unavailable, match="cannot be read"):
            await model.reply(prompt())
        assert (await model.reply(prompt())).text == REPLY
    assert len(server.calls) == 2


async def test_an_answer_that_could_grow_when_unpacked_is_not_read() -> None:
    packed = Raw(b"\x1f\x8b", headers={"Content-Encoding": "gzip"})
    async with serving(in_turn(packed)) as (server, model):
        with pytest.raises(Unavailable, match="cannot be read"):
            await model.reply(prompt())
    assert server.headers[0]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("concurrency", [1, 3])
async def test_no_more_than_so_many_at_a_time_and_each_in_turn(concurrency: int) -> None:
    gate = asyncio.Event()
    async with serving(slow(gate, Says(REPLY)), concurrency=concurrency) as (server, model):
        calls = [asyncio.create_task(model.reply(prompt(question=str(number)))) for number in range(10)]
        await server.until(at_once=concurrency)
        gate.set()
        await asyncio.gather(*calls)
    assert server.most_at_once == concurrency
    order = [int(messages[-1]["content"]) for messages in server.prompts]
    # Those that run together may overtake each other on the wire, but nobody overtakes a whole round.
    assert all(abs(number - place) < concurrency for place, number in enumerate(order))


async def test_a_cancelled_call_leaves_its_place_and_the_servers_to_others() -> None:
    gate = asyncio.Event()
    async with serving(slow(gate, Says(REPLY)), concurrency=1) as (server, model):
        first = asyncio.create_task(model.reply(prompt()))
        await server.until(at_once=1)
        waiting = asyncio.create_task(model.reply(prompt()))
        second = asyncio.create_task(model.reply(prompt()))
        await asyncio.sleep(0)
        for call in (waiting, first):
            call.cancel()
        await asyncio.wait({first, waiting})
        gate.set()
        assert (await second).text == REPLY
        await server.until(at_once=0)
    assert len(server.calls) == 2


async def test_calls_one_after_the_other_share_a_connection() -> None:
    async with serving(in_turn(Says(REPLY))) as (server, model):
        for _ in range(5):
            await model.reply(prompt())
    assert len(server.connections) == 1


async def test_failures_give_their_places_back() -> None:
    async with serving(in_turn(*[Status(503)] * 5, Says(REPLY)), concurrency=1, retries=0) as (_, model):
        for _ in range(5):
            with pytest.raises(Unavailable):
                await model.reply(prompt())
        assert (await model.reply(prompt())).text == REPLY


async def test_no_secret_and_no_question_is_told_to_anyone(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = ("sk-wrong-key", "pass-word-1", "비밀 질문")
    async with OpenAIServer(in_turn(Says(REPLY)), key=KEY) as server:
        told = [await _everything_said(server.url, secrets)]
        told.append(await _everything_said("http://127.0.0.1:1/v1", secrets))
    told += [record.getMessage() for record in caplog.records]
    assert "refuses the key" in told[0]
    assert "cannot be reached" in told[1]
    for secret in (*secrets, "cGFzcy13b3JkLTE", "user-1"):
        assert not [text for text in told if secret in text]


async def _everything_said(url: str, secrets: tuple[str, str, str]) -> str:
    key, password, question = secrets
    base_url = url.replace("http://", f"http://user-1:{password}@")
    model = await asyncio.to_thread(OpenAIModel, model="m", api_key=key, base_url=base_url, retries=1)
    with pytest.raises(Failure) as caught:
        await model.reply(prompt(question=question))
    await model.close()
    return "".join(traceback.format_exception(caught.value)) + repr(model) + repr(caught.value)


async def test_a_name_and_password_in_the_address_reach_the_server() -> None:
    async with OpenAIServer(in_turn(Says(REPLY))) as server:
        model = await asyncio.to_thread(
            OpenAIModel, model="m", base_url=server.url.replace("http://", "http://ada:l%40ce@")
        )
        await model.reply(prompt())
        await model.close()
    assert server.headers[0]["Authorization"] == "Basic YWRhOmxAY2U="


@pytest.mark.parametrize("key", ["열쇠-secret", "sk\nsecret", "sk\x00secret"])
async def test_a_key_that_no_header_can_hold_is_refused_and_not_shown(key: str) -> None:
    async with serving(in_turn(Says(REPLY)), api_key=key) as (server, model):
        with pytest.raises(Rejected, match="key") as caught:
            await model.reply(prompt())
    assert not server.calls
    assert "secret" not in "".join(traceback.format_exception(caught.value))


def test_the_environment_has_no_say() -> None:
    """The client alone would take its address, key and headers from variables of its own."""
    code = (
        "from adapters.models.openai import OpenAIModel\n"
        "client = OpenAIModel(model='m')._client\n"
        "print(client.base_url, client.api_key)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={"OPENAI_BASE_URL": "http://127.0.0.1:1/other/", "OPENAI_API_KEY": "sk-other"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == ["https://api.openai.com/v1/", "none"]


@pytest.mark.parametrize(
    "env",
    [
        {"ALL_PROXY": "socks5://ada:secret@127.0.0.1:1"},
        {"HTTPS_PROXY": "ftp://ada:secret@127.0.0.1:1"},
        {"HTTPS_PROXY": "http://ada:secret@127.0.0.1:port"},
        {"SSL_CERT_FILE": "/nowhere"},
        {"SSL_CERT_FILE": __file__},
    ],
)
def test_a_proxy_or_certificates_of_no_use_are_refused_in_one_line(env: dict[str, str]) -> None:
    code = (
        "from adapters.models.openai import OpenAIModel\n"
        "from bot.errors import Rejected\n"
        "try: OpenAIModel(model='m')\n"
        "except Rejected as error: print(error)"
    )
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert "HTTPS_PROXY" in found.stdout
    assert found.stdout.count("\n") == 1
    assert "secret" not in found.stdout


def test_the_library_is_not_loaded_before_a_model_is_made() -> None:
    code = "import sys, adapters.models.openai; sys.exit('openai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
