"""`doctor`: looks at everything that the bot needs, says what is wrong and how to mend it; sends nothing."""

import asyncio
from collections.abc import Awaitable, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, runtime_checkable

from adapters.chats.console import check_transcript
from bot.commands import screen
from bot.commands.remedies import remedy
from bot.commands.shared import DONE, UNREACHABLE, print_json
from bot.config import Settings
from bot.domain.diagnosis import Diagnosis
from bot.domain.message import Channel, Platform
from bot.domain.paper import Paper, PaperId, abstract_text
from bot.domain.talk.history import Earlier
from bot.errors import Failure, NotFound
from bot.ports import Archive, LanguageModel
from bot.prompts import keywords_prompt
from bot.wiring import Bot, open_bot, open_store_of

KNOWN = PaperId("1706.03762")
"""A paper that arXiv will always have."""
SAMPLE = Paper(KNOWN, "Attention Is All You Need", "A network based on attention alone translates well.")


@runtime_checkable
class Diagnosing(Protocol):
    """A chat that can be looked at."""

    async def diagnose(self, channels: Sequence[Channel]) -> Sequence[Diagnosis]: ...


async def doctor(settings: Settings, *, as_json: bool) -> int:
    """Gives the exit code: 4 when something has to be mended."""
    found = await examine(settings)
    if as_json:
        print_json([_json(one) for one in found])
    else:
        _print(found)
    return DONE if all(one.ok for one in found) else UNREACHABLE


async def examine(settings: Settings) -> list[Diagnosis]:
    """One look at each thing; raises nothing that a port may raise."""
    store, channels = await _store(settings)
    # Whatever state the store is in, the rest is looked at, beside an empty one.
    folder = await asyncio.to_thread(TemporaryDirectory)
    try:
        beside = settings.model_copy(
            update={
                "database_url": f"sqlite:///{folder.name}/empty.db",
                "console_transcript": f"{folder.name}/transcript.jsonl",
            }
        )
        async with open_bot(beside, look=True) as bot:
            chats = _chats(bot, channels, Path(settings.console_transcript))
            looks = (_model(bot.model), _source(bot), _archive(bot.archive), chats)
            return [store, *(one for found in await asyncio.gather(*looks) for one in found)]
    finally:
        await asyncio.to_thread(folder.cleanup)


async def _store(settings: Settings) -> tuple[Diagnosis, Sequence[Channel]]:
    """Whether it can be read, and the channels to look at: the subscribed ones and the operators' own."""
    channels = [settings.admin] if settings.admin else []
    try:
        async with open_store_of(settings) as store:
            channels += [subscription.channel for subscription in await store.subscriptions.all()]
    except Failure as error:
        return Diagnosis("store", ok=False, fault=str(error), code="store"), channels
    return Diagnosis("store", ok=True, code="store"), tuple(dict.fromkeys(channels))


async def _chats(bot: Bot, channels: Sequence[Channel], transcript: Path) -> Sequence[Diagnosis]:
    found = [
        Diagnosis(str(channel), ok=False, fault=f"{channel.platform} is not served", code="chats")
        for channel in channels
        if channel.platform not in bot.chats
    ]
    for platform, chat in bot.chats.items():
        here = [channel for channel in channels if channel.platform == platform]
        if isinstance(chat, Diagnosing):
            found += await chat.diagnose(here)
        elif platform == Platform.CONSOLE:
            looking = asyncio.to_thread(check_transcript, transcript)
            found += await _looked(platform, "console", looking)
    return found


async def _model(model: LanguageModel) -> Sequence[Diagnosis]:
    """One completion, the smallest that the bot asks for."""
    prompt = keywords_prompt(SAMPLE, abstract_text(SAMPLE), Earlier(), "무엇을 번역했나요?")
    return await _looked(f"model {model.name}", "model", model.reply(prompt))


async def _source(bot: Bot) -> Sequence[Diagnosis]:
    """Yesterday's list; that there is none is an answer, too."""
    day = bot.clock.now().date() - timedelta(days=1)
    return await _looked("source", "source", bot.source.listings(day))


async def _archive(archive: Archive) -> Sequence[Diagnosis]:
    return await _looked("archive", "archive", archive.paper(KNOWN, urgent=True))


async def _looked(subject: str, code: str, look: Awaitable[object]) -> Sequence[Diagnosis]:
    try:
        await look
    except NotFound:
        return [Diagnosis(subject, ok=True, code=code)]
    except Failure as error:
        return [Diagnosis(subject, ok=False, fault=str(error), code=code)]
    return [Diagnosis(subject, ok=True, code=code)]


def _json(one: Diagnosis) -> dict[str, object]:
    how = "" if one.ok else remedy(one)
    return {"subject": one.subject, "ok": one.ok, "code": one.code, "fault": one.fault, "remedy": how}


def _print(found: Sequence[Diagnosis]) -> None:
    for one in found:
        if one.ok:
            screen.line(f"ok    {_name(one)}")
        else:
            screen.line(f"WRONG {_name(one)}: {one.fault}")
            screen.line(f"      {remedy(one)}")
    wrong = sum(not one.ok for one in found)
    screen.line(f"{wrong} to mend" if wrong else "all is well")


def _name(one: Diagnosis) -> str:
    return one.subject if one.code == one.subject.split()[0] else f"{one.subject} {one.code}"
