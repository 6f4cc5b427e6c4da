"""The parts of a Parquet file: what its footer says there is, and whether any byte or entry belongs to nothing.

    PAR1 | pages of a column, its index, its filter | … | footer | how long that is | PAR1

A file that is not treated leaves as it is, to the last byte. So every byte has to be one of a page that is read, of an
index or of a filter, and every entry of the footer and of a page's header one that programs write: numbers, names of
columns, and texts that are looked at (`parquet_notes`, `parquet_values`). The names and numbers of entries are those of
`parquet.thrift` (Apache Parquet format 2.12).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sharewell.engine.thrift import QUIET, TEXT, NotThrift, Struct, strange, structure
from sharewell.release.facts import Hidden

MAGIC = b"PAR1"
_COMMON_HEADER, _LARGEST_HEADER = 4 * 1024, 1024 * 1024  # bytes of what stands before a page
_KEY_VALUE = {1: TEXT, 2: TEXT}
_STATISTICS = {1: TEXT, 2: TEXT, 3: QUIET, 4: QUIET, 5: TEXT, 6: TEXT, 7: QUIET, 8: QUIET, 9: QUIET}
_COLUMN = {
    **dict.fromkeys((1, 2, 4, 5, 6, 7, 9, 10, 11, 13, 14, 15, 16), QUIET),
    3: [TEXT],
    8: [_KEY_VALUE],
    12: _STATISTICS,
}
_GROUP = {1: [{**dict.fromkeys((2, 4, 5, 6, 7), QUIET), 3: _COLUMN}], **dict.fromkeys(range(2, 8), QUIET)}
_SCHEMA = {**dict.fromkeys((1, 2, 3, 5, 6, 7, 8, 9, 10), QUIET), 4: TEXT}
_FOOTER = {1: QUIET, 2: [_SCHEMA], 3: QUIET, 4: [_GROUP], 5: [_KEY_VALUE], 6: TEXT, 7: QUIET}
_PAGE = {
    **dict.fromkeys((1, 2, 3, 4), QUIET),
    5: {**dict.fromkeys((1, 2, 3, 4), QUIET), 5: _STATISTICS},
    7: QUIET,
    8: {**dict.fromkeys((1, 2, 3, 4, 5, 6, 7), QUIET), 8: _STATISTICS},
}
_COLUMN_INDEX = {1: QUIET, 2: [TEXT], 3: [TEXT], 4: QUIET, 5: QUIET, 6: QUIET, 7: QUIET}
_DATA_PAGES, _DICTIONARY_PAGE = (0, 3), 2
_BY_DICTIONARY = (2, 8)  # encodings: PLAIN_DICTIONARY, RLE_DICTIONARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The pages of one column in one group of rows.

    `words` is how many entries its dictionary has, `coded` how many of the first cells stand in it. `dictionary` is
    where that lies (byte, size, size unpacked), `filter` where the Bloom filter's bits lie (byte, size). `said` are
    texts that the headers of its pages and its index give for smallest and greatest.
    """

    group: int
    column: int
    kind: int
    codec: int
    words: int = 0
    coded: int = 0
    dictionary: tuple[int, int, int] | None = None
    filter: tuple[int, int] | None = None
    said: frozenset[bytes] = frozenset()


class Parts:
    """The parts of one file. Raises `NotThrift` where its footer or a page's header is no such thing."""

    def __init__(self, path: Path) -> None:
        self.odd, self.chunks = 0, []  # type: int, list[Chunk]
        with path.open("rb") as self._file:
            self._size = self._file.seek(0, 2)
            length = int.from_bytes(self._read(self._size - 8, 4), "little")
            start = self._size - 8 - length
            data = self._read(max(start, 0), length)
            self.footer, end = structure(data)
            self.columns = len(self.footer.get(2, ())) - 1
            # What is taken, from byte to byte. What is left over in the footer stays outside.
            self._taken = [(0, len(MAGIC)), (start, start + end), (self._size - 8, self._size)]
            self._notice(self.footer, _FOOTER)
            self._read_groups()
            self.stray = sum(self._stray())

    @property
    def group_sizes(self) -> list[int]:
        """How many rows each group has."""
        return [group.get(3, 0) for group in self.footer.get(4, ())]

    def hidden(self) -> Iterator[Hidden]:
        if self.stray:
            yield Hidden(kind="stray bytes", count=self.stray)
        if self.odd:
            yield Hidden(kind="unknown entry", count=self.odd)

    # --- groups of rows and their columns ---------------------------------------------------------------
    def _read_groups(self) -> None:
        groups = self.footer.get(4, ())
        self.odd += sum(self.group_sizes) != self.footer.get(3)
        for number, group in enumerate(groups):
            chunks = group.get(1, ())
            self.odd += len(chunks) != self.columns
            for column, chunk in enumerate(chunks[: self.columns]):
                name = self.footer[2][column + 1].get(4)
                meta = chunk.get(3, {})
                self.odd += meta.get(3) != [name]
                self.chunks.append(self._chunk(number, column, chunk, meta, group.get(3, 0)))

    def _chunk(self, group: int, column: int, chunk: Struct, meta: Struct, rows: int) -> Chunk:
        begin, end = _extent(meta)
        pages = list(self._pages(begin, end))
        data = [page for page in pages if page.header.get(1) in _DATA_PAGES]
        words = [page for page in pages if page.header.get(1) == _DICTIONARY_PAGE]
        # More cells than rows: nobody would read those beyond.
        self.odd += len(pages) - len(data) - len(words) + max(0, len(words) - 1)
        self.odd += (sum(page.cells for page in data), meta.get(5, 0)) != (rows, rows)
        said = {text for page in data for text in page.said}
        self._copy_behind(end, meta)
        return Chunk(
            group=group,
            column=column,
            kind=meta.get(1, -1),
            codec=meta.get(4, -1),
            words=sum(page.header.get(7, {}).get(1, 0) for page in words),
            coded=sum(page.cells for page in data if page.encoding in _BY_DICTIONARY),
            dictionary=words[0].place if words else None,
            filter=self._filter(meta),
            said=frozenset(said | self._index(chunk, len(data))),
        )

    def _pages(self, at: int, end: int) -> Iterator[_Page]:
        while at < end:
            header, size = self._structure(at, end)
            self._notice(header, _PAGE)
            packed = header.get(3, -1)
            body = at + size
            if packed < 0 or body + packed > end:
                return
            self._taken.append((at, body + packed))
            yield _Page(header, (body, packed, header.get(2, 0)))
            at = body + packed

    def _copy_behind(self, end: int, meta: Struct) -> None:
        """Some writers repeat the entry of the footer right behind the pages."""
        try:
            copy, size = self._structure(end, self._size)
        except NotThrift:
            return
        if copy and copy.items() <= meta.items():
            self._taken.append((end, end + size))

    # --- indexes and filters ------------------------------------------------------------------------------
    def _index(self, chunk: Struct, pages: int) -> set[bytes]:
        """The texts of the column's index: smallest and greatest of each page."""
        said: set[bytes] = set()
        for where, long, shape in ((6, 7, _COLUMN_INDEX), (4, 5, {1: QUIET, 2: QUIET})):
            if where in chunk:
                begin, size = chunk[where], chunk.get(long, 0)
                found, end = structure(self._read(begin, size))
                self._taken.append((begin, begin + end))
                self._notice(found, shape, longest=2 * pages + 2)
                said |= {*found.get(2, ()), *found.get(3, ())} if where == 6 else set()
        return said

    def _filter(self, meta: Struct) -> tuple[int, int] | None:
        if 14 not in meta:
            return None
        header, size = structure(self._read(meta[14], 1024))
        self._notice(header, {1: QUIET, 2: QUIET, 3: QUIET, 4: QUIET})
        begin, bits = meta[14] + size, header.get(1, 0)
        if not 0 <= bits <= self._size - begin:
            raise NotThrift
        self._taken.append((meta[14], begin + bits))
        return begin, bits

    # --- bytes --------------------------------------------------------------------------------------------
    def _stray(self) -> Iterator[int]:
        """How many bytes lie in each gap between what is taken. Nothing but zeros is padding."""
        at = 0
        for begin, end in sorted(self._taken):
            if begin > at and (count := self._told_bytes(at, begin)):
                yield count
            at = max(at, end)

    def _told_bytes(self, begin: int, end: int) -> int:
        self._file.seek(begin)
        left, told = end - begin, False
        while left > 0 and (read := self._file.read(min(left, _LARGEST_HEADER))):
            told, left = told or bool(read.strip(b"\0")), left - len(read)
        return end - begin if told else 0

    def _read(self, at: int, size: int) -> bytes:
        if at < 0 or size < 0 or at > self._size:
            raise NotThrift
        self._file.seek(at)
        return self._file.read(min(size, self._size - at))

    def _structure(self, at: int, end: int) -> tuple[Struct, int]:
        """The structure that begins there: it is a hundred bytes, as a rule."""
        try:
            return structure(self._read(at, min(_COMMON_HEADER, end - at)))
        except NotThrift:
            return structure(self._read(at, min(_LARGEST_HEADER, end - at)))

    def _notice(self, found: Struct, shape: Any, *, longest: int | None = None) -> None:
        most = 100 + self.columns if longest is None else longest
        self.odd += sum(1 for _ in strange(found, shape, longest=most))

    _file: IO[bytes]


@dataclass(frozen=True, slots=True)
class _Page:
    header: Struct
    place: tuple[int, int, int]

    @property
    def _data(self) -> Struct:
        found: Struct = self.header.get(5) or self.header.get(8) or {}
        return found

    @property
    def cells(self) -> int:
        return int(self._data.get(1, 0))

    @property
    def encoding(self) -> int:
        return int(self._data.get(4 if 8 in self.header else 2, -1))

    @property
    def said(self) -> Sequence[bytes]:
        statistics = self._data.get(8 if 8 in self.header else 5, {})
        return [text for field, text in statistics.items() if field in (1, 2, 5, 6)]


def _extent(meta: Struct) -> tuple[int, int]:
    """From which byte to which the pages of a column lie."""
    words, data = meta.get(11, 0), meta.get(9, 0)
    begin = min(words, data) if words else data
    return begin, begin + meta.get(7, 0)
