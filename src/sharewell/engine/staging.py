"""The staged file: one table of text in a closed DuckDB, whatever the file was.

Columns are c0, c1 …; a row's number is its place in the file, from 1. Nothing is typed, trimmed or guessed on
the way in. The engine may load no extension, and once the file is in, reach nothing outside itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import duckdb

from sharewell.engine.limits import Limits
from sharewell.release.finding import SHOWN_ROWS
from sharewell.release.judgement import Hidden

# Bytes. The engine holds several buffers of twice this size for each thread, so it is not simply made large.
LONGEST_RECORD = 8 * 1024 * 1024
# No cell of a real file is this: the engine would take a cell equal to its null mark for "nothing".
NO_NULLS = "\x02\x1f\x03"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What a reader leaves behind besides the table: the header line and whatever was hidden in the file.

    `types` are the file's own types of its columns, where it has any (Parquet).
    """

    headers: tuple[str, ...]
    hidden: tuple[Hidden, ...] = ()
    types: tuple[str, ...] = ()


def connect(work: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    """An engine of its own in `work`, bounded in memory, that can fetch and load nothing."""
    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": f"{limits.memory}MB",
            "threads": str(limits.threads),
            "temp_directory": str(work),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "preserve_insertion_order": "true",
            "python_enable_replacements": "false",
        },
    )


def close_doors(engine: duckdb.DuckDBPyConnection) -> None:
    """From here on the engine knows the staged table and nothing else."""
    engine.execute("SET enable_external_access = false")
    engine.execute("SET lock_configuration = true")


def names(width: int) -> list[str]:
    return [f"c{index}" for index in range(width)]


def quoted(text: str) -> str:
    """`text` as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def load_csv(
    engine: duckdb.DuckDBPyConnection,
    path: Path,
    columns: Sequence[str],
    *,
    delimiter: str = ",",
    header: bool = True,
    null: str = NO_NULLS,
    trim: bool = False,
) -> None:
    """Stage a delimited UTF-8 file of exactly these columns, strictly: no guessing, no padding, no skipping."""
    typed = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
    taken = ", ".join(f"ltrim({name}, ' ') AS {name}" if trim else name for name in columns)
    engine.execute(
        f"CREATE TABLE staged AS SELECT {taken} FROM read_csv({quoted(str(path))}, columns={{{typed}}}, "  # noqa: S608
        f"delim={quoted(delimiter)}, header={str(header).lower()}, nullstr={quoted(null)}, quote='\"', "
        "escape='\"', auto_detect=false, strict_mode=true, null_padding=false, ignore_errors=false, "
        f"allow_quoted_nulls=false, max_line_size={LONGEST_RECORD}, buffer_size={2 * LONGEST_RECORD})"
    )


def write_cells(file: IO[str], cells: Iterable[str | None]) -> None:
    """One record for `load_written`: text in quotes, nothing without; a last cell that is always there.

    Without that last cell, a record of one empty cell would be a blank line, and blank lines are skipped.
    """
    texts = ("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in cells)
    file.write(",".join((*texts, "1")) + "\n")


def load_written(engine: duckdb.DuckDBPyConnection, path: Path, width: int) -> None:
    """Stage what `write_cells` wrote: `width` columns and the mark at the end, which stays unread."""
    load_csv(engine, path, [*names(width), "mark"], header=False, null="")


def failing(engine: duckdb.DuckDBPyConnection, query: str) -> tuple[int, tuple[int, ...]]:
    """How many rows a query names by their `r` (a rowid), and the numbers of the first of them."""
    found: Any = engine.execute(
        f"SELECT count(*), min(r + 1, {SHOWN_ROWS}) FROM ({query})"  # noqa: S608
    ).fetchone()
    return int(found[0]), tuple(found[1] or ())


def row_count(engine: duckdb.DuckDBPyConnection) -> int:
    found: Any = engine.execute("SELECT count(*) FROM staged").fetchone()
    return int(found[0])
