"""What the model's server says that it read reaches the books from every command, and people by `status`."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.prompt import Used
from storage import open_store
from tests.e2e.platforms import JIWOO, PAPERS, discord_wire, open_bot_for, publish, slack_wire
from tests.e2e.services import summary, world
from tests.e2e.serving import FastClock, serving
from tests.e2e.test_publish import ABSTRACT
from tests.fakes.huggingface_server import row
from tests.fakes.openai_server import Says
from tests.fakes.papers import reply
from tests.fakes.ports import ScriptedModel

DAY = "2025-12-08"
PAPER = "2512.00001"
LINE = "모델: 오늘 입력 "


async def booked(folder: Path) -> Used:
    """By the system's clock, whatever the hour."""
    now, day = datetime.now(UTC), timedelta(days=1)
    async with open_store(folder / "nonmun.db") as store:
        return await store.books.used(now - day, now + day)


async def test_publish_paper_and_ask_book_what_the_server_counts(tmp_path: Path) -> None:
    day = [row(f"2512.0000{number}", summary=ABSTRACT, upvotes=9 - number) for number in (1, 2)]
    async with world(tmp_path, {DAY: day}) as outside:
        outside.model.script = lambda call: Says(summary(call), usage=(40_000, 300))
        ended = await outside.bot("publish", "--day", DAY, "--json")
        assert (ended.code, ended.json["tokens"]) == (0, {"input": 80_000, "output": 600})
        assert await booked(tmp_path) == Used(2, 80_000, 600)
        outside.model.script = lambda call: Says(summary(call), usage=(1_000, 10))
        new = "scripted-2"
        assert (await outside.bot("paper", PAPER, "--json", OPENAI_MODEL=new)).json["model"] == new
        assert await booked(tmp_path) == Used(3, 81_000, 610)
        before = len(outside.model.calls)
        await outside.bot("ask", PAPER, "빠른가요?", "--json")
        asked = len(outside.model.calls) - before
        assert asked > 0
        assert await booked(tmp_path) == Used(3 + asked, 81_000 + 1_000 * asked, 610 + 10 * asked)


async def test_status_on_both_platforms_tells_what_today_took(tmp_path: Path) -> None:
    async with slack_wire() as slack, discord_wire() as discord:
        before = ScriptedModel(lambda _prompt: reply())
        async with open_bot_for(tmp_path, slack, discord, papers=2, model=before) as bot:
            await publish(bot, slack, discord)
            assert len(before.prompts) == 2
        async with (
            open_bot_for(tmp_path, slack, discord, clock=FastClock(1)) as restarted,
            serving(restarted, slack, discord),
        ):
            envelope = await slack.server.people.command(PAPERS, JIWOO, "/papers status")
            await envelope.acked.wait()
            assert f"{LINE}200 토큰 사용" in json.dumps(envelope.answer, ensure_ascii=False)
            used = discord.server.interactions.use(
                discord.person, discord.channel.id, "papers", text="status"
            )
            assert f"{LINE}200 토큰 사용" in json.dumps(await used.answer(), ensure_ascii=False)
