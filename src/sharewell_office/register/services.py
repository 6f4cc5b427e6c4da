"""What people do with the register: read, ask the core, put the answer on the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sharewell.register import agreement as core
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.tables import FileUnusable
from sharewell_office.ledger.services import record
from sharewell_office.register import store
from sharewell_office.register.importing.agreements import Agreements
from sharewell_office.register.importing.driver import ImportReport, Kind, take_over
from sharewell_office.register.importing.people import People
from sharewell_office.register.importing.sheets import ACTIVITY_LOG, ASSETS, DPIAS, ORGANISATIONS

__all__ = [
    "KINDS",
    "FileUnusable",
    "ImportReport",
    "NoSuchAgreement",
    "create",
    "import_file",
    "take_step",
]


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


# --- taking over what others kept -------------------------------------------------------------------------------------
KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (Agreements(), ASSETS, DPIAS, ACTIVITY_LOG, ORGANISATIONS, People())
}


def import_file(
    path: Path,
    *,
    kind: str = "register",
    name: str,
    by: Actor,
    dry_run: bool,
    say: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Take over a file of one of the `KINDS`, row by row (see `importing.driver`).

    Raises `FileUnusable`, and then nothing was written. A refused row never stops the others; a row that is there
    already, and says the same, is left alone.
    """
    return take_over(path, kind=KINDS[kind], name=name, by=by, dry_run=dry_run, say=say)
