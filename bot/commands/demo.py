"""`demo`: an edition on this screen, from a small server on this machine; no key, no network."""

import asyncio
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from adapters.sample.server import SampleServer
from bot.commands import screen, streams
from bot.commands.publish import DEFAULT_CHANNEL
from bot.commands.shared import DONE, Wrong, settings
from bot.config import Settings
from bot.domain.conversation import Command, Person, Said
from bot.domain.delivery import card_key
from bot.domain.edition import Subscription
from bot.domain.message import Channel, MessageRef
from bot.domain.paper import NotAPaperId, PaperId, parse_paper_id
from bot.usecases.publish_edition import Turn
from bot.usecases.summarize_paper import SummarizePaper
from bot.wiring import Bot, offline_model, open_bot
from bot.wording import cards, lines
from bot.wording.cards import Subject

DAY = date(2025, 12, 8)
FOLDER = Path(".demo")
PATIENCE = 5.0
PRIVATELY = timedelta(minutes=15)
RECORDED = "recorded-example"


async def demo(own: Settings) -> int:
    """`own`: the person's settings, of which only the model's are taken. Gives the exit code."""
    try:
        await asyncio.to_thread(FOLDER.mkdir, exist_ok=True)
    except OSError as error:
        raise Wrong(f"{FOLDER}: {error.strerror}") from None
    async with SampleServer() as server:
        chosen = _settings(own, server.url)
        async with open_bot(chosen, show=screen.show, alone=True) as bot:
            await _edition(bot)
            await _prompt(bot)
    return DONE


def _settings(own: Settings, address: str) -> Settings:
    """The person's own model if one is set, else the recorded replies; everything else stays in FOLDER."""
    recorded = {"model": "openai", "openai_base_url": f"{address}/v1", "openai_api_key": RECORDED}
    return settings(
        chats=["console"],
        database_url=f"sqlite:///{FOLDER / 'nonmun.db'}",
        console_transcript=str(FOLDER / "transcript.jsonl"),
        huggingface_url=address,
        arxiv_url=address,
        arxiv_api_url=address,
        arxiv_delay=0,
        arxiv_api_delay=0,
        **({} if own.has_model or own.model == "offline" else recorded | {"openai_model": RECORDED}),
    )


async def _edition(bot: Bot) -> None:
    recorded = bot.settings.openai_model == RECORDED
    screen.say(lines.demo_recorded() if recorded else lines.demo_live(bot.model.name))
    with screen.papers(enabled=True) as watch:
        report = await bot.run(watch)([Turn(Subscription(DEFAULT_CHANNEL), DAY)], PATIENCE)
    if report.channels[DEFAULT_CHANNEL].owed == 0:
        screen.say(lines.demo_again())
        return
    if recorded:
        await _excerpt(bot)


async def _excerpt(bot: Bot) -> None:
    """What the bot makes of the first paper when it has no model at all."""
    edition = (await bot.store.chronicle.editions(DAY))[0]
    paper = edition.papers[edition.cards[0].paper]
    summarize = SummarizePaper(bot.archive, offline_model(), bot.store.library, bot.clock)
    subject = Subject(paper, await summarize(paper))
    here = Channel("console", "offline")
    screen.say(lines.demo_offline())
    screen.show(MessageRef(here, "card"), cards.card(subject))
    screen.show(MessageRef(here, "detail", "card"), cards.detail(subject))


async def _prompt(bot: Bot) -> None:
    """`/paper <id>`, a question on the paper named last, `quit` or end of input."""
    screen.say(lines.demo_prompt())
    typed, about = streams.Typed(), await _first_paper(bot)
    while True:
        sys.stdout.write("> ")
        sys.stdout.flush()
        try:
            line = (await typed.line()).strip()
        except EOFError:
            line = "quit"
        if line in {"quit", "exit"}:
            sys.stdout.write("\n")
            return
        name, _, rest = line.partition(" ")
        if name in {"/paper", "/papers"}:
            about = _paper_in(rest) or about
            await _ask(bot, name[1:], rest)
        elif name.startswith("/") or not line.strip("? "):
            screen.say(lines.demo_prompt())
        else:
            await _question(bot, about, line.removeprefix("?").strip())


async def _first_paper(bot: Bot) -> PaperId:
    edition = (await bot.store.chronicle.editions(DAY))[0]
    return edition.cards[0].paper


def _paper_in(text: str) -> PaperId | None:
    try:
        return parse_paper_id(text)
    except NotAPaperId:
        return None


async def _question(bot: Bot, about: PaperId, text: str) -> None:
    staff, said = await bot.staff(), asked(about, text, bot.clock.now())
    if await bot.store.requests.thread(said.channel, said.thread) is None:
        screen.say(lines.demo_no_thread(about))
        return
    await staff.desk.said(said)
    with screen.waiting(lines.LOOKING):
        await staff.desk.work_off()
    await staff.deliver.work(PATIENCE)


def asked(about: PaperId, text: str, at: datetime) -> Said:
    """A question as if it stood in the thread below the paper's card, and called us."""
    return Said(
        event=f"console/{uuid4()}",
        channel=DEFAULT_CHANNEL,
        thread=card_key(DEFAULT_CHANNEL, about),
        message=str(uuid4()),
        person=Person("console"),
        text=text,
        at=at,
        mentions_us=True,
    )


async def _ask(bot: Bot, name: str, text: str) -> None:
    staff = await bot.staff()
    command = Command(
        event=f"console/{uuid4()}",
        channel=DEFAULT_CHANNEL,
        person=Person("console", may_manage=True),
        name=name,
        text=text,
        reply_to="console",
        reply_until=bot.clock.now() + PRIVATELY,
    )
    screen.say(await staff.desk.command(command))
    await staff.desk.work_off()
    await staff.keep_time.idle()
    await staff.deliver.work(PATIENCE)
