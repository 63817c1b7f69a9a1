"""A summary: what the model wrote about one paper, and what the check holds against it."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.domain.paper import Origin, PaperId, one_line
from bot.domain.plain import visible

NO_INFORMATION = "정보 부족"
"""What a part says when the paper says nothing; the only part that need not be a sentence."""
LONGEST_REPLY = 50_000
"""Characters of a reply that are looked at; a summary with its quotes has some 3,000."""
LONGEST_STRING = 1_200
"""Characters of one part or quote. The check's time grows with the square of a part's length."""
MOST_SENTENCES = 12
"""Of method: more than the check allows, so that it can say so."""
MOST_QUOTES = 16


class Field(StrEnum):
    GIST = "gist"
    GOAL = "goal"
    MOTIVATION = "motivation"
    CONTRIBUTION = "contribution"
    METHOD = "method"
    RESULTS = "results"
    LIMITATIONS = "limitations"
    CONCLUSION = "conclusion"


class LimitationsFrom(StrEnum):
    """Who says so: the paper, the model, or nobody."""

    AUTHORS = "authors"
    INFERRED = "inferred"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim English from the paper that a field of the summary rests on."""

    field: Field
    quote: str
    section: str = ""
    """Where the check found it; empty until then."""


@dataclass(frozen=True, slots=True)
class Summary:
    gist: str
    goal: str
    motivation: str
    contribution: str
    method: tuple[str, ...]
    results: str
    limitations: str
    limitations_from: LimitationsFrom
    conclusion: str
    quotes: tuple[Quote, ...] = ()
    body: str = ""
    """The five parts as Markdown, verbatim, when they came from a file of the blog; exported as they are."""

    def parts(self) -> tuple[tuple[Field, str], ...]:
        """Every sentence-bearing part with its field, in reading order; method gives one pair a sentence."""
        return (
            (Field.GIST, self.gist),
            (Field.GOAL, self.goal),
            (Field.MOTIVATION, self.motivation),
            (Field.CONTRIBUTION, self.contribution),
            *((Field.METHOD, sentence) for sentence in self.method),
            (Field.RESULTS, self.results),
            (Field.LIMITATIONS, self.limitations),
            (Field.CONCLUSION, self.conclusion),
        )

    def quotes_for(self, field: Field) -> tuple[str, ...]:
        return tuple(quote.quote for quote in self.quotes if quote.field is field)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


class NotASummary(ValueError):
    """The model's reply has not the agreed shape. Says which part is wrong."""


_HALF_PAIR = re.compile("[\ud800-\udfff]")
_SENTENCE_KEYS = ("gist", "goal", "motivation", "contribution", "results", "limitations", "conclusion")


def summary_from_json(text: str) -> Summary:
    """Reads the model's reply `summary`. Raises NotASummary when it is no JSON, or not as agreed."""
    data = json_object(text)
    sentences = {key: _string(data.get(key), key) for key in _SENTENCE_KEYS}
    try:
        limitations_from = LimitationsFrom(data.get("limitations_from", ""))
    except ValueError as error:
        raise NotASummary("limitations_from is none of authors, inferred, none") from error
    return Summary(
        **sentences,
        method=tuple(_string(sentence, "method") for sentence in _list(data, "method", MOST_SENTENCES)),
        limitations_from=limitations_from,
        quotes=tuple(_quote(row) for row in _list(data, "quotes", MOST_QUOTES)),
    )


def json_object(text: str) -> dict[str, Any]:
    """The JSON object in `text`, also when the model fenced it. Raises NotASummary."""
    if len(text) > LONGEST_REPLY:
        raise NotASummary(f"the reply has more than {LONGEST_REPLY} characters")
    start, end = text.find("{"), text.rfind("}")
    try:
        data = json.loads(text[start : end + 1])
    except (ValueError, RecursionError) as error:
        raise NotASummary("the reply is not JSON") from error
    if not isinstance(data, dict):
        raise NotASummary("the reply is not a JSON object")
    return data


def _string(value: object, key: str) -> str:
    """What a reader can see of it, on one line. Half a character stays visible as a broken one."""
    if not isinstance(value, str):
        raise NotASummary(f"{key} is missing or not a text")
    if len(value) > LONGEST_STRING:
        raise NotASummary(f"{key} has more than {LONGEST_STRING} characters")
    return one_line(visible(_HALF_PAIR.sub("\ufffd", value)))


def _list(data: dict[str, Any], key: str, most: int) -> list[Any]:
    value = data.get(key)
    if not isinstance(value, list):
        raise NotASummary(f"{key} is missing or not a list")
    if len(value) > most:
        raise NotASummary(f"{key} has more than {most} entries")
    return value


def _quote(row: object) -> Quote:
    if not isinstance(row, dict):
        raise NotASummary("a quote is not an object")
    quote = _string(row.get("quote"), "quote")
    try:
        return Quote(Field(row.get("field", "")), quote)
    except ValueError as error:
        raise NotASummary("a quote names no part of the summary") from error


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the check holds against a summary."""

    name: str
    """The rule's name, e.g. `number-not-in-text`."""
    field: str
    reason: str
    """One sentence for the model and for people who ask why."""


class Outcome(StrEnum):
    """How a paper ends in an edition."""

    POSTED = "posted"
    SHOWN = "shown"
    HELD = "held"


class Reason(StrEnum):
    """Why a paper is not simply posted."""

    NONE = ""
    REFUSED = "refused"
    CUT = "cut"
    MALFORMED = "malformed"
    NUMBERS = "numbers"
    QUOTES = "quotes"
    KOREAN = "korean"
    CHECK = "check"
    MODEL = "model"
    LATE = "late"
    """Still being read when the others were ready."""
    STORE = "store"
    """What we remember could not be read or written, e.g. on a full disk."""
    BUG = "bug"
    NO_TEXT = "no_text"
    WITHDRAWN = "withdrawn"


_KOREAN = (
    "polite-style", "sentence-", "first-person", "foreign-script", "broken-", "little-hangul", "repetition",
    "parts-alike", "exclamation", "emoji", "command", "gloss-", "transliteration", "too-long", "missing-part",
)  # fmt: skip
_REASONS = (
    (Reason.NUMBERS, ("number-", "range-", "miscount")),
    (Reason.QUOTES, ("quote-", "part-without-quote", "direction-", "denial-")),
    (Reason.KOREAN, _KOREAN),
)
"""How the names of the rules begin that look at it."""


def reason_of(findings: Sequence[Finding]) -> Reason:
    """The one reason to show for several findings: numbers before quotes before Korean before the rest."""
    names = [finding.name for finding in findings]
    return next(
        (reason for reason, starts in _REASONS if any(name.startswith(starts) for name in names)),
        Reason.CHECK,
    )


@dataclass(frozen=True, slots=True)
class SummaryKey:
    """A paper is summarised once for each of these."""

    paper: PaperId
    text_hash: str
    model: str
    prompt_version: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one paper's summary: the summary if it passed, else why not."""

    key: SummaryKey
    origin: Origin
    outcome: Outcome
    reason: Reason = Reason.NONE
    detail: str = ""
    """English, one line: what exactly was wrong. For logs and `why`."""
    summary: Summary | None = None
    findings: tuple[Finding, ...] = ()
    figures: int = 0
    """How many figures of the summary stand in the text."""
    excerpt: bool = False
    """Made without a model: the paper's own sentences."""
    instructs: bool = False
    """The text tries to instruct a model."""
    fallback: str = ""
    """Why only the abstract was read, when the archive was at fault, e.g. `429`; else empty."""


def held(paper: PaperId, reason: Reason, detail: str) -> Reading:
    """A reading of a paper of which nothing is known yet."""
    return Reading(SummaryKey(paper, "", "", ""), Origin.ABSTRACT, Outcome.HELD, reason, detail)
