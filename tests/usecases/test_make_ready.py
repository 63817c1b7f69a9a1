"""A text is made ready once, and again when it or its paper has changed."""

import asyncio
from dataclasses import replace

from bot.usecases.make_ready import MakeReady
from tests.fakes.papers import paper, text


async def test_many_who_ask_about_one_paper_at_once_get_the_same() -> None:
    make_ready = MakeReady()
    first, *others = await asyncio.gather(*(make_ready(paper(1), text(1)) for _ in range(20)))
    assert all(other is first for other in others)
    assert (first.paper, first.text) == (paper(1), text(1))


async def test_a_changed_text_or_title_is_made_ready_anew() -> None:
    make_ready = MakeReady()
    before = await make_ready(paper(1), text(1))
    longer = await make_ready(paper(1), text(1, marker="It has another name: zanzibarite."))
    assert longer.index.locate("zanzibarite") is not None
    assert before.index.locate("zanzibarite") is None
    renamed = await make_ready(replace(paper(1), title="Quokkaform: Search"), text(1))
    assert renamed.index.title == "Quokkaform: Search"
    assert await make_ready(paper(1), text(1)) is before


async def test_papers_with_the_same_text_are_told_apart() -> None:
    make_ready = MakeReady()
    same = replace(text(1), paper=paper(2).id)
    one, two = await make_ready(paper(1), text(1)), await make_ready(paper(2), same)
    assert (one.paper.id, two.paper.id) == (paper(1).id, paper(2).id)


async def test_those_asked_about_last_are_kept() -> None:
    make_ready = MakeReady(most=3 * text(1).characters)
    first, second, third = [await make_ready(paper(number), text(number)) for number in (1, 2, 3)]
    assert await make_ready(paper(1), text(1)) is first
    await make_ready(paper(4), text(4))
    assert await make_ready(paper(1), text(1)) is first
    assert await make_ready(paper(3), text(3)) is third
    assert await make_ready(paper(2), text(2)) is not second


async def test_a_text_too_long_for_all_is_kept_while_it_is_asked_about() -> None:
    make_ready = MakeReady(most=1)
    longest = await make_ready(paper(1), text(1))
    assert await make_ready(paper(1), text(1)) is longest


async def test_one_who_goes_away_holds_up_nobody() -> None:
    make_ready = MakeReady()
    gone = asyncio.create_task(make_ready(paper(1), text(1)))
    other = asyncio.create_task(make_ready(paper(1), text(1)))
    await asyncio.sleep(0)
    gone.cancel()
    assert (await other).paper == paper(1)
