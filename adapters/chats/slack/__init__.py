"""Slack: the Web API and Socket Mode. The vendor's libraries are imported in this folder alone."""

from adapters.chats.slack.chat import SlackChat

__all__ = ["SlackChat"]
