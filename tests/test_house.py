"""House rules that a tool can hold and no linter does: sizes, one place a vendor, settings explained."""

import ast
import re
import statistics
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bot.config import Settings

ROOT = Path(__file__).resolve().parents[1]
OURS = ("bot", "adapters", "storage")
VENDORS = (
    "aiohttp",
    "apscheduler",
    "discord",
    "filelock",
    "openai",
    "pypdfium2",
    "selectolax",
    "slack_bolt",
    "sqlite_utils",
    "sqlite3",
)
SHARED_VENDORS = {
    "aiohttp": {"adapters/http.py", "adapters/sample", "adapters/chats/slack", "adapters/chats/discord"}
}
"""One session for reads, the sample's small server, and what the chats' libraries speak through."""


def files() -> list[Path]:
    return [path for folder in OURS for path in sorted((ROOT / folder).rglob("*.py"))]


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in files():
        yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def test_functions_fit_one_look() -> None:
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert statistics.median(lengths) < 9
    assert sum(length < 30 for length in lengths) / len(lengths) >= 0.95


def test_files_fit_one_thought() -> None:
    sizes = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path, _ in trees()}
    assert {path: size for path, size in sizes.items() if size >= 300} == {}


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_one_file_or_folder_a_vendor() -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for path, tree in trees():
        for vendor in imported(tree) & set(VENDORS):
            users[vendor].add(
                str(path if path.parent.name in {"adapters", "chats", "models"} else path.parent)
            )
    crowded = {vendor: places for vendor, places in users.items() if len(places) > 1}
    assert crowded == {vendor: places for vendor, places in SHARED_VENDORS.items() if vendor in crowded}


def test_every_setting_stands_in_the_example_with_its_default() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))
    assert set(given) == {name.upper() for name in Settings.model_fields}
    for name, value in given.items():
        default = Settings.model_fields[name.lower()].get_default(call_default_factory=True)
        if value:
            assert str(default) == value or default == float(value), name


def test_adapters_hold_no_korean_of_their_own() -> None:
    spoken = [
        str(path)
        for path, _ in trees()
        if path.parts[0] in {"adapters", "storage"}
        and path.parts[1] != "sample"
        and re.search("[가-힣]", (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert spoken == []
