"""The staged file: one table of text in a closed DuckDB, whatever the file was.

    staged (c0, c1 …, rowid)  --a view over-->  a Parquet file in the folder of the child

Columns are c0, c1 …; `rowid` counts the rows from 0 in their order in the file. Nothing is typed, trimmed or
guessed on the way in. The rows lie in a Parquet file and not in a table, because that takes no memory however
long the file is, and because a column of few different texts is looked at text by text and not row by row. The
engine may load no extension, and once the file is in, reach nothing but what was staged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

import duckdb

from sharewell.engine.limits import Limits
from sharewell.release.finding import SHOWN_ROWS
from sharewell.release.judgement import Hidden

# Bytes. The engine holds several buffers of twice this size for each thread, so it is not simply made large.
LONGEST_RECORD = 8 * 1024 * 1024
# Columns, and kB that the engine counts for each while it writes (and of which it uses a tenth or so).
WIDE, COUNTED_A_COLUMN = 1_000, 450
IN_ORDER = "file_row_number"  # rows are numbered as they stand
SPILL = "spill"  # the folder, in that of the child, for what does not fit in memory
# No cell of a real file is this: the engine would take a cell equal to its null mark for "nothing".
NO_NULLS = "\x02\x1f\x03"


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
    engine = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": f"{limits.memory}MB",
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
    # Kept as it was said: asked for its limit, the engine tells a rounded one.
    engine.execute(f"SET VARIABLE memory_limit = '{limits.memory}MB'")
    return engine


def close_doors(engine: duckdb.DuckDBPyConnection, *more: Path) -> None:
    """From here on the engine knows what is staged (and `more`, where that is a file as it came) and nothing else."""
    allowed = ", ".join(quoted(str(path)) for path in (*_folder(engine).glob("staged-*.parquet"), *more))
    engine.execute(f"SET allowed_paths = [{allowed}]")
    engine.execute("SET enable_external_access = false")
    engine.execute("SET lock_configuration = true")


# --- the staged table ---------------------------------------------------------------------------------
def keep(engine: duckdb.DuckDBPyConnection, query: str, width: int, *, number: str = IN_ORDER) -> None:
    """Make the rows of a query (columns c0, c1 …) the staged ones, in its order.

    `number` is the column of the query that has their numbers, where rows are missing between them.
    """
    folder = _folder(engine)
    path = folder / f"staged-{sum(1 for _ in folder.glob('staged-*.parquet'))}.parquet"
    with _room_for(engine, width):
        engine.execute(f"COPY ({query}) TO {quoted(str(path))} ({_form(max(width, 1))})")
    show(engine, path, names(width), number=number)


@contextmanager
def _room_for(engine: duckdb.DuckDBPyConnection, width: int) -> Iterator[None]:
    """Let the engine set a block aside for each of very many columns: it hardly fills them, and counts them full."""
    if width <= WIDE:
        yield
        return
    said: Any = engine.execute("SELECT getvariable('memory_limit')").fetchone()
    engine.execute(f"SET memory_limit = '{width * COUNTED_A_COLUMN // 1000}MB'")
    try:
        yield
    finally:
        engine.execute(f"SET memory_limit = '{said[0]}'")


def _form(width: int) -> str:
    """How the Parquet file is written. The engine sets room aside for each column: of many, each has less."""
    rows = max(2_048, min(122_880, 4_000_000 // width))
    texts = max(50, min(5_000, 100_000 // width))
    size = max(16_384, min(1_048_576, 20_000_000 // width))
    return (
        f"FORMAT parquet, COMPRESSION lz4_raw, WRITE_BLOOM_FILTER false, ROW_GROUP_SIZE {rows}, "
        f"DICTIONARY_SIZE_LIMIT {texts}, STRING_DICTIONARY_PAGE_SIZE_LIMIT {size}"
    )


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


def _folder(engine: duckdb.DuckDBPyConnection) -> Path:
    found: Any = engine.execute("SELECT current_setting('temp_directory')").fetchone()
    return Path(found[0]).parent


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
    unread: int = 0,
) -> None:
    """Stage a delimited UTF-8 file of exactly these columns, strictly: no guessing, no padding, no skipping.

    The last columns, as many as `unread`, are there and are not staged.
    """
    width = len(columns) - unread
    typed = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
    taken = ", ".join(f"ltrim({name}, ' ') AS {name}" if trim else name for name in columns[:width])
    keep(
        engine,
        f"SELECT {taken} FROM read_csv({quoted(str(path))}, columns={{{typed}}}, "  # noqa: S608
        f"delim={quoted(delimiter)}, header={str(header).lower()}, nullstr={quoted(null)}, quote='\"', "
        "escape='\"', auto_detect=false, strict_mode=true, null_padding=false, ignore_errors=false, "
        f"allow_quoted_nulls=false, max_line_size={LONGEST_RECORD}, buffer_size={2 * LONGEST_RECORD})",
        width,
    )


def write_cells(file: IO[str], cells: Iterable[str | None]) -> None:
    """One record for `load_written`: text in quotes, nothing without; a last cell that is always there.

    Without that last cell, a record of one empty cell would be a blank line, and blank lines are skipped.
    """
    texts = ("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in cells)
    file.write(",".join((*texts, "1")) + "\n")


def load_written(engine: duckdb.DuckDBPyConnection, path: Path, width: int) -> None:
    """Stage what `write_cells` wrote: `width` columns and the mark at the end, which stays unread."""
    load_csv(engine, path, [*names(width), "mark"], header=False, null="", unread=1)


def failing(engine: Engine, query: str) -> tuple[int, tuple[int, ...]]:
    """How many rows a query names by their `r` (a rowid), and the numbers of the first of them."""
    found: Any = engine.execute(
        f"SELECT count(*), min(r + 1, {SHOWN_ROWS}) FROM ({query})"  # noqa: S608
    ).fetchone()
    return int(found[0]), tuple(found[1] or ())


def row_count(engine: Engine) -> int:
    found: Any = engine.execute("SELECT count(*) FROM staged").fetchone()
    return int(found[0])
