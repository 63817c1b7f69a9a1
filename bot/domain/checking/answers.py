"""The check of an answer to a question, sentence by sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.checking import echoes, korean
from bot.domain.checking.evidence import Claim, claims_of
from bot.domain.checking.index import TextIndex, find_quote
from bot.domain.checking.patterns import any_of
from bot.domain.checking.quotes import Place, Reading
from bot.domain.checking.verdicts import figures_in_text


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    """A citation of an answer: the section it names, its quote, and where that really stands, if anywhere."""

    section: str
    quote: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class AnswerVerdict:
    citations: tuple[CheckedCitation, ...]
    claims: tuple[Claim, ...]
    """Every figure and name of the answer with its evidence."""
    unsupported: tuple[str, ...]
    """Sentences that must not be shown: a figure or name that the text has not, an echo, a foreign script."""
    figures: int
    empty: bool
    refusal: bool
    english: bool
    """Hardly any Korean."""

    @property
    def cited(self) -> tuple[CheckedCitation, ...]:
        """The citations that stand in the text."""
        return tuple(citation for citation in self.citations if citation.place)


# "X is not in the paper" is true of what the paper has not; "X does not do it" is a claim.
_ABSENCE = any_of(
    r"(?:논문|본문|초록|원문|텍스트|읽은 부분|글)\S{0,4}(?:에|에는|에서|에서는|은|는)?\s[^.]{0,40}(?:없"
    r"|않|못)\S{0,6}[.\s]*$",
    r"(?:언급|명시|제시|보고|공개|비교|설명|포함|기재|제공)(?:되|하)지\s?않\S{0,6}[.\s]*$|(?:나오|나와 "
    r"있|다루|밝히|찾)지\s?(?:않|못)\S{0,6}[.\s]*$",
    r"(?:알|확인할|찾을|답할)\s수\s없\S{0,6}[.\s]*$|(?:정보|내용|언급|설명|기록"
    r"|비교)\S{0,2}\s없\S{0,6}[.\s]*$",
)


def check_answer(answer: str, citations: Sequence[tuple[str, str]], index: TextIndex) -> AnswerVerdict:
    """What of an answer, and of its (section, quote) citations, stands in the text."""
    sentences = korean.sentences(answer)
    return AnswerVerdict(
        citations=tuple(_cited(section, quote, index) for section, quote in citations),
        claims=tuple(claims_of("answer", answer, index)),
        unsupported=tuple(sentence for sentence in sentences if not _is_supported(sentence, index)),
        figures=figures_in_text([answer], index),
        empty=not answer.strip() or bool(echoes.placeholder(answer.strip())),
        refusal=bool(echoes.refusal(answer)),
        english=korean.hangul_share(answer) < 0.25,
    )


def _cited(section: str, quote: str, index: TextIndex) -> CheckedCitation:
    place = find_quote(quote, index)
    return CheckedCitation(
        section, quote, place if place and place.reading is not Reading.REFERENCES else None
    )


def _is_supported(sentence: str, index: TextIndex) -> bool:
    if echoes.echo(sentence) or korean.foreign_script(sentence) or korean.broken_characters(sentence):
        return False
    return bool(_ABSENCE.search(sentence)) or all(
        claim.found for claim in claims_of("answer", sentence, index)
    )
