"""The staged file: one table of text in a closed DuckDB, whatever the file was.

    staged (c0, c1 …, rowid)  --a view over-->  a Parquet file in the folder of the child

Columns are c0, c1 …; `rowid` counts the rows from 0 in their order in the file. Nothing is typed, trimmed or
guessed on the way in. The rows lie in a Parquet file and not in a table, because that takes no memory however
long the file is, and because a column of few different texts is looked at text by text and not row by row. The
engine may load no extension, and once the file is in, reach nothing but what was staged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import duckdb

from sharewell.engine.limits import Limits
from sharewell.release.finding import SHOWN_ROWS
from sharewell.release.judgement import Hidden

IN_ORDER = "file_row_number"  # rows are numbered as they stand
SPILL = "spill"  # the folder, in that of the child, for what does not fit in memory


class Engine(Protocol):
    """Whatever answers a query about what is staged: the engine in this process, or one elsewhere (`spark`)."""

    def execute(self, query: str, /) -> Any: ...


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
            "memory_limit": f"{limits.engine}MB",
            "threads": str(limits.threads),
            # A folder of its own: where it may spill the engine may also read, whatever else is forbidden.
            "temp_directory": str(work / SPILL),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "preserve_insertion_order": "true",
            "python_enable_replacements": "false",
        },
    )


def close_doors(engine: duckdb.DuckDBPyConnection, *more: Path) -> None:
    """From here on the engine knows what is staged (and `more`, where that is a file as it came) and nothing else."""
    allowed = ", ".join(quoted(str(path)) for path in (*folder_of(engine).glob("staged-*.parquet"), *more))
    engine.execute(f"SET allowed_paths = [{allowed}]")
    engine.execute("SET enable_external_access = false")
    engine.execute("SET lock_configuration = true")


# --- the staged table ---------------------------------------------------------------------------------
def show(
    engine: duckdb.DuckDBPyConnection, path: Path, cells: Sequence[str], *, number: str = IN_ORDER
) -> None:
    """Make these cells (SQL) of a Parquet file the staged ones, as c0, c1 …"""
    named = ", ".join(f"{cell} AS c{index}" for index, cell in enumerate(cells))
    engine.execute(
        f"CREATE OR REPLACE VIEW staged AS SELECT {named}, {number} AS rowid "  # noqa: S608
        f"FROM read_parquet({quoted(str(path))}, file_row_number = true)"
    )


def call(engine: duckdb.DuckDBPyConnection, name: str) -> None:
    """Give what is staged another name, so that another file can be staged."""
    engine.execute(f"ALTER VIEW staged RENAME TO {name}")


def folder_of(engine: duckdb.DuckDBPyConnection) -> Path:
    """The folder of the child, in which whatever is staged lies."""
    found: Any = engine.execute("SELECT current_setting('temp_directory')").fetchone()
    return Path(found[0]).parent


def names(width: int) -> list[str]:
    return [f"c{index}" for index in range(width)]


def quoted(text: str) -> str:
    """`text` as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def failing(engine: Engine, query: str) -> tuple[int, tuple[int, ...]]:
    """How many rows a query names by their `r` (a rowid), and the numbers of the first of them."""
    found: Any = engine.execute(
        f"SELECT count(*), min(r + 1, {SHOWN_ROWS}) FROM ({query})"  # noqa: S608
    ).fetchone()
    return int(found[0]), tuple(found[1] or ())


def row_count(engine: Engine) -> int:
    found: Any = engine.execute("SELECT count(*) FROM staged").fetchone()
    return int(found[0])
