"""The real discord.py, left as it was found."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def library_as_it_was() -> Iterator[None]:
    """It keeps its addresses on its classes, and its loggers are the process's: both are put back."""
    with warnings.catch_warnings():
        # discord.py imports audioop, for voice that we do not use.
        warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
        import discord.gateway
        import discord.http

    socket, level = discord.gateway.DiscordWebSocket, logging.getLogger("discord").level
    base, gateway = discord.http.Route.BASE, socket.DEFAULT_GATEWAY
    try:
        yield
    finally:
        discord.http.Route.BASE, socket.DEFAULT_GATEWAY = base, gateway
        logging.getLogger("discord").setLevel(level)
