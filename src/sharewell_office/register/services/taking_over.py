"""Taking over what others kept.

    ASKING --name_columns--> TRYING --> TRIED --take--> TAKING --> TAKEN --undo--> UNDOING --> UNDONE

A file is brought, its columns are recognised (or asked about, once), every row is tried, and then it is taken over.
What is short is done at once; what is long in a process of its own, which says how far it is (`runner`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from sharewell.exchange.rows import HeaderNotKnown
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.tables import FileUnusable, open_table
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.people import store as people
from sharewell_office.register import imports as kept
from sharewell_office.register.importing import undoing
from sharewell_office.register.importing.agreements import Agreements
from sharewell_office.register.importing.driver import (
    ImportedRow,
    ImportReport,
    Kind,
    Written,
    take_over,
)
from sharewell_office.register.importing.launch import start
from sharewell_office.register.importing.people import People
from sharewell_office.register.importing.sheets import ACTIVITY_LOG, ASSETS, DPIAS, ORGANISATIONS
from sharewell_office.register.models import Import
from sharewell_office.register.models.imports import ImportState
from sharewell_office.register.store import imports as store

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (Agreements(), ASSETS, DPIAS, ACTIVITY_LOG, ORGANISATIONS, People())
}
LONG = 2_000  # rows; more than this is nothing to wait for
KEPT_FOR = timedelta(days=7)  # an upload that was tried and left


def import_file(
    path: Path,
    *,
    kind: str = "register",
    name: str,
    by: Actor,
    dry_run: bool,
    mapping: Mapping[str, str] | None = None,
    say: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Take over a file of one of the `KINDS` at once, row by row (see `importing.driver`).

    `mapping` says which heading is which of our columns; without it, what the office said before of such a sheet
    counts. Raises `FileUnusable`, and then nothing was written. A refused row never stops the others; a row that is
    there already, and says the same, is left alone.
    """
    table = open_table(path, name)
    said = mapping or store.mapping_for(kind, table.header, by=by.person)
    if dry_run:
        return take_over(path, kind=KINDS[kind], name=name, by=by, dry_run=True, mapping=said, say=say)
    _layout(kind, table.header, said, name)
    found = _begun(kind, name, by, table.header, said, total=table.count, state=ImportState.TAKING)
    report = _take(found, path, by, say)
    report.reference = found.reference
    return report


def bring(path: Path, *, kind: str, name: str, digest: str, by: Actor) -> Import:
    """A file was brought: try its rows, or ask which columns it has. Raises `FileUnusable`."""
    table = open_table(path, name)
    said = store.mapping_for(kind, table.header, by=by.person)
    try:
        KINDS[kind].layout(table.header, said)
        state = ImportState.TRYING
    except HeaderNotKnown:
        state = ImportState.ASKING
    found = _begun(kind, name, by, table.header, said, total=table.count, state=state, sha256=digest)
    return go_on(found)


def bring_upload(file: UploadedFile, *, kind: str, by: Actor) -> Import:
    """The same for an upload, which is kept until it is taken over. Raises `FileUnusable`, and keeps nothing then."""
    digest = kept.keep(file)
    try:
        return bring(kept.path(digest), kind=kind, name=kept.name(digest), digest=digest, by=by)
    except FileUnusable:
        kept.forget(digest)
        raise


def name_columns(found: Import, mapping: Mapping[str, str], *, by: Actor) -> Import:
    """Say which column is which, once and for every later sheet with this header. Raises `FileUnusable`."""
    _layout(found.kind, found.headings, mapping, found.file)
    store.remember_mapping(found.kind, found.headings, mapping, by=by.person, at=clock.now())
    if found.state in {ImportState.ASKING, ImportState.TRIED}:
        store.begin_again(found)
        store.move(found, to=ImportState.TRYING, mapping=dict(mapping), beat=clock.now())
    return go_on(found)


def take(found: Import, *, by: Actor) -> Import:
    """Take over what was tried."""
    if found.state == ImportState.TRIED and store.move(
        found, to=ImportState.TAKING, by=by.person, beat=clock.now()
    ):
        store.begin_again(found)
        found.refresh_from_db()
        return go_on(found)
    return found


def undo(found: Import, *, by: Actor) -> Import:
    """Take all of it back, if nobody built on it; why not, or which rows stay, stands in `refusals` otherwise."""
    if found.state == ImportState.TAKEN and store.move(
        found, to=ImportState.UNDOING, by=by.person, beat=clock.now(), refusals=[], done=0
    ):
        return go_on(found)
    return found


def sweep(at: datetime) -> int:
    """Forget the uploads that were tried and left a week ago: how many."""
    return kept.sweep(store.uploads_waiting(at - KEPT_FOR))


def carry_on(reference: str) -> None:
    """Do what a file waits for, from where it was left. What a process of its own runs."""
    found = store.one(reference)
    if found is None:
        return
    by = people.command_line() if found.by == "system" else people.actor_by_id(found.by, clock.today())
    match found.state:
        case ImportState.TRYING:
            _try(found, kept.path(found.sha256), by)
        case ImportState.TAKING:
            _take(found, kept.path(found.sha256), by, None)
            kept.forget(found.sha256)
        case ImportState.UNDOING:
            _undo(found, by)


def go_on(found: Import) -> Import:
    """Do what the file waits for: at once, or in a process of its own where that would be long to wait for."""
    if found.under_way and found.total > LONG:
        start(found.reference)
    elif found.under_way:
        carry_on(found.reference)
    found.refresh_from_db()
    return found


def _begun(
    kind: str, name: str, by: Actor, header: Sequence[str], mapping: Mapping[str, str], *, total: int,
    state: ImportState, sha256: str = "",
) -> Import:  # fmt: skip
    now = clock.now()
    reference = next_reference("IMP", now.year)
    return store.add(
        reference, kind=kind, file=name[:200], by=by.person, at=now, state=state, mapping=dict(mapping),
        headings=[cell.strip() for cell in header], total=total, sha256=sha256, beat=now,
    )  # fmt: skip


def _layout(kind: str, header: Sequence[str], mapping: Mapping[str, str], name: str) -> None:
    """Raises `FileUnusable` where that is not the header of such a register."""
    try:
        KINDS[kind].layout(header, mapping)
    except HeaderNotKnown as problem:
        raise FileUnusable(f"{name}: line 1: {problem}") from None


def _try(found: Import, path: Path, by: Actor) -> None:
    report = _run(found, path, by, dry_run=True)
    store.move(found, to=ImportState.TRIED, counts=_counts(found, report), left_out=list(report.left_out))


def _take(found: Import, path: Path, by: Actor, say: Callable[[int, int], None] | None) -> ImportReport:
    report = _run(found, path, by, dry_run=False, say=say)
    counts = _counts(found, report)
    columns = {"counts": counts, "left_out": list(report.left_out)}
    if not counts["created"] + counts["updated"]:
        store.move(found, to=ImportState.TAKEN, **columns)
        return report
    done = Event(
        kind=f"{undoing.PLACES[found.kind][0]}.imported",
        about=found.reference,
        by=by.person,
        at=clock.now(),
        details={"created": counts["created"], "updated": counts["updated"], "refused": counts["refused"]},
    )
    record([done], save=lambda: store.move(found, to=ImportState.TAKEN, **columns))
    return report


def _run(
    found: Import, path: Path, by: Actor, *, dry_run: bool, say: Callable[[int, int], None] | None = None
) -> ImportReport:
    def keep(rows: Sequence[ImportedRow], written: Mapping[int, Written]) -> None:
        store.add_rows(found, [_kept(each, written.get(each.row)) for each in rows], at=clock.now())

    return take_over(
        path, kind=KINDS[found.kind], name=found.file, by=by, dry_run=dry_run, mapping=found.mapping,
        say=say, keep=keep, done=found.done,
    )  # fmt: skip


def _kept(row: ImportedRow, written: Written | None) -> dict[str, object]:
    return {
        "row": row.row,
        "result": row.result,
        "reference": row.reference or "",
        "mended": row.mended,
        "refusals": row.refusals,
        "before": written.before if written else None,
        "entry_number": written.number if written else None,
    }


def _counts(found: Import, report: ImportReport) -> dict[str, int]:
    """Of the whole file, also where it was gone on with after a stop."""
    return dict.fromkeys(report.counts, 0) | store.counted(found)


def _undo(found: Import, by: Actor) -> None:
    """Nothing, if a row was built on; otherwise all of it, a batch at a time (see `importing.undoing`)."""
    if not found.done and (refusals := undoing.what_stands_in_the_way(found, by)):
        store.move(found, to=ImportState.TAKEN, refusals=[each.as_dict() for each in refusals])
        return
    left = undoing.take_back(found, by=by, say=lambda rows: store.further(found, rows, at=clock.now()))
    done = Event(
        kind="import.undone", about=found.reference, by=by.person, at=clock.now(), details={"stay": len(left)}
    )
    told = [each.as_dict() for each in left[: undoing.SHOWN]]
    record([done], save=lambda: store.move(found, to=ImportState.UNDONE, refusals=told))
