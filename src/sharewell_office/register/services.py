"""What people do with the register: read, ask the core, put the answer on the record."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sharewell.exchange.register_columns import (
    HeaderNotKnown,
    Layout,
    RegisterEntry,
    RowRead,
    RowRefusal,
    read_header,
    read_row,
    write_row,
)
from sharewell.register import agreement as core
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.register import store

LARGEST_REGISTER = 100_000  # rows: the most one import takes


class FileUnusable(Exception):
    """The file is not a register: one line that says what and where."""


# --- an agreement's life ----------------------------------------------------------------------------------------------
def take_step(reference: str, *, action: core.AgreementAction, by: Actor) -> Outcome:
    """Review, sign, suspend … an agreement. Raises `store.SomebodyElseChangedIt` when two do at once."""
    row = store.row(reference)
    if row is None:
        raise NoSuchAgreement(reference)
    before = store.to_core(row)
    outcome = core.take_step(before, action=action, by=by, at=clock.now(), on=clock.today())
    if outcome.permitted:
        after = before
        for event in outcome.events:
            after = core.apply(after, event)
        record(outcome.events, save=lambda: store.save(after, read_at_version=row.version))
    return outcome


class NoSuchAgreement(Exception):
    """There is no agreement of that reference."""


def create(agreement: core.Agreement, *, by: Actor) -> None:
    """Put a new draft on the register."""
    event = Event(
        kind="isa.created",
        about=agreement.reference,
        by=by.person,
        at=clock.now(),
        details={"title": agreement.title},
    )
    record([event], save=lambda: store.add(agreement))


# --- the register for others ---------------------------------------------------------------------------------------
def export_register() -> Iterator[dict[str, str]]:
    """Every agreement in our columns, oldest first, one at a time."""
    return (write_row(entry) for entry in store.entries())


# --- taking over a register -------------------------------------------------------------------------------------------
@dataclass(slots=True)
class ImportedRow:
    """What came of one row of the file; `row` counts data records from 1."""

    row: int
    result: str
    reference: str | None
    mended: list[dict[str, str]] = field(default_factory=list)
    refusals: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class ImportReport:
    """What came of the whole file."""

    kind: str
    file: str
    rows: list[ImportedRow]
    dry_run: bool

    @property
    def counts(self) -> dict[str, int]:
        results = [each.result for each in self.rows]
        return {each: results.count(each) for each in ("created", "updated", "unchanged", "refused")}

    def as_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "file": self.file,
            "counts": self.counts,
            "rows": [asdict(each) for each in self.rows],
        }


def import_register(path: Path, *, name: str, by: Actor, dry_run: bool) -> ImportReport:
    """Take over a register of agreements (CSV or TSV), called `name` in what is said of it.

    Raises `FileUnusable`, and then nothing was written.

    A refused row never stops the others; a row that is there already, and says the same, is left alone.
    """
    layout, lines = _open_register(path, name)
    read = list(lines)
    known = store.imported(each.entry.source for _, each in read if each.entry)
    rows: list[ImportedRow] = []
    taken: dict[str, int] = {}
    for number, result in read:
        rows.append(_import_row(number, _once(result, taken, number, layout), known, by=by, dry_run=dry_run))
    return ImportReport(kind="register", file=name, rows=rows, dry_run=dry_run)


def _once(result: RowRead, taken: dict[str, int], number: int, layout: Layout) -> RowRead:
    """Refuse a row whose agreement a row above has named already: which of the two is right, nobody can say."""
    if result.entry is None:
        return result
    above = taken.setdefault(result.entry.source, number)
    if above == number:
        return result
    refusal = RowRefusal(
        column=layout.headings["source_id"],
        reason=f"Row {above} has the same agreement.",
        remedy="Keep one of the two rows.",
    )
    return RowRead(mended=result.mended, refusals=(refusal,))


def _import_row(
    number: int, result: RowRead, known: dict[str, Any], *, by: Actor, dry_run: bool
) -> ImportedRow:
    mended = [asdict(each) for each in result.mended]
    if result.entry is None:
        refusals = [asdict(each) for each in result.refusals]
        return ImportedRow(row=number, result="refused", reference=None, mended=mended, refusals=refusals)
    before = known.get(result.entry.source)
    if before is None:
        reference = None if dry_run else _create_imported(result.entry, by)
        return ImportedRow(row=number, result="created", reference=reference, mended=mended)
    if store.holds(before, result.entry):
        return ImportedRow(row=number, result="unchanged", reference=before.reference, mended=mended)
    if before.status != core.AgreementStatus.RECORDED.value:
        return ImportedRow(
            row=number, result="refused", reference=before.reference, mended=mended, refusals=[_LIVE]
        )
    if not dry_run:
        _update_imported(before, result.entry, by)
    return ImportedRow(row=number, result="updated", reference=before.reference, mended=mended)


_LIVE = {
    "column": "",
    "reason": "The agreement has gone further here than being recorded, and the row says something else.",
    "remedy": "Vary the agreement on its page; an import never changes what was reviewed or signed.",
}


def _create_imported(entry: RegisterEntry, by: Actor) -> str:
    reference = next_reference("ISA", clock.today().year)
    event = Event(
        kind="isa.recorded", about=reference, by=by.person, at=clock.now(), details={"source": entry.source}
    )
    record([event], save=lambda: store.add_imported(reference, entry))
    return reference


def _update_imported(row: Any, entry: RegisterEntry, by: Actor) -> None:
    event = Event(
        kind="isa.record_updated",
        about=row.reference,
        by=by.person,
        at=clock.now(),
        details={"source": entry.source},
    )
    record([event], save=lambda: store.update_imported(row, entry))


def _open_register(path: Path, name: str) -> tuple[Layout, Iterator[tuple[int, RowRead]]]:
    text = _text(path, name)
    first_line = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first_line else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        layout = read_header(next(lines, []))
        records = [cells for cells in lines if any(cell.strip() for cell in cells)]
    except HeaderNotKnown as problem:
        raise FileUnusable(f"{name}: line 1: {problem}") from None
    except csv.Error:
        raise FileUnusable(f"{name}: line {lines.line_num}: the quotation marks do not match up") from None
    if len(records) > LARGEST_REGISTER:
        raise FileUnusable(f"{name}: more than {LARGEST_REGISTER:,} rows; split the file")
    return layout, ((number, read_row(layout, cells)) for number, cells in enumerate(records, start=1))


def _text(path: Path, name: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise FileUnusable(f"{name}: {(problem.strerror or 'cannot be read').lower()}") from None
    if content.startswith(b"PK"):
        raise FileUnusable(f"{name}: this is a workbook; save its sheet as CSV or TSV, and take that over")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise FileUnusable(
            f"{name}: byte {problem.start} is not UTF-8 text; save the file as UTF-8"
        ) from None
