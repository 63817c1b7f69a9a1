import pytest

from bot.domain.paper import (
    FullText,
    NotAPaperId,
    Origin,
    Paper,
    PaperId,
    Passage,
    PassageKind,
    parse_paper_id,
)
from tests.tables import each_row


@each_row(
    ("typed", "expected"),
    [
        ("2512.05150", "2512.05150"),
        (" 2512.05150v2 ", "2512.05150"),
        ("arXiv:2512.05150", "2512.05150"),
        ("ARXIV: 2512.05150v11", "2512.05150"),
        ("https://arxiv.org/abs/2512.05150", "2512.05150"),
        ("https://arxiv.org/abs/2512.05150v2?context=cs#top", "2512.05150"),
        ("http://www.arxiv.org/pdf/2512.05150v2.pdf", "2512.05150"),
        ("arxiv.org/html/2512.05150v1", "2512.05150"),
        ("<https://arxiv.org/abs/2512.05150>", "2512.05150"),
        ("https://huggingface.co/papers/2512.05150", "2512.05150"),
        ("https://www.alphaxiv.org/ko/overview/2512.05150", "2512.05150"),
        ("https://www.alphaxiv.org/abs/2512.05150v1", "2512.05150"),
        ("https://doi.org/10.48550/arXiv.2512.05150", "2512.05150"),
        ("0704.0156", "0704.0156"),
        ("1412.9999", "1412.9999"),
        ("cs/0112017", "cs/0112017"),
        ("math.GT/0309136v1", "math.GT/0309136"),
        ("https://arxiv.org/abs/quant-ph/0201082v1", "quant-ph/0201082"),
        ("9999.99999", "9999.99999"),
    ],
)
def test_every_form_that_people_paste_names_the_paper(typed: str, expected: str) -> None:
    assert parse_paper_id(typed) == expected


@each_row(
    "typed",
    [
        "",
        "   ",
        "2512.5150",  # four digits are for ids up to 1412
        "1412.99999",
        "2512.051500",
        "2512.05150 please",
        "2512.05150v",
        "2512.05150v0",
        "2512,05150",
        "🔥",
        "'; DROP TABLE papers; --",
        "../../etc/passwd",
        "https://evil.example/abs/2512.05150",
        "https://arxiv.org.evil.example/abs/2512.05150",
        "https://arxiv.org@evil.example/abs/2512.05150",
        "https://arxiv.org/abs/2512.05150/../../x",
        "file:///arxiv.org/abs/2512.05150",
        "2512.05150" * 1000,
        "２５１２.05150",
        "2512.05150\x00",
    ],
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(NotAPaperId):
        parse_paper_id(typed)


@each_row(
    ("title", "name"),
    [
        ("TwinFlow: Realizing One-step Generation", "TwinFlow"),
        ("Attention Is All You Need", "Attention Is All You Need"),
        (
            "Joint 3D Geometry Reconstruction and Motion Generation for 4D Synthesis",
            "Joint 3D Geometry Reconstruction…",
        ),
        (
            ": nothing before the colon of a title that goes on for long",
            ": nothing before the colon of a title…",
        ),
        ("Self-Improving VLM Judges Without Any Human Annotations", "Self-Improving VLM Judges Without Any…"),
        ("Self-Improving VLM Judges Without Human Annotations", "Self-Improving VLM Judges…"),
        ("Of the in and by for from a or at the of the in and by", "Of…"),
        ("A" * 60, "A" * 39 + "…"),
    ],
)
def test_short_name(title: str, name: str) -> None:
    short = Paper(PaperId("2512.05150"), title, "").short_name
    assert short == name
    assert len(short) <= 40


def test_a_text_s_hash_changes_with_anything_that_is_read_and_survives_storing() -> None:
    passages = (
        Passage(0, "Abstract", "a"),
        Passage(1, "1 Introduction", "b", PassageKind.TABLE, appendix=True),
    )
    text = FullText(PaperId("2512.05150"), Origin.HTML, passages)
    assert FullText.from_json(text.paper, text.origin, text.to_json()) == text
    others = [
        FullText(text.paper, Origin.PDF, passages),
        FullText(text.paper, Origin.HTML, passages[:1]),
        FullText(text.paper, Origin.HTML, (Passage(0, "Abstract", "A"), passages[1])),
        FullText(
            text.paper, Origin.HTML, (passages[0], Passage(1, "1 Introduction", "b", PassageKind.TABLE))
        ),
    ]
    assert len({text.hash, *(other.hash for other in others)}) == 5
