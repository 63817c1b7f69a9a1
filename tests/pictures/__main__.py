"""`python -m tests.pictures`: draws the sample edition as it stands on Slack and on Discord.

A local drawing of the payloads that the real adapters sent, not a screenshot of the platforms. The HTML is
written always; the PNG needs Debian's chromium and fonts-noto-cjk.
"""

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

from tests.pictures import discord, slack
from tests.pictures.page import page
from tests.pictures.png import with_a_palette
from tests.pictures.sending import Messages, sent

FOLDER = Path(__file__).resolve().parent
WIDTH = 1000
CARDS = 4
"""So many of the six are drawn, and the first one's thread."""


def slack_page(messages: Messages) -> str:
    channel = [message for message in messages if not message.get("thread_ts")]
    first = channel[1]["ts"]
    thread = [channel[1], *(message for message in messages if message.get("thread_ts") == first)]
    shown = [slack.blocks(message["blocks"]) for message in channel[: CARDS + 1]]
    with_answers = [shown[0], *(f'{one}<div class="answers">댓글 1개</div>' for one in shown[1:])]
    return page("slack", with_answers, [slack.blocks(message["blocks"]) for message in thread], "스레드")


def discord_page(messages: Messages) -> str:
    home = messages[0]["channel_id"]
    channel = [message for message in messages if message["channel_id"] == home]
    thread = [message for message in messages if message["channel_id"] == channel[1]["id"]]
    shown = [discord.message(message) for message in channel[: CARDS + 1]]
    opened = f'<div class="answers">스레드 · 메시지 {len(thread)}개</div>'
    with_threads = [shown[0], *(one + opened for one in shown[1:])]
    below = [discord.message(message) for message in (channel[1], *thread)]
    return page("discord", with_threads, below, "스레드 · TwinFlow")


def draw(html: str, picture: Path) -> bool:
    """Writes the PNG; False when there is no browser to draw it."""
    browser = shutil.which("chromium")
    if browser is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        measured = html + "<script>document.title = document.body.scrollHeight</script>"
        file.write_text(measured, encoding="utf-8")
        start = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-lcd-text",
            f"--user-data-dir={folder}",
        ]
        dump = subprocess.run([*start, "--dump-dom", str(file)], capture_output=True, text=True, check=True)
        found = re.search(r"<title>(\d+)</title>", dump.stdout)
        height = int(found[1]) if found else 2000
        size = [f"--window-size={WIDTH},{height}", f"--screenshot={picture}"]
        subprocess.run([*start, *size, str(file)], capture_output=True, check=True)
    picture.write_bytes(with_a_palette(picture.read_bytes()))
    return True


def main() -> int:
    warnings.simplefilter("ignore")
    on_slack, on_discord = asyncio.run(sent())
    pages = {"slack": slack_page(on_slack), "discord": discord_page(on_discord)}
    for name, html in pages.items():
        if not draw(html, FOLDER / f"{name}.png"):
            print("chromium is missing: apt-get install chromium fonts-noto-cjk", file=sys.stderr)
            return 1
        print(f"tests/pictures/{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
