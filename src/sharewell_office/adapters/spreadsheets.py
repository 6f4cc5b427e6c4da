"""Lists as files people open: CSV, and an Excel workbook. No cell can be run by the program that opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

# What a spreadsheet would run if a cell began with it; some take full-width signs for the same (OWASP, CSV injection).
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet runs: an apostrophe stands before what it would."""
    return f"'{cell}" if cell.lstrip("'").startswith(_RUNS) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `harmless`, whatever it was."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_RUNS) else cell


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a CSV file, one at a time, however many there are."""
    line = io.StringIO()
    writer = csv.writer(line)
    for row in chain([columns], rows):
        writer.writerow([harmless(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def as_workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet: the heads in bold and kept in sight, every cell text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, value=column) for column in columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
