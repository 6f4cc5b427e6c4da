"""Rows of text as they pass by, in batches of columns (Apache Arrow): out of CSV, into Parquet, and into CSV again.

A few batches are in memory at once, however long the file is. The engine would take three times as long to stage a CSV
file as to read it, and Arrow takes half of that (ADR 20).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias


@contextmanager
def without_numpy() -> Iterator[None]:
    """Arrow is loaded alone: it needs NumPy for nothing that is done here, and to load both takes as long as to read
    two million cells."""
    there = sys.modules.get("numpy")
    sys.modules["numpy"] = None  # type: ignore[assignment]  # "there is none"
    try:
        yield
    finally:
        del sys.modules["numpy"]
        if there is not None:
            sys.modules["numpy"] = there


# Its own pool would set a gigabyte of addresses aside and keep what it once had; both are the engine's to use.
os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
with without_numpy():
    import pyarrow as pa
    import pyarrow.compute as compute
    import pyarrow.csv as csv
    import pyarrow.parquet as parquet

Batch: TypeAlias = pa.RecordBatch
Texts: TypeAlias = tuple[pa.StringArray, pa.StringArray]
Unreadable = pa.ArrowInvalid
TEXT = pa.string()

# Of a table so many rows (of a wide one: cells) are written as one group, and so many of the first ones show which
# columns say the same few things again and again: those are written as a dictionary and numbers.
_ROWS, _CELLS, _LEAST = 122_880, 4_000_000, 2_048
_SAMPLE = 20_000
_LETTERS = 1_000_000  # of rows that come one by one, so many letters are made a batch
_MOST_BYTES = 16 * 1024 * 1024  # are worked on together, however few rows they are
# A cell that holds one of these stands in quotes.
_STRUCTURE = ('"', ",", "\n", "\r")


def rows_at_once(width: int) -> int:
    """How many rows of so many columns the engine hands on together: few, for they may be long."""
    return max(1, min(_SAMPLE, _CELLS // 20 // max(width, 1)))


# --- out of CSV ---------------------------------------------------------------------------------------
def of_csv(
    path: Path, columns: Sequence[str], *, begin: int, block: int, delimiter: str, quotes: bool
) -> Iterator[Batch]:
    """The records of a UTF-8 file from byte `begin` on, strictly: no guessing, no padding, no skipping; all is text.

    `quotes` says whether the file has any. Raises `Unreadable` where a record has other cells than `columns`, or more
    bytes than two blocks.
    """
    yield no_rows(_texts(columns))
    with pa.OSFile(str(path)) as file:
        if _is_blank(file, begin):
            return
        file.seek(begin)
        yield from csv.open_csv(
            file,
            csv.ReadOptions(column_names=list(columns), block_size=block),
            csv.ParseOptions(delimiter=delimiter, newlines_in_values=quotes),
            csv.ConvertOptions(
                column_types=_texts(columns),
                check_utf8=False,  # whoever opened the file made sure of that
            ),
        )


def _texts(columns: Sequence[str]) -> pa.Schema:
    return pa.schema([(name, TEXT) for name in columns])


def no_rows(schema: pa.Schema) -> Batch:
    """A batch of these columns without rows: something to write where nothing comes after it."""
    return pa.record_batch([pa.array([], field.type) for field in schema], schema=schema)


def _is_blank(file: pa.NativeFile, begin: int) -> bool:
    """Whether nothing but line ends comes from that byte on: to Arrow that is no CSV."""
    file.seek(begin)
    while chunk := file.read(_SAMPLE):
        if chunk.strip(b"\r\n"):
            return False
    return True


def stripped_of_spaces(batches: Iterable[Batch]) -> Iterator[Batch]:
    """Without the spaces at the beginning of each cell."""
    for batch in batches:
        cells = [compute.utf8_ltrim(column, characters=" ") for column in batch.columns]
        yield pa.record_batch(cells, names=batch.schema.names)


def looked_up(batches: Iterator[Batch], becomes: Mapping[int, Texts]) -> Iterator[Batch]:
    """The batches, the first of which has no rows, with each text of some columns, by their place, made what it
    becomes."""
    if not becomes:
        yield from batches
        return
    for batch in _placed(batches, {place: texts for place, (texts, _) in becomes.items()}):
        cells = [
            becomes[place][1].take(column) if place in becomes else column
            for place, column in enumerate(batch.columns)
        ]
        yield pa.record_batch(cells, names=batch.schema.names)


def _placed(batches: Iterator[Batch], texts: Mapping[int, pa.Array]) -> Iterator[Batch]:
    """The batches with each text of some columns made its place in these.

    A plan of Arrow's, and not a call for each batch: that would hash all the texts anew each time.
    """
    with without_numpy():
        import pyarrow.acero as acero  # only here: most files are not treated

    empty = next(batches)
    yield _placeless(empty, texts)
    names = empty.schema.names
    cells = [
        compute.index_in(compute.field(name), value_set=texts[place])
        if place in texts
        else compute.field(name)
        for place, name in enumerate(names)
    ]
    source = acero.RecordBatchReaderSourceNodeOptions(
        pa.RecordBatchReader.from_batches(empty.schema, batches)
    )
    plan = acero.Declaration.from_sequence([
        acero.Declaration("record_batch_reader_source", source),
        acero.Declaration("project", acero.ProjectNodeOptions(cells, names)),
    ])  # fmt: skip
    yield from plan.to_reader(use_threads=False)  # by threads the batches would come in any order


def _placeless(empty: Batch, texts: Mapping[int, pa.Array]) -> Batch:
    cells = [
        pa.array([], pa.int32()) if place in texts else column for place, column in enumerate(empty.columns)
    ]
    return pa.record_batch(cells, names=empty.schema.names)


def noting_holes(batches: Iterable[Batch], holes: set[int]) -> Iterator[Batch]:
    """The batches as they are; the places of columns in which something is null are put into `holes`."""
    for batch in batches:
        holes.update(place for place, column in enumerate(batch.columns) if column.null_count)
        yield batch


def texts_of(table: pa.Table) -> Texts:
    """A table of two columns as texts, each of which is in it once, and what they become."""
    texts, leaving = (
        pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], TEXT)
        for column in table.columns
    )
    return texts, leaving


# --- out of cells -------------------------------------------------------------------------------------
def of_rows(rows: Iterable[Sequence[str | None]], columns: Sequence[str]) -> Iterator[Batch]:
    """Rows that come one by one; each has as many cells as there are columns."""
    schema = _texts(columns)
    yield no_rows(schema)
    for some in _some_at_a_time(rows):
        cells = [pa.array(column, TEXT) for column in zip(*some, strict=True)]
        yield pa.record_batch(cells, schema=schema)


def _some_at_a_time(rows: Iterable[Sequence[str | None]]) -> Iterator[list[Sequence[str | None]]]:
    """So many as can be held, be they long or short."""
    some: list[Sequence[str | None]] = []
    letters = 0
    for row in rows:
        some.append(row)
        letters += sum(map(len, filter(None, row))) + len(row)
        if letters > _LETTERS:
            yield some
            some, letters = [], 0
    if some:
        yield some


# --- into Parquet -------------------------------------------------------------------------------------
def write_parquet(batches: Iterable[Batch], path: Path) -> None:
    """Write batches of the same columns as groups of rows, in their order. Not compressed: it is read at once."""
    writer: parquet.ParquetWriter | None = None
    try:
        for rows in _gathered(batches):
            writer = writer or _writer(rows, path)
            writer.write_table(rows, row_group_size=_rows_of_a_group(rows.num_columns))
    finally:
        if writer is not None:
            writer.close()


def _gathered(batches: Iterable[Batch]) -> Iterator[pa.Table]:
    """The batches put together to about so many rows, or as many as can be held: one at least, be it empty."""
    held: list[Batch] = []
    rows = size = 0
    for batch in batches:
        held.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= _rows_of_a_group(batch.num_columns) or size >= _MOST_BYTES:
            yield pa.Table.from_batches(held)
            held, rows, size = [batch.slice(0, 0)], 0, 0
    yield pa.Table.from_batches(held)


def _rows_of_a_group(width: int) -> int:
    return max(_LEAST, min(_ROWS, _CELLS // max(width, 1)))


def _writer(rows: pa.Table, path: Path) -> parquet.ParquetWriter:
    first = rows.slice(0, _SAMPLE)
    repeating = [
        name
        for name, column in zip(first.column_names, first.columns, strict=True)
        if compute.count_distinct(column).as_py() <= max(first.num_rows // 2, 1)
    ]
    return parquet.ParquetWriter(
        path,
        rows.schema,
        compression="none",
        use_dictionary=repeating,
        write_statistics=False,
        store_schema=False,
    )


# --- into CSV -----------------------------------------------------------------------------------------
def writing_csv(
    batches: Iterable[Batch], path: Path, headers: Sequence[str], nothing: str
) -> Iterator[Batch]:
    """Write the rows that pass by as a file of UTF-8, commas and LF under its headers, and hand them on.

    A cell is in quotes where it has to be, and `nothing` stands for null. Of one column an empty cell is in quotes too:
    its line would be blank, and blank lines are skipped.
    """
    with path.open("wb") as out:
        out.write(_lines([pa.array([header], TEXT) for header in headers]))
        for batch in batches:
            cells = [
                column.fill_null(nothing) if column.null_count else column
                for column in batch.columns[: len(headers)]
            ]
            if len(cells) > 1 and not any(map(_has_structure, cells)):
                csv.write_csv(pa.record_batch(cells, names=headers), out, _UNQUOTED)  # ten times as quick
            elif batch.num_rows:
                out.write(_lines(cells))
            yield batch


_UNQUOTED = csv.WriteOptions(include_header=False, quoting_style="none")


def _has_structure(column: pa.Array) -> bool:
    """Whether anything in the bytes of a column would have to be in quotes: looked for in all of them at once."""
    text = column.buffers()[2]
    held = text.to_pybytes() if text is not None else b""
    return any(each.encode() in held for each in _STRUCTURE)


def _lines(columns: Sequence[pa.Array]) -> bytes:
    cells = [_quoted(column, alone=len(columns) == 1) for column in columns]
    lines = compute.binary_join_element_wise(*cells, ",")
    return "".join(f"{line}\n" for line in lines.to_pylist()).encode()


def _quoted(column: pa.Array, *, alone: bool) -> pa.Array:
    needed = compute.match_substring_regex(column, "[" + "".join(_STRUCTURE) + "]")
    if alone:
        needed = compute.or_(needed, compute.equal(column, ""))
    inside = compute.replace_substring(column, '"', '""')
    return compute.if_else(needed, compute.binary_join_element_wise('"', inside, '"', ""), column)
