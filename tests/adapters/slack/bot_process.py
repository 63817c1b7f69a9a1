"""A bot in a process of its own, to be killed: `python -m tests.adapters.slack.bot_process listen|post`.

It stores nothing: what it hears it keeps waiting for ever, what it posts it does not record.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime

from adapters.chats.slack import SlackChat
from bot.domain.message import Channel, Message, Place
from tests.adapters.slack.inbox import RecordingInbox


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def main(what: str, channel: str) -> None:
    chat = SlackChat(
        WallClock(), os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_APP_TOKEN"], os.environ["SLACK_API_URL"]
    )
    if what == "post":
        await chat.post(Place(Channel("slack", channel)), Message(push="한 줄"), "the key")
        return
    inbox = RecordingInbox()
    inbox.may_store.clear()
    listening = asyncio.create_task(chat.serve(inbox))
    while not inbox.deliveries:  # noqa: ASYNC110 - Slack decides when
        await asyncio.sleep(0.01)
    print("heard", flush=True)
    await listening


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
