"""The composition root: the one place that joins the bot, the adapters and the store."""

from bot.wiring.assembly import Bot, Staff, open_bot, open_store_of
from bot.wiring.vendors import offline_model, user_agent

__all__ = ["Bot", "Staff", "offline_model", "open_bot", "open_store_of", "user_agent"]
