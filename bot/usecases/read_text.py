"""Get the best text of a paper that can be had now."""

import logging
from dataclasses import dataclass

from bot.domain.paper import FullText, Origin, Paper, abstract_text
from bot.errors import NotFound, Rejected, Unavailable
from bot.ports import Archive, Clock, Library

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """What is read, and why it is nothing better."""

    text: FullText
    fallback: str = ""


class ReadText:
    """From the store, else from the archive, else the abstract."""

    def __init__(self, archive: Archive, library: Library, clock: Clock) -> None:
        self._archive = archive
        self._library = library
        self._clock = clock

    async def __call__(self, paper: Paper, *, urgent: bool = False, again: bool = False) -> Source:
        """The best text: the stored one unless it shall be read again, else the archive's, else the abstract.

        An abstract is stored only when the archive has no better text, not when it could not be reached.
        """
        known = await self._library.text(paper.id)
        if known is not None and not (again and known.origin is Origin.ABSTRACT):
            return Source(known)
        try:
            text, fallback = await self._archive.text(paper.id, urgent=urgent), ""
        except NotFound:
            text, fallback = abstract_text(paper), ""
        except (Unavailable, Rejected) as error:
            log.warning("%s: only the abstract can be read: %s", paper.id, error)
            return Source(abstract_text(paper), str(error))
        await self._library.save_text(text, self._clock.now())
        return Source(text, fallback)
