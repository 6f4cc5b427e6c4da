"""Read a register of agreements in the columns people publish it in: the GOV.UK register's, or ours.

Real registers have blemishes. Each is either *mended*, and said so in the row's report, or the row is *refused* with
the column, the reason and the remedy. A refused row never stops the others, and nothing is guessed that would change
what was agreed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sharewell.exchange.rows import (
    CellUnreadable,
    Layout,
    Mended,
    RowRead,
    RowRefusal,
    day,
    folded,
    folded_mapping,
    lay_out,
    period,
    ragged,
    tidy,
)

# column of the GOV.UK register (information-sharing-agreement-0001) → our column
GOVUK_COLUMNS = {
    "information-sharing-agreement-0001": "source_id",
    "name": "title",
    "purpose": "purpose",
    "information-sharing-benefits": "benefits",
    "legal-power-disclosure": "legal_power",
    "disclosed-information": "disclosed",
    "controllers": "controllers",
    "controller-names": "controller_names",
    "information-sharing-method": "method",
    "processors": "processors",
    "processor-names": "processor_names",
    "retention-period": "retention",
    "start-date": "starts",
    "end-date": "ends",
    "review-date": "review_on",
    "contact": "contact",
    "areas": "areas",
    "area-names": "area_names",
}
OUR_COLUMNS = tuple(dict.fromkeys(GOVUK_COLUMNS.values()))
KNOWN = {folded(heading): column for heading, column in GOVUK_COLUMNS.items()} | {
    folded(column): column for column in OUR_COLUMNS
}
REQUIRED = ("source_id", "title", "purpose")
_LISTS = {"controllers": "controller_names", "processors": "processor_names", "areas": "area_names"}
_DATES = ("starts", "ends", "review_on")
# The registers that a reference may point into; a reference one letter-swap away from one of them is a slip of the pen.
_REGISTERS = (
    "government-organisation",
    "information-sharing-agreement-powers-and-objectives-0001",
    "information-sharing-agreement-specified-person-0001",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A body as a register names it: a reference into some register, and a name (either may be missing)."""

    reference: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One agreement as a register has it. Texts are mended; dates and periods are read."""

    source: str
    title: str
    purpose: str
    benefits: str = ""
    legal_power: str = ""
    disclosed: str = ""
    controllers: tuple[Named, ...] = ()
    processors: tuple[Named, ...] = ()
    areas: tuple[Named, ...] = ()
    method: str = ""
    retention: str = ""
    starts: date | None = None
    ends: date | None = None
    review_on: date | None = None
    contact: str = ""


def read_header(cells: Sequence[str], mapping: Mapping[str, str] | None = None) -> Layout:
    """Recognise the header line, whatever the order of the columns. Raises `HeaderNotKnown`."""
    return lay_out(cells, KNOWN | folded_mapping(mapping), required=REQUIRED)


def source(layout: Layout, source_id: str) -> str:
    """The whole name of an agreement: a register's own ids are told from another's by the register's name."""
    heading = layout.heading("source_id")
    return source_id if heading == "source_id" else f"{heading}:{source_id}"


def read_row(layout: Layout, cells: Sequence[str]) -> RowRead:
    """Mend what can be mended, refuse what cannot, and read the rest."""
    if refusal := ragged(layout, cells):
        return refusal
    row = _Row(layout)
    for column, cell in zip(layout.columns, cells, strict=True):
        if column:
            row.texts[column] = row.tidy(column, cell)
    return row.read()


def write_row(entry: RegisterEntry) -> dict[str, str]:
    """An entry in our columns; reading it back gives the same entry."""
    row = {column: _written(getattr(entry, column, "")) for column in OUR_COLUMNS}
    for column, names in _LISTS.items():
        bodies: tuple[Named, ...] = getattr(entry, column)
        row[column] = "; ".join(body.reference for body in bodies)
        row[names] = "; ".join(body.name for body in bodies)
    return row | {"source_id": entry.source}


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


@dataclass(slots=True)
class _Row:
    """One row while it is being read: what was mended and refused so far."""

    layout: Layout
    texts: dict[str, str] = field(default_factory=dict)
    mended: list[Mended] = field(default_factory=list)
    refusals: list[RowRefusal] = field(default_factory=list)

    def tidy(self, column: str, cell: str) -> str:
        tidied, mends = tidy(cell)
        for what in mends:
            self.mend(column, what)
        return tidied

    def read(self) -> RowRead:
        for column in REQUIRED:
            if not self.texts[column]:
                self.refuse(
                    column,
                    "The cell is empty.",
                    "Fill it in: without it the agreement cannot be found again.",
                )
        named = {column: tuple(self._list(column, names)) for column, names in _LISTS.items()}
        self._one_name_each(named)
        days = {column: self._day(column) for column in _DATES}
        self._in_order(days["starts"], days["ends"])
        legal_power = self._reference("legal_power", self.texts.get("legal_power", ""))
        retention = self._read("retention", period)
        if self.refusals:
            return RowRead(mended=tuple(self.mended), refusals=tuple(self.refusals))
        columns: dict[str, Any] = {each: self.texts.get(each, "") for each in _PLAIN} | named | days
        entry = RegisterEntry(
            source=source(self.layout, self.texts["source_id"]),
            legal_power=legal_power,
            retention=retention,
            **columns,
        )
        return RowRead(entry=entry, mended=tuple(self.mended))

    def mend(self, column: str, what: str) -> None:
        self.mended.append(Mended(column=self.layout.heading(column), what=what))

    def refuse(self, column: str, reason: str, remedy: str) -> None:
        heading = self.layout.heading(column)
        self.refusals.append(RowRefusal(column=heading, reason=reason, remedy=remedy))

    def _list(self, column: str, names_column: str) -> Iterator[Named]:
        references = [self._reference(column, each) for each in self._items(column)]
        names = self._items(names_column)
        if references and names and len(references) != len(names):
            reason = f"There are {len(names)} names for {len(references)} references."
            self.refuse(names_column, reason, "Give one name for each reference, in the same order.")
            return
        if references and not names:
            self.mend(names_column, "empty: each body is shown by its register reference until it is named")
        for number in range(max(len(references), len(names))):
            yield Named(
                reference=references[number] if references else "",
                name=names[number] if names else references[number],
            )

    def _one_name_each(self, named: Mapping[str, tuple[Named, ...]]) -> None:
        # Which of two names is right only its publisher can say; both stay as written, and the report says so.
        first_name: dict[str, str] = {}
        for column, bodies in named.items():
            for body in bodies:
                if body.reference and first_name.setdefault(body.reference, body.name) != body.name:
                    self.mend(
                        _LISTS[column],
                        f"{body.reference} has another name elsewhere in the row: left as written, to be checked",
                    )

    def _items(self, column: str) -> list[str]:
        text = self.texts.get(column, "")
        items = [each.strip() for each in text.split(";")]
        kept = [each for each in items if each]
        if text and len(kept) != len(items):
            self.mend(column, "a semicolon with nothing after it was left out")
        return kept

    def _reference(self, column: str, text: str) -> str:
        register, colon, item = text.partition(":")
        if not colon or register in _REGISTERS:
            return text
        likely = [each for each in _REGISTERS if sorted(each) == sorted(register)]
        if not likely:
            return text
        self.mend(column, f"the register's name was misspelt: read as '{likely[0]}'")
        return f"{likely[0]}:{item}"

    def _day(self, column: str) -> date | None:
        read: date | None = self._read(column, day)
        return read

    def _in_order(self, starts: date | None, ends: date | None) -> None:
        if starts and ends and ends < starts:
            self.refuse("ends", "The agreement would end before it starts.", "Put the two dates right.")

    def _read(self, column: str, read: Callable[[str], tuple[Any, str]]) -> Any:
        try:
            value, what = read(self.texts.get(column, ""))
        except CellUnreadable as problem:
            self.refuse(column, problem.reason, problem.remedy)
            return None
        if what:
            self.mend(column, what)
        return value


_PLAIN = ("title", "purpose", "benefits", "disclosed", "method", "contact")
