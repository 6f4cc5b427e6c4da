"""What of a plan an endpoint answers, what stays with the engine in the child, and what is left where for which.

    child:   the file --staged--> Parquet in its folder --> what only it can answer
    parent:  that Parquet --endpoint (spark)--> rules, keys, classes, the profile

What stays: reading and hidden content, lists of people and treatments (they are done before there is a table), personal
data (engines read `\\b` and `(?i)` differently), and tables of counts (an audit, and no query).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from sharewell.engine.arrival import Earlier
from sharewell.engine.failing import ROW_BY_ROW
from sharewell.engine.staging import quoted
from sharewell.register.terms import Terms
from sharewell.release.plan import Probe, What

HERE, THERE = "duckdb", "spark"
_OF_CELLS_AND_KEYS = frozenset({*ROW_BY_ROW, What.REPEATED, What.REPEATED_ROW, What.DANGLING})
_OF_CLASSES = frozenset({What.SMALL_CLASS, What.FEW_VALUES, What.UNLIKE, What.DIFFERS})
# Checks that ask what the child saw while it read the file, whatever else they ask.
_SEEN_WHILE_READING = ("G01", "G04", "G05", "G06", "G11")


def has_classes(terms: Terms | None) -> bool:
    """Whether disclosure is asked by classes of rows, and not of a table of counts."""
    return terms is None or (terms.disclosure is not None and terms.disclosure.count_field is None)


def answered_there(probe: Probe, terms: Terms | None) -> bool:
    """Whether an endpoint answers a probe wholly, as the engine in the child would."""
    return probe.what in _OF_CELLS_AND_KEYS or (probe.what in _OF_CLASSES and has_classes(terms))


def engines(probes: Sequence[Probe], terms: Terms) -> Mapping[str, str]:
    """By which engine each check was answered, or by which two; a check that asks the terms alone is left out."""
    asked: dict[str, set[str]] = defaultdict(set)
    for probe in probes:
        asked[probe.check].add(THERE if answered_there(probe, terms) else HERE)
    if terms.completeness:
        asked["G03"].add(THERE)
    for check in _SEEN_WHILE_READING:
        asked[check].add(HERE)
    return {check: " and ".join(sorted(named)) for check, named in asked.items()}


def leave(engine: duckdb.DuckDBPyConnection, work: Path, earlier: Earlier) -> None:
    """Leave the staged table and those of earlier files, with their row numbers, where the endpoint will read them."""
    for table in ("staged", *(name for name, _ in earlier.values())):
        where = quoted(str(left_as(work, table)))
        engine.execute(f"COPY (SELECT * FROM {table}) TO {where} (FORMAT parquet)")  # noqa: S608


def left_as(work: Path, table: str) -> Path:
    """Where `leave` leaves a table."""
    return work / f"left-{table}.parquet"
