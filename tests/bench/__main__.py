"""`make bench`: figures beside their goals. `python -m tests.bench extraction start`: these alone."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console
from rich.table import Table

from tests.bench import checking, edition, extraction, finding, morning, planning, questions, retrieval, start
from tests.bench.rows import Row


def _retrieval() -> list[Row]:
    if not retrieval.PAGES.is_dir():
        return [Row("answer's passage in the context", "not measured", "", "../shared is absent")]
    goals = {(8_000, True): "at least 0.90", (4_000, False): "at least 0.75"}
    return [
        Row(
            f"answer's passage in {row.tokens:,} tokens, {'with' if row.keywords else 'no'} keywords",
            f"{row.share:.2f}",
            goals.get((row.tokens, row.keywords), ""),
            f"{row.found} of {row.of} questions",
        )
        for row in retrieval.rows()
    ]


def _check() -> list[Row]:
    return [
        Row(name, f"{milliseconds:.0f} ms", f"at most {goal:.0f} ms" if goal else "")
        for name, milliseconds, goal in checking.rows()
    ]


SECTIONS: dict[str, Callable[[], list[Row]]] = {
    "edition": edition.rows,
    "extraction": extraction.rows,
    "start": start.rows,
    "planning": planning.rows,
    "morning": morning.rows,
    "questions": questions.rows,
    "find": finding.rows,
    "check": _check,
    "retrieval": _retrieval,
}


def _measured(names: list[str], console: Console) -> Iterator[list[Row]]:
    for name in names:
        with console.status(f"{name} ..."):
            yield SECTIONS[name]()


def table(sections: Iterator[list[Row]]) -> Table:
    table = Table("what", title="Figures: medians of several runs", expand=False)
    table.add_column("figure", justify="right")
    table.add_column("goal", justify="right")
    table.add_column("note", overflow="fold")
    for rows in sections:
        for row in rows:
            table.add_row(row.name, row.figure, row.goal, row.note)
        table.add_section()
    return table


def wanted(arguments: Sequence[str]) -> list[str]:
    """The sections named, or all. Ends the program at an unknown one."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("section", nargs="*", help=f"one of {', '.join(SECTIONS)}; all without any")
    names: list[str] = parser.parse_args(arguments).section
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        parser.error(f"no section {unknown[0]}: there are {', '.join(SECTIONS)}")
    return names or list(SECTIONS)


def main() -> None:
    names = wanted(sys.argv[1:])
    console = Console()
    if not console.is_terminal:
        console.width = 150
    before = _load()
    console.print(table(_measured(names, Console(stderr=True))))
    console.print(
        f"{os.cpu_count()} cores; Python {sys.version.split()[0]}; load {before} before, {_load()} after"
    )


def _load() -> str:
    """Of the last minute: figures of a busy machine are worse than it is."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main()
