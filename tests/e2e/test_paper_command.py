"""`/paper` on both platforms at once: acknowledged at once whatever else goes on, each paper once."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from bot.domain.delivery import card_key, detail_key
from bot.domain.edition import Subscription
from bot.domain.paper import Paper, PaperId
from bot.domain.prompt import Prompt, Reply
from bot.wiring import Bot
from tests.e2e.platforms import (
    JIWOO,
    PAPERS,
    DiscordWire,
    SlackWire,
    discord_wire,
    edition_keys,
    open_bot_for,
    slack_wire,
)
from tests.e2e.serving import FastClock, quiet, serving, until
from tests.fakes.papers import MONDAY, day_of, paper, reply
from tests.fakes.ports import ScriptedModel
from tests.fakes.slack_people import plain_text
from tests.fakes.slack_socket import Envelope

SPEED = 60
TWINFLOW, OLD, WITHDRAWN, UNKNOWN = (
    PaperId(one) for one in ("2512.05150", "cs/0112017", "2512.09999", "9999.99999")
)


class GatedModel:
    """Answers once the gate is open."""

    name = "gated"
    excerpts = False

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = 0

    async def reply(self, prompt: Prompt) -> Reply:
        self.asked += 1
        await self.gate.wait()
        return Reply(reply(), input_tokens=1, output_tokens=1)


def standing_once(wire: SlackWire | DiscordWire, papers: Sequence[str]) -> bool:
    """Card and detail of each, and nothing else."""
    keys = [key(wire.channel, PaperId(one)) for one in papers for key in (card_key, detail_key)]
    return sorted(wire.standing(keys)) == sorted(keys)


async def test_two_hundred_at_once_while_an_edition_is_prepared(tmp_path: Path) -> None:
    model = GatedModel()
    async with (
        slack_wire() as slack,
        discord_wire() as discord,
        open_bot_for(tmp_path, slack, discord, papers=16, clock=FastClock(SPEED), model=model) as bot,
        serving(bot, slack, discord) as staff,
    ):
        prepared = [paper(number).id for number in range(7, 17)]
        summarize = bot.summarizer()
        for one in prepared:
            await summarize(await bot.archive.paper(one))
        model.gate.clear()
        for wire in (slack, discord):
            assert staff.keep_time.now(Subscription(wire.channel))
        await until(lambda: model.asked == 16)

        took = await asyncio.gather(*(ask(slack, discord, number, prepared) for number in range(200)))

        # Everybody has his line while the edition still waits for its model.
        assert not model.gate.is_set()
        p50, p99 = (quantiles(took, n=100)[place] for place in (49, 98))
        print(f"200 /paper acknowledged: p50 {p50:.3f} s, p99 {p99:.3f} s, most {max(took):.3f} s")
        await quiet(bot, slack, discord)
        for wire in (slack, discord):
            assert standing_once(wire, prepared)
        model.gate.set()
        await staff.keep_time.idle()
        await quiet(bot, slack, discord)
        assert model.asked == 16
        for wire in (slack, discord):
            keys = edition_keys(wire.channel)
            assert [key for key in wire.standing(keys) if key in keys] == keys
            assert not wire.complaints()
        assert slack.server.world.whispers == []


async def ask(slack: SlackWire, discord: DiscordWire, number: int, papers: Sequence[str]) -> float:
    """Somebody asks for one of the papers; seconds until it is acknowledged."""
    wanted = papers[number // 2 % len(papers)]
    began = time.monotonic()
    if number % 2:
        user = f"U0PERSON{number}"
        slack.server.world.channels[PAPERS].members.add(user)
        envelope = await slack.server.people.command(PAPERS, user, f"/paper {wanted}")
        await envelope.acked.wait()
        assert wanted in said_on_slack(envelope) or "앞에" in said_on_slack(envelope)
    else:
        person = discord.server.world.person(f"사람 {number}")
        used = discord.server.interactions.use(person, discord.channel.id, "paper", paper=wanted)
        await used.answer()
    return time.monotonic() - began


def said_on_slack(envelope: Envelope) -> str:
    return str(envelope.answer.get("text", ""))


async def test_the_same_event_three_times_is_one_answer(tmp_path: Path) -> None:
    async with (
        slack_wire() as slack,
        discord_wire() as discord,
        open_bot_for(tmp_path, slack, discord, clock=FastClock(SPEED)) as bot,
        serving(bot, slack, discord),
    ):
        envelope = await slack.server.people.command(PAPERS, JIWOO, "/paper 2512.00001")
        used = discord.server.interactions.use(
            discord.person, discord.channel.id, "paper", paper="2512.00001"
        )
        for _ in range(2):
            await envelope.acked.wait()
            await slack.server.sockets.again(envelope)
            await used.answer()
            discord.server.interactions.repeat(used)
        await envelope.acked.wait()
        await quiet(bot, slack, discord)
        for wire in (slack, discord):
            assert standing_once(wire, ["2512.00001"])
        assert len(model_of(bot).prompts) == 1


def model_of(bot: Bot) -> ScriptedModel:
    assert isinstance(bot.model, ScriptedModel)
    return bot.model


HINT = "arXiv 번호가 아닙니다"
GOOD = [
    ("2512.05150v2", TWINFLOW),
    ("arXiv:2512.05150", TWINFLOW),
    ("https://arxiv.org/abs/2512.05150", TWINFLOW),
    ("https://arxiv.org/pdf/2512.05150v1.pdf", TWINFLOW),
    ("https://arxiv.org/html/2512.05150v2#S3", TWINFLOW),
    ("https://huggingface.co/papers/2512.05150", TWINFLOW),
    ("https://www.alphaxiv.org/ko/overview/2512.05150", TWINFLOW),
    ("cs/0112017", OLD),
]
BAD = [
    ("2512.5150", HINT),
    ("가" * 300, HINT),
    ("🦊🦊", HINT),
    ("'; DROP TABLE papers; --", HINT),
    ("../../etc/passwd", HINT),
    ("https://evil.example/abs/2512.05150", HINT),
    ("<!channel> @everyone", HINT),
]
OTHERS = (
    Paper(TWINFLOW, "TwinFlow", paper(1).abstract),
    Paper(OLD, "An Old Paper", paper(1).abstract),
    Paper(WITHDRAWN, "A Withdrawn Paper", "", withdrawn=True),
)


@dataclass
class Asker:
    """Somebody who types `/paper` on one platform, one thing after the other."""

    wire: SlackWire | DiscordWire
    answers: list[Any] = field(default_factory=list)

    async def types(self, typed: str) -> str:
        """The private line."""
        if isinstance(self.wire, SlackWire):
            envelope = await self.wire.server.people.command(PAPERS, JIWOO, f"/paper {typed}".strip())
            await envelope.acked.wait()
            return plain_text(envelope.answer["blocks"])
        place = self.wire.channel.id
        used = self.wire.server.interactions.use(self.wire.person, place, "paper", paper=typed or " ")
        self.answers.append(used)
        return await used.text()

    def later_lines(self) -> list[str]:
        """Private lines that came after the first."""
        if isinstance(self.wire, SlackWire):
            return [whisper.text for whisper in self.wire.server.world.whispers]
        return [line["content"] for used in self.answers for line in used.follow_ups]


async def test_whatever_is_typed_gets_the_paper_or_one_private_line(tmp_path: Path) -> None:
    async with (
        slack_wire() as slack,
        discord_wire() as discord,
        open_bot_for(tmp_path, slack, discord, clock=FastClock(SPEED), others=OTHERS) as bot,
        serving(bot, slack, discord),
    ):
        for asker in (Asker(slack), Asker(discord)):
            wire = asker.wire
            assert "논문 번호를 함께" in await asker.types("")
            for typed, line in BAD:
                assert line in await asker.types(typed), typed
            assert "논문을 읽고" in await asker.types(GOOD[0][0])
            await quiet(bot, slack, discord)
            assert standing_once(wire, [TWINFLOW])
            for typed, wanted in GOOD[1:-1]:
                assert wanted == TWINFLOW
                said = await asker.types(typed)
                assert "이미 올린 논문입니다." in said, typed
                assert "글로 가기" in said
            for wanted in (OLD, UNKNOWN, WITHDRAWN):
                assert "논문을 읽고" in await asker.types(wanted)
                await quiet(bot, slack, discord)
            await until(partial(has_two_more, asker))
            assert standing_once(wire, [TWINFLOW, OLD])
            unknown, withdrawn = sorted(asker.later_lines(), key=lambda line: "철회" in line)
            assert unknown.startswith("arXiv에 없는 번호입니다")
            assert withdrawn.startswith("저자가 철회한 논문이라")
            assert not wire.complaints()


def has_two_more(asker: Asker) -> bool:
    return len(asker.later_lines()) == 2


async def test_ten_thousand_characters_on_slack(tmp_path: Path) -> None:
    """Discord's own field takes at most 400."""
    async with (
        slack_wire() as slack,
        discord_wire() as discord,
        open_bot_for(tmp_path, slack, discord, clock=FastClock(SPEED)) as bot,
        serving(bot, slack, discord),
    ):
        said = await Asker(slack).types("2512.00001 " * 1000)
        assert HINT in said
        assert len(said) < 300
        await quiet(bot, slack, discord)
        assert slack.standing([]) == []


async def test_discord_suggests_recent_papers(tmp_path: Path) -> None:
    async with (
        slack_wire() as slack,
        discord_wire() as discord,
        open_bot_for(tmp_path, slack, discord, clock=FastClock(SPEED)) as bot,
        serving(bot, slack, discord),
    ):
        await bot.store.library.save_listings(MONDAY, day_of(40), bot.clock.now())
        found = {typed: await suggested(discord, typed) for typed in ("", "2512.0000", "method 7", "%", "🦊")}
        assert {typed: len(choices) for typed, choices in found.items()} == {
            "": 25,
            "2512.0000": 9,
            "method 7": 1,
            "%": 0,
            "🦊": 0,
        }
        assert found["method 7"][0]["value"] == "2512.00007"
        assert not discord.complaints()


async def suggested(discord: DiscordWire, typed: str) -> list[dict[str, str]]:
    used = discord.server.interactions.type(discord.person, discord.channel.id, "paper", "paper", typed)
    choices: list[dict[str, str]] = (await used.answer())["data"]["choices"]
    return choices
