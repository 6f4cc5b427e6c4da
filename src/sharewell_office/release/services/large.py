"""Large files, examined outside the request: begun, carried out by a process of its own, stopped, begun anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sharewell.engine.unusable import FileUnusable
from sharewell.release import permission as core
from sharewell.release.permission import AFTER_THE_GATE
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, decide
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.release import launch, store, vault
from sharewell_office.release.models import Attempt, Release
from sharewell_office.release.models.release import State
from sharewell_office.release.services import index
from sharewell_office.release.services.authorities import authority, found, terms_digest
from sharewell_office.release.services.examining import (
    Wanted,
    examination,
    examined,
    forget,
    release_columns,
    status_of,
    treatments_of,
)

STALE = timedelta(seconds=30)  # an examination that says nothing for so long has lost its process


def begin(wanted: Wanted, row: Release | None, *first: Event) -> str:
    """Put a file on the record as brought, and have a process of its own examine it; its reference."""
    reference = row.reference if row else next_reference("REL", clock.today().year)
    event = Event(
        kind="release.brought",
        about=reference,
        by=wanted.by,
        at=clock.now(),
        details={"authority": wanted.under.reference, "file_sha256": wanted.came_sha256},
    )
    columns = {
        "file_name": wanted.name,
        "size": vault.file(wanted.came_sha256).stat().st_size,
        "came_sha256": wanted.came_sha256,
        "mends": [each.document() for each in wanted.mends],
        "terms": wanted.under.terms.document(),
        "terms_sha256": terms_digest(wanted.under.terms),
        "prepared_by": wanted.by,
        "prepared_at": clock.now(),
        "state": State.RUNNING,
    }
    try:
        made = record(
            [*first, event], save=lambda: store.brought(row or release_columns(reference, wanted), columns)
        )
    except BaseException:
        forget({wanted.came_sha256})
        raise
    launch.start(made.pk)
    return reference


def carry_out(pk: int, *, runner: str, started: Callable[[], None] = lambda: None) -> bool:
    """Carry an examination out that was begun; whether this process was the one to do it.

    In this order, so that whenever it is killed it can be begun anew and comes to one result:
     (0) the examination is this process's: of all who try, one gets it
     (1) the file is examined, and what leaves lies in the vault under its digest
     (2) the result is on the record, if the examination is this process's still
     (3) what it took the place of is destroyed
    """
    attempt = store.claim(pk, runner=runner, at=clock.now(), stale=clock.now() - STALE)
    if attempt is None:
        return False
    started()
    row = attempt.release
    known = authority(row.authority, clock.today())
    held, remembered = store.files_of(row), store.footprints_of(row)
    try:
        if known is None:
            raise FileUnusable(f"{row.authority} lets nothing leave any more.")
        wanted = Wanted(
            name=attempt.file_name,
            came_sha256=attempt.came_sha256,
            under=known,
            mends=treatments_of(attempt.mends),
            by=attempt.prepared_by,
        )
        columns = examined(wanted, lambda phase: _said(pk, runner, phase))
    except FileUnusable as problem:
        _came_to_nothing(attempt, State.FAILED, str(problem))
        return True
    status = AFTER_THE_GATE[columns["report"]["decision"]]
    try:
        record(
            [examination(row.reference, columns, wanted)],
            save=lambda: store.finished(attempt, columns, status=status),
        )
    except store.SomebodyElseChangedIt:
        # It was cancelled or taken over: what this process made of it is nobody's.
        forget({columns["sha256"]} - held)
        index.forget_unused({columns["footprint_sha256"]})
        return False
    forget(held)
    index.forget_unused(remembered)
    return True


def _said(pk: int, runner: str, phase: str) -> None:
    store.beat(pk, runner=runner, at=clock.now(), phase=phase)


def _came_to_nothing(attempt: Attempt, state: State, problem: str, by: str = "") -> None:
    row, before = attempt.release, attempt.before
    status = status_of(row, before) if before is not None else core.Status.REFUSED
    event = Event(
        kind="release.unreadable" if state is State.FAILED else "release.cancelled",
        about=row.reference,
        by=by or attempt.prepared_by,
        at=clock.now(),
    )
    record([event], save=lambda: store.ended(attempt, state=state, problem=problem, status=status))
    forget({attempt.came_sha256})


@acts
def cancel(reference: str, *, by: Actor) -> Outcome:
    """Stop an examination. The attempt before counts again, if there was one."""
    row = found(reference)
    refusals = [*core.may_stop(store.to_core(row), by=by, on=clock.today())]
    if refusals:
        return Outcome(refusals=tuple(refusals))
    _came_to_nothing(row.current, State.CANCELLED, "The examination was stopped.", by.person)
    return Outcome(events=(Event(kind="release.cancelled", about=reference, by=by.person, at=clock.now()),))


@acts
def resume(reference: str, *, by: Actor) -> Outcome:
    """Begin an examination anew whose process was lost."""
    row = found(reference)
    refusals = core.may_stop(store.to_core(row), by=by, on=clock.today())
    if not refusals:
        launch.start(row.current.pk)
    event = Event(kind="release.resumed", about=reference, by=by.person, at=clock.now())
    return decide(refusals, event)


def resume_stopped() -> int:
    """Begin every examination anew that nobody works on; how many there were."""
    idle = store.stopped(clock.now() - STALE)
    for pk in idle:
        launch.start(pk)
    return len(idle)
