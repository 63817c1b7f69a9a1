"""`ask ID "question"`: answer from one paper's text, print it; nothing is sent or remembered of it."""

from typing import Any

from bot.commands import screen
from bot.commands.shared import DONE, NOT_WHOLE, UNREACHABLE, WRONG_USE, complain, fail, print_json
from bot.config import Settings
from bot.domain.message import Message, Paragraph
from bot.domain.paper import PaperId
from bot.domain.talk.answering import Answer, Ending
from bot.domain.talk.history import Earlier
from bot.errors import NotFound, Rejected, Unavailable
from bot.usecases.find_answer import FindAnswer
from bot.usecases.show_paper import find_paper
from bot.wiring import open_bot
from bot.wording import answers


async def ask(settings: Settings, wanted: PaperId, question: str, *, as_json: bool) -> int:
    """Gives the exit code: 3 when the model made no answer that may be shown."""
    if not question.strip():
        fail("the question is empty", WRONG_USE)
    async with open_bot(settings) as bot:
        try:
            await find_paper(wanted, bot.store.library, bot.archive)
        except NotFound:
            fail(f"arXiv knows no paper {wanted}", WRONG_USE)
        except Unavailable as error:
            fail(f"arXiv cannot be reached: {error}", UNREACHABLE)
        with screen.waiting("Looking for the answer"):
            answer = await _answer(bot.answerer(), wanted, question)
    message = answers.answer(answer)
    if as_json:
        print_json(answer_json(wanted, answer, message))
    else:
        screen.say(message)
    return NOT_WHOLE if answer.ending is Ending.FAILED else DONE


async def _answer(find: FindAnswer, wanted: PaperId, question: str) -> Answer:
    try:
        return await find(wanted, question, Earlier())
    except (Unavailable, Rejected) as error:
        complain(f"the model cannot be asked: {error}")
        return await find.without_model(wanted, question)


def answer_json(paper: PaperId, answer: Answer, message: Message) -> dict[str, Any]:
    said = ["".join(span.text for span in part.spans) for part in message.body if isinstance(part, Paragraph)]
    return {
        "paper": paper,
        "found": answer.ending in {Ending.ANSWERED, Ending.EXCERPT},
        "answer": "\n".join(said),
        "citations": [{"section": one.section, "quote": one.quote} for one in answer.citations],
    }
