"""How Korean reads: sentences, endings, scripts, repetition."""

from bot.domain.checking import korean

SENTENCES = [
    ("한 문장이다.", 1),
    ("한 문장이다", 1),
    ("첫째이다. 둘째이다.", 2),
    ("첫째이다.둘째이다.", 2),
    ("첫째이다! 둘째인가? 셋째이다.", 3),
    ("정확도가 0.83에서 0.85로 올랐다.", 1),
    ("Smith et al. 방법과 Fig. 3을 비교한다.", 1),
    ("A vs. B를 비교한 결과(표 2 참고)이다. 그 뒤는 같다.", 2),
    ("GPT-4.1과 Claude 3.5 Sonnet을 비교한다.", 1),
    ("방법을 제안한다(ICLR 2025). 결과가 좋다.", 2),
    ('저자는 "좋다."라고 적었다.', 1),
    ("e.g. 잡음, i.e. 왜곡을 다룬다.", 1),
    ("", 0),
]
# Ending, plain, polite, command.
ENDINGS = [
    ("제안하였다.", True, False, False),
    ("제안하였다", True, False, False),
    ("목표이다.", True, False, False),
    ("빠르다 (표 3).", True, False, False),
    ("좋다(Table 2).", True, False, False),
    ("제안합니다.", False, True, False),
    ("제안하였습니다.", False, True, False),
    ("제안할까요?", False, True, False),
    ("제안해요.", False, True, False),
    ("그렇죠.", False, True, False),
    ("확인하십시오.", False, True, False),
    ("제안함.", False, False, False),
    ("성능 향상.", False, False, False),
    ("제안하라.", False, False, True),
    ("확인하자.", False, False, True),
    ("잊지 마라.", False, False, True),
    ("We propose it.", False, False, False),
]


def test_sentences_end_after_korean_only() -> None:
    assert [text for text, count in SENTENCES if len(korean.sentences(text)) != count] == []


def test_endings_are_told_apart() -> None:
    def kinds(text: str) -> tuple[bool, bool, bool]:
        polite = korean.is_polite(text)
        return korean.is_plain_style(text), polite, korean.is_command(text) and not polite

    assert [text for text, *expected in ENDINGS if kinds(text) != tuple(expected)] == []


def test_hangul_share_counts_letters_only() -> None:
    assert korean.hangul_share("가나다 abc") == 0.5
    assert korean.hangul_share("123 ... %") == 1.0
    assert korean.hangul_share("hello") == 0.0


def test_first_persons_are_words_of_their_own() -> None:
    said = [
        "우리는 제안한다.",
        "우리의 방법이다.",
        "저희는 제안한다.",
        "필자는 본다.",
        "저는 본다.",
        "나는 본다.",
        "제가 보았다.",
    ]
    quiet = [
        "우리말이다.",
        "문제가 있다.",
        "하나의 모델이다.",
        "차이가 나는 까닭이다.",
        "우리나라이다.",
        "논문에서 본다.",
    ]
    assert all(korean.first_persons(text) for text in said)
    assert not any(korean.first_persons(text) for text in quiet)


def test_scripts_and_pictures() -> None:
    assert korean.foreign_script("模型을 学習한다") == ["模型", "学習"]
    assert korean.foreign_script("カメラ") == ["カメラ"]
    assert korean.foreign_script("модель") == ["модель"]
    assert korean.foreign_script("α와 β, é, 가") == []
    assert korean.emoji("좋다 🎉 ✅") == ["🎉", "✅"]
    assert korean.emoji("A → B, 5 × 3, ± 2, © 2025") == []
    assert korean.broken_characters("깨\ufffd진 ㅋㅋ 글") == ["\ufffd", "ㅋ", "ㅋ"]
    assert korean.broken_characters("멀쩡한 글\n") == []


def test_repetition_in_a_row() -> None:
    stuck = [
        "모델 모델 모델 모델",
        "아아아아아아아아",
        "학습을 하고 학습을 하고 학습을 하고 학습을 하고",
        "가, 가, 가, 가",
    ]
    fine = ["모델 모델 모델", "점점 더 빠르게", "하나하나 살핀다", "1,000,000개", "0.0001에서 0.0002로"]
    assert all(list(korean.repetitions(text)) for text in stuck)
    assert not any(list(korean.repetitions(text)) for text in fine)


def test_containment_looks_at_the_shorter_text() -> None:
    def share(one: str, other: str) -> float:
        return korean.containment(korean.grams(one), korean.grams(other))

    short = "계산 비용을 아주 크게 줄였다."
    assert share(short, f"제안한 방법은 {short} 품질도 지켰다.") == 1.0
    assert share(short, "정확도를 높이는 새로운 학습 방법을 제안하였다.") == 0.0
    assert share("짧다.", "짧다.") == 0.0
