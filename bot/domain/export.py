"""An edition as a file of the blog whose form this follows: front matter, then one entry a paper."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.fitting import sentences
from bot.domain.paper import Paper
from bot.domain.summary import NO_INFORMATION, Summary


def file_name(day: date) -> str:
    """`2025-12-08-daily-papers-20251208.md`"""
    return f"{day.isoformat()}-daily-papers-{day:%Y%m%d}.md"


def blog_file(day: date, entries: Sequence[tuple[Paper, Summary]]) -> str:
    """The whole file, with one newline at its end. The spelling `hugginface` is the blog's own tag."""
    front = (
        "---",
        "layout: post",
        f'title: "Daily Papers — {day.isoformat()}"',
        f"date: {day.isoformat()} 08:15:00",
        "tags: [papers, hugginface]",
        "categories: []",
        "---",
    )
    written = (_entry(number, paper, summary) for number, (paper, summary) in enumerate(entries, start=1))
    return "\n".join(front) + "\n\n\n" + "\n\n".join(written) + "\n"


def _entry(number: int, paper: Paper, summary: Summary) -> str:
    heading = f"# {number}. [{_plain(paper.title)}]({paper.abs_url})"
    return f"{heading}\n\n> [Alphaxiv]({paper.alphaxiv_url})\n\n{summary.body or _body(summary)}"


def _body(summary: Summary) -> str:
    """Our canonical form; a summary that came with a verbatim body is written as it came."""
    introduction = (
        f"- Goal: {_ended(summary.goal)}",
        f"- Motivation: {_ended(summary.motivation)}",
        f"- Contribution: {_ended(summary.contribution)}",
    )
    parts: tuple[tuple[str, Iterable[str]], ...] = (
        ("Introduction", introduction),
        ("Method", (line for sentence in summary.method for line in _lines(sentence))),
        ("Results", _lines(summary.results)),
        ("Limitations", _lines(summary.limitations or NO_INFORMATION)),
        ("Conclusion", _lines(summary.conclusion)),
    )
    return "\n\n".join(f"## {heading}\n" + "  \n".join(lines) for heading, lines in parts)


def _lines(text: str) -> tuple[str, ...]:
    """One sentence a line."""
    return tuple(_ended(sentence) for sentence in sentences(text))


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", NO_INFORMATION)) else f"{sentence}."


def _plain(title: str) -> str:
    """A title that cannot end its link or start another."""
    return title.replace("\\", "\\\\").replace("[", r"\[").replace("]", r"\]")
