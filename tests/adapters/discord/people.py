"""Who and what the tests of Discord speak of."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from adapters.chats.discord import DiscordChat, DiscordWords
from bot.domain.conversation import Command, Said
from bot.domain.message import Channel, Items, Message, MessageRef, Paragraph, Place, Quotation, Span
from bot.domain.paper import Paper
from bot.ports import Chat
from tests.fakes.discord_server import DiscordServer

MESSAGE_CONTENT_LIMITED = 1 << 19
"""The flag of an application that may read messages."""
BETWEEN_SESSIONS = 5.0

WORDS = DiscordWords(
    paper="arXiv 논문을 요약합니다",
    paper_option="arXiv 번호나 링크",
    papers="이 채널의 논문 구독",
    papers_option="status, on, off",
    thread="논문",
)

CARD = Message(
    push="1. TwinFlow: 한 줄",
    head="1. 교사 모델도 GAN도 없이 20B 이미지 모델을 1-NFE 생성기로 바꿨다.",
    title=Span("TwinFlow: Realizing One-step Generation", url="https://arxiv.org/abs/2512.05150"),
    body=(Paragraph((Span("결과 ", bold=True), Span("GenEval 0.83을 얻었다."))),),
    links=(Span("alphaXiv", url="https://www.alphaxiv.org/ko/overview/2512.05150"),),
    small=("▲ 14", "수치 5개 원문에 있음"),
    topic="TwinFlow · 2512.05150",
)
DETAIL = Message(
    push="TwinFlow 전체 요약",
    body=(
        Paragraph((Span("목표 ", bold=True), Span("한 번의 함수 평가로 동작하게 한다."))),
        Paragraph((Span("방법", bold=True),)),
        Items(((Span("self-adversarial flow로 학습한다."),), (Span("전체 파라미터로 학습한다."),))),
        Paragraph((Span("결과 ", bold=True), Span("100배 줄였다."))),
        Quotation("reducing computational cost by 100x", "초록"),
    ),
    small=("궁금한 점은 이 스레드에 물어보세요.",),
    topic="TwinFlow · 2512.05150",
)
ANSWER = Message(
    push="답",
    body=(
        Paragraph((Span("원본의 비용이 기준입니다."),)),
        Quotation("reducing computational cost by 100x", "초록"),
    ),
    small=("인용 1개 원문 일치",),
)
LINE = Message(push="2512.05150 논문을 읽고 있습니다.", body=(Paragraph((Span("논문을 읽고 있습니다."),)),))


def at(channel: str) -> Place:
    return Place(Channel("discord", channel))


def below(card: MessageRef) -> Place:
    return Place(card.channel, card)


class Inbox:
    """Keeps what comes in, as the real one does, and answers one line."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.heard: list[Said] = []
        self.gone: list[tuple[Channel, str]] = []
        self.typed: list[tuple[Channel, str]] = []
        self.papers: Sequence[Paper] = ()
        self.line = LINE
        self.trouble: Exception | None = None

    async def command(self, command: Command) -> Message:
        if self.trouble:
            raise self.trouble
        self.commands.append(command)
        return self.line

    async def said(self, said: Said) -> bool:
        self.heard.append(said)
        return True

    async def removed(self, channel: Channel, message: str) -> None:
        self.gone.append((channel, message))

    async def joined(self, channel: Channel) -> Message:
        return self.line

    async def suggest(self, channel: Channel, typed: str) -> Sequence[Paper]:
        self.typed.append((channel, typed))
        return self.papers


async def until(happened: Callable[[], object]) -> None:
    """Lets the other side work until it has happened; the test's own time limit is the only other end."""
    while not happened():  # noqa: ASYNC110 - what the fake sees has no event of its own
        await asyncio.sleep(0.002)


def titled(title: str) -> Message:
    return replace(CARD, title=Span(title, url="https://arxiv.org/abs/2512.05150"))


@asynccontextmanager
async def serving(chat: Chat, inbox: Inbox) -> AsyncIterator[None]:
    work = asyncio.create_task(chat.serve(inbox))
    try:
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


async def connected(server: DiscordServer) -> None:
    await until(lambda: server.gateway.connections and server.gateway.sessions)


async def thread_of_ours(chat: DiscordChat, server: DiscordServer) -> tuple[str, str]:
    """A channel with a card, and the thread below it."""
    channel = server.world.channel()
    card = await chat.post(at(channel), CARD, "paper/1")
    await chat.post(below(card), DETAIL, "detail/1")
    return channel, card.id
