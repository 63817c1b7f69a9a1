"""Clean summaries, each with the paper and the text that it was written from.

`papers.json` holds titles and abstracts from arXiv (metadata, CC0); the papers in `texts/` and all summaries
are
written for this benchmark. Every summary is truthful to its text; none was written by a model under test.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.paper import FullText, Origin, Paper, PaperId, Passage, PassageKind, abstract_text
from bot.domain.summary import Summary, summary_from_json

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    paper: Paper
    text: FullText
    summary: Summary


def cases() -> list[Case]:
    """All clean cases, in a fixed order."""
    read = {paper.id: (paper, text) for paper, text in (*_abstracts(), *_texts())}
    rows: list[dict[str, Any]] = json.loads((HERE / "summaries.json").read_text())
    return [Case(*read[PaperId(row["paper"])], summary_from_json(json.dumps(row))) for row in rows]


def _abstracts() -> Iterator[tuple[Paper, FullText]]:
    for row in json.loads((HERE / "papers.json").read_text()):
        paper = Paper(PaperId(row["id"]), row["title"], row["abstract"])
        yield paper, abstract_text(paper)


def _texts() -> Iterator[tuple[Paper, FullText]]:
    for file in sorted((HERE / "texts").glob("*.md")):
        yield read_text(PaperId(file.stem), file.read_text())


def read_text(paper: PaperId, source: str) -> tuple[Paper, FullText]:
    """A paper in a plain notation: `# title`, `## section`, tables as rows of `|`, else one paragraph a
    line.
    """
    title, section, passages = "", "", list[Passage]()
    for line in filter(None, map(str.strip, source.splitlines())):
        if line.startswith("# "):
            title = line[2:]
        elif line.startswith("#"):
            section = line.lstrip("# ")
        elif line.startswith("|") and passages and passages[-1].kind is PassageKind.TABLE:
            last = passages.pop()
            passages.append(Passage(last.number, section, f"{last.text}\n{line}", PassageKind.TABLE))
        else:
            kind = PassageKind.TABLE if line.startswith("|") else PassageKind.PARAGRAPH
            passages.append(Passage(len(passages), section, line, kind))
    abstract = next(passage.text for passage in passages if passage.section == "Abstract")
    return Paper(paper, title, abstract), FullText(paper, Origin.HTML, tuple(passages))
