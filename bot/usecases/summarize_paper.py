"""Summarise one paper: read it, ask the model, check, redraft once. Never raises for one paper's trouble."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.checking import TextIndex, check, check_excerpt, find_quote, index_text
from bot.domain.fitting import cut
from bot.domain.guarding import Guarded, guard, obeyed
from bot.domain.paper import FullText, Paper, PaperId
from bot.domain.prompt import Prompt, Reply
from bot.domain.summary import (
    Finding,
    NotASummary,
    Outcome,
    Reading,
    Reason,
    Summary,
    SummaryKey,
    reason_of,
    summary_from_json,
)
from bot.errors import Failure, TooLong
from bot.ports import Archive, Clock, LanguageModel, Library
from bot.prompts import SUMMARY_SIZES, SUMMARY_VERSION, redraft_prompt, summary_prompt
from bot.usecases.read_text import ReadText

REMEMBERED = timedelta(minutes=1)
MOST_FINDINGS = 20
LONGEST_REASON = 300
"""Characters of one finding's reason."""


@dataclass
class Usage:
    """What one run asked for and used."""

    model_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def book(self, reply: Reply) -> None:
        self.input_tokens += reply.input_tokens
        self.output_tokens += reply.output_tokens


class SummarizePaper:
    """Makes readings, each once however many ask for it at about the same time.

    What passed is in the store. What did not is remembered for REMEMBERED, so that one run does not ask the
    model again for every channel, and the next run does.
    """

    def __init__(self, archive: Archive, model: LanguageModel, library: Library, clock: Clock) -> None:
        self._text = ReadText(archive, library, clock)
        self._model = model
        self._library = library
        self._clock = clock
        self._running: dict[PaperId, asyncio.Task[Reading]] = {}
        self._ended: dict[PaperId, datetime] = {}
        self.usage = Usage()

    async def __call__(self, paper: Paper, *, urgent: bool = False, again: bool = False) -> Reading:
        """The paper's reading: POSTED from the store or the model, SHOWN or HELD with a reason.

        `again`: reads and asks anew, whatever is known.
        """
        if again:
            return await self._read(paper, urgent, again=True)
        self._forget(self._clock.now() - REMEMBERED)
        task = self._running.get(paper.id)
        if task is None:
            task = self._running[paper.id] = asyncio.create_task(self._read(paper, urgent))
            task.add_done_callback(lambda _task: self._ended.__setitem__(paper.id, self._clock.now()))
        return await asyncio.shield(task)

    def _forget(self, before: datetime) -> None:
        for paper in [paper for paper, ended in self._ended.items() if ended <= before]:
            del self._ended[paper], self._running[paper]

    async def _read(self, paper: Paper, urgent: bool, *, again: bool = False) -> Reading:
        source = await self._text(paper, urgent=urgent, again=again)
        key = SummaryKey(paper.id, source.text.hash, self._model.name, SUMMARY_VERSION)
        known = await self._library.reading(key)
        if known is not None and known.outcome is Outcome.POSTED and not again:
            return known
        reading = replace(await self._summarise(paper, source.text, key), fallback=source.fallback)
        if reading.outcome is not Outcome.HELD:
            await self._library.save_reading(reading, self._clock.now())
        return reading

    async def _summarise(self, paper: Paper, text: FullText, key: SummaryKey) -> Reading:
        blank = Reading(key, text.origin, Outcome.SHOWN, excerpt=self._model.excerpts)
        if text.characters == 0:
            return replace(blank, reason=Reason.NO_TEXT, detail="neither text nor abstract")
        guarded = await asyncio.to_thread(guard, paper, text)
        blank = replace(blank, instructs=bool(guarded.orders))
        if guarded.text.characters == 0:
            return replace(blank, reason=Reason.NO_TEXT, detail="nothing but orders to models")
        try:
            return await self._drafted(guarded, blank)
        except Failure as error:
            return replace(blank, outcome=Outcome.HELD, reason=Reason.MODEL, detail=str(error))

    async def _drafted(self, guarded: Guarded, blank: Reading) -> Reading:
        prompt, reply = await self._first_reply(guarded.paper, guarded.text)
        index = await asyncio.to_thread(index_text, guarded.paper, guarded.text)
        draft = await asyncio.to_thread(_judge, guarded, index, reply, blank)
        if not draft.findings or self._model.excerpts:
            return draft
        again = await self._ask(redraft_prompt(prompt, reply.text, draft.findings))
        return await asyncio.to_thread(_judge, guarded, index, again, blank)

    async def _first_reply(self, paper: Paper, text: FullText) -> tuple[Prompt, Reply]:
        """Asks with as much of the text as the model takes."""
        *larger, smallest = SUMMARY_SIZES
        for size in larger:
            prompt = summary_prompt(paper, text, size)
            try:
                return prompt, await self._ask(prompt)
            except TooLong:
                continue
        prompt = summary_prompt(paper, text, smallest)
        return prompt, await self._ask(prompt)

    async def _ask(self, prompt: Prompt) -> Reply:
        self.usage.model_calls += 1
        reply = await self._model.reply(prompt)
        self.usage.book(reply)
        return reply


def _judge(guarded: Guarded, index: TextIndex, reply: Reply, blank: Reading) -> Reading:
    """The reading that a reply makes; one with findings may still be redrafted."""
    if reply.refusal:
        return replace(blank, reason=Reason.REFUSED, detail="the model refused")
    if reply.cut:
        return replace(blank, reason=Reason.CUT, detail="the reply was cut at the token bound")
    try:
        summary = summary_from_json(reply.text)
    except NotASummary as error:
        finding = Finding("malformed", "", str(error))
        return replace(blank, reason=Reason.MALFORMED, detail=str(error), findings=(finding,))
    verdict = check_excerpt(summary, index) if blank.excerpt else check(summary, index)
    found = _bounded(verdict.findings if blank.excerpt else (*verdict.findings, *obeyed(summary, guarded)))
    if found:
        return replace(blank, reason=reason_of(found), detail=_detail(found), findings=found)
    return replace(blank, outcome=Outcome.POSTED, summary=_located(summary, index), figures=verdict.figures)


def _bounded(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """As many and as long as a model and a reader can use; the rest repeats itself."""
    few = findings[:MOST_FINDINGS]
    return tuple(replace(finding, reason=cut(finding.reason, LONGEST_REASON)) for finding in few)


def _located(summary: Summary, index: TextIndex) -> Summary:
    """The summary with the section that each of its quotes stands in."""
    places = [(quote, find_quote(quote.quote, index)) for quote in summary.quotes]
    return replace(
        summary, quotes=tuple(replace(quote, section=place.section) for quote, place in places if place)
    )


def _detail(findings: Sequence[Finding]) -> str:
    return "; ".join(f"{finding.name} in {finding.field}: {finding.reason}" for finding in findings[:5])
