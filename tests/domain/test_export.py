import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.export import blog_file, file_name
from bot.domain.paper import Paper, PaperId
from bot.domain.summary import LimitationsFrom, Summary, summary_from_json
from tests.fakes.papers import reply

DAY = date(2025, 12, 8)
SEED = Path(__file__).resolve().parents[2].parent / "shared/data/daily-papers-2025-12-08.md"
ENTRY = re.compile(
    r"^# \d+\. \[(?P<title>.+?)\]\(https://arxiv\.org/abs/(?P<id>[\d.]+)\)\n\n> \[Alphaxiv\]\(\S+\)\n\n",
    re.MULTILINE,
)


def test_the_seed_comes_out_byte_for_byte_from_its_bodies() -> None:
    if not SEED.exists():
        pytest.skip("the recorded post is not on this machine")
    post = SEED.read_text(encoding="utf-8")
    heads = list(ENTRY.finditer(post))
    ends = [head.start() for head in heads[1:]] + [len(post)]
    blank = summary_from_json(reply())
    entries = [
        (
            Paper(PaperId(head["id"]), head["title"], ""),
            replace(blank, body=post[head.end() : end].rstrip("\n")),
        )
        for head, end in zip(heads, ends, strict=True)
    ]
    assert len(entries) == 6
    assert blog_file(DAY, entries).encode() == SEED.read_bytes()


def test_our_canonical_form() -> None:
    summary = Summary(
        gist="한 줄이다.",
        goal="목표이다.",
        motivation="동기이다",
        contribution="기여이다.",
        method=("먼저 한다. 다음을 한다.", "끝낸다."),
        results="0.83을 얻었다.",
        limitations="정보 부족",
        limitations_from=LimitationsFrom.NONE,
        conclusion="결론이다.",
    )
    text = blog_file(DAY, [(Paper(PaperId("2512.05150"), "A [Title]", ""), summary)])
    assert text == (
        '---\nlayout: post\ntitle: "Daily Papers — 2025-12-08"\ndate: 2025-12-08 08:15:00\n'
        "tags: [papers, hugginface]\ncategories: []\n---\n\n\n"
        "# 1. [A \\[Title\\]](https://arxiv.org/abs/2512.05150)\n\n"
        "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2512.05150)\n\n"
        "## Introduction\n- Goal: 목표이다.  \n- Motivation: 동기이다.  \n- Contribution: 기여이다.\n\n"
        "## Method\n먼저 한다.  \n다음을 한다.  \n끝낸다.\n\n"
        "## Results\n0.83을 얻었다.\n\n"
        "## Limitations\n정보 부족\n\n"
        "## Conclusion\n결론이다.\n"
    )


def test_file_name() -> None:
    assert file_name(DAY) == "2025-12-08-daily-papers-20251208.md"
