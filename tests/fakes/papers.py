"""Papers, lists, texts and replies for tests: small, in the shape of real ones, free to copy."""

import json
from datetime import date

from bot.domain.paper import FullText, Listing, Origin, Paper, PaperId, Passage

MONDAY = date(2025, 12, 8)
RESULT = "Our method reaches 85.3% accuracy on the held-out test set"
LIMIT = "A limitation is that we evaluate on English documents only"


def paper_id(number: int) -> PaperId:
    return PaperId(f"2512.{number:05}")


def paper(number: int, title: str = "") -> Paper:
    return Paper(
        id=paper_id(number),
        title=title or f"Retrieval Method {number}: Faster Search over Documents",
        abstract=f"We present a retrieval method for documents. {RESULT}. {LIMIT}.",
        authors=("Kim Example", "Lee Sample"),
        organization="Example Lab",
    )


def listing(number: int, *, upvotes: int = 0, place: int = 0, day: date = MONDAY) -> Listing:
    return Listing(paper(number), day, upvotes, place)


def day_of(count: int, day: date = MONDAY, first: int = 1) -> list[Listing]:
    """A day's list of `count` papers; the first has most upvotes."""
    return [
        listing(number, upvotes=count - place, place=place, day=day)
        for place, number in enumerate(range(first, first + count))
    ]


def text(number: int, *, marker: str = "") -> FullText:
    passages = (
        Passage(0, "Abstract", paper(number).abstract),
        Passage(1, "1 Introduction", f"Searching documents is slow. {marker}".strip()),
        Passage(2, "4 Results", f"{RESULT}."),
        Passage(3, "5 Limitations", f"{LIMIT}."),
    )
    return FullText(paper_id(number), Origin.HTML, passages)


def reply(**changes: object) -> str:
    """A summary of any `text` that holds against it, as the model's JSON."""
    summary: dict[str, object] = {
        "gist": "문서 검색을 빠르게 하는 방법을 제시한다.",
        "goal": "문서를 더 빠르게 검색하는 것이 목표이다.",
        "motivation": "기존의 문서 검색은 느리다.",
        "contribution": "문서를 위한 검색 방법을 제시하였다.",
        "method": ["문서를 색인한 뒤 질의와 가까운 것을 고른다."],
        "results": "따로 둔 평가 자료에서 정확도 85.3%를 얻었다.",
        "limitations": "영어 문서에서만 평가하였다.",
        "limitations_from": "authors",
        "conclusion": "제시한 방법으로 검색이 빨라짐을 보였다.",
        "quotes": [{"field": "results", "quote": RESULT}, {"field": "limitations", "quote": LIMIT}],
    }
    return json.dumps(summary | changes, ensure_ascii=False)
