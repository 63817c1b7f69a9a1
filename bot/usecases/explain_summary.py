"""Say what a summary rests on: every figure, name and quote with the place in the paper that bears it."""

import asyncio
from collections.abc import Sequence

from bot.domain.checking import Claim, check, check_excerpt, index_text
from bot.domain.paper import Paper, abstract_text
from bot.domain.summary import Reading
from bot.ports import Library


async def explain_summary(paper: Paper, reading: Reading, library: Library) -> Sequence[Claim]:
    """Its claims in reading order, found anew in the text that it was made from; none without a summary."""
    summary = reading.summary
    if summary is None:
        return ()
    known = await library.text(paper.id)
    text = known if known is not None and known.hash == reading.key.text_hash else abstract_text(paper)
    index = await asyncio.to_thread(index_text, paper, text)
    rule = check_excerpt if reading.excerpt else check
    return (await asyncio.to_thread(rule, summary, index)).claims
