"""The partner's own text: bringing the file, and the DPO's map of where each component stands in it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile

from sharewell.register import partner_text as core
from sharewell.register.particulars import Clause
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import record
from sharewell_office.register import partner_files, store
from sharewell_office.register.services.life import row_of


@acts
def bring_file(reference: str, upload: UploadedFile, *, by: Actor, read_at_version: int) -> Outcome:
    """Take in a version of the partner's file. Raises `partner_files.NotADocument`, `store.SomebodyElseChangedIt`."""
    agreement, name = store.to_core(row_of(reference)), partner_files.shown_name(upload)
    sha256 = partner_files.keep(upload)
    outcome = core.bring_file(agreement, sha256=sha256, by=by, at=clock.now())
    changed = core.with_file(agreement, name=name, sha256=sha256)
    if outcome.permitted and changed != agreement:
        record(outcome.events, save=lambda: store.save(changed, read_at_version=read_at_version))
    return outcome


@acts
def point(reference: str, clauses: Mapping[str, Clause], *, by: Actor, read_at_version: int) -> Outcome:
    """Write the DPO's map of the components. Raises `store.SomebodyElseChangedIt`."""
    agreement = store.to_core(row_of(reference))
    outcome = core.point(agreement, clauses, by=by, at=clock.now())
    if outcome.permitted:
        changed = core.with_clauses(agreement, clauses)
        record(outcome.events, save=lambda: store.save(changed, read_at_version=read_at_version))
    return outcome
