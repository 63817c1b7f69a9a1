"""Whole mornings and conversations: the use cases together over a real store, in virtual time."""
