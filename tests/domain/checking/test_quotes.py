"""Quotes: found however they are set, not found when a word differs, and judged by where they stand."""

from bot.domain.checking import Reading, find_quote, index_text
from bot.domain.paper import FullText, Origin, Paper, PaperId, Passage

BODY = """
Abstract | We propose TwinFlow, a simple yet effective framework, reaching $\\mathbf{0.83}$ on GenEval.
2 Background | Diffusion models need many steps.
2.1 Distillation | Prior distillation methods lose quality at few steps.
3 Method | The model is ﬁne-tuned end-to-end; the “twin” paths are matched. It uses 1,000 images…
3 Method | Training takes ten hours on eight GPUs
3 Method | and needs no teacher at all.
5 Results | It outperforms SANA-Sprint by 3.2% (p < 0.01), whereas RCGM is slower. It wins twice as often.
6 Limitations | Quality drops for very small images. Prior distillation methods lose quality at few steps.
References | [1] Kim et al. One step is enough for everything. 2024.
"""
ROWS = [line.split(" | ") for line in BODY.strip().splitlines()]
PAPER = Paper(PaperId("2512.00001"), "TwinFlow", ROWS[0][1])
PASSAGES = tuple(Passage(number, section, text) for number, (section, text) in enumerate(ROWS))
TEXT = FullText(PAPER.id, Origin.HTML, PASSAGES)
INDEX = index_text(PAPER, TEXT)

FOUND = {
    "a simple yet effective framework": "Abstract",
    "A SIMPLE YET EFFECTIVE FRAMEWORK": "Abstract",
    "a simple   yet\neffective frame-\nwork": "Abstract",
    "reaching 0.83 on GenEval": "Abstract",
    "reaching $0.83$ on GenEval.": "Abstract",
    "The model is fine-tuned end-to-end": "3 Method",
    "the model is finetuned end to end": "3 Method",
    'the "twin" paths are matched': "3 Method",
    "the ‘twin’ paths are matched": "3 Method",
    "It uses 1000 images...": "3 Method",
    "Training takes ten hours on eight GPUs and needs no teacher": "3 Method",
    "outperforms SANA‑Sprint by 3.2 % (p<0.01)": "5 Results",
    "outperforms SANA-Sprint […] RCGM is slower": "5 Results",
    "outperforms SANA-Sprint [...] RCGM is slower": "5 Results",
    "outperforms SANA-Sprint ... RCGM is slower": "5 Results",
    "… whereas RCGM is slower …": "5 Results",
    "“Quality drops for very small images.”": "6 Limitations",
}
MISSING = (
    "a simple and effective framework",
    "a simple effective framework for images",
    "reaching 0.38 on GenEval",
    "reaching 8.3 on GenEval",
    "outperforms SANA-Sprint by 32% (p < 0.01)",
    "outperforms SANA-Sprint by 3.2 points",
    "RCGM is slower […] outperforms SANA-Sprint",
    "Training takes […] hours on […] GPUs and needs no teacher",
    "We propose TwinFlow […] Quality drops for very",
    "needs no teacher at all […] outperforms SANA-Sprint by 3.2%",
    "the twin paths are not matched",
    "",
    "…",
    "!!!",
)


def test_typesetting_does_not_hide_a_quote() -> None:
    assert {quote: _section(quote) for quote in FOUND} == FOUND


def test_other_words_are_not_the_quote() -> None:
    assert [quote for quote in MISSING if _section(quote)] == []


def _section(quote: str) -> str:
    place = find_quote(quote, INDEX)
    return place.section if place else ""


def test_a_place_knows_who_speaks() -> None:
    readings = {
        "Diffusion models need many steps": Reading.OTHERS,
        "One step is enough for everything": Reading.REFERENCES,
        "Training takes ten hours on eight": Reading.OWN,
    }
    assert {quote: place.reading for quote in readings if (place := find_quote(quote, INDEX))} == readings


def test_sections_below_background_are_background_too() -> None:
    index = index_text(PAPER, FullText(PAPER.id, Origin.HTML, PASSAGES[:3]))
    place = find_quote("Prior distillation methods lose quality", index)
    assert place is not None
    assert place.reading is Reading.OTHERS


def test_the_better_of_two_places_counts() -> None:
    place = find_quote("Prior distillation methods lose quality", INDEX)
    assert place is not None
    assert (place.section, place.reading) == ("6 Limitations", Reading.OWN)
