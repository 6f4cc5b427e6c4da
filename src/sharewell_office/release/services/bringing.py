"""Bringing a file to the gate, at once or, where it is large, outside the request.

upload -> vault -> examined -> an attempt, on the record
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from sharewell.release import permission as core
from sharewell.release.permission import AFTER_THE_GATE
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.release import store, vault
from sharewell_office.release.models import Release
from sharewell_office.release.services import index, large
from sharewell_office.release.services.authorities import authority, found
from sharewell_office.release.services.examining import (
    Wanted,
    examination,
    examined,
    forget,
    forget_attempt,
    release_columns,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came of bringing a file: the release it became, or every reason why it may not be brought."""

    reference: str = ""
    refusals: tuple[Refusal, ...] = ()


@acts
def bring(upload: UploadedFile, *, under: str, by: Actor) -> Brought:
    """Take a file into the vault and have the gate examine it. Raises `FileUnusable`, and then nothing was kept."""
    return _bring(upload, under, by, row=None)


@acts
def bring_again(upload: UploadedFile, *, reference: str, by: Actor) -> Brought:
    """Put another file in the place of one the gate looked at before."""
    row = found(reference)
    return _bring(upload, row.authority, by, row=row)


def _bring(upload: UploadedFile, under: str, by: Actor, row: Release | None) -> Brought:
    known = authority(under, clock.today())
    before = store.to_core(row) if row else None
    refusals = core.may_bring(known, by=by, on=clock.today(), instead_of=before)
    if refusals or known is None:
        return Brought(refusals=refusals)
    came = vault.keep(upload.chunks())
    wanted = Wanted(name=_plain_name(upload.name), came_sha256=came, under=known, mends=(), by=by.person)
    if (upload.size or 0) > settings.SHAREWELL_EXAMINED_AT_ONCE:
        return Brought(reference=large.begin(wanted, row))
    held, remembered = (store.files_of(row), store.footprints_of(row)) if row else (set(), set())
    try:
        columns = examined(wanted)
    except BaseException:
        forget({came})
        raise
    try:
        reference = _put_on_record(columns, wanted, row)
    except BaseException:
        forget_attempt(columns)
        raise
    forget(held)
    index.forget_unused(remembered)
    return Brought(reference=reference)


def _plain_name(name: str | None) -> str:
    """A name as it may stand on a page and in a manifest."""
    kept = "".join(letter for letter in (name or "file") if letter.isprintable() and letter not in "/\\")
    return kept[-200:].lstrip(".") or "file"


def _put_on_record(columns: dict[str, Any], wanted: Wanted, row: Release | None) -> str:
    reference = row.reference if row else next_reference("REL", clock.today().year)
    status = AFTER_THE_GATE[columns["report"]["decision"]]
    event = examination(reference, columns, wanted)
    if row is None:
        record(
            [event],
            save=lambda: store.add(release_columns(reference, wanted) | {"status": status.value}, columns),
        )
    else:
        record([event], save=lambda: store.add_attempt(row, columns, status=status, instead=True))
    return reference
