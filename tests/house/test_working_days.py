"""One notion of a working day. Whoever counts them has to say which were proclaimed days off: there is no default."""

import ast

from here import ROOT

COUNTS = {"weekday", "isoweekday", "isocalendar", "weekofyear"}
CALENDAR = "working_days.py"


def test_nobody_counts_the_days_of_a_week_beside_the_calendar():
    called = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        if path.name != CALENDAR
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in COUNTS
    ]

    assert called == []
