"""Book what the model's replies take, whoever asks for them."""

import logging

from bot.domain.prompt import Prompt, Reply, Used
from bot.errors import Failure
from bot.ports import Books, Clock, LanguageModel

log = logging.getLogger(__name__)


class BookedModel:
    """The port LanguageModel around another: each of its replies is booked before it is handed on."""

    def __init__(self, model: LanguageModel, books: Books, clock: Clock) -> None:
        self._model = model
        self._books = books
        self._clock = clock

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def excerpts(self) -> bool:
        return self._model.excerpts

    async def reply(self, prompt: Prompt) -> Reply:
        reply = await self._model.reply(prompt)
        try:
            await self._books.book(self._clock.now(), Used(1, reply.input_tokens, reply.output_tokens))
        except Failure as error:
            # It was paid for: a reply is worth more than its line in the books.
            log.warning("what a reply of the model took could not be booked: %s", error)
        return reply
