"""The rows of a sheet, and what is hidden among them.

    a row as it is written --are all its cells written as programs write them?--yes--> its cells by one pattern
                                                                               --no--> a tree of it, cell by cell

Both ways end in the same few lines for each cell. The pattern takes a row whole or not at all: whatever is in it that
no cell of ours would have (a formula, a comment, an entity, a tag that nobody knows) sends it the other way.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree.ElementTree import Element

from sharewell.engine import hidden
from sharewell.engine.archive import Archive
from sharewell.engine.cells import Cells, column_index, numbered
from sharewell.engine.markup import OF_A_CELL, OF_A_ROW
from sharewell.engine.pieces import Piece, local
from sharewell.engine.unusable import FileUnusable
from sharewell.release.finding import SHOWN_ROWS
from sharewell.release.judgement import Hidden

MOST_COLUMNS = 16_384
# The elements of a sheet that are looked at; of all others nothing is kept.
_LOOKED_AT = hidden.AROUND_CELLS | {"row", "col"}
_IN_A_ROW, _IN_A_CELL = frozenset({"c", "extLst"}), frozenset({"v", "f", "is", "t", "extLst"})
# A cell as programs write it: all of it, then its column, style, type, and its value or the text inside it.
_TEXT = r"([^<&\r]*)"
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]{1,9})")?'
    rf'(?:/>|>(?:<v>{_TEXT}</v>|<is><t(?: xml:space="preserve")?>{_TEXT}</t></is>)?</c>))'
)
_ROW_ENDS = "</row>"

Row = list[str | None]
# Of one cell: its column, its style, its text.
Cell = tuple[int, str | None, str | None]


@dataclass(slots=True)
class _Rows:
    """How many rows there was something in, and the first of them: a sheet may have it in every cell."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, number: int) -> None:
        self.count += 1
        # A header line is row 0, which nobody counts; what is in it is there all the same.
        if number > 0 and len(self.first) < SHOWN_ROWS:
            self.first.append(number)

    def hidden(self, kind: str, column: int | None = None) -> Hidden:
        return Hidden(kind=kind, column=column, count=self.count, rows=tuple(self.first))


@dataclass(slots=True)
class Looked:
    """What was noticed among the cells while they were read. Columns count from 0, rows as everywhere."""

    rows: _Rows = field(default_factory=_Rows)
    columns: set[int] = field(default_factory=set)
    formulas: dict[int, _Rows] = field(default_factory=lambda: defaultdict(_Rows))
    unseen: dict[int, _Rows] = field(default_factory=lambda: defaultdict(_Rows))
    other: Counter[str] = field(default_factory=Counter)

    def notice(self, element: Element, cells: Cells) -> None:
        """Take note of an element that is not a row."""
        name = local(element)
        if name == "col" and _no_room(element.attrib, "width"):
            first, last = int(element.get("min", "1")), int(element.get("max", element.get("min", "1")))
            self.columns |= set(range(first - 1, min(last, MOST_COLUMNS)))
            return
        if name == "cfRule" and _number_of(element.get("dxfId")) in cells.styles.unseen_rules:
            self.other["unseen by rule"] += 1
        if kind := hidden.around_cells(element):
            self.other[kind] += 1

    def hidden(self, width: int) -> Iterator[Hidden]:
        """What came of it, for a table of so many columns."""
        if self.rows.count:
            yield self.rows.hidden("hidden row")
        within = sorted(column for column in self.columns if column < width)
        yield from (Hidden(kind="hidden column", column=column) for column in within)
        if len(self.columns) > len(within):
            yield Hidden(kind="hidden column", count=len(self.columns) - len(within))
        for kind, noticed in (("formula", self.formulas), ("unseen text", self.unseen)):
            yield from (rows.hidden(kind, column) for column, rows in sorted(noticed.items()))
        yield from (Hidden(kind=kind, count=count) for kind, count in sorted(self.other.items()))


def rows(archive: Archive, part: str, cells: Cells, looked: Looked) -> Iterator[Row]:
    """The rows that hold something, each as long as its last cell, and on the way whatever is hidden."""
    number = 0
    beside = archive.markup.part(part)
    for place, piece in enumerate(archive.pieces(part, _LOOKED_AT.__contains__)):
        if piece.name != "row":
            looked.notice(archive.tree(part, piece), cells)
            continue
        found: Iterable[Cell] | None = _ordinary(piece, cells)
        if found is None:
            tree = archive.tree(part, piece)
            found = _any(tree, cells, looked, number)
            if _is_odd(tree):
                beside.odd(place)
        if not _all_known(tuple(piece.attributes), OF_A_ROW):
            beside.odd(place)
        row = _placed(found, cells, looked, number)
        if _no_room(piece.attributes, "ht"):
            looked.rows.add(number)
        if any(row):
            number += 1
            yield row


def _no_room(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or a column is hidden, or so thin that nothing of it is seen."""
    return attributes.get("hidden") in ("1", "true") or hidden.no_size(attributes.get(size))


def _number_of(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _placed(found: Iterable[Cell], cells: Cells, looked: Looked, number: int) -> Row:
    """The texts of a row, each in its column. A cell may stand to the right of the one before, and nowhere else."""
    row: Row = []
    some_unseen = cells.styles.unseen
    for index, style, text in found:
        if index != len(row):
            if not len(row) < index < MOST_COLUMNS:
                raise FileUnusable(f"the workbook: row {number}: cells out of order")
            row += [None] * (index - len(row))
        row.append(text)
        if some_unseen and text and cells.styles.hides(style):
            looked.unseen[index].add(number)
    if len(row) > MOST_COLUMNS:
        raise FileUnusable(f"the workbook: row {number}: more than {MOST_COLUMNS} columns")
    return row


# --- a row as programs write it -----------------------------------------------------------------------
def _ordinary(piece: Piece, cells: Cells) -> list[Cell] | None:
    """Its cells; None where there is anything else in it than cells, or in them."""
    text = piece.text
    if not text.endswith(_ROW_ENDS):
        return None
    begins, ends = text.index(">") + 1, len(text) - len(_ROW_ENDS)
    found = _CELL.findall(text, begins, ends)
    if sum([len(each[0]) for each in found]) != ends - begins:
        return None
    shown = cells.shown
    return [
        (numbered(column), style, shown(kind, inside if kind == "inlineStr" else value or None, style))
        for _, column, style, kind, value, inside in found
    ]


# --- any row ------------------------------------------------------------------------------------------
def _any(row: Element, cells: Cells, looked: Looked, number: int) -> Iterator[Cell]:
    """Its cells, and on the way whatever stands among them or in them and is none."""
    after = 0
    for cell in row:
        if local(cell) != "c":
            _notice_all(cell, cells, looked)
            continue
        index = column_index(cell.get("r"), default=after)
        yield index, cell.get("s"), cells.text(cell)
        after = index + 1
        for part in cell:
            if (kind := local(part)) == "f":
                looked.formulas[index].add(number)
            elif kind not in _IN_A_CELL or len(part) > (kind == "is"):
                _notice_all(part, cells, looked)


@lru_cache(maxsize=512)
def _all_known(attributes: tuple[str, ...], known: frozenset[str]) -> bool:
    """Whether programs write all of these attributes. A sheet of a million rows has a few different sets of them."""
    return all(re.split("[}:]", name)[-1] in known for name in attributes if not name.startswith("xmlns"))


def _is_odd(row: Element) -> bool:
    """Whether anything in a row is what no program puts there: an element, an attribute, a text between two cells."""
    return any(
        local(cell) not in _IN_A_ROW
        or not _all_known(tuple(cell.attrib), OF_A_CELL)
        or _has_text(cell)
        or any(local(part) not in _IN_A_CELL or (part.tail or "").strip() for part in cell)
        for cell in row
    ) or _has_text(row)


def _has_text(element: Element) -> bool:
    return bool((element.text or "").strip()) or any((part.tail or "").strip() for part in element)


def _notice_all(odd: Element, cells: Cells, looked: Looked) -> None:
    """What stands among cells and is none: no program puts anything there, and somebody may."""
    for element in odd.iter():
        looked.notice(element, cells)
