"""Answer one question on one paper from its text: read, ask, check, ask once more."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.context import CHARACTERS_PER_TOKEN
from bot.domain.fitting import cut
from bot.domain.paper import PaperId, Passage
from bot.domain.prompt import Prompt, Reply
from bot.domain.talk.answering import (
    MOST_CITATIONS,
    Answer,
    Citation,
    Ending,
    Fault,
    given_up,
    judge,
    keywords_from_json,
    read_from,
)
from bot.domain.talk.history import Earlier
from bot.domain.talk.retrieval import best_passages, closest_sentences
from bot.errors import TooLong
from bot.ports import Archive, Clock, LanguageModel, Library
from bot.prompts import answer_prompt, keywords_prompt, note_on
from bot.usecases.make_ready import MakeReady, Ready
from bot.usecases.read_text import ReadText
from bot.usecases.show_paper import find_paper
from bot.usecases.summarize_paper import Usage

SMALLER = (8_000, 4_000, 2_000)
"""Tokens of a paper for a model whose context is too small for what the settings allow."""
LONGEST_CLOSEST = 300


@dataclass(frozen=True, slots=True)
class Material:
    """What a question is answered from."""

    ready: Ready
    question: str
    earlier: Earlier


class FindAnswer:
    """Makes answers; owes and remembers nothing but texts."""

    def __init__(
        self, archive: Archive, model: LanguageModel, library: Library, clock: Clock, context: int
    ) -> None:
        """`context`: tokens of a paper's text that go along with a question (QUESTION_CONTEXT)."""
        self._archive = archive
        self._model = model
        self._library = library
        self._read_text = ReadText(archive, library, clock)
        self._context = context
        self._make_ready = MakeReady()
        self.usage = Usage()

    async def __call__(self, paper: PaperId, question: str, earlier: Earlier) -> Answer:
        """Every trouble of the model but its absence is an Answer as well.

        Raises NotFound (unknown paper), Unavailable, Rejected (the model's key).
        """
        material = await self._material(paper, question, earlier)
        for context in (self._context, *(tokens for tokens in SMALLER if tokens < self._context)):
            # What turned out too much for this model is not tried again with the next question.
            self._context = min(self._context, context)
            try:
                return await self._answer(material, context)
            except TooLong:
                continue
        raise TooLong("the model's context is too small for a question")

    async def without_model(self, paper: PaperId, question: str) -> Answer:
        """The passages that fit best, for a model that cannot be had. Raises NotFound, Unavailable."""
        material = await self._material(paper, question, Earlier())
        return await asyncio.to_thread(_closest, material, (), Fault.UNAVAILABLE)

    async def _material(self, paper: PaperId, question: str, earlier: Earlier) -> Material:
        known = await find_paper(paper, self._library, self._archive)
        source = await self._read_text(known, urgent=True)
        return Material(await self._make_ready(known, source.text), question, earlier)

    async def _answer(self, material: Material, context: int) -> Answer:
        characters = context * CHARACTERS_PER_TOKEN
        keywords: Sequence[str] = ()
        if material.ready.text.characters > characters:
            keywords = await self._keywords(material)
        shown = await asyncio.to_thread(
            best_passages, material.ready.text, material.question, keywords, characters
        )
        answer = await self._checked(material, shown)
        if answer.ending is Ending.FAILED:
            answer = await asyncio.to_thread(_closest, material, keywords, answer.fault or Fault.MALFORMED)
        return read_from(answer, material.ready.text, shown)

    async def _keywords(self, material: Material) -> tuple[str, ...]:
        prompt = keywords_prompt(
            material.ready.paper, material.ready.text, material.earlier, material.question
        )
        try:
            return keywords_from_json((await self._ask(prompt)).text)
        except TooLong:
            return ()

    async def _checked(self, material: Material, shown: Sequence[Passage]) -> Answer:
        """The first reply's answer, or the second's when nothing of the first may be shown."""
        answer = await self._drafted(material, shown)
        if answer.fault is None or self._model.excerpts:
            return answer
        return await self._drafted(material, shown, note_on(answer.fault))

    async def _drafted(self, material: Material, shown: Sequence[Passage], note: str = "") -> Answer:
        prompt = answer_prompt(
            material.ready.paper, material.ready.text, shown, material.earlier, material.question, note
        )
        reply = await self._ask(prompt)
        excerpt = self._model.excerpts
        return await asyncio.to_thread(judge, reply, material.question, material.ready.index, excerpt=excerpt)

    async def _ask(self, prompt: Prompt) -> Reply:
        self.usage.model_calls += 1
        reply = await self._model.reply(prompt)
        self.usage.book(reply)
        return reply


def _closest(material: Material, keywords: Sequence[str], fault: Fault) -> Answer:
    found = closest_sentences(material.ready.text, material.question, keywords, MOST_CITATIONS)
    cited = [Citation(section, cut(sentence, LONGEST_CLOSEST)) for section, sentence in found]
    return read_from(given_up(fault, cited), material.ready.text, material.ready.text.passages)
