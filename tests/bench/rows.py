"""What a section of the bench gives: named figures, each beside its goal."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
"""Recorded pages and PDFs; not on every machine."""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    figure: str
    goal: str = ""
    """Empty where a figure has nothing to reach but stands beside others."""
    note: str = ""


def seconds(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} s"


def milliseconds(values: Sequence[float]) -> str:
    """Of values in seconds."""
    return f"{statistics.median(values) * 1000:.1f} ms"


def spread(values: Sequence[float], digits: int = 2) -> str:
    """How far the runs lie apart: the machine has other things to do."""
    return f"{len(values)} runs, {min(values):.{digits}f} to {max(values):.{digits}f}"
