"""The sample edition of 8 December 2025: six real papers' metadata (CC0) and replies recorded for them.

The replies were written for this sample from the abstracts alone; no model is asked while they are shown.
"""

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

_ASKED_ABOUT = re.compile(r"arXiv:(\d{4}\.\d{4,5})")
_SCHEMA = re.compile(r"nonmun/(\w+)")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*[A-Za-z0-9]")
SECTION = "Abstract"


@dataclass(frozen=True, slots=True)
class Recordings:
    day: str
    papers: dict[str, dict[str, Any]]
    """By arXiv id, in the order of the list; keys as in Hugging Face's `paper`, authors as plain names."""
    summaries: dict[str, dict[str, Any]]
    """By arXiv id: the reply `summary`."""
    answers: dict[str, list[dict[str, Any]]]
    """By arXiv id: words that a question may hold, the answer, and its quotes."""

    def reply(self, messages: list[dict[str, Any]]) -> dict[str, Any] | None:
        """What was recorded for this prompt; None when nothing was."""
        said = [str(message.get("content", "")) for message in messages]
        schema = _SCHEMA.search(said[0]) if said else None
        about = _ASKED_ABOUT.search("\n".join(said[1:]))
        paper = about[1] if about else ""
        if schema is None or paper not in self.papers:
            return None
        match schema[1]:
            case "summary":
                return self.summaries[paper]
            case "answer":
                return self._answer(paper, said[-1])
            case "keywords":
                return {"keywords": list(dict.fromkeys(_LATIN.findall(said[-1])))[:10]}
            case _:
                return None

    def _answer(self, paper: str, question: str) -> dict[str, Any]:
        """The recorded answer that shares most words with the question; else that nothing was found."""
        shared = {
            number: sum(word.lower() in question.lower() for word in entry["asks"])
            for number, entry in enumerate(self.answers[paper])
        }
        best = max(shared, key=lambda number: shared[number])
        if not shared[best]:
            return {"answer": "", "found": False, "citations": []}
        entry = self.answers[paper][best]
        citations = [{"section": SECTION, "quote": quote} for quote in entry["quotes"]]
        return {"answer": entry["answer"], "found": True, "citations": citations}


def load() -> Recordings:
    """Reads them from the package's own data files."""
    listed, replies = _data("papers.json"), _data("replies.json")
    papers = {paper["id"]: paper for paper in listed["papers"]}
    return Recordings(listed["day"], papers, replies["summaries"], replies["answers"])


def _data(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((files(__package__) / "data" / name).read_text("utf-8"))
    return content
