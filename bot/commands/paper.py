"""`paper ID`: read and summarise one paper, print it; nothing is sent."""

import json
from collections.abc import Sequence
from typing import Any

from bot.commands import screen
from bot.commands.shared import DONE, NOT_WHOLE, UNREACHABLE, WRONG_USE, fail, print_json
from bot.config import Settings
from bot.domain.checking import Claim
from bot.domain.message import Channel, MessageRef
from bot.domain.paper import Paper, PaperId
from bot.domain.summary import Outcome, Reading
from bot.errors import NotFound, Unavailable
from bot.usecases.explain_summary import explain_summary
from bot.usecases.show_paper import find_paper
from bot.wiring import open_bot
from bot.wording import cards
from bot.wording.cards import Subject

HERE = MessageRef(Channel("console", "paper"), "card")
BELOW = MessageRef(Channel("console", "paper"), "detail", thread="card")


async def paper(settings: Settings, wanted: PaperId, *, verbose: bool, as_json: bool) -> int:
    """Gives the exit code: 3 when there is no summary to show."""
    async with open_bot(settings) as bot:
        try:
            found = await find_paper(wanted, bot.store.library, bot.archive)
        except NotFound:
            fail(f"arXiv knows no paper {wanted}", WRONG_USE)
        except Unavailable as error:
            fail(f"arXiv cannot be reached: {error}", UNREACHABLE)
        with screen.waiting("Reading the paper"):
            reading = await bot.summarizer()(found, urgent=True)
        claims = await explain_summary(found, reading, bot.store.library) if verbose else ()
    if as_json:
        print_json(reading_json(found, reading))
    else:
        _print(found, reading)
        if verbose:
            _print_evidence(reading, claims)
    return DONE if reading.outcome is Outcome.POSTED else NOT_WHOLE


def reading_json(paper: Paper, reading: Reading) -> dict[str, Any]:
    return {
        "paper": paper.id,
        "title": paper.title,
        "text": str(reading.origin),
        "outcome": str(reading.outcome),
        "reason": f"{reading.reason}: {reading.detail}" if reading.detail else str(reading.reason),
        "summary": json.loads(reading.summary.to_json()) if reading.summary else None,
        "findings": [
            {"name": finding.name, "field": finding.field, "reason": finding.reason}
            for finding in reading.findings
        ],
        "model": reading.key.model,
    }


def _print(paper: Paper, reading: Reading) -> None:
    subject = Subject(paper, reading)
    screen.show(HERE, cards.card(subject))
    screen.show(BELOW, cards.detail(subject))
    for finding in reading.findings:
        screen.line(f"{finding.name} ({finding.field}): {finding.reason}")


def _print_evidence(reading: Reading, claims: Sequence[Claim]) -> None:
    """With --verbose: what was read by which model, and what the summary rests on, one line a claim."""
    read = f"; only the abstract was read: {reading.fallback}" if reading.fallback else ""
    screen.line(f"text: {reading.origin} {reading.key.text_hash}; model: {reading.key.model}{read}")
    for claim in claims:
        found = f"{claim.section}: {claim.quote}" if claim.found else "not in the text"
        screen.line(f"  {claim.kind:<6} {claim.field:<12} {claim.text}  <- {found}")
