"""One paper by its id: what is known of it, else what the archive says."""

from bot.domain.paper import Paper, PaperId
from bot.ports import Archive, Library


async def find_paper(paper: PaperId, library: Library, archive: Archive, *, urgent: bool = True) -> Paper:
    """Its metadata. Raises NotFound for an id that the archive does not know, Unavailable."""
    known = await library.paper(paper)
    if known is not None:
        return known
    found = await archive.paper(paper, urgent=urgent)
    await library.save_paper(found)
    return found
