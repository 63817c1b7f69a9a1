"""Every finding has its Korean line, and the line says nothing that a model or a paper wrote."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.checking.rules import RULES
from bot.domain.summary import Field, Finding
from bot.wording import findings as table
from bot.wording.findings import finding_line

BOT = Path(table.__file__).parents[1]
KNOWN = set(table._LINES)
NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")


def names_given() -> Iterator[str]:
    """The name of every finding that the source makes: the first argument of `Finding`, also through
    a function that makes one.
    """
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and called(node) in {"Finding", "_spots"}:
                for constant in ast.walk(node.args[0]):
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                        yield constant.value


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def test_every_finding_has_a_line_and_every_line_a_finding() -> None:
    given = set(names_given())
    assert len(given) >= len(RULES)
    assert all(NAME.fullmatch(name) for name in given)
    assert given == KNOWN


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_line_is_one_polite_korean_sentence(name: str) -> None:
    line = finding_line(Finding(name, "results", "Reason in English."))
    assert re.fullmatch(r"결과: [가-힣A-Za-z0-9 ,()']+니다", line)
    assert len(line) <= 60


def test_each_line_is_a_different_one() -> None:
    assert len({finding_line(Finding(name, "", "")) for name in KNOWN}) == len(KNOWN)


def test_the_part_is_named_in_korean_and_the_whole_has_none() -> None:
    lines = [finding_line(Finding("too-long", field, "")) for field in Field]
    assert [line.split(":")[0] for line in lines] == [
        "요지", "목표", "동기", "기여", "방법", "결과", "한계", "결론",
    ]  # fmt: skip
    assert finding_line(Finding("too-long", "", "")) == "정해진 길이보다 깁니다"


def test_the_figure_is_named() -> None:
    reason = 'The text does not have the figure "93.7%" with this value and unit; leave it out.'
    line = finding_line(Finding("number-not-in-text", "results", reason))
    assert line == "결과: 요약의 수치를 원문에서 찾지 못했습니다(93.7%)"


@pytest.mark.parametrize("words", ["@everyone", "<!channel>", "https://a.example", "9\n9", "1" * 40, '"', ""])
def test_nothing_else_of_a_reason_is_shown(words: str) -> None:
    for name in sorted(KNOWN):
        line = finding_line(Finding(name, "results", f'The figure "{words}" is wrong.'))
        assert line == finding_line(Finding(name, "results", ""))


def test_a_rule_of_another_version_has_a_line() -> None:
    assert finding_line(Finding("some-new-rule", "gist", "@here")) == "요지: 요약이 기준에 맞지 않습니다"
    assert finding_line(Finding("some-new-rule", "@here", "")) == "요약이 기준에 맞지 않습니다"
