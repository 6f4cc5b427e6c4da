"""How far quasi-identifiers must be generalised to reach k, tried on the file (see `release.generalising`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from sharewell.engine.hierarchy import Hierarchy
from sharewell.register.terms import Terms
from sharewell.release.generalising import Levels, least_loss


def sufficient_levels(
    engine: duckdb.DuckDBPyConnection,
    headers: Sequence[str],
    terms: Terms,
    hierarchies: Mapping[str, Hierarchy],
) -> dict[str, int] | None:
    """For each field that the terms generalise, the level of the least loss at which the staged file reaches k.

    The file is staged as it came. None where no levels reach it, or where there is nothing to choose: no k, no
    hierarchy, or a quasi-identifier that another treatment changes.
    """
    asked = terms.disclosure
    named = {each.field: each.arguments["hierarchy"] for each in terms.treatments if each.do == "generalise"}
    changed = {each.field for each in terms.treatments if each.do != "generalise"}
    fields = asked.quasi_identifiers if asked else ()
    climbing = [field for field in fields if field in named]
    if (
        asked is None
        or asked.k is None
        or not climbing
        or changed & set(fields)
        or not set(fields) <= set(headers)
    ):
        return None
    cells = {field: f"c{headers.index(field)}" for field in fields}
    # Distinct combinations are few, whatever the file is: they are counted once, and generalised again and again.
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE combinations AS SELECT {', '.join(cells.values())}, count(*) AS people "  # noqa: S608
        "FROM staged GROUP BY ALL"
    )

    def reaches(levels: Levels) -> bool:
        at = dict(zip(climbing, levels, strict=True))
        told = [
            f"{hierarchies[named[field]].generalised(cell, at[field])[1] if at.get(field) else cell} AS q{number}"
            for number, (field, cell) in enumerate(cells.items())
        ]
        row: Any = engine.execute(
            f"SELECT min(people) FROM (SELECT sum(people) AS people FROM (SELECT {', '.join(told)}, people "  # noqa: S608
            f"FROM combinations AS staged) GROUP BY {', '.join(f'q{number}' for number in range(len(cells)))})"
        ).fetchone()
        return row[0] is not None and row[0] >= asked.k

    most = [hierarchies[named[field]].levels - 1 for field in climbing]
    found = least_loss(most, reaches=reaches)
    return None if found is None else dict(zip(climbing, found, strict=True))
