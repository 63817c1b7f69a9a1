"""An edition's own messages: its header, and the rest of the list in the header's thread."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain.edition import Edition
from bot.domain.fitting import cut
from bot.domain.message import Items, Message, Paragraph, Span
from bot.domain.paper import Paper
from bot.wording.cards import Subject, gist
from bot.wording.dates import day_name, day_range

NAMES_IN_PUSH = 4
LISTED_PER_MESSAGE = 40
"""Papers; with the longest titles such a message stays under every platform's limit."""
LISTED_CHARACTERS = 3_000
LONGEST_LISTED_TITLE = 120


def header(edition: Edition, subjects: Sequence[Subject]) -> Message:
    """The date, one line a paper, and where they come from."""
    heading = f"{day_name(edition.local_date or edition.day)} AI 논문 {len(subjects)}편"
    return Message(
        push=f"{heading}: {_names(subjects)}",
        head=heading,
        body=(Items(tuple(_line(subject) for subject in subjects), ordered=True),),
        small=_origin(edition),
        topic=heading,
        silent=False,
    )


def with_lines(message: Message, subjects: Mapping[int, Subject]) -> Message:
    """The header with the lines of these places (from 1) written anew."""
    items = next(part for part in message.body if isinstance(part, Items))
    lines = tuple(
        _line(subjects[place]) if place in subjects else line
        for place, line in enumerate(items.entries, start=1)
    )
    return replace(message, body=(Items(lines, ordered=True),))


def _line(subject: Subject) -> tuple[Span, ...]:
    name = Span(subject.paper.short_name, url=subject.paper.abs_url)
    return name, Span(f" · {gist(subject)}")


def _names(subjects: Sequence[Subject]) -> str:
    names = ", ".join(subject.paper.short_name for subject in subjects[:NAMES_IN_PUSH])
    more = len(subjects) - NAMES_IN_PUSH
    return f"{names} 외 {more}편" if more > 0 else names


def _origin(edition: Edition) -> tuple[str, ...]:
    rest = len(edition.rest)
    pieces = (
        f"Hugging Face {day_range(edition.days)} 목록 {edition.listed}편 중 upvote 순",
        f"쉬었던 {edition.caught_up}일치를 모았습니다" if edition.caught_up else "",
        f"나머지 {rest}편은 이 글의 스레드에 있습니다" if rest else "",
    )
    return tuple(piece for piece in pieces if piece)


def listed(edition: Edition) -> tuple[Message, ...]:
    """The papers beyond the limit, one line each, in as many messages as they need."""
    papers = [edition.papers[entry.paper] for entry in edition.rest]
    intro = f"나머지 {len(papers)}편입니다. /paper 번호로 요약을 볼 수 있습니다."
    return tuple(
        Message(
            push=intro,
            body=((Paragraph((Span(intro),)),) if first else ()) + (_titles(portion),),
            topic=day_name(edition.local_date or edition.day),
        )
        for first, portion in _portions(papers)
    )


def _titles(papers: Sequence[Paper]) -> Items:
    return Items(
        tuple(
            (Span(cut(paper.title, LONGEST_LISTED_TITLE), url=paper.abs_url), Span(f" · {paper.id}"))
            for paper in papers
        )
    )


def _portions(papers: Sequence[Paper]) -> Iterator[tuple[bool, list[Paper]]]:
    """Cuts the list where a message would grow too long; says which portion is the first."""
    portion: list[Paper] = []
    size, first = 0, True
    for paper in papers:
        length = min(len(paper.title), LONGEST_LISTED_TITLE) + len(paper.abs_url) + 20
        if portion and (len(portion) == LISTED_PER_MESSAGE or size + length > LISTED_CHARACTERS):
            yield first, portion
            portion, size, first = [], 0, False
        portion.append(paper)
        size += length
    if portion:
        yield first, portion
