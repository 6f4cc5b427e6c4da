"""Generalisation hierarchies: for each value what it becomes at each level (docs/spec/treatments.md).

Separated by commas, with a header line; or, as ARX writes them, separated by semicolons and without one.
The first column is level 0, the value itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from sharewell.engine import delimited, staging
from sharewell.engine.source import Kind, kind_of
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Dialect, Terms


class Hierarchy:
    """One staged hierarchy. A text that is no value of it but stands at the level wanted is there already."""

    def __init__(self, path: Path, table: str, work: Path, engine: duckdb.DuckDBPyConnection) -> None:
        self.name, self.table, self.engine = path.name, table, engine
        if kind_of(path) is not Kind.CSV:
            raise FileUnusable(f"{path.name}: expected a CSV file")
        self.levels = self._stage(path, work, engine)
        staging.call(engine, table)
        repeated = engine.execute(
            f"SELECT max(rowid) + 1 FROM {table} GROUP BY c0 HAVING count(*) > 1 ORDER BY 1 LIMIT 1"  # noqa: S608
        ).fetchone()
        if repeated:
            raise FileUnusable(
                f"{path.name}: row {repeated[0]}: its value is there already; expected each value once"
            )

    @staticmethod
    def _stage(path: Path, work: Path, engine: duckdb.DuckDBPyConnection) -> int:
        with path.open("rb") as file:
            arx = b";" in file.readline()
        if not arx:
            return len(delimited.stage(path, Dialect(), work, engine, tabs=False).headers)
        # The strict reader wants a header line: the first line of values gets one put before it.
        content = path.read_bytes()
        first = content.split(b"\n", 1)[0]
        header = ";".join(f"level{number}" for number in range(first.count(b";") + 1))
        headed = work / path.name
        headed.write_bytes(header.encode() + (b"\r\n" if first.endswith(b"\r") else b"\n") + content)
        return len(delimited.stage(headed, Dialect(delimiter=";"), work, engine, tabs=False).headers)

    def parents(self) -> dict[str, str]:
        """What each value of each level is a part of: what stands in the next column."""
        rows = self.engine.execute(f"SELECT * FROM {self.table}").fetchall()  # noqa: S608
        pairs = ((row[level], row[level + 1]) for row in rows for level in range(self.levels - 1))
        return {
            value: whole
            for value, whole in pairs
            if value is not None and whole is not None and value != whole
        }

    def generalised(self, cell: str, level: int) -> tuple[str, str]:
        """(is it known, what it becomes) for a cell."""
        if level >= self.levels:
            raise FileUnusable(
                f"{self.name}: it has {self.levels} columns, and the terms ask for level {level}"
            )
        at_this_level = f"SELECT any_value(c{level}) FROM {self.table} WHERE"  # noqa: S608
        known = f"({at_this_level} {self.table}.c0 = staged.{cell})"
        there = f"({at_this_level} {self.table}.c{level} = staged.{cell})"
        value = f"coalesce({known}, {there})"
        return f"{value} IS NOT NULL", value


def part_of(hierarchies: Mapping[str, Hierarchy], terms: Terms) -> dict[str, dict[str, str]]:
    """For each field of which the terms say so, what its values are parts of (`disclosure.part_of`)."""
    named = terms.disclosure.part_of if terms.disclosure else {}
    return {field: hierarchies[name].parents() for field, name in named.items()}
