"""What has been read already: papers, lists, texts, readings."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.paper import FullText, Origin, Paper, PaperId, Passage, PassageKind, abstract_text
from bot.domain.summary import Finding, Outcome, Reading, Reason, SummaryKey, summary_from_json
from storage import Store, open_store
from storage.opening import open_database
from storage.sqlite import Transaction
from tests.fakes import papers

AT = datetime(2025, 12, 9, 8, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)

FULL = Paper(
    id=PaperId("2512.05150"),
    title="Faster Search",
    abstract="We search faster.",
    authors=("Kim Example", "이 보기"),
    published=date(2025, 12, 4),
    organization="Example Lab",
    code="https://github.com/example/search",
    project="https://search.example",
    withdrawn=True,
)


async def test_a_paper_comes_back_as_it_was(store: Store) -> None:
    await store.library.save_paper(FULL)
    assert await store.library.paper(FULL.id) == FULL
    assert await store.library.paper(PaperId("2512.00001")) is None


async def test_what_is_empty_wipes_nothing_out(store: Store) -> None:
    await store.library.save_paper(FULL)
    await store.library.save_paper(Paper(FULL.id, "Much Faster Search", ""))
    known = await store.library.paper(FULL.id)
    assert known == replace(FULL, title="Much Faster Search", withdrawn=False)


async def test_a_list_does_not_take_a_withdrawal_back(store: Store) -> None:
    await store.library.save_paper(FULL)
    row = replace(papers.listing(1), paper=replace(FULL, withdrawn=False, code="https://github.com/a/b"))
    await store.library.save_listings(papers.MONDAY, [row], AT)
    known = await store.library.paper(FULL.id)
    assert known == replace(FULL, code="https://github.com/a/b")


async def test_a_list_keeps_its_first_and_newest_upvotes(store: Store, database: Path) -> None:
    await store.library.save_listings(papers.MONDAY, papers.day_of(3), AT)
    await store.library.save_listings(papers.MONDAY, [papers.listing(1, upvotes=40, place=2)], LATER)
    async with open_database(database) as opened:
        rows = await opened.read(Transaction.rows, "SELECT * FROM listings ORDER BY paper")
    first = rows[0]
    assert len(rows) == 3
    assert (first["day"], first["place"]) == ("2025-12-08", 2)
    assert (first["first_upvotes"], first["upvotes"]) == (3, 40)
    assert (first["first_seen"], first["last_seen"]) == (
        "2025-12-09T08:00:00.000000+00:00",
        "2025-12-09T09:00:00.000000+00:00",
    )


async def test_a_list_is_kept_whole_or_not_at_all(store: Store) -> None:
    rows = [papers.listing(1), papers.listing(2, upvotes=2**70)]
    with pytest.raises(OverflowError):
        await store.library.save_listings(papers.MONDAY, rows, AT)
    assert await store.library.paper(papers.paper_id(1)) is None


async def test_html_comes_before_pdf_before_the_abstract(store: Store) -> None:
    paper = papers.paper(1)
    library = store.library
    assert await library.text(paper.id) is None
    pdf = FullText(paper.id, Origin.PDF, (Passage(1, "1 Introduction", "From the PDF."),))
    for text in (abstract_text(paper), pdf, papers.text(1)):
        await library.save_text(text, AT)
        assert await library.text(paper.id) == text
    await library.save_text(pdf, LATER)
    await library.save_text(abstract_text(paper), LATER)
    assert await library.text(paper.id) == papers.text(1)


async def test_the_newest_of_its_kind(store: Store) -> None:
    first, second = papers.text(1), papers.text(1, marker="Second version.")
    await store.library.save_text(second, LATER)
    await store.library.save_text(first, AT)
    assert await store.library.text(first.paper) == second
    await store.library.save_text(first, LATER + timedelta(hours=1))
    assert await store.library.text(first.paper) == first


async def test_a_text_comes_back_with_its_hash(store: Store) -> None:
    text = FullText(
        papers.paper_id(1),
        Origin.HTML,
        (
            Passage(0, "Abstract", "수식 \u0000 and 𝛼 — “quotes”"),
            Passage(1, "A.1", "x = y", PassageKind.FORMULA, appendix=True),
        ),
    )
    await store.library.save_text(text, AT)
    known = await store.library.text(text.paper)
    assert known == text
    assert known.hash == text.hash


async def test_a_text_takes_little_room(store: Store, database: Path) -> None:
    passages = tuple(Passage(number, "1", "the same words again " * 50) for number in range(200))
    await store.library.save_text(FullText(papers.paper_id(1), Origin.HTML, passages), AT)
    async with open_database(database) as opened:
        row = await opened.read(Transaction.row, "SELECT characters, length(body) AS size FROM texts")
    assert row is not None
    assert row["characters"] == 200 * 50 * 21
    assert row["size"] < row["characters"] / 10


def reading(**changes: object) -> Reading:
    made = Reading(
        key=SummaryKey(papers.paper_id(1), "0" * 32, "some-model", "summary-1"),
        origin=Origin.PDF,
        outcome=Outcome.POSTED,
        summary=summary_from_json(papers.reply()),
        figures=5,
        excerpt=True,
        instructs=True,
        fallback="429",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


FAILED = reading(
    outcome=Outcome.SHOWN,
    reason=Reason.NUMBERS,
    detail="85.4 is not in the text",
    summary=None,
    findings=(Finding("number-not-in-text", "results", "85.4% is not in the text"),),
)


@pytest.mark.parametrize("made", [reading(), FAILED])
async def test_a_reading_comes_back_as_it_was(store: Store, made: Reading) -> None:
    await store.library.save_reading(made, AT)
    assert await store.library.reading(made.key) == made


async def test_each_part_of_the_key_counts(store: Store) -> None:
    made = reading()
    await store.library.save_reading(made, AT)
    parts = (made.key.paper, made.key.text_hash, made.key.model, made.key.prompt_version)
    for number in range(4):
        paper, *rest = (part if place != number else "another" for place, part in enumerate(parts))
        assert await store.library.reading(SummaryKey(PaperId(paper), *rest)) is None


async def test_the_newest_reading_is_kept(store: Store) -> None:
    await store.library.save_reading(FAILED, AT)
    await store.library.save_reading(reading(), LATER)
    await store.library.save_reading(FAILED, AT)
    assert await store.library.reading(FAILED.key) == reading()


async def test_a_summary_comes_back_to_the_letter(store: Store) -> None:
    """Also with blanks at its ends and quotes that carry the section where they were found."""
    base = summary_from_json(papers.reply())
    found = tuple(replace(quote, section="4 Results") for quote in base.quotes)
    made = reading(summary=replace(base, goal="  두 칸 ", quotes=found))
    await store.library.save_reading(made, AT)
    assert await store.library.reading(made.key) == made


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(), authors=st.lists(st.text(), max_size=3))
async def test_any_words_come_back(tmp_path: Path, title: str, authors: list[str]) -> None:
    paper = replace(FULL, title=title, authors=tuple(authors))
    (tmp_path / "any.db").unlink(missing_ok=True)
    async with open_store(tmp_path / "any.db") as opened:
        await opened.library.save_paper(paper)
        assert await opened.library.paper(paper.id) == paper


async def test_half_a_character_does_not_lose_the_day(store: Store) -> None:
    """Broken JSON from outside can hold half of a surrogate pair, which no database stores."""
    broken = replace(papers.listing(1), paper=replace(FULL, title="Broken \ud83d title"))
    await store.library.save_listings(papers.MONDAY, [broken, papers.listing(2)], AT)
    known = await store.library.paper(FULL.id)
    assert known is not None
    assert known.title == "Broken ? title"
    assert await store.library.paper(papers.paper_id(2)) == papers.paper(2)


async def test_more_papers_than_one_statement_takes(store: Store) -> None:
    await store.library.save_listings(papers.MONDAY, papers.day_of(1200), AT)
    assert await store.library.paper(papers.paper_id(1200)) == papers.paper(1200)
