"""The abstract's sentences sorted under the parts of a summary by the cues that authors write.

Measured on recorded abstracts, not proven: a sentence can stand under the wrong heading, but every line
stands word for word in the text, and a part without a sentence says so.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.models.offline.sentences import cut, sentences, whole_words
from bot.domain.paper import FullText, Paper, Passage, PassageKind

LONGEST_GIST = 60
LONGEST_LINE = 600
MOST_METHOD = 3
FEWEST_WORDS = 4
"""A shorter stretch is a heading or a torn piece."""


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


_OURS = r"(?:we|this (?:paper|work|article|study|report|survey)|our (?:paper|work|study))"
_PROPOSES = _cue(
    rf"{_OURS}\b[^.;]{{0,100}}?\b(?:propos|introduc|present|develop|describ|design|extend|releas|devis|launch"
    r"|formulat|construct|investigat|explor|examin|analy[sz]e|revisit|unveil|report|stud(?:y|ies)\b)"
    r"|(?:is|are) (?:proposed|introduced|presented)"
)
_AIMS = _cue(
    rf"{_OURS} (?:aims?|seeks?|asks?|address(?:es)?|tackles?)\b|(?:our|the) (?:goal|aim|objective)\b"
    r"|to (?:address|bridge|tackle|mitigate|overcome|answer|fill) (?:this|these|the)\b"
)
_LACKS = _cue(
    r"however|challeng|remain|lack|limit|struggl|suffer|costly|expensive|existing|current|prior|previous|often"
    r"|fail|fall short|difficult|bottleneck|despite|yet\b|rel(?:y|ies)\b|scarc|overlook|under-?explored"
    r"|absence|inconsisten|instab|poor|hinder|requires?\b|while\b|constrained"
)
_DOES = _cue(
    r"our (?:method|approach|framework|model|system|pipeline)|we (?:train|use|employ|leverage|apply|adopt)"
    r"|we (?:first|then|further|also|fine-?tune|collect|curate)|by \w+ing|using|consists?|stages?|leverag"
    r"|based on|first\b|module|architecture|algorithm|strategy|loss|dataset|pipeline|uses\b|specifically"
)
_FINDS = _cue(
    r"outperform|achiev|improv|state-of-the-art|surpass|exceed|experiments?|results?|evaluations?|gains?\b|reduc"
    r"|benchmarks?|match|compar|demonstrat|superior|competitive|validat|shows? that|accuracy|score"
)
_FIGURE = re.compile(r"\d\s*(?:\\?%|x\b|×|\$?\\times|times)|\b\d+\.\d+|\b\d{2,}\b")
_CLOSES = _cue(
    r"suggest|potential\b|overall\b|(?:these|our) (?:results|findings)|pav(?:e|ing)\b|highlight|we hope"
    r"|implication|in (?:summary|conclusion)|conclud|facilitat|promising|enabl|open(?:s|ing)? (?:up )?"
    r"|future|establish|underscor|finally|(?:al|taken )together|provid(?:es|ing)\b"
)
_ELSEWHERE = _cue(
    r"(?:codes?|data|datasets?|models?|weights|checkpoints?|demos?|website|videos?|page)\b[^.]{0,60}"
    r"\b(?:available|released?|found|open-?sourced|at https)|https?://|this https url|will (?:be )?release"
)
_ADMITS = _cue(
    r"limit(?:ation|ed|s)?\b|cannot|can not|do(?:es)? not|did not|not (?:yet|been|fully)|only\b|still\b|may\b"
    r"|future (?:work|research)|restrict|remains?\b|fails?\b|assum|beyond (?:the |our )?scope|leave\b"
)
_OWNS = _cue(
    r"limitations?\b|limited to|cannot|can not|restricted to|still (?:relies|requires|struggles|fails)"
    r"|do(?:es)? not (?:yet )?(?:handle|support|consider|address|cover|account|generali[sz]e|guarantee)"
)
_IN_PERSON = _cue(r"we\b|our\b|this (?:work|paper|study)\b")
_LIMITS = _cue(r"limitations?\b|limits of")
_DISCUSSES = _cue(r"conclusions?|concluding|discussions?|summary|future")
_CONCLUDES = _cue(r"conclusions?|concluding")
_LEAD_IN = re.compile(r"\A[^.]{0,80}?\b(?=we\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    place: int
    text: str

    def fits(self, cue: re.Pattern[str]) -> int:
        """How many different cues of that kind it holds."""
        return len({found.lower() for found in cue.findall(self.text)})


def excerpt(paper: Paper, text: FullText, missing: str) -> dict[str, Any]:
    """The reply `summary` from the paper's own words; `missing` stands where no sentence fits.

    Limitations come only from a section about them, or from what the authors say of themselves in a
    discussion. Only `results` and `limitations` carry quotes: themselves.
    """
    parts = _sorted(_abstract(paper, text), _closing(text))
    parts["limitations"] = _limitation(text)
    said = {name: cut(found[0], LONGEST_LINE) if found else missing for name, found in parts.items()}
    quotes = [(name, sentence) for name in ("results", "limitations") for sentence in parts[name]]
    return said | {
        "gist": _gist(parts, paper, missing),
        "method": [cut(sentence, LONGEST_LINE) for sentence in parts["method"]] or [missing],
        "limitations_from": "authors" if parts["limitations"] else "none",
        "quotes": [{"field": field, "quote": whole_words(quote, LONGEST_LINE)} for field, quote in quotes],
    }


def _abstract(paper: Paper, text: FullText) -> list[_Line]:
    """As the text has it where it has it, so that each line can be found there."""
    own = [passage for passage in text.passages if passage.section.lower() == "abstract"]
    written = [sentence for passage in own for sentence in sentences(passage.text)]
    kept = _telling(written or sentences(paper.abstract))
    return [_Line(place, sentence) for place, sentence in enumerate(kept)]


def _telling(found: Iterable[str]) -> list[str]:
    """Without pointers to code and pages, and without torn pieces."""
    return [one for one in found if not _ELSEWHERE.search(one) and len(one.split()) >= FEWEST_WORDS]


def _sorted(lines: Sequence[_Line], closing: Sequence[str]) -> dict[str, list[str]]:
    """Each part's sentences; no sentence stands under two parts. `closing`: the conclusion's own ones."""
    left = list(lines)

    def take(line: _Line | None) -> list[str]:
        if line is None:
            return []
        left.remove(line)
        return [line.text]

    contribution = _first(left, _PROPOSES) or _first(left[1:], _IN_PERSON)
    turn = contribution.place if contribution else len(lines) // 2
    parts = {"contribution": take(contribution)}
    parts["results"] = take(_most_telling(left, turn))
    parts["conclusion"] = take(_last(left, max(turn, len(lines) - 4))) or list(closing[:1])
    parts["goal"] = take(_first([line for line in left if line.place <= turn + 1], _AIMS))
    parts["motivation"] = take(_most_wanting([line for line in left if line.place < turn]))
    if not parts["goal"] and left and left[0].place == 0 < turn:
        parts["goal"] = take(left[0])
    if not parts["conclusion"] and left and left[-1].place == len(lines) - 1 > turn:
        parts["conclusion"] = take(None if _tells_how(left[-1]) else left[-1])
    parts["method"] = [line.text for line in left if line.place > turn and _tells_how(line)][:MOST_METHOD]
    return parts


def _first(lines: Iterable[_Line], cue: re.Pattern[str]) -> _Line | None:
    return next((line for line in lines if line.fits(cue)), None)


def _last(lines: Sequence[_Line], after: int) -> _Line | None:
    return next((line for line in reversed(lines) if line.place > after and line.fits(_CLOSES)), None)


def _most_wanting(lines: Iterable[_Line]) -> _Line | None:
    """The sentence that complains most; of two the later one, which the contribution answers."""
    found = [line for line in lines if line.fits(_LACKS)]
    return max(found, key=lambda line: (line.fits(_LACKS), line.place), default=None)


def _most_telling(lines: Iterable[_Line], after: int) -> _Line | None:
    """The sentence behind the contribution with most result cues; a figure counts like two."""
    found = [line for line in lines if line.place > after and line.fits(_FINDS)]
    return max(found, key=_tells_results, default=None)


def _tells_results(line: _Line) -> int:
    return line.fits(_FINDS) + 2 * bool(_FIGURE.search(line.text))


def _tells_how(line: _Line) -> bool:
    return line.fits(_DOES) >= max(_tells_results(line) - 1, 1)


def _gist(parts: dict[str, list[str]], paper: Paper, missing: str) -> str:
    """The contribution from its subject on; else the title, which is the paper's own words as well."""
    for name in ("contribution", "goal"):
        for sentence in parts[name]:
            return cut(_LEAD_IN.sub("", sentence), LONGEST_GIST)
    return cut(paper.title or missing, LONGEST_GIST)


def _limitation(text: FullText) -> list[str]:
    """One sentence or none, said by the authors of their own work where there is one."""
    about = _sentences_under(text, _LIMITS)
    admitted = _in_person(one for one in about if _ADMITS.search(one))
    owned = [one for one in about if _OWNS.search(one)]
    discussed = _in_person(one for one in _sentences_under(text, _DISCUSSES) if _OWNS.search(one))
    return [*admitted, *owned, *discussed][:1]


def _closing(text: FullText) -> list[str]:
    return _in_person(_sentences_under(text, _CONCLUDES))


def _in_person(found: Iterable[str]) -> list[str]:
    return [one for one in found if _IN_PERSON.search(one)]


def _sentences_under(text: FullText, heading: re.Pattern[str]) -> list[str]:
    return _telling(one for passage in _prose(text.passages) if heading.search(passage.section)
                    for one in sentences(passage.text))  # fmt: skip


def _prose(passages: Iterable[Passage]) -> Iterable[Passage]:
    return (passage for passage in passages if passage.kind is PassageKind.PARAGRAPH)
