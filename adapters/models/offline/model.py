"""The port LanguageModel without a model: `MODEL=offline`, and the default of the console without a key."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.models.offline.excerpt import excerpt
from adapters.models.offline.search import citations, keywords
from bot.domain.paper import abstract_text
from bot.domain.prompt import Prompt, Reply
from bot.errors import Rejected


class OfflineModel:
    """Replies with the paper's own words at once, for any number of callers; costs no tokens."""

    def __init__(
        self, missing: str, answer: str = "", glossary: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """`missing`: what a part of the summary says for which no sentence was found. `answer`: the line
        above the passages that fit a question. `glossary`: English words for Korean ones in questions.
        """
        self._missing = missing
        self._answer = answer
        self._glossary = dict(glossary or {})

    @property
    def name(self) -> str:
        return "offline"

    @property
    def excerpts(self) -> bool:
        return True

    async def reply(self, prompt: Prompt) -> Reply:
        """Raises Rejected for a prompt that is none of `summary`, `answer`, `keywords`."""
        return Reply(json.dumps(self._content(prompt), ensure_ascii=False))

    def _content(self, prompt: Prompt) -> dict[str, Any]:
        match prompt.name:
            case "summary":
                return excerpt(prompt.paper, prompt.text, self._missing)
            case "answer":
                passages = prompt.passages or prompt.text.passages or abstract_text(prompt.paper).passages
                found = citations(prompt.question, passages, self._glossary)
                return {"answer": self._answer if found else "", "found": bool(found), "citations": found}
            case "keywords":
                return {"keywords": keywords(prompt.question)}
            case _:
                raise Rejected(f"the excerpt knows no answer to a prompt {prompt.name}")
