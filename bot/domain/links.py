"""Which addresses of a paper may become links."""

import ipaddress
from urllib.parse import urlsplit

LONGEST = 500


def safe_link(url: str) -> str:
    """`url` when it is a plain https address with a public host name, else an empty string.

    No credentials, no port, no address in numbers, nothing that could break out of a link's markup.
    """
    if len(url) > LONGEST or not url.isascii() or any(char in url for char in " <>\"'\\`|{}^\t\r\n\x00"):
        return ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme != "https" or port is not None or "@" in parts.netloc or not _is_public_name(host):
        return ""
    return url


def host_of(url: str) -> str:
    """The host as people read it: without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_public_name(host: str) -> bool:
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or not all(label.strip("-") for label in labels):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return not labels[-1].isdigit() and all(char.isalnum() or char in ".-" for char in host)
    return False
