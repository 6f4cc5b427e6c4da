"""Parquet: typed already, taken back to text in one way only, so that every file is judged by the same
checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import duckdb

from sharewell.engine import staging
from sharewell.engine.parquet_parts import Parts
from sharewell.engine.staging import Staged, quoted
from sharewell.engine.thrift import NotThrift
from sharewell.engine.unusable import FileUnusable
from sharewell.release.facts import Hidden

ROW_NUMBER = "file_row_number"  # what the engine calls the number of a row; a column of that name hides it
# How a value of each type is written as text; a type that is not here is not a cell of a table.
_AS_TEXT = {
    "DATE": "strftime({}, '%Y-%m-%d')",
    "TIMESTAMP": "strftime({}, '%Y-%m-%dT%H:%M:%S')",
    "TIMESTAMP_NS": "strftime({}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S')",
    "TIMESTAMP WITH TIME ZONE": "strftime({} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')",
    "TIME": "{}::VARCHAR",
    "BOOLEAN": "CASE WHEN {0} THEN 'true' WHEN NOT {0} THEN 'false' END",
    **dict.fromkeys(
        (
            "VARCHAR", "UUID", "FLOAT", "DOUBLE", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
            "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
        ),
        "{}::VARCHAR",
    ),
}  # fmt: skip


def stage(path: Path, engine: duckdb.DuckDBPyConnection) -> Staged:
    """Stage a Parquet file of flat columns. Raises `FileUnusable` for a nested column, or what is no Parquet at all.

    The file itself is what is staged: whoever reads a damaged page first meets it, and `damaged` is what to say then.
    """
    source = f"read_parquet({quoted(str(path))})"
    try:
        described = engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()  # noqa: S608
        headers = _headers(engine, path, len(described))
        cells = [_as_text(path, index, row[0], row[1]) for index, row in enumerate(described)]
        _show(engine, path, cells, headers)
    except duckdb.Error:
        raise damaged(path) from None
    return Staged(headers=headers, types=tuple(row[1] for row in described))


def read_through(path: Path, engine: duckdb.DuckDBPyConnection, width: int) -> None:
    """Read every cell of what was staged from `path` once. Raises `FileUnusable` where it is damaged."""
    read = ", ".join(f"sum(strlen(c{index}))" for index in range(width))
    try:
        engine.execute(f"SELECT {read} FROM staged")  # noqa: S608
    except duckdb.Error:
        raise damaged(path) from None


def damaged(path: Path) -> FileUnusable:
    return FileUnusable(f"{path.name}: damaged, cut off or encrypted; it cannot be read as Parquet")


def beside_cells(path: Path, engine: duckdb.DuckDBPyConnection, headers: Sequence[str]) -> tuple[Hidden, ...]:
    """What lies in the file besides the cells that were staged from it. Raises `FileUnusable` where it is damaged."""
    notes, values = (import_module(f"sharewell.engine.parquet_{name}") for name in ("notes", "values"))
    try:
        parts = Parts(path)
        return (
            *parts.hidden(),
            *notes.hidden(parts.footer, headers),
            *values.Values(path, parts, engine).hidden(),
        )
    except (NotThrift, AttributeError, TypeError, ValueError, LookupError, ArithmeticError, OSError):
        # Whoever gives an entry of the footer another form than it has gets no further than whoever cuts it off.
        raise damaged(path) from None


def _headers(engine: duckdb.DuckDBPyConnection, path: Path, width: int) -> tuple[str, ...]:
    """The names as they stand in the file: the engine gives a repeated one another name, the schema does not."""
    rows = engine.execute(
        f"SELECT name, num_children FROM parquet_schema({quoted(str(path))})"  # noqa: S608
    ).fetchall()
    headers = tuple(name for name, children in rows if not children)
    if len(headers) != width or not headers:
        raise FileUnusable(f"{path.name}: columns inside columns; expected a flat table")
    return headers


def _show(
    engine: duckdb.DuckDBPyConnection, path: Path, cells: Sequence[str], headers: Sequence[str]
) -> None:
    if any(header.lower() == ROW_NUMBER for header in headers):
        named = ", ".join(f"{cell} AS c{index}" for index, cell in enumerate(cells))
        rows = f"SELECT {named} FROM read_parquet({quoted(str(path))})"  # noqa: S608
        storing = import_module("sharewell.engine.storing")
        storing.keep(engine, storing.passing(engine, rows, len(cells)), len(cells))
    else:
        staging.show(engine, path, cells)


def _as_text(path: Path, index: int, name: str, kind: str) -> str:
    written = _AS_TEXT.get("DOUBLE" if kind.startswith("DECIMAL(") else kind)
    if written is None:
        raise FileUnusable(f"{path.name}: column {index + 1} is of a type that is not a plain value")
    column = '"' + name.replace('"', '""') + '"'
    return written.format(column)
