"""Rows on their way into the staged table: out of a delimited file, of cells one by one, or of a query.

    batches  -->  staged-0.parquet, staged-1.parquet …  <--view--  staged

Apart from `staging`, because a Parquet file is staged as it lies there, and then Arrow need not be loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb

from sharewell.engine.batches import (
    Batch,
    Unreadable,
    no_rows,
    of_csv,
    of_rows,
    rows_at_once,
    stripped_of_spaces,
    write_parquet,
)
from sharewell.engine.staging import IN_ORDER, folder_of, names, show

LONGEST_RECORD = 8 * 1024 * 1024  # bytes
_BLOCK = 1024 * 1024  # bytes that are read at once: as few as do, for the memory


def keep(
    engine: duckdb.DuckDBPyConnection, batches: Iterable[Batch], width: int, *, number: str = IN_ORDER
) -> None:
    """Make the rows that pass by (`width` columns c0, c1 … of text) the staged ones, in their order.

    `number` is the column that has their numbers, where rows are missing between them.
    """
    folder = folder_of(engine)
    path = folder / f"staged-{sum(1 for _ in folder.glob('staged-*.parquet'))}.parquet"
    write_parquet(batches, path)
    show(engine, path, names(width), number=number)


def passing(engine: duckdb.DuckDBPyConnection, query: str, width: int) -> Iterator[Batch]:
    """The rows of a query, which has so many columns, as they pass by. Raises `duckdb.Error`, `MemoryError`."""
    try:
        rows = engine.execute(query).to_arrow_reader(rows_at_once(width))
        yield no_rows(rows.schema)
        yield from rows
    except OSError as problem:
        # On the way Arrow hands on the words of the engine, and not its exception.
        raise (MemoryError if "Out of Memory" in str(problem) else duckdb.Error) from None


def load_csv(
    engine: duckdb.DuckDBPyConnection,
    path: Path,
    width: int,
    *,
    begin: int = 0,
    delimiter: str = ",",
    quotes: bool = True,
    trim: bool = False,
) -> None:
    """Stage a delimited UTF-8 file of exactly so many columns: see `batches.of_csv`, which raises `Unreadable`."""

    def read(block: int) -> None:
        cells = of_csv(path, names(width), begin=begin, block=block, delimiter=delimiter, quotes=quotes)
        keep(engine, stripped_of_spaces(cells) if trim else cells, width)

    try:
        read(_BLOCK)
    except Unreadable:
        read(LONGEST_RECORD)  # a record may have been longer than the block


def keep_rows(engine: duckdb.DuckDBPyConnection, rows: Iterable[Sequence[str | None]], width: int) -> None:
    """Make these rows the staged ones: each has `width` cells, text or None."""
    keep(engine, of_rows(rows, names(width)), width)
