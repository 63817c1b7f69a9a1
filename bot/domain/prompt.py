"""What is asked of a language model and what comes back: data only."""

from dataclasses import dataclass, field
from typing import Any

from bot.domain.paper import FullText, Paper, Passage


@dataclass(frozen=True, slots=True)
class Prompt:
    """One completion to ask for. The parts stand in the order in which a server can cache them."""

    name: str
    """Schema name: `summary`, `answer` or `keywords`."""
    schema: dict[str, Any]
    """JSON Schema of the reply: strict, every key required."""
    system: str
    user: str
    max_tokens: int
    """Bound on the reply; with bounded strings in the schema it keeps a bad model short."""
    paper: Paper
    """For a model that needs no words: the same material as data."""
    text: FullText
    question: str = ""
    passages: tuple[Passage, ...] = ()
    """For `answer`: the passages in the prompt, best first, when the whole text did not fit."""
    turns: tuple[tuple[str, str], ...] = field(default=())
    """Earlier (role, content) turns that stand between the text and the last user message."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said. Exactly one of `text`, `refusal` or `cut` tells how it ended."""

    text: str
    refusal: str = ""
    cut: bool = False
    """The reply stopped at the token bound; `text` is not whole."""
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Used:
    """What replies took, by their server's own count; one that counts nothing took 0 tokens."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
