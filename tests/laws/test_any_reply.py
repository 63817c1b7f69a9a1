"""Whatever a model replies: never an exception, never posted unless it is a summary of this very paper."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.summary import Field, NotASummary, summary_from_json
from tests.fakes.papers import LIMIT, RESULT
from tests.laws.replying import KEYS, SOUND, is_harmless, read, world_of_one

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(
    (
        RESULT,
        LIMIT,
        *(text for text in SOUND.values() if isinstance(text, str)),
        "authors",
        "none",
        "정보 부족",
    )
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)
ANY_QUOTE = st.fixed_dictionaries({"field": st.sampled_from(Field) | ANY_JSON, "quote": ANY_TEXT})
CHANGES = st.dictionaries(
    st.sampled_from(KEYS),
    ANY_JSON | ANY_TEXT | st.lists(ANY_TEXT, max_size=4) | st.lists(ANY_QUOTE),
    max_size=4,
)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(CHANGES.map(lambda changes: json.dumps(SOUND | changes)) | ANY_JSON.map(json.dumps), max_size=8)
)
async def test_any_json(replies: list[str]) -> None:
    async with world_of_one() as world:
        for said in replies:
            is_harmless(await read(world, said))


@given(
    st.text(st.characters(exclude_categories=()))
    | st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape"))
)
def test_any_text_at_all(said: str) -> None:
    for text in (said, f"{{{said}}}", f'{{"gist": "{said}"}}'):
        with pytest.raises(NotASummary):
            summary_from_json(text)
