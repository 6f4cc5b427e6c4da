"""What of a plan an endpoint answers, what stays with the engine in the child, and what is left where for which.

    child:   the file --staged, treated--> Parquet in its folder --> what only it can answer
    parent:  that Parquet --endpoint (spark)--> rules, keys, lists, classes, tables of counts, the profile,
                                                and the cells that could hold personal data
    child:   those cells --> which of them do

What stays: reading the file, with what is hidden in it; treatments, because the bytes that are sealed are written here,
and because the key of pseudonyms and that of the differencing index are sent to nobody; the check digits of what looks
like personal data; and the few types and patterns that engines read differently (`alike`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from sharewell.engine.alike import answered_alike
from sharewell.engine.staging import quoted
from sharewell.register.terms import Terms
from sharewell.release.plan import Probe, What

if TYPE_CHECKING:
    from sharewell.engine.lists import PeopleList

# Tables and header lines of earlier files, by their place in the call ("prior 0").
Earlier = Mapping[str, tuple[str, Sequence[str]]]
HERE, THERE = "duckdb", "spark"
# What the child sees while it reads: the header line, how many rows there are, what is hidden.
_SEEN_WHILE_READING = ("G01", "G04", "G11")
_PERSONAL_DATA = ("G05", "G06")
# Where what could be personal data lies, as the endpoint handed it on.
PICKED = "picked.parquet"


def answered_there(probe: Probe) -> bool:
    """Whether an endpoint answers a probe wholly, as the engine in the child would."""
    return probe.what is not What.UNTREATABLE and answered_alike(probe)


def engines(probes: Sequence[Probe], terms: Terms, *, indexed: bool) -> Mapping[str, str]:
    """By which engine each check was answered, or by which two; a check that asks the terms alone is left out.

    `indexed` says that the file was also set beside what was released before, which is done here.
    """
    asked: dict[str, set[str]] = defaultdict(set)
    for probe in probes:
        asked[probe.check].add(THERE if answered_there(probe) else HERE)
    if terms.completeness:
        asked["G03"].add(THERE)
    for check in _PERSONAL_DATA:
        asked[check] |= {HERE, THERE}
    for check in (*_SEEN_WHILE_READING, *(("G07",) if indexed else ())):
        asked[check].add(HERE)
    return {check: " and ".join(sorted(named)) for check, named in asked.items()}


def leave(engine: duckdb.DuckDBPyConnection, work: Path, earlier: Earlier) -> None:
    """Leave the staged table and those of earlier files, with their row numbers, where the endpoint will read them."""
    for table in ("staged", *(name for name, _ in earlier.values())):
        _leave(engine, work, table, f"SELECT * FROM {table}")  # noqa: S608


def leave_keys(
    engine: duckdb.DuckDBPyConnection, work: Path, lists: Sequence[PeopleList], headers: Sequence[str]
) -> None:
    """Leave what the file, as it came, and its lists are compared by."""
    for people in lists:
        for table, query in zip(people.comparison(headers).tables, people.queries(headers), strict=True):
            _leave(engine, work, table, query)


def _leave(engine: duckdb.DuckDBPyConnection, work: Path, table: str, query: str) -> None:
    engine.execute(f"COPY ({query}) TO {quoted(str(left_as(work, table)))} (FORMAT parquet)")


def left_as(work: Path, table: str) -> Path:
    """Where a table lies that is left for the endpoint."""
    return work / f"left-{table}.parquet"
