"""Tables of examples: one test for all rows, each row a subtest that fails, and is named, by itself."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

Test = Callable[[pytest.Subtests], None]


def each_row(names: str | Sequence[str], rows: Iterable[Any]) -> Callable[[Callable[..., None]], Test]:
    """As `pytest.mark.parametrize`, at a third of its cost a row: for long tables without fixtures."""
    table = [(row,) if isinstance(names, str) else tuple(row) for row in rows]
    known = (names,) if isinstance(names, str) else tuple(names)

    def decorate(function: Callable[..., None]) -> Test:
        def test(subtests: pytest.Subtests) -> None:
            for row in table:
                values = dict(zip(known, row, strict=True))
                with subtests.test(**values):
                    function(**values)

        # Not functools.wraps: pytest would take the columns for fixtures.
        test.__name__, test.__doc__, test.__module__ = (
            function.__name__,
            function.__doc__,
            function.__module__,
        )
        return test

    return decorate
