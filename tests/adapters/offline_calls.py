"""Asking the excerpt, for its tests."""

import json
from typing import Any

from adapters.models.offline import OfflineModel
from bot.domain.paper import FullText, Origin, Paper, PaperId, Passage, abstract_text
from bot.domain.prompt import Prompt
from bot.domain.summary import Summary, summary_from_json

MISSING = "<nothing found>"


def full_text(*passages: tuple[str, str]) -> FullText:
    numbered = [Passage(number, section, text) for number, (section, text) in enumerate(passages)]
    return FullText(PaperId("2512.05150"), Origin.HTML, tuple(numbered))


def prompt(name: str, paper: Paper, text: FullText | None = None, **fields: Any) -> Prompt:
    return Prompt(name, {}, f"nonmun/{name}", "", 500, paper, text or abstract_text(paper), **fields)


async def summarise(paper: Paper, text: FullText | None = None) -> Summary:
    return summary_from_json((await OfflineModel(MISSING).reply(prompt("summary", paper, text))).text)


async def ask(question: str, *passages: tuple[str, str], **settings: Any) -> dict[str, Any]:
    model = OfflineModel(MISSING, **settings)
    text = full_text(*passages)
    reply = await model.reply(prompt("answer", Paper(text.paper, "T", "A"), text, question=question))
    answer: dict[str, Any] = json.loads(reply.text)
    return answer
