"""What a Parquet file keeps of values besides its cells: dictionaries, smallest and greatest, and filters.

A program that masks or takes out rows may leave them as they were, and then they name who is not in the file any more;
of a pandas category that was narrowed, every value that ever was leaves in the dictionary. Besides, the engine skips
rows by them: of a file that lies about them it would not see everything. So they are held against the cells themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow

from sharewell.engine import bloom
from sharewell.engine.parquet_parts import Chunk, Parts
from sharewell.engine.staging import quoted
from sharewell.release.facts import Hidden

# What would answer from those very statistics and filters.
_TRUSTING = "filter_pushdown,join_filter_pushdown,statistics_propagation"
_AT_ONCE = 40  # columns in one pass: more would need more memory
_CODECS = {1: "snappy", 2: "gzip", 4: "brotli", 6: "zstd", 7: "lz4_raw"}
_WIDTHS = {
    1: 4,
    2: 8,
    3: 12,
    4: 4,
    5: 8,
}  # bytes of a value, by physical type; the others have lengths of their own
_OF_BYTES = 6
_LONGEST_SAID = 16  # characters: what is longer may be cut off, and its last character raised


class Values:
    """Holds what one file says of its values against them. `parts` are those of the very file."""

    def __init__(self, path: Path, parts: Parts, engine: duckdb.DuckDBPyConnection) -> None:
        self.path, self.parts, self.engine = path, parts, engine
        self.source = f"read_parquet({quoted(str(path))}, file_row_number = true)"
        described = engine.execute(f"DESCRIBE SELECT * FROM {self.source}").fetchall()  # noqa: S608
        self.columns = [(_named(name), kind) for name, kind, *_ in described][: parts.columns]
        self.group = _group(parts.group_sizes)

    def hidden(self) -> Iterator[Hidden]:
        """A finding for each column that keeps something of values that none of its cells has."""
        self.engine.execute(f"SET disabled_optimizers = '{_TRUSTING}'")
        try:
            left_over = {*self._untrue(), *self._unused(), *self._said_elsewhere()}
            unknown = self._untold_filters()
        finally:
            self.engine.execute("RESET disabled_optimizers")
        yield from (Hidden(kind="left-over value", column=column) for column in sorted(left_over))
        yield from (Hidden(kind="filter of values", column=column) for column in sorted(unknown - left_over))

    # --- smallest, greatest, and how many are nothing -----------------------------------------------------
    def _untrue(self) -> Iterator[int]:
        """Columns of which a group's smallest or greatest is not what it says, or how many cells are empty."""
        query = (
            "SELECT row_group_id, column_id, stats_min, stats_min_value, stats_max, stats_max_value, "  # noqa: S608
            f"stats_null_count FROM parquet_metadata({quoted(str(self.path))})"
        )
        rows = self.engine.execute(query).fetchall()
        said = {
            (group, column): told for group, column, *told in rows if any(each is not None for each in told)
        }
        asked = {column for _, column in said}
        told = [
            (column, f"min({cell})::VARCHAR, max({cell})::VARCHAR, count(*) - count({name})")
            for column, (name, kind) in enumerate(self.columns)
            if column in asked
            for cell in (
                f"CASE WHEN NOT isnan({name}) THEN {name} END" if kind in ("FLOAT", "DOUBLE") else name,
            )
        ]
        for column, group, (least, most, nothing) in self._by_group(told, 3):
            low, low_value, high, high_value, empty = said.get((group, column), (None,) * 5)
            true = (
                all(_agrees(each, least) for each in (low, low_value))
                and all(_agrees(each, most) for each in (high, high_value))
                and empty in (None, nothing)
            )
            if not true:
                yield column

    # --- dictionaries ---------------------------------------------------------------------------------------
    def _unused(self) -> Iterator[int]:
        """Columns whose dictionary has another number of entries than there are different cells that stand in it."""
        coded: defaultdict[int, dict[int, Chunk]] = defaultdict(dict)
        for chunk in self.parts.chunks:
            if chunk.words:
                coded[chunk.column][chunk.group] = chunk
        asked = [self._different(column, chunks) for column, chunks in coded.items()]
        for at in range(0, len(asked), _AT_ONCE):
            rows = self.engine.execute(" UNION ALL ".join(asked[at : at + _AT_ONCE])).fetchall()
            used = {(column, group): count for column, group, count in rows}
            for column, chunks in list(coded.items())[at : at + _AT_ONCE]:
                if any(chunk.words > used.get((column, group), 0) for group, chunk in chunks.items()):
                    yield column

    def _different(self, column: int, chunks: Mapping[int, Chunk]) -> str:
        """The query for how many different cells of a column stand in the dictionary of each group."""
        name, kind = self.columns[column]
        cell = f"{name}::VARCHAR" if kind in ("FLOAT", "DOUBLE") else name
        sizes, where = self.parts.group_sizes, f"{name} IS NOT NULL"
        if any(chunk.coded < sizes[group] for group, chunk in chunks.items()):
            begins = enumerate(_begins(sizes))
            until = [begin + chunks[group].coded if group in chunks else 0 for group, begin in begins]
            where += f" AND file_row_number < {until}[{self.group} + 1]"
        different = f"SELECT DISTINCT {self.group} AS g, {cell} FROM {self.source} WHERE {where}"  # noqa: S608
        return f"SELECT {column}, g, count(*) FROM ({different}) GROUP BY g"  # noqa: S608

    def _by_group(
        self, told: Sequence[tuple[int, str]], width: int
    ) -> Iterator[tuple[int, int, Sequence[Any]]]:
        """Column, group and the answers, so many for each column, about its cells in that group."""
        for at in range(0, len(told), _AT_ONCE):
            some = told[at : at + _AT_ONCE]
            asked = ", ".join(sql for _, sql in some)
            query = f"SELECT {self.group} AS g, {asked} FROM {self.source} GROUP BY g"  # noqa: S608
            for group, *answers in self.engine.execute(query).fetchall():
                for place, (column, _) in enumerate(some):
                    yield column, group, answers[place * width : (place + 1) * width]

    # --- texts of pages and of their index ------------------------------------------------------------------
    def _said_elsewhere(self) -> Iterator[int]:
        """Columns of text of which a page or the index says a smallest or greatest that begins no cell."""
        said: defaultdict[int, set[bytes]] = defaultdict(set)
        for chunk in self.parts.chunks:
            if chunk.kind == _OF_BYTES and self.columns[chunk.column][1] == "VARCHAR":
                said[chunk.column] |= chunk.said - {b""}
        for column, texts in said.items():
            if texts and self._begin_no_cell(column, texts):
                yield column

    def _begin_no_cell(self, column: int, texts: Iterable[bytes]) -> bool:
        name = self.columns[column][0]
        words = {text.decode(errors="replace") for text in texts}
        short = [word for word in words if len(word) < _LONGEST_SAID]
        # A text that may be cut off begins some cell; of a greatest one the last letter may be the next one.
        cut: defaultdict[int, list[str]] = defaultdict(list)
        for word in words.difference(short):
            cut[len(word) - 1].append(word[:-1])
        asked = [(name, short), *((f"left({name}, {size})", begun) for size, begun in cut.items())]
        return any(self._missing(cell, wanted) for cell, wanted in asked if wanted)

    def _missing(self, cell: str, wanted: Sequence[str]) -> bool:
        query = f"SELECT count(DISTINCT {cell}) FROM {self.source} WHERE {cell} IN (SELECT unnest(?))"  # noqa: S608
        found: Any = self.engine.execute(query, [wanted]).fetchone()
        return int(found[0]) < len(set(wanted))

    # --- filters --------------------------------------------------------------------------------------------
    def _untold_filters(self) -> set[int]:
        """Columns with a filter that is not, bit by bit, that of the values in their dictionary."""
        with self.path.open("rb") as file:
            return {
                chunk.column
                for chunk in self.parts.chunks
                if chunk.filter
                and not _is_of_its_dictionary(file, chunk, self.parts.group_sizes[chunk.group])
            }


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _begins(sizes: Sequence[int]) -> list[int]:
    return [sum(sizes[:number]) for number in range(len(sizes))]


def _group(sizes: Sequence[int]) -> str:
    """The number of a row's group, as SQL: mostly all are of one size but the last."""
    if len({*sizes[:-1]}) < 2 and sizes and sizes[-1] <= sizes[0] and sizes[0]:
        return f"file_row_number // {sizes[0]}"
    return f"len(list_filter({_begins(sizes)}, begin -> begin <= file_row_number)) - 1"


def _agrees(said: str | None, cell: str | None) -> bool:
    """Whether a smallest or greatest is that of the cells, or as much of it as a program keeps of a long one."""
    if said is None or said == cell:
        return True
    if cell is None:
        return False
    if len(said) >= _LONGEST_SAID and cell[: len(said) - 1] == said[:-1]:
        return True
    try:
        return float(said) == float(cell)
    except ValueError:
        return False


def _is_of_its_dictionary(file: Any, chunk: Chunk, rows: int) -> bool:
    begin, size = chunk.filter or (0, 0)
    if chunk.coded != rows or chunk.dictionary is None or size % 32 or not size:
        return False
    words = _words(file, chunk)
    file.seek(begin)
    return words is not None and file.read(size) == bloom.bits(words, size)


def _words(file: Any, chunk: Chunk) -> list[bytes] | None:
    """The entries of a dictionary as they stand in it; None where they cannot be read."""
    at, size, unpacked = chunk.dictionary or (0, 0, 0)
    file.seek(at)
    data = file.read(size)
    if chunk.codec in _CODECS:
        try:
            data = pyarrow.decompress(
                data, decompressed_size=unpacked, codec=_CODECS[chunk.codec], asbytes=True
            )
        except (OSError, ValueError, pyarrow.ArrowException):
            return None
    if width := _WIDTHS.get(chunk.kind):
        return [data[place : place + width] for place in range(0, len(data), width)]
    return list(_with_lengths(data)) if chunk.kind == _OF_BYTES else None


def _with_lengths(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "little")
        yield data[at + 4 : at + 4 + size]
        at += 4 + size
