"""XLSX: one parser of our own for cells and for what is hidden among them, so that no second one sees
something else.

The visible sheet (the one the terms name, if there are several) is staged as text: numbers as a person would
type them, dates in ISO 8601. Rows without any cell are skipped; the first row with one is the header line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import duckdb

from sharewell.engine import hidden, naming, storing
from sharewell.engine.archive import Archive
from sharewell.engine.cells import Cells
from sharewell.engine.pieces import attribute, local
from sharewell.engine.sheet import Looked, rows
from sharewell.engine.staging import Staged
from sharewell.engine.unusable import FileUnusable
from sharewell.release.judgement import Hidden

# The elements of a book that are looked at; of all others nothing is kept.
_IN_A_BOOK = frozenset({"sheet", "definedName", "workbookPr"})


def stage(path: Path, sheet: str | None, work: Path, engine: duckdb.DuckDBPyConnection) -> Staged:
    """Stage one sheet of a workbook. Raises `FileUnusable`: damaged, hostile, or it is unclear which sheet."""
    archive = Archive(path)
    book = _Book.read(archive)
    chosen = _chosen(book, sheet, path.name)
    cells = Cells.read(archive, work, date1904=book.date1904)
    headers, widest, looked = _keep(engine, archive, chosen, cells)
    if widest > len(headers):
        # Somewhere a row reaches beyond the header line: those columns have a header too, an empty one.
        headers, _, looked = _keep(engine, archive, chosen, cells, width=widest)
    told = (*_around(archive, book, chosen, cells), *looked.hidden(len(headers)))
    beside = archive.markup.hidden({each.kind for each in told})
    return Staged(headers=headers, hidden=(*told, *beside))


def _keep(
    engine: duckdb.DuckDBPyConnection, archive: Archive, sheet: _Sheet, cells: Cells, *, width: int = 0
) -> tuple[tuple[str, ...], int, Looked]:
    """Stage the rows below the header line; return that line, the widest row met, and what was noticed."""
    looked = Looked()
    found = rows(archive, sheet.part, cells, looked)
    header = next(found, [])
    if not header:
        raise FileUnusable(f"{archive.name}: the sheet is empty; expected a header line at least")
    headers = tuple(cell or "" for cell in header) + ("",) * (width - len(header))
    widest = len(headers)

    def below() -> Iterator[list[str | None]]:
        nonlocal widest
        for row in found:
            widest = max(widest, len(row))
            yield (row + [None] * (len(headers) - len(row)))[: len(headers)]

    storing.keep_rows(engine, below(), len(headers))
    return headers, widest, looked


# --- the book -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    visible: bool
    part: str


@dataclass(frozen=True, slots=True)
class _Book:
    sheets: tuple[_Sheet, ...]
    names: tuple[naming.Name, ...]
    date1904: bool

    @classmethod
    def read(cls, archive: Archive) -> _Book:
        related = list(archive.elements("xl/_rels/workbook.xml.rels", "Relationship".__eq__))
        _refuse_other_places(archive, related)
        targets = {attribute(each, "Id"): _target(each) for each in related}
        sheets, names, date1904 = [], [], False
        for each in archive.elements("xl/workbook.xml", _IN_A_BOOK.__contains__):
            match local(each):
                case "sheet":
                    part = _in_the_book(targets.get(attribute(each, "id"), ""))
                    visible = each.get("state", "visible") == "visible"
                    sheets.append(_Sheet(each.get("name", ""), visible, part))
                case "definedName":
                    names.append(naming.Name(text=each.text or "", attributes=dict(each.attrib)))
                case "workbookPr":
                    date1904 = each.get("date1904") in ("1", "true")
        return cls(tuple(sheets), tuple(names), date1904)


def _in_the_book(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


# Programs find these by what the book says of them, and we by their names: both must come to the same part.
_PLACES = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}


def _refuse_other_places(archive: Archive, related: Sequence[Element]) -> None:
    """Raise `FileUnusable` where a program would read texts, styles or the book from another part than we do."""
    around = archive.elements("_rels/.rels", "Relationship".__eq__)
    found = [(_kind(each), _in_the_book(_target(each))) for each in related if _kind(each) in _PLACES]
    books = [_target(each).lstrip("/") for each in around if _kind(each) == "officeDocument"]
    astray = [part for kind, part in found if part != _PLACES[kind]]
    if astray or len(found) > len(dict(found)) or books not in ([], ["xl/workbook.xml"]):
        raise FileUnusable(f"{archive.name}: its parts are not where a workbook has them; save it anew")


def _target(relationship: Element) -> str:
    return attribute(relationship, "Target") or ""


def _kind(relationship: Element) -> str:
    return (attribute(relationship, "Type") or "").rsplit("/", 1)[-1]


def _chosen(book: _Book, wanted: str | None, name: str) -> _Sheet:
    visible = [sheet for sheet in book.sheets if sheet.visible]
    if wanted is not None:
        named = [sheet for sheet in book.sheets if sheet.name == wanted]
        if not named:
            raise FileUnusable(f"{name}: there is no sheet of the name in `sheet`")
        return named[0]
    if len(visible) != 1:
        raise FileUnusable(
            f"{name}: {len(visible)} visible sheets; say in the terms which one leaves (`sheet`)"
        )
    return visible[0]


def _around(archive: Archive, book: _Book, chosen: _Sheet, cells: Cells) -> Iterator[Hidden]:
    """What is hidden outside the chosen sheet's rows."""
    yield from hidden.in_parts(archive, {sheet.part for sheet in book.sheets})
    concealed = sum(1 for sheet in book.sheets if not sheet.visible)
    if concealed:
        yield Hidden(kind="hidden sheet", count=concealed)
    others = [sheet for sheet in book.sheets if sheet is not chosen and sheet.visible]
    with_data = sum(1 for sheet in others if _has_data(archive, sheet))
    if with_data:
        yield Hidden(kind="other sheet", count=with_data)
    beside = Counter(kind for sheet in others for kind in _beside_data(archive, sheet))
    yield from (Hidden(kind=kind, count=count) for kind, count in sorted(beside.items()))
    # With another sheet to show them, the texts of the book are not left over; that sheet is told of.
    if not concealed and not with_data and (left_over := cells.strings.left_over):
        yield Hidden(kind="left-over text", count=left_over)
    if cells.strings.phonetic:
        yield Hidden(kind="phonetic text", count=cells.strings.phonetic)
    place = str(book.sheets.index(chosen))
    if telling := sum(1 for name in book.names if not name.only_frames(chosen.name, place)):
        yield Hidden(kind="defined name", count=telling)


def _has_data(archive: Archive, sheet: _Sheet) -> bool:
    return any(True for _ in archive.pieces(sheet.part, {"v", "f", "t"}.__contains__))


def _beside_data(archive: Archive, sheet: _Sheet) -> Iterator[str]:
    """What a sheet without data holds all the same: text in its page headers and its validations."""
    kinds = map(hidden.around_cells, archive.elements(sheet.part, hidden.AROUND_CELLS.__contains__))
    return (kind for kind in kinds if kind in ("page header", "validation text", "scenario", "rule text"))
