"""A second version of the law, for tests: as if Parliament had changed three things on 1 January 2027."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sharewell.policy.law import VERSIONS
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Country, Severity

FIRST = VERSIONS[0]


def the_next_law() -> Law:
    """LB-12 (consent to a public body) blocks, LB-15 is gone, and Singapore is approved."""
    rows = tuple(
        replace(row, severity=Severity.BLOCK) if row.id == "LB-12" else row
        for row in FIRST.rows
        if row.id != "LB-15"
    )
    singapore = Country(
        code="SG", title="Singapore", since=date(2027, 1, 1), citation="SI 2026/9999", verify=True
    )
    return replace(
        FIRST,
        version="2027-01-01.1",
        as_of=date(2026, 12, 1),
        in_force_from=date(2027, 1, 1),
        rows=rows,
        countries=(*FIRST.countries, singapore),
    )
