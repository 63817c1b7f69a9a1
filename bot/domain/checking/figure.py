"""A number in a text: exact value, unit, place."""

from fractions import Fraction
from typing import NamedTuple


class Figure(NamedTuple):
    """A number as it stands: `start` and `end` are offsets in the plain text it was read from."""

    value: Fraction
    unit: str
    start: int
    end: int


NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+"
"""Pattern of a number with thousands commas and decimals."""
LONGEST_NUMBER = 24
"""Characters. Longer runs of digits are no quantities, and turning them into values costs too much."""


def number_value(text: str) -> Fraction:
    """`1,234.5` and `.716` as exact values; runs of digits that nobody means as a number are 0."""
    return Fraction(text.replace(",", "")) if len(text) <= LONGEST_NUMBER else Fraction(0)


def ten_to(exponent: int) -> Fraction:
    """A power of ten, within bounds: a hostile 1e9999 would cost more than it says."""
    return Fraction(10) ** max(-40, min(40, exponent))
