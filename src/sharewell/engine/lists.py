"""Lists of people: the approved, none but whom the file may be about, and the withheld, whom it may not.

A list is a CSV file whose header names fields of the file as it came (before treatments: a list of people
knows no pseudonyms). Approved people are compared letter by letter. Withheld people are compared by letters
and digits alone, whatever the case and the spaces: a protected address must not slip through on a space.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from sharewell.engine import delimited, staging
from sharewell.engine.source import Kind, kind_of
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Dialect, Terms
from sharewell.release.plan import Observation


class PeopleList:
    """One staged list. `headers` are its columns; a row with an empty cell names nobody."""

    def __init__(
        self, path: Path, table: str, terms: Terms, work: Path, engine: duckdb.DuckDBPyConnection
    ) -> None:
        self.name, self.table, self.engine = path.name, table, engine
        if kind_of(path) is not Kind.CSV:
            raise FileUnusable(f"{path.name}: expected a CSV file with a header")
        self.headers = delimited.stage(path, Dialect(), work, engine, tabs=False).headers
        staging.call(engine, table)
        self._refuse_columns_nobody_knows(terms)

    def _refuse_columns_nobody_knows(self, terms: Terms) -> None:
        known = {*terms.schema.names, *(treatment.field for treatment in terms.treatments)}
        for number, header in enumerate(self.headers, start=1):
            if header not in known or header in self.headers[: number - 1]:
                raise FileUnusable(
                    f"{self.name}: column {number}: expected each header to be a field of the terms, once"
                )

    def not_approved(self, headers: Sequence[str]) -> Observation:
        """The rows of the file that the list does not have."""
        return self._compared(headers, "NOT EXISTS", "{}")

    def withheld(self, headers: Sequence[str]) -> Observation:
        """The rows of the file that the list has."""
        return self._compared(headers, "EXISTS", r"lower(regexp_replace({}, '[^\pL\pN]', '', 'g'))")

    def _compared(self, headers: Sequence[str], exists: str, by: str) -> Observation:
        fields = ", ".join(self.headers)
        if not all(header in headers for header in self.headers):
            # Whom such a file is about cannot be told, so that every row of it fails.
            return self._observed("SELECT rowid AS r FROM staged", fields)
        pairs = [(f"f.c{headers.index(header)}", f"l.c{i}") for i, header in enumerate(self.headers)]
        same = " AND ".join(f"{by.format(own)} = {by.format(listed)}" for own, listed in pairs)
        named = " AND ".join(f"{by.format(listed)} <> ''" for _, listed in pairs)
        return self._observed(
            f"SELECT f.rowid AS r FROM staged f WHERE {exists} "  # noqa: S608
            f"(SELECT 1 FROM {self.table} l WHERE {named} AND {same})",
            fields,
        )

    def _observed(self, query: str, fields: str) -> Observation:
        count, rows = staging.failing(self.engine, query)
        return Observation(count=count, rows=rows, field=fields)
