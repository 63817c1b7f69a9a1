"""`make quality`: prints what the check catches and how often it cries wolf; exit code 1 below a goal."""

import sys

from rich.console import Console
from rich.table import Table

from tests.quality.measure import MOST_FALSE_ALARMS, Report, Row, measure


def _table(report: Report) -> Table:
    table = Table("kind", title=f"{report.clean} clean summaries and what was made of them")
    for head in ("mutants", "caught", "rate", "goal", "left out"):
        table.add_column(head, justify="right")
    for row in report.rows:
        table.add_row(*_cells(row), style="" if row.passes else "red")
    return table


def _cells(row: Row) -> tuple[str, ...]:
    goal = "as it is" if row.goal is None else f"{row.goal:.2f}"
    return row.kind, str(row.mutants), str(row.caught), f"{row.rate:.3f}", goal, str(row.same)


def main() -> int:
    """Runs the benchmark. Gives the exit code."""
    report = measure()
    console = Console()
    console.print(_table(report))
    console.print(
        f"false alarms: {len(report.alarms)} of {report.clean} ({report.alarm_rate:.3f}, goal "
        f"{MOST_FALSE_ALARMS})"
    )
    for alarm in report.alarms:
        console.print(f"  {alarm}", markup=False)
    return 0 if report.passes else 1


if __name__ == "__main__":
    sys.exit(main())
