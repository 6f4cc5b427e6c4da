"""CSV and TSV, strictly (RFC 4180): Arrow reads, and a pass of our own makes sure of what it would let by.

Arrow reads at full speed and refuses a row with a cell too many or too few, but accepts a quote inside an unquoted
cell, a NUL, and lines that end now this way and now that. A pass over the bytes looks for those, and for other
encodings. When anything is wrong, `_Wrong` walks the file slowly to say where.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb

from sharewell.engine import staging, storing
from sharewell.engine.batches import Unreadable
from sharewell.engine.staging import Staged, quoted
from sharewell.engine.storing import LONGEST_RECORD
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Dialect
from sharewell.release.facts import Hidden
from sharewell.release.finding import SHOWN_ROWS
from sharewell.release.headers import all_names

CHUNK = 4 * 1024 * 1024
MOST_COLUMNS = 4_000


def stage(
    path: Path, dialect: Dialect, work: Path, engine: duckdb.DuckDBPyConnection, *, tabs: bool
) -> Staged:
    """Stage a delimited file. Raises `FileUnusable` naming the row and what was expected there."""
    csv.field_size_limit(LONGEST_RECORD)
    delimiter = dialect.delimiter or ("\t" if tabs else ",")
    plain, scan = _prepare(path, dialect, delimiter, work)
    headers, size = _header_line(plain, path.name, delimiter, spaces=dialect.skip_initial_space)
    wrong = _Wrong(plain, path.name, delimiter, len(headers))
    if scan.malformed:
        raise wrong.explained(scan)
    try:
        storing.load_csv(
            engine,
            plain,
            len(headers),
            begin=_before_the_rows(plain, size),
            delimiter=delimiter,
            quotes=scan.quotes,
            trim=dialect.skip_initial_space,
        )
    except Unreadable:
        # Its own words quote the line. Ours name the row.
        raise wrong.explained(scan) from None
    return Staged(headers=headers, hidden=tuple(_another_table(engine, plain, delimiter, headers, scan)))


# --- another table below the first ----------------------------------------------------------------------
def _another_table(
    engine: duckdb.DuckDBPyConnection, plain: Path, delimiter: str, headers: Sequence[str], scan: _Scan
) -> Iterator[Hidden]:
    """Blank lines with rows below them, and rows that are the header line again: there another table may begin."""
    blank = scan.lines - staging.row_count(engine) - 1
    below = list(_below_blank_lines(plain, delimiter)) if blank > 0 else []
    for kind, is_header in (("blank line", False), ("another header", True)):
        rows = [row for row, like_a_header in below if like_a_header is is_header]
        if rows:
            yield Hidden(kind=kind, count=len(rows), rows=tuple(rows[:SHOWN_ROWS]))
    if len(headers) > 1:
        same = " AND ".join(f"c{index} = {quoted(header)}" for index, header in enumerate(headers))
        count, again = staging.failing(engine, f"SELECT rowid AS r FROM staged WHERE {same}")  # noqa: S608
        if count:
            yield Hidden(kind="another header", count=count, rows=again)


def _below_blank_lines(plain: Path, delimiter: str) -> Iterator[tuple[int, bool]]:
    """Each row right below a blank line, and whether it looks like the header of a table of its own.

    Slow, and needed only where there are blank lines.
    """
    row, blank = -1, False
    with plain.open(encoding="utf-8", newline="") as file:
        for cells in csv.reader(file, delimiter=delimiter):
            row += bool(cells)
            if cells and blank and row > 0:
                yield row, all_names(cells)
            blank = not cells


# --- the bytes ----------------------------------------------------------------------------------------
def _prepare(path: Path, dialect: Dialect, delimiter: str, work: Path) -> tuple[Path, _Scan]:
    """The file as plain UTF-8 and what its bytes say: itself where it is that already, else a copy in `work`."""
    scan = _Scan(delimiter.encode())
    with path.open("rb") as file:
        marked = file.read(3) == codecs.BOM_UTF8
    if dialect.encoding in ("utf-8", "ascii") and not marked:
        for chunk in _utf8(path, dialect.encoding):
            scan.take(chunk)
        plain = path
    else:
        plain = work / "plain.csv"
        with plain.open("wb") as copy:
            for chunk in _utf8(path, dialect.encoding):
                scan.take(chunk)
                copy.write(chunk)
    if dialect.skip_initial_space and scan.quotes:
        return _spaces_skipped(plain, path.name, delimiter, work)
    return plain, scan


def _utf8(path: Path, encoding: str) -> Iterator[bytes]:
    """The file's text as UTF-8 without its mark, never cut in the middle of a line end or between two quotes."""
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    held, offset = b"", 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            text = _as_utf8(decoder, chunk, offset, path.name, encoding)
            if b"\0" in text:
                raise FileUnusable(
                    f"{path.name}: a NUL near byte {offset + max(chunk.find(0), 0)}; expected text"
                )
            offset += len(chunk)
            whole = held + text if held else text
            keep = len(whole.rstrip(b'\r"')) if chunk else len(whole)
            held = whole[keep:]
            yield whole[:keep]
            if not chunk:
                return


def _as_utf8(
    decoder: codecs.IncrementalDecoder, chunk: bytes, offset: int, name: str, encoding: str
) -> bytes:
    waiting = len(decoder.getstate()[0])
    # ASCII is UTF-8 as it stands. Not at the beginning: there the decoder meets the mark, or sees that there is none.
    if offset and not waiting and encoding in ("utf-8", "ascii") and chunk.isascii() and chunk:
        return chunk
    try:
        return decoder.decode(chunk, final=not chunk).encode()
    except UnicodeDecodeError as problem:
        place = offset - waiting + problem.start
        raise FileUnusable(
            f"{name}: byte {place} is not {encoding.upper()} text (`dialect.encoding`)"
        ) from None


class _Scan:
    """What the bytes outside quotes say: how lines end, how many there are, and whether a quote stands astray."""

    def __init__(self, delimiter: bytes) -> None:
        self.endings: set[str] = set()
        self.lines = 0  # the last one too, whether or not it is ended
        self.quotes = False
        self.inside = False  # the last chunk ended inside a quoted cell
        self.astray = False
        self._ended = True
        self._last = b"\n"  # the last byte outside quotes: a cell's edge, to begin with
        edge = re.escape(delimiter) + rb'\r\n"'
        self._stray = re.compile(rb'[^%b]"|"[^%b]' % (edge, edge))

    @property
    def malformed(self) -> bool:
        return self.astray or self.inside or len(self.endings) > 1

    def take(self, chunk: bytes) -> None:
        if b'"' not in chunk:
            self._count(b"" if self.inside else chunk)
            return
        pieces = chunk.split(b'"')
        # A quoted cell is left out and one quote stands in its place; two quotes in it are two cells side by
        # side.
        outside = b'"'.join(pieces[1 if self.inside else 0 :: 2])
        self.quotes = True
        self.inside ^= len(pieces) % 2 == 0
        outside += b'"' if self.inside else b""
        self._count(outside)

    def _count(self, text: bytes) -> None:
        # To look whether there is any is six times as quick as to count, and mostly there is none.
        returns = text.count(b"\r") if b"\r" in text else 0
        pairs = text.count(b"\r\n") if returns else 0
        alone = {"LF": text.count(b"\n") - pairs, "CR": returns - pairs, "CRLF": pairs}
        self.endings |= {name for name, count in alone.items() if count}
        if text:
            # A line that the chunk before left open was counted there already.
            self.lines += sum(alone.values()) + self._ended - (ended := text[-1:] in b"\r\n")
            self._ended = ended
        if self.quotes:
            self.astray = self.astray or bool(self._stray.search(self._last + text))
        self._last = text[-1:] or self._last


def _spaces_skipped(plain: Path, name: str, delimiter: str, work: Path) -> tuple[Path, _Scan]:
    """The file without spaces between a separator and a quote. Slow, and needed only where both occur."""
    tidy = work / "tidy.csv"
    scan = _Scan(delimiter.encode())
    with (
        plain.open(encoding="utf-8", newline="") as lines,
        tidy.open("w", encoding="utf-8", newline="") as out,
    ):
        rows = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        try:
            writer.writerows(row for row in rows if row)
        except csv.Error:
            raise FileUnusable(
                f"{name}: line {rows.line_num}: a quote that does not close its cell"
            ) from None
    for chunk in _utf8(tidy, "utf-8"):
        scan.take(chunk)
    return tidy, scan


# --- the header ---------------------------------------------------------------------------------------
def _header_line(plain: Path, name: str, delimiter: str, *, spaces: bool) -> tuple[tuple[str, ...], int]:
    """The header's cells, and how many bytes it takes with the blank lines before it."""
    size = 0

    def measured(lines: Iterable[str]) -> Iterator[str]:
        nonlocal size
        for line in lines:
            size += len(line.encode())
            yield line

    with plain.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(measured(file), delimiter=delimiter, skipinitialspace=spaces)
        try:
            headers = next((row for row in reader if row), [])
        except csv.Error:
            headers = []
        if not headers:
            raise FileUnusable(f"{name}: no header line; expected the names of the columns first")
        if len(headers) > MOST_COLUMNS:
            raise FileUnusable(f"{name}: {len(headers)} columns; at most {MOST_COLUMNS} are read")
        return tuple(headers), size


def _before_the_rows(plain: Path, size: int) -> int:
    """Where to read on after a header of so many bytes: from its line end.

    What reads the rows leaves a byte order mark out where it reads first. Below a header it is a letter like any other.
    """
    with plain.open("rb") as file:
        file.seek(size - 1)
        return size - (file.read(1) in (b"\n", b"\r"))


# --- saying where -------------------------------------------------------------------------------------
class _Wrong:
    """Walks a file that could not be read, slowly, to say where the first thing is wrong, and what."""

    def __init__(self, plain: Path, name: str, delimiter: str, width: int) -> None:
        self.plain, self.name, self.delimiter, self.width = plain, name, delimiter, width

    def explained(self, scan: _Scan) -> FileUnusable:
        return FileUnusable(f"{self.name}: {self._problem(scan)}")

    def _problem(self, scan: _Scan) -> str:
        if len(scan.endings) > 1:
            return (
                f"line endings are mixed ({' and '.join(sorted(scan.endings))}); expected one kind throughout"
            )
        if scan.malformed:
            return self._quote_astray()
        return self._ragged() or "not a table of equally long rows"

    def _quote_astray(self) -> str:
        """The same pass over the bytes, line by line: the line that turns it is the line to name."""
        scan, opened = _Scan(self.delimiter.encode()), 0
        with self.plain.open(encoding="utf-8", newline="") as file:
            for number, line in enumerate(file, start=1):
                was_inside = scan.inside
                scan.take(line.encode())
                if scan.astray:
                    return f"line {number}: a quote inside a cell that is not quoted, or text after a closing quote"
                opened = number if scan.inside and not was_inside else opened
        return f"line {opened}: a quoted cell is opened and never closed; the file may be cut off"

    def _ragged(self) -> str:
        try:
            with self.plain.open(encoding="utf-8", newline="") as file:
                reader = csv.reader(file, delimiter=self.delimiter, strict=True)
                for number, row in enumerate(row for row in reader if row):
                    if len(row) != self.width:
                        return f"row {number} has {len(row)} cells; expected {self.width}, as in the header"
                    if sum(map(len, row)) > LONGEST_RECORD // 4:
                        return f"row {number} is too long; a row may have {LONGEST_RECORD // 4} characters"
        except csv.Error:
            return f"line {reader.line_num}: a cell of more than {LONGEST_RECORD} bytes"
        return ""
