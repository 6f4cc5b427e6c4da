"""A file's way into the engine: the lists beside it, the file itself, who is in it, and its treatments.

In this order, because the people on a list are known by what the file says before it is treated:
 (0) lists, hierarchies and earlier files are staged, each under a name of its own
 (1) the file is staged as it came
 (2) its people are compared with the lists
 (3) the treatments are carried out, and the file that leaves is written
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb

from sharewell.engine import staging
from sharewell.engine.beside import TREATED, Beside
from sharewell.engine.elsewhere import Earlier, leave_keys
from sharewell.engine.generalising import sufficient_levels
from sharewell.engine.hierarchy import Hierarchy, part_of
from sharewell.engine.lists import Comparison, PeopleList
from sharewell.engine.source import Kind, kind_of
from sharewell.engine.staging import Staged
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Dialect, Terms
from sharewell.release.judgement import Hidden
from sharewell.release.plan import Observed, What


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What stands in the engine: `headers` are those of the table as it leaves, `observed` what is known already.

    `hidden` is what lies in the file as it came, whose headers are `arrived_headers`.
    `lists` are the comparisons that were left for another engine. `treated` is the file that leaves, where the terms
    treat it, and `arrived_rows` how many rows it had before. `earlier` are tables and headers of earlier files by their
    place in the call ("prior 0"). `part_of` has what the values of a field are parts of; `sufficient` the levels at
    which the fields that are generalised would reach k.
    """

    headers: tuple[str, ...]
    arrived_headers: tuple[str, ...]
    arrived_rows: int | None = None
    hidden: tuple[Hidden, ...] = ()
    observed: Observed = field(default_factory=dict)
    lists: tuple[Comparison, ...] = ()
    treated: Path | None = None
    earlier: Earlier = field(default_factory=dict)
    part_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sufficient: Mapping[str, int] | None = None

    def leaves_as(self, column: int | None) -> int | None:
        """The place, in the table as it leaves, of a column of the file as it came; None where it was dropped."""
        name = None if column is None or column >= len(self.arrived_headers) else self.arrived_headers[column]
        if name is None or self.headers == self.arrived_headers:
            return column
        return self.headers.index(name) if name in self.headers else None


def arrive(
    path: Path,
    terms: Terms | None,
    work: Path,
    engine: duckdb.DuckDBPyConnection,
    beside: Beside,
    *,
    elsewhere: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Arrival:
    """Bring a file in. Raises `FileUnusable` for it or for a file beside it.

    With `elsewhere` the lists are left for another engine to compare the file with.
    """
    if terms is None:
        staged = _staged(path, None, work, engine)
        return Arrival(headers=staged.headers, arrived_headers=staged.headers, hidden=staged.hidden)
    earlier = _earlier(terms, work, engine, beside)
    lists = _lists(terms, work, engine, beside)
    hierarchies = {
        name: Hierarchy(where, f"hierarchy{number}", work, engine)
        for number, (name, where) in enumerate(beside.hierarchies.items())
    }
    staged = _staged(path, terms, work, engine)
    observed: Observed = {}
    if elsewhere:
        leave_keys(engine, work, lists, staged.headers)
    else:
        observed = {(each.what, ""): each.observed(staged.headers) for each in lists}
    compared = tuple(each.comparison(staged.headers) for each in lists) if elsewhere else ()
    if not terms.treatments:
        return Arrival(
            headers=staged.headers,
            arrived_headers=staged.headers,
            hidden=staged.hidden,
            observed=observed,
            lists=compared,
            earlier=earlier,
            part_of=part_of(hierarchies, terms),
        )
    arrived_rows = staging.row_count(engine)
    progress(f"treating {arrived_rows:,} rows of")
    from sharewell.engine.treating import Treating, write_parquet  # only here: most files are not treated

    treating = Treating(
        engine, staged.headers, terms, hierarchies=hierarchies, key=beside.key or secrets.token_bytes(32)
    )
    sufficient = sufficient_levels(engine, staged.headers, terms, hierarchies)
    leaves, kind = work / TREATED, kind_of(path)
    observed |= treating.treat(None if kind is Kind.PARQUET else leaves)
    if not treating.headers:
        leaves.write_bytes(
            b""
        )  # every column was dropped: nothing leaves, and the gate says which are missing
    elif kind is Kind.PARQUET:
        write_parquet(engine, leaves, treating.headers, treating.types(staged.types))
    return Arrival(
        headers=tuple(treating.headers),
        arrived_headers=staged.headers,
        arrived_rows=arrived_rows,
        hidden=staged.hidden,
        observed=observed,
        lists=compared,
        treated=leaves,
        earlier=earlier,
        part_of=treating.part_of,
        sufficient=sufficient,
    )


def _lists(terms: Terms, work: Path, engine: duckdb.DuckDBPyConnection, beside: Beside) -> list[PeopleList]:
    paths = {
        What.NOT_APPROVED: beside.approved if terms.scope.keys else None,
        What.WITHHELD: beside.withheld,
    }
    return [PeopleList(path, what, terms, work, engine) for what, path in paths.items() if path]


def _earlier(terms: Terms, work: Path, engine: duckdb.DuckDBPyConnection, beside: Beside) -> Earlier:
    tables: dict[str, tuple[str, Sequence[str]]] = {}
    for number, path in enumerate(beside.earlier):
        headers = _staged(path, terms, work, engine).headers
        if kind_of(path) is Kind.PARQUET:
            _module("parquet").read_through(
                path, engine, len(headers)
            )  # later on its damage would be taken for that of the file
        _refuse_what_cannot_be_set_beside(path, headers, terms)
        staging.call(engine, f"earlier{number}")
        tables[f"prior {number}"] = (f"earlier{number}", headers)
    return tables


def _refuse_what_cannot_be_set_beside(path: Path, headers: Sequence[str], terms: Terms) -> None:
    asked = terms.disclosure
    needed = [] if asked is None else [*asked.quasi_identifiers, *filter(None, [asked.count_field])]
    for name in needed or terms.schema.names:
        if name not in headers:
            raise FileUnusable(f"{path.name}: it has no column '{name}' to compare by")


# --- one reader per kind of file ----------------------------------------------------------------------
def _staged(path: Path, terms: Terms | None, work: Path, engine: duckdb.DuckDBPyConnection) -> Staged:
    kind = kind_of(path)
    dialect = terms.dialect if terms else Dialect()
    readers: dict[Kind, Callable[[], Staged]] = {
        Kind.CSV: lambda: _module("delimited").stage(path, dialect, work, engine, tabs=False),
        Kind.TSV: lambda: _module("delimited").stage(path, dialect, work, engine, tabs=True),
        Kind.XLSX: lambda: _module("workbook").stage(path, terms.sheet if terms else None, work, engine),
        Kind.PARQUET: lambda: _module("parquet").stage(path, engine),
        Kind.JSON_LINES: lambda: _module("jsonlines").stage(path, engine),
    }
    return readers[kind]()


def _module(name: str) -> Any:
    return import_module(f"sharewell.engine.{name}")
