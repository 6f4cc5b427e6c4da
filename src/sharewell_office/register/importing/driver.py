"""Take over a table, row by row, with a report: what was created, updated, left alone or refused, and why.

Rows go in batches of 500, each one transaction, because a transaction for every row costs more than the row does. On
the record every row has a leaf of its own: an agreement that was taken over has its story, its receipt and its evidence
by itself, and its words can be destroyed without anybody else's. Where the database refuses a batch, its rows are tried
one by one, so that the bad one is refused and the others are in. Memory holds a batch and the report, never the file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from django.db import DatabaseError, transaction

from sharewell.exchange.rows import HeaderNotKnown, Layout, RowRead, RowRefusal
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.tables import FileUnusable, Table, open_table
from sharewell_office.ledger import store as ledger
from sharewell_office.ledger.services import next_references, record

BATCH = 500
RESULTS = ("created", "updated", "unchanged", "refused")


@dataclass(slots=True)
class ImportedRow:
    """What came of one row of the file; `row` counts data records from 1."""

    row: int
    result: str
    reference: str | None
    mended: list[dict[str, str]] = field(default_factory=list)
    refusals: list[dict[str, str]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "result": self.result,
            "reference": self.reference,
            "mended": self.mended,
            "refusals": self.refusals,
        }


@dataclass(slots=True)
class ImportReport:
    """What came of the whole file. `left_out` are headings that nobody knows; `reference` is what it is undone by."""

    kind: str
    file: str
    dry_run: bool
    rows: list[ImportedRow] = field(default_factory=list)
    left_out: tuple[str, ...] = ()
    reference: str = ""

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(each.result for each in self.rows)
        return {each: counted[each] for each in RESULTS}

    def as_json(self) -> Iterator[str]:
        """The report as one JSON object, a line for each row: an object for a hundred thousand rows is too large."""
        head = {"kind": self.kind, "file": self.file, "dry_run": self.dry_run, "counts": self.counts}
        head |= {"left_out": list(self.left_out)} | ({"import": self.reference} if self.reference else {})
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
        for number, row in enumerate(self.rows):
            yield (",\n" if number else "\n") + json.dumps(row.as_dict(), ensure_ascii=False)
        yield "\n]}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry to be written: into `row`, or as a new one where that is None."""

    entry: Any
    reference: str
    row: Any = None

    @property
    def result(self) -> str:
        return "created" if self.row is None else "updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a row changed: the row of the register as it was (None: there was none), and the number of its entry."""

    before: dict[str, Any] | None
    number: int


# Hears of each batch, within the transaction that writes it, and of what was written by row number.
Keep = Callable[[Sequence[ImportedRow], Mapping[int, Written]], None]


class Kind(Protocol):
    """How one kind of register is read, found again and kept."""

    name: str
    key_column: str
    prefix: str  # of the references given here; "" where an entry brings its own

    def layout(self, cells: Sequence[str], mapping: Mapping[str, str] | None) -> Layout: ...
    def row(self, layout: Layout, cells: Sequence[str]) -> RowRead: ...
    def key(self, entry: Any) -> str: ...
    def known(self, entries: Sequence[Any]) -> Mapping[str, Any]:
        """The rows that are there already, by key."""

    def reference(self, row: Any) -> str: ...
    def own_reference(self, entry: Any) -> str: ...
    def holds(self, row: Any, entry: Any) -> bool:
        """Whether the row says already what the entry says."""

    def objection(self, row: Any, entry: Any, by: Actor) -> RowRefusal | None:
        """Why this person may not have the entry written (into that row), if they may not."""

    def event(self, change: Change) -> tuple[str, dict[str, Any]]:
        """The kind and the details of what goes on the record."""

    def write(self, changes: Sequence[Change]) -> None: ...


def take_over(
    path: Path,
    *,
    kind: Kind,
    name: str,
    by: Actor,
    dry_run: bool,
    mapping: Mapping[str, str] | None = None,
    say: Callable[[int, int], None] | None = None,
    keep: Keep | None = None,
    done: int = 0,
) -> ImportReport:
    """Take over a file called `name` in what is said of it; `say` hears how many rows of how many are done.

    `keep` hears of each batch as it is written, for an undo. Rows up to `done` were written before and are only read,
    so that what they name is known. Raises `FileUnusable`, and then nothing was written.
    """
    table = open_table(path, name)
    try:
        layout = kind.layout(table.header, mapping)
    except HeaderNotKnown as problem:
        raise FileUnusable(f"{name}: line 1: {problem}") from None
    report = ImportReport(kind=kind.name, file=name, dry_run=dry_run, left_out=layout.left_out)
    reading = _Reading(kind, layout)
    for batch in _batches(table):
        read = reading.batch(batch)
        if batch[-1][0] <= done:
            continue
        report.rows += _Batch(kind, read, by, keep, dry_run=dry_run).taken_over()
        if say:
            say(batch[-1][0], table.count)
    return report


def _batches(table: Table) -> Iterator[list[tuple[int, list[str]]]]:
    rows = enumerate(table.rows(), start=1)
    while batch := list(islice(rows, BATCH)):
        yield batch


class _Reading:
    """Reads rows, and remembers which entries the file has named so far."""

    def __init__(self, kind: Kind, layout: Layout) -> None:
        self.kind, self.layout = kind, layout
        self.named: dict[str, int] = {}

    def batch(self, rows: Sequence[tuple[int, list[str]]]) -> list[tuple[int, RowRead]]:
        return [(number, self._once(number, self.kind.row(self.layout, cells))) for number, cells in rows]

    def _once(self, number: int, read: RowRead) -> RowRead:
        """Refuse an entry that a row above has named already: which of the two is right, nobody can say."""
        if read.entry is None:
            return read
        above = self.named.setdefault(self.kind.key(read.entry), number)
        if above == number:
            return read
        refusal = RowRefusal(
            column=self.layout.heading(self.kind.key_column),
            reason=f"Row {above} is about the same.",
            remedy="Keep one of the two rows.",
        )
        return RowRead(mended=read.mended, refusals=(refusal,))


class _Batch:
    """Some rows: judged, written together, or one by one where the database refuses them together."""

    def __init__(
        self, kind: Kind, read: list[tuple[int, RowRead]], by: Actor, keep: Keep | None, *, dry_run: bool
    ) -> None:
        self.kind, self.read, self.by, self.keep, self.dry_run = kind, read, by, keep, dry_run
        self.rows: list[ImportedRow] = []
        self.changes: list[tuple[ImportedRow, Change]] = []
        self.written: dict[int, Written] = {}

    def taken_over(self) -> list[ImportedRow]:
        known = self.kind.known([read.entry for _, read in self.read if read.entry is not None])
        for number, read in self.read:
            self._judge(number, read, known)
        self._name_new_ones()
        # One transaction: what is in the register and what an undo would take out of it are never apart.
        with transaction.atomic():
            if self.changes and not self.dry_run:
                self._write(self.changes)
            if self.keep:
                self.keep(self.rows, self.written)
        return self.rows

    def _judge(self, number: int, read: RowRead, known: Mapping[str, Any]) -> None:
        mended = [asdict(each) for each in read.mended]
        if read.entry is None:
            refusals = [asdict(each) for each in read.refusals]
            self.rows.append(ImportedRow(number, "refused", None, mended, refusals))
            return
        row = known.get(self.kind.key(read.entry))
        reference = None if row is None else self.kind.reference(row)
        if row is not None and self.kind.holds(row, read.entry):
            self.rows.append(ImportedRow(number, "unchanged", reference, mended))
        elif objection := self.kind.objection(row, read.entry, self.by):
            self.rows.append(ImportedRow(number, "refused", reference, mended, [asdict(objection)]))
        else:
            change = Change(entry=read.entry, reference=reference or "", row=row)
            self.rows.append(ImportedRow(number, change.result, reference, mended))
            self.changes.append((self.rows[-1], change))

    def _name_new_ones(self) -> None:
        """Give the new entries their references, in the order of the file."""
        new = [place for place, (_, change) in enumerate(self.changes) if change.row is None]
        if self.dry_run:
            return
        if self.kind.prefix:
            given = next_references(self.kind.prefix, clock.today().year, len(new))
        else:
            given = [self.kind.own_reference(self.changes[place][1].entry) for place in new]
        for place, reference in zip(new, given, strict=True):
            row, change = self.changes[place]
            row.reference = reference
            self.changes[place] = (row, Change(entry=change.entry, reference=reference))

    def _write(self, some: Sequence[tuple[ImportedRow, Change]]) -> None:
        changes = [change for _, change in some]
        before = [_as_it_is(change.row) for change in changes]
        try:
            record([self._event(each) for each in changes], save=lambda: self.kind.write(changes))
            first = ledger.size() - len(changes)  # the log is ours until this transaction ends
            for place, (row, _) in enumerate(some):
                self.written[row.row] = Written(before=before[place], number=first + place)
        except DatabaseError:
            if len(some) > 1:
                for each in some:
                    self._write([each])
                return
            row = some[0][0]
            row.result, row.reference = "refused", row.reference if some[0][1].row is not None else None
            row.refusals.append(asdict(_NOT_TAKEN))

    def _event(self, change: Change) -> Event:
        kind, details = self.kind.event(change)
        about = change.reference
        return Event(kind=kind, about=about, by=self.by.person, at=clock.now(), details=details)


def _as_it_is(row: Any) -> dict[str, Any] | None:
    """A row of the register as it stands: its columns, or what its store tells of it."""
    if row is None or isinstance(row, Mapping):
        return row and dict(row)
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


_NOT_TAKEN = RowRefusal(
    column="",
    reason="The database does not take this row: a cell is longer than its column allows, or belongs to another entry.",
    remedy="Shorten the longest cells of the row, or look whether another entry has the same reference.",
)
