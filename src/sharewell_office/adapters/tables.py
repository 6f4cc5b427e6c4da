"""A table in a file that people sent: CSV, TSV or a workbook, read row by row and checked whole before the first.

Nothing of the file is interpreted: a cell is text, a date in a workbook is ISO 8601, a whole number has no ".0".
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from sharewell.engine.archive import Archive
from sharewell.engine.unusable import FileUnusable
from sharewell_office.adapters.spreadsheets import unguarded

__all__ = ["FileUnusable", "Table", "open_table"]

MOST_ROWS = 1_000_000
LONGEST_CELL = 1_000_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The header line, how many rows follow it, and those rows: each call of `rows` reads them from the first."""

    header: list[str]
    count: int
    _source: _Delimited | _Sheet

    def rows(self) -> Iterator[list[str]]:
        records = self._source.records()
        next(records, None)
        return ([unguarded(cell) for cell in cells] for cells in records)


def open_table(path: Path, name: str) -> Table:
    """The table in a file, called `name` in what is said of it.

    Raises `FileUnusable` in one line that says what and where: unreadable, no text, quotation marks that do not match
    up, a damaged workbook. All of it is looked at here, so that no surprise is left for the rows.
    """
    source: _Delimited | _Sheet = (
        _sheet(path, name) if _starts_like_a_zip(path, name) else _Delimited(path, name)
    )
    header = next(source.records(), None)
    if header is None:
        raise FileUnusable(f"{name}: line 1: there is nothing in it; expected a header line")
    count = source.count() - 1
    if count > MOST_ROWS:
        raise FileUnusable(f"{name}: more than {MOST_ROWS:,} rows; split the file")
    return Table(header=header, count=count, _source=source)


def _starts_like_a_zip(path: Path, name: str) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK"
    except OSError as problem:
        raise FileUnusable(f"{name}: {(problem.strerror or 'cannot be read').lower()}") from None


# --- delimited text ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Delimited:
    path: Path
    name: str

    def records(self) -> Iterator[list[str]]:
        """Every record that is not blank, the header line first."""
        csv.field_size_limit(LONGEST_CELL)
        delimiter = "\t" if b"\t" in self._first_line() else ","
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, delimiter=delimiter, strict=True)
            try:
                for cells in lines:
                    if any("\0" in cell for cell in cells):  # no database keeps it as text
                        raise FileUnusable(f"{self.name}: line {lines.line_num}: a NUL byte is no text")
                    if any(cell.strip() for cell in cells):
                        yield cells
            except csv.Error:
                raise FileUnusable(
                    f"{self.name}: line {lines.line_num}: the quotation marks do not match up"
                ) from None
            except UnicodeDecodeError:
                raise FileUnusable(
                    f"{self.name}: byte {self._not_text()} is not UTF-8 text; save the file as UTF-8"
                ) from None

    def count(self) -> int:
        return sum(1 for _ in self.records())

    def _first_line(self) -> bytes:
        with self.path.open("rb") as file:
            return file.readline(LONGEST_CELL)

    def _not_text(self) -> int:
        """Where the file stops being UTF-8; the decoder itself only knows the place within its buffer."""
        try:
            self.path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as problem:
            return problem.start
        return 0


# --- workbooks --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Sheet:
    sheet: CalamineSheet

    def records(self) -> Iterator[list[str]]:
        for row in self.sheet.iter_rows():
            cells = [_text(cell) for cell in row]
            if any(cell.strip() for cell in cells):
                yield cells

    def count(self) -> int:
        """Rows that are not blank, as `records` has them, without a text made of every cell."""
        return sum(any(_is_something(cell) for cell in row) for row in self.sheet.iter_rows())


def _is_something(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else True


def _sheet(path: Path, name: str) -> _Sheet:
    """The first visible sheet with anything in it."""
    try:
        Archive(path)  # bombs and the like end here
        book = CalamineWorkbook.from_path(str(path))
        visible = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
        for each in visible:
            sheet = book.get_sheet_by_name(each)
            if sheet.height:
                return _Sheet(sheet)
    except FileUnusable as problem:
        raise FileUnusable(str(problem).replace(path.name, name, 1)) from None
    except (CalamineError, OSError, ValueError):
        raise FileUnusable(f"{name}: damaged or cut off; it cannot be read as a workbook") from None
    raise FileUnusable(f"{name}: no visible sheet has anything in it")


def _text(cell: str | float | int | bool | datetime | date | time | timedelta) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
    return str(cell)
