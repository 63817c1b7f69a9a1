"""What people type after `/papers`, read."""

from zoneinfo import available_timezones

from bot.domain.papers_command import BadCommand, PapersCommand
from bot.domain.papers_grammar import parse_papers_command

ZONES = sorted(available_timezones())


def parse(text: str) -> PapersCommand:
    return parse_papers_command(text, ZONES)


def fault_of(text: str) -> BadCommand | None:
    try:
        parse(text)
    except BadCommand as error:
        return error
    return None
