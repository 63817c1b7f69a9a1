"""Latin names in Korean: found with their particles, folded, and never taken for each other."""

from bot.domain.checking.index import index_text
from bot.domain.checking.names import misspelt, names_said, stands, title_names
from bot.domain.checking.plain import plain
from bot.domain.paper import Paper, PaperId, abstract_text

ABSTRACT = """
PaddleOCR-VL uses a NaViT-style encoder with ERNIE-4.5-0.3B and beats GPT-4o on NDCG@5 and pass@1. It runs on
H100
GPUs; we compare Qwen3-14B, Llama-3.2-90B and Claude 3.5 Sonnet on AIME24. Fine-tuned transformers distil
naïve Bayes
in multi-view few-shot settings (MSFT). φ-PD is a vari-
ant.
"""
PAPER = Paper(
    PaperId("2512.00001"),
    "PaddleOCR-VL: A Compact Model by M3DR and TimesNet-Gen",
    ABSTRACT,
    ("Ada Lovelace",),
    organization="inclusionAI",
)
INDEX = index_text(PAPER, abstract_text(PAPER))

SAID = {
    "TwinFlow를 쓴다": ["TwinFlow"],
    "LLM이 GPT-4o보다 낫다": ["LLM", "GPT-4o"],
    "NDCG@5가 0.7이다": ["NDCG@5"],
    "3D 장면과 4D-STraG를 쓴다": ["3D", "4D-STraG"],
    "7B와 24GB, 5s, 30FPS, 2x": [],
    "1-NFE와 5-shot": ["NFE", "shot"],
    "Claude 3.5 Sonnet을": ["Claude", "Sonnet"],
    "C++와 Llama.cpp로": ["C++", "Llama.cpp"],
    "A, B, C": [],
    "φ-PD를": ["PD"],
}
KNOWN = """
PaddleOCR-VL paddleocr NaViT ERNIE-4.5-0.3B GPT-4o NDCG@5 H100 Qwen3-14B AIME24 naive multiview multi-view
few-shot
distillation distilled fine-tuning transformer LLM GPU 3D variant Sonnet GPUs inclusionAI Lovelace encoders
pass@1
M3DR
"""
UNKNOWN = """
GPT-4 GPT-5 Qwen3-8B Qwen2-14B ERNIE-4.5 NDCG@10 H200 AIME25 Gemini LoRA BLEU TwinFlow Paddle NaVi M4DR
Llama-3.2-11B pass@10
"""


def test_names_end_where_hangul_begins() -> None:
    assert {text: [name.text for name in names_said(plain(text))] for text in SAID} == SAID


def test_names_of_the_text_are_known_in_any_dress() -> None:
    assert [name for name in KNOWN.split() if not stands(name, INDEX.words)] == []


def test_names_of_other_things_are_not() -> None:
    assert [name for name in UNKNOWN.split() if stands(name, INDEX.words)] == []


def test_the_title_spells_its_names() -> None:
    names = title_names(PAPER.title)
    texts = (PAPER.abstract,)
    assert misspelt("PADDLEOCR-VL", names, texts) == "PaddleOCR-VL"
    assert misspelt("PADDLEOCR-VL-0.9B", names, texts) == "PaddleOCR"
    assert misspelt("Timesnet-Gen", names, texts) == "TimesNet-Gen"
    assert misspelt("PaddleOCR-VL-0.9B", names, texts) == ""
    assert misspelt("M3DR", names, texts) == ""
    assert misspelt("COMPACT", names, texts) == ""


def test_a_title_in_capitals_spells_nothing() -> None:
    assert title_names("TWINFLOW: ONE STEP") == {}
