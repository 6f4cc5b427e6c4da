"""Rows of the spreadsheets people have: recognised by their header, mended where that is safe, refused where not.

A *sheet* says which columns a kind of register has, what people call them, and how each cell is read. Reading a row
gives its entry or every reason why not, and never both; what was mended on the way is said. A heading nobody knows is
left out, and the report says so; a person may say instead which of our columns it is (`mapping`), once and for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sharewell.vocabulary.when import Period, PeriodUnreadable


class HeaderNotKnown(ValueError):
    """The first line is not the header of such a register; the text says what is missing or there twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A blemish that was put right: in which column of the file, and what was done."""

    column: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRefusal:
    """Why a row cannot be taken over, in which column of the file, and what to do about it."""

    column: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRead:
    """What came of one row: an entry or refusals, never both, and what was mended on the way."""

    entry: Any = None
    mended: tuple[Mended, ...] = ()
    refusals: tuple[RowRefusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Which column of the file is which of ours ("" is left out), and what the file calls each of ours."""

    columns: tuple[str, ...]
    headings: Mapping[str, str]
    left_out: tuple[str, ...] = ()

    def heading(self, column: str) -> str:
        return self.headings.get(column, column)


class CellUnreadable(ValueError):
    """A cell does not hold what its column is for: `reason` and `remedy` say what was expected."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


Read = Callable[[str], tuple[Any, str]]  # the value, and what was mended ("" for nothing)


# --- what stands in a cell --------------------------------------------------------------------------------------------
def text(cell: str) -> tuple[str, str]:
    return cell, ""


_BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)


def day(cell: str) -> tuple[date | None, str]:
    """A calendar date: 2026-04-01, or 1/4/2026 as it is written here (day first), which is said."""
    if not cell:
        return None, ""
    try:
        if british := _BRITISH.fullmatch(cell):
            dd, mm, yyyy = (int(each) for each in british.groups())
            return date(yyyy, mm, dd), "read as day, month, year"
        return datetime.fromisoformat(cell).date(), ""
    except ValueError:
        raise CellUnreadable(
            "This is not a calendar date.", "Write it as year-month-day, such as 2026-04-01."
        ) from None


def period(cell: str) -> tuple[str, str]:
    """An ISO 8601 period, or "6 years" spelt out, which is said."""
    spelt = cell[:1].isdigit()
    try:
        written = str(Period.said(cell)) if spelt else cell
        if written:
            Period.parse(written)
    except PeriodUnreadable:
        raise CellUnreadable(
            "This says no length of time.", "Write it as 2 years, 6 months or 90 days; or P2Y, P6M, P90D."
        ) from None
    return written, "written as an ISO 8601 period" if spelt else ""


def items(cell: str) -> tuple[tuple[str, ...], str]:
    """Several things separated by semicolons or, failing those, by commas."""
    parts = [each.strip() for each in re.split(";" if ";" in cell else ",", cell)]
    kept = tuple(each for each in parts if each)
    return kept, "a separator with nothing after it was left out" if cell and len(kept) != len(parts) else ""


def email(cell: str) -> tuple[str, str]:
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", cell):
        raise CellUnreadable("This is not an e-mail address.", "Write it as name@example.org.")
    return cell.lower(), ""


def short_name(cell: str) -> tuple[str, str]:
    """The short name of a data set: letters, digits and hyphens."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", cell, re.ASCII):
        return shortened(cell), "made a short name of letters, digits and hyphens"
    return cell, ""


def shortened(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:64].strip("-")


def one_of(choices: Mapping[str, str]) -> Read:
    """One of these spellings (folded), as our word for it; empty stays empty."""

    def read(cell: str) -> tuple[str, str]:
        found = choices.get(folded(cell), "") if cell else ""
        if cell and not found:
            known = ", ".join(sorted(set(choices.values())))
            raise CellUnreadable("This is none of the words known here.", f"Write one of: {known}.")
        return found, ""

    return read


def folded(heading: str) -> str:
    """A heading or a choice as it is compared: no case, punctuation or doubled space counts."""
    return re.sub(r"[\W_]+", " ", heading.replace("\ufeff", "").lower()).strip()


# --- the kinds of sheet -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One of our columns, the headings people give it, and how a cell of it is read."""

    name: str
    headings: tuple[str, ...] = ()
    read: Read = text
    required: bool = False

    @property
    def known_as(self) -> frozenset[str]:
        return frozenset(map(folded, (self.name, *self.headings)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A kind of register. `key` is the column that says which entry a row is about."""

    kind: str
    key: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.columns if each.required)

    @property
    def known(self) -> dict[str, str]:
        """What people call our columns: folded heading → column."""
        return {heading: each.name for each in self.columns for heading in each.known_as}

    def layout(self, cells: Sequence[str], mapping: Mapping[str, str] | None = None) -> Layout:
        """Recognise a header line, whatever the order of its columns. Raises `HeaderNotKnown`."""
        return lay_out(cells, self.known | folded_mapping(mapping), required=self.required)

    def row(self, layout: Layout, cells: Sequence[str]) -> RowRead:
        """Mend what can be mended, refuse what cannot, and read the rest into a mapping of our columns."""
        if refusal := ragged(layout, cells):
            return refusal
        row = _Row(layout)
        given = dict(zip(layout.columns, cells, strict=True))
        for column in self.columns:
            row.read(column, given.get(column.name, ""))
        if row.refusals:
            return RowRead(mended=tuple(row.mended), refusals=tuple(row.refusals))
        return RowRead(entry=row.entry, mended=tuple(row.mended))


def folded_mapping(mapping: Mapping[str, str] | None) -> dict[str, str]:
    return {folded(heading): column for heading, column in (mapping or {}).items()}


def lay_out(cells: Sequence[str], known: Mapping[str, str], *, required: Sequence[str]) -> Layout:
    """The layout of a header line, by what each folded heading is known to be. Raises `HeaderNotKnown`."""
    headings = [cell.strip().lstrip("\ufeff") for cell in cells]
    columns = tuple(known.get(folded(each), "") for each in headings)
    twice = {
        heading
        for heading, column in zip(headings, columns, strict=True)
        if column and columns.count(column) > 1
    }
    if twice:
        raise HeaderNotKnown(f"the column '{min(twice)}' is there twice")
    missing = [column for column in required if column not in columns]
    if missing:
        raise HeaderNotKnown(f"the column '{missing[0]}' is missing")
    return Layout(
        columns=columns,
        headings={column: heading for column, heading in zip(columns, headings, strict=True) if column},
        left_out=tuple(heading for heading, column in zip(headings, columns, strict=True) if not column),
    )


def ragged(layout: Layout, cells: Sequence[str]) -> RowRead | None:
    """The refusal of a row that is not as wide as its header, if it is not."""
    if len(cells) == len(layout.columns):
        return None
    reason = f"The row has {len(cells)} cells and the header has {len(layout.columns)}."
    remedy = "Look for a tab, comma or line break inside a cell that is not in quotation marks."
    return RowRead(refusals=(RowRefusal(column="", reason=reason, remedy=remedy),))


@dataclass(slots=True)
class _Row:
    """One row while it is being read: what was mended and refused so far."""

    layout: Layout
    entry: dict[str, Any] = field(default_factory=dict)
    mended: list[Mended] = field(default_factory=list)
    refusals: list[RowRefusal] = field(default_factory=list)

    def read(self, column: Column, cell: str) -> None:
        heading = self.layout.heading(column.name)
        tidied, mends = tidy(cell)
        self.mended += [Mended(column=heading, what=what) for what in mends]
        if column.required and not tidied:
            self.refusals.append(
                RowRefusal(column=heading, reason="The cell is empty.", remedy="Fill it in.")
            )
            return
        try:
            self.entry[column.name], what = column.read(tidied)
        except CellUnreadable as problem:
            refusal = RowRefusal(column=heading, reason=problem.reason, remedy=problem.remedy)
            self.refusals.append(refusal)
            return
        if what:
            self.mended.append(Mended(column=heading, what=what))


# --- blemishes --------------------------------------------------------------------------------------------------------
def tidy(cell: str) -> tuple[str, list[str]]:
    """The cell without its blemishes, and what was mended, step by step."""
    mends: list[str] = []
    if not cell or not _BLEMISH.search(cell):  # nine cells in ten
        return cell, mends
    for mend, what in MENDS:
        after = mend(cell)
        if after != cell:
            mends.append(what)
        cell = after
    return cell, mends


def _bullets_to_list(cell: str) -> str:
    if not any(bullet in cell for bullet in "●•▪"):
        return cell
    parts = [each.strip() for each in re.split("[●•▪]", cell)]
    lead, rest = parts[0], [each for each in parts[1:] if each]
    return "; ".join(([f"{lead} {rest[0]}"] if lead else rest[:1]) + rest[1:]) if rest else cell


_BLEMISH = re.compile(r"^\s|\s\Z|[ \t\u00a0]{2}|[\r\n●•▪]")
_SPACES = re.compile(r"[ \t\u00a0]{2,}")
_BREAKS = re.compile(r"\s*[\r\n]+\s*")
# In this order: what a mend leaves behind the next one sees.
MENDS: tuple[tuple[Callable[[str], str], str], ...] = (
    (str.strip, "spaces at the beginning or end were taken away"),
    (_bullets_to_list, "bullets inside the cell became a list separated by semicolons"),
    (lambda cell: _SPACES.sub(" ", cell), "doubled spaces became one"),
    (lambda cell: _BREAKS.sub(" ", cell), "line breaks inside the cell became spaces"),
)
