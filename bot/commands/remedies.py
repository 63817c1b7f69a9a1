"""How an operator mends what `doctor` found: one line a fault. Pure."""

from bot.domain.diagnosis import Diagnosis

UNREACHED = "it cannot be reached from here, or is in trouble: look at the network, a proxy, and {setting}"
ADDRESSES = {"slack": "SLACK_API_URL", "discord": "DISCORD_API_URL"}
REMEDIES = {
    "store": "look at DATABASE_URL: its folder must exist and be writable, and no newer nonmun may own it",
    "console": "look at CONSOLE_TRANSCRIPT: a regular file, or a new one in a folder that may be written",
    "source": UNREACHED.format(setting="HUGGINGFACE_URL"),
    "archive": UNREACHED.format(setting="ARXIV_API_URL"),
    "model": "look at OPENAI_API_KEY, OPENAI_BASE_URL (ends in /v1), OPENAI_MODEL and the account's limits",
    "chats": "add the platform to CHATS and set its tokens, or end the channel's subscription",
    "slack token": "set SLACK_BOT_TOKEN to the Bot User OAuth Token (xoxb-) from OAuth & Permissions",
    "slack app_token": "set SLACK_APP_TOKEN to an app-level token (xapp-) with the scope connections:write",
    "slack scope": "paste adapters/chats/manifest.json as the app's manifest, then reinstall the app",
    "slack membership": "in that channel run /invite and name the bot; if it is gone, unsubscribe it",
    "slack post": "unarchive the channel, or allow the bot in its posting permissions",
    "slack history": "in that channel run /invite and name the bot: nothing lost is sent again unseen",
    "discord token": "set DISCORD_TOKEN to the token that stands on the application's Bot page",
    "discord intent": "switch on Message Content Intent on the Bot page; until then questions need a mention",
    "discord kind": "choose a text channel: forums and threads cannot hold an edition",
    "discord membership": "invite the bot to the server and let its role view the channel",
    "discord permission": "give the bot's role this permission in the server or the channel's settings",
}
OTHER = "look at the bot's log"


def remedy(one: Diagnosis) -> str:
    """What to do about it, in one line."""
    platform = one.subject.partition(":")[0]
    if platform in ADDRESSES and _is_unreached(one.fault):
        return UNREACHED.format(setting=ADDRESSES[platform])
    code = one.code.partition(":")[0]
    return REMEDIES.get(code) or REMEDIES.get(f"{platform} {code}") or OTHER


def _is_unreached(fault: str) -> bool:
    """What a network, a proxy or a platform in trouble says, and no refusal of the platform's own."""
    return fault.endswith("Error") or "HTTP 5" in fault or "HTTP 429" in fault
