"""A paper's text with its index, a model's reply about it, and what people said."""

import json
from datetime import UTC, datetime

from bot.domain.checking import index_text
from bot.domain.prompt import Reply
from bot.domain.talk.history import Utterance
from bot.domain.talk.listening import Turn
from tests.fakes.papers import paper, text

NOW = datetime(2025, 12, 9, tzinfo=UTC)
INDEX = index_text(paper(1), text(1))


def said(answer: str = "정확도는 85.3%입니다.", *quotes: str, found: object = True) -> Reply:
    cited = [{"section": "없는 절", "quote": quote} for quote in quotes]
    return Reply(json.dumps({"answer": answer, "found": found, "citations": cited}, ensure_ascii=False))


def utterance(message: str, speaker: str, words: str) -> Utterance:
    return Utterance(message, Turn(speaker, words, False, False, NOW))
