"""How Korean reads: sentence endings, share of Hangul, runs and repetitions. No dictionary, no model."""

import re
from collections.abc import Iterator
from itertools import pairwise

_HANGUL = re.compile(r"[가-힣]")
_LETTER = re.compile(r"[^\W\d_]")
# The full stop ends a sentence only after a Korean ending: vs., Fig. and et al. do not split.
_SENTENCE_END = re.compile(
    r"[가-힣](?:\s?\([^()]{1,80}\))?[.!?]+[\"')\]]*(?:\s+|$)|[다요죠][.!?]+(?=[가-힣A-Z])"
)
_CLOSING = " \t\n.!?\"'’”)]"
_REMARK = re.compile(r"\s?\([^()]{0,80}\)$")
_POLITE = re.compile(r"(?:니다|니까|십시오|소서)$")
_FRIENDLY = re.compile(r"(?:[가-힣]요|죠)$")
_COMMAND = re.compile(r"(?:하라|해라|하자|보라|보자|마라|말라|어라|아라|거라|시오|세요)$")
_FIRST_PERSON = re.compile(
    r"(?<![가-힣])(?:우리(?!말|나라|글|은하)(?:는|의|가|를|에게|들이|들은|들의|\s)|저희|필자[는가의]"
    r"|저는|제가|저의\s)|(?<![가-힣])(?<![가이도만]\s)(?:나는|내가|나의)\s"
)
# Emoji, pictographs, dingbats, arrows that some platforms draw as pictures; ☆ and ♥ too.
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u2b1b\u2b1c\u231a\u231b\u23e9-\u23f3\ufe0f\u203c\u2049]"
)
_FOREIGN = re.compile(
    "[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3100-\u312f]+"
)
_BROKEN = re.compile("[\ufffd\u0000-\u0008\u000b-\u001f\u007f-\u009f\u3131-\u318e\ue000-\uf8ff]")
_SAME_CHARACTER = re.compile(r"(\S)\1{7,}")
_SAME_WORD = re.compile(r"(?<!\S)(\S{1,40})(?:[\s,.]{1,3}\1(?![^\s,.])){3,}")
_SAME_PIECE = re.compile(r"(\S.{1,30}?)(?:\s?\1){3,}")
GRAM = 5
LEAST_GRAMS = 8
"""Texts with fewer five-grams share them by chance."""


def sentences(text: str) -> list[str]:
    """The sentences of a Korean text, each without the blank that follows it."""
    cuts = [0, *(end.end() for end in _SENTENCE_END.finditer(text)), len(text)]
    pieces = (text[start:end].strip() for start, end in pairwise(cuts))
    return [piece for piece in pieces if piece]


def bare(sentence: str) -> str:
    """The sentence without closing punctuation and a last remark in brackets."""
    sentence = sentence.rstrip(" \t\n.!?")
    return _REMARK.sub("", sentence[-120:]).rstrip(_CLOSING)


def is_plain_style(sentence: str) -> bool:
    """한다체: the style of a report."""
    return bare(sentence).endswith("다") and not is_polite(sentence)


def is_polite(sentence: str) -> bool:
    return bool(_POLITE.search(bare(sentence)) or _FRIENDLY.search(bare(sentence)))


def is_command(sentence: str) -> bool:
    return _COMMAND.search(bare(sentence)) is not None


def hangul_share(text: str) -> float:
    """Share of Hangul among letters; 1.0 when there are no letters. Real summaries have 0.55 and more."""
    letters = len(_LETTER.findall(text))
    return len(_HANGUL.findall(text)) / letters if letters else 1.0


def first_persons(text: str) -> list[str]:
    return [found[0].strip() for found in _FIRST_PERSON.finditer(text)]


def emoji(text: str) -> list[str]:
    return _EMOJI.findall(text)


def foreign_script(text: str) -> list[str]:
    """Han, kana, Cyrillic and others; Greek letters are mathematics and stay."""
    return _FOREIGN.findall(text)


def broken_characters(text: str) -> list[str]:
    """Replacement and control characters, single jamo, private use: the marks of a damaged reply."""
    return _BROKEN.findall(text)


def repetitions(text: str) -> Iterator[str]:
    """A character eight times, a word four times, a phrase four times in a row."""
    for pattern in (_SAME_CHARACTER, _SAME_WORD, _SAME_PIECE):
        if found := pattern.search(text):
            yield found[1]


def grams(text: str) -> frozenset[str]:
    """The five-grams of a text's characters without blanks."""
    letters = "".join(text.split())
    return frozenset(letters[at : at + GRAM] for at in range(len(letters) - GRAM + 1))


def containment(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the smaller set of five-grams that the other has, too; 0.0 when one is hardly any."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller >= LEAST_GRAMS else 0.0
