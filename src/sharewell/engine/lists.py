"""Lists of people: the approved, none but whom the file may be about, and the withheld, whom it may not.

A list is a CSV file whose header names fields of the file as it came (before treatments: a list of people
knows no pseudonyms). Approved people are compared letter by letter. Withheld people are compared by letters
and digits alone, whatever the case and the spaces: a protected address must not slip through on a space.

    file (rowid, k0, k1 …)  <--the same k?-->  list (k0, k1 …)

Both are made comparable here, where it is known what a letter is; what is left to ask is whether texts are equal, and
that any engine can say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from sharewell.engine import delimited, staging
from sharewell.engine.source import Kind, kind_of
from sharewell.engine.staging import Engine
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Dialect, Terms
from sharewell.release.plan import Observation, What

# Which rows are wanted, and what of a cell is compared.
_COMPARED = {
    What.NOT_APPROVED: ("NOT EXISTS", "{}"),
    What.WITHHELD: ("EXISTS", r"lower(regexp_replace({}, '[^\pL\pN]', '', 'g'))"),
}
Table = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the file is compared with a list: by so many keys, which are these fields of it (named as one text).

    With no key nobody can tell whom the file is about, and every row of it fails.
    """

    what: What
    keys: int
    fields: str

    @property
    def tables(self) -> tuple[str, str]:
        """What the keys of the file, and those of the list, are called where they are tables of their own."""
        name = self.what.value.replace(" ", "_")
        return f"{name}_file", f"{name}_list"

    def observed(self, engine: Engine, file: str, people: str) -> Observation:
        """The rows of the file that fail; `file` and `people` are tables (or queries) of keys."""
        same = " AND ".join(f"f.k{key} = l.k{key}" for key in range(self.keys))
        exists, _ = _COMPARED[self.what]
        fail = f"{exists} (SELECT 1 FROM {people} l WHERE {same})" if self.keys else "TRUE"  # noqa: S608
        count, rows = staging.failing(engine, f"SELECT f.rowid AS r FROM {file} f WHERE {fail}")  # noqa: S608
        return Observation(count=count, rows=rows, field=self.fields)


class PeopleList:
    """One staged list. `headers` are its columns; a row with an empty cell names nobody."""

    def __init__(
        self, path: Path, what: What, terms: Terms, work: Path, engine: duckdb.DuckDBPyConnection
    ) -> None:
        self.name, self.what, self.engine = path.name, what, engine
        self.table = what.value.replace(" ", "_")
        if kind_of(path) is not Kind.CSV:
            raise FileUnusable(f"{path.name}: expected a CSV file with a header")
        self.headers = delimited.stage(path, Dialect(), work, engine, tabs=False).headers
        staging.call(engine, self.table)
        self._refuse_columns_nobody_knows(terms)

    def _refuse_columns_nobody_knows(self, terms: Terms) -> None:
        known = {*terms.schema.names, *(treatment.field for treatment in terms.treatments)}
        for number, header in enumerate(self.headers, start=1):
            if header not in known or header in self.headers[: number - 1]:
                raise FileUnusable(
                    f"{self.name}: column {number}: expected each header to be a field of the terms, once"
                )

    def comparison(self, headers: Sequence[str]) -> Comparison:
        """How a file of that header line is compared with the list."""
        known = all(header in headers for header in self.headers)
        return Comparison(self.what, len(self.headers) if known else 0, ", ".join(self.headers))

    def queries(self, headers: Sequence[str]) -> tuple[str, str]:
        """The keys of the staged file, with its row numbers, and those of everybody on the list."""
        if not self.comparison(headers).keys:
            return "SELECT rowid FROM staged", f"SELECT c0 AS k0 FROM {self.table}"  # noqa: S608
        own = ", ".join(self._keys(f"c{headers.index(header)}" for header in self.headers))
        listed = ", ".join(self._keys(f"c{number}" for number in range(len(self.headers))))
        named = " AND ".join(f"k{number} <> ''" for number in range(len(self.headers)))
        return (
            f"SELECT rowid, {own} FROM staged",  # noqa: S608
            f"SELECT * FROM (SELECT {listed} FROM {self.table}) WHERE {named}",  # noqa: S608
        )

    def _keys(self, cells: Iterator[str]) -> Iterator[str]:
        _, by = _COMPARED[self.what]
        return (f"{by.format(cell)} AS k{number}" for number, cell in enumerate(cells))

    def observed(self, headers: Sequence[str]) -> Observation:
        """The rows of the staged file that fail."""
        file, people = self.queries(headers)
        return self.comparison(headers).observed(self.engine, f"({file})", f"({people})")
