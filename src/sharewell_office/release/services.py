"""What people do with a release: bring a file to the gate, let it go, seal it, give it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from sharewell.engine import sealing
from sharewell.engine.examine import examine
from sharewell.engine.unusable import FileUnusable
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.terms import Terms, TermsUnusable
from sharewell.release import permission as core
from sharewell.release.manifest import manifest
from sharewell.release.permission import AFTER_THE_GATE, Today
from sharewell.vocabulary.canonical import canonical
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.decisions import store as decisions
from sharewell_office.decisions.services import delivered as deliver
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.register import store as register
from sharewell_office.release import store, vault
from sharewell_office.release.models import Release

TERMS_NAME = "terms.json"


class NoSuchRelease(Exception):
    """There is no release of that reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came of bringing a file: the release it became, or every reason why it may not be brought."""

    reference: str = ""
    refusals: tuple[Refusal, ...] = ()


# --- the authority ----------------------------------------------------------------------------------------------------
def authority(reference: str, on: date) -> Authority | None:
    """The agreement or the decision of that reference, as the gate sees it that day."""
    return register.authority(reference, on) or decisions.authority(reference, on)


def terms_bytes(terms: Terms) -> bytes:
    """The terms as they are digested, and as they go with a parcel."""
    return canonical(terms.document())


def terms_digest(terms: Terms) -> str:
    return sha256(terms_bytes(terms)).hexdigest()


# --- to the gate ------------------------------------------------------------------------------------------------------
def bring(upload: UploadedFile, *, under: str, by: Actor) -> Brought:
    """Take a file into the vault and have the gate examine it. Raises `FileUnusable`, and then nothing was kept."""
    return _bring(upload, under, by, row=None)


def bring_again(upload: UploadedFile, *, reference: str, by: Actor) -> Brought:
    """Put a mended file in the place of the one the gate looked at before."""
    row = _row(reference)
    return _bring(upload, row.authority, by, row=row)


def _bring(upload: UploadedFile, under: str, by: Actor, row: Release | None) -> Brought:
    found = authority(under, clock.today())
    before = store.to_core(row) if row else None
    refusals = core.may_bring(found, by=by, on=clock.today(), instead_of=before)
    if refusals or found is None:
        return Brought(refusals=refusals)
    digest = vault.keep(upload.chunks())
    try:
        columns = _examined(digest, _plain_name(upload.name), found, by)
    except (FileUnusable, TermsUnusable) as problem:
        _forget(digest)
        raise FileUnusable(str(problem)) from None
    try:
        return Brought(reference=_put_on_record(columns, found, by, row))
    except BaseException:
        # What is not on the record is not here either.
        _forget(digest)
        raise


def _plain_name(name: str | None) -> str:
    """A name as it may stand on a page and in a manifest."""
    kept = "".join(letter for letter in (name or "file") if letter.isprintable() and letter not in "/\\")
    return kept[-200:].lstrip(".") or "file"


def _examined(digest: str, name: str, found: Authority, by: Actor) -> dict[str, Any]:
    """What the release holds after the gate has looked at the file."""
    terms = found.terms
    if terms.treatments:
        raise FileUnusable("These terms ask for treatments, and those are not carried out here yet.")
    report = examine(vault.file(digest), terms, terms_sha256=terms_digest(terms), on=clock.today(), name=name)
    party = register.party(found.recipient)
    return {
        "status": AFTER_THE_GATE[report.judgement.decision].value,
        "authority": found.reference,
        "recipient": found.recipient,
        "recipient_name": party.name if party else terms.recipient or "",
        "data_set": found.data_set,
        "file_name": name,
        "sha256": report.facts.sha256,
        "rows": report.facts.rows,
        "terms": terms.document(),
        "terms_sha256": report.terms_sha256,
        "report": report.as_dict(),
        "prepared_by": by.person,
        "prepared_at": clock.now(),
    }


def _put_on_record(columns: dict[str, Any], found: Authority, by: Actor, row: Release | None) -> str:
    reference = row.reference if row else next_reference("REL", clock.today().year)
    blocked = columns["report"]["decision"] == "refuse"
    event = Event(
        kind="release.blocked" if blocked else "release.examined",
        about=reference,
        by=by.person,
        at=clock.now(),
        details={
            "authority": found.reference,
            "recipient": found.recipient,
            "decision": columns["report"]["decision"],
            "file_sha256": columns["sha256"],
            "terms_sha256": columns["terms_sha256"],
            "rows": columns["rows"],
            "codes": sorted({finding["code"] for finding in columns["report"]["findings"]}),
        },
    )
    if row is None:
        record([event], save=lambda: store.add({"reference": reference, **columns}))
    else:
        record([event], save=lambda: store.examined_again(reference, columns, read_at_version=row.version))
        _forget(row.sha256)
    return reference


# --- out --------------------------------------------------------------------------------------------------------------
def release(reference: str, *, by: Actor) -> Outcome:
    """Let a file go, and seal it.

    To let a file go, all of this must be true, in this order (the core decides 0 to 4):
     (0) the bytes are the bytes that were examined: same digest
     (1) the authority is in force today
     (2) the gate refused nothing
     (3) the recipient's key is verified
     (4) the person may release
     (5) the permission is in the ledger before the parcel exists
    """
    row = _row(reference)
    outcome = core.permit(store.to_core(row), _today(row), by=by)
    if not outcome.permitted:
        return outcome
    record(outcome.events, save=lambda: store.permitted(row, by=by.person, at=clock.now()))
    return seal(reference, by=by)


def seal(reference: str, *, by: Actor) -> Outcome:
    """Seal a file that was permitted to go: at once after the permission, or later if something came in between.

    In this order, and when any of it fails the release stays permitted and can be sealed again:
     (0) everything that let it go is still true
     (1) the bytes that are encrypted have the digest that was examined
     (2) the seal is on the record, and of two who seal at once one wins
     (3) the file in clear is destroyed
    """
    row = _row(reference)
    release, today = store.to_core(row), _today(row)
    refusals = core.may_seal(release, today, by=by)
    if refusals:
        return Outcome(refusals=refusals)
    assert today.party is not None
    name = vault.fresh_parcel(reference)
    try:
        content = _seal_into(name, row, today.party.age_key)
        event = core.sealed(release, today, by=by)
        record([event], save=lambda: _save_sealed(row, name, content, today, by))
    except DecisionTakesNoMore as problem:
        vault.discard_parcel(name)
        return Outcome(refusals=problem.refusals)
    except BaseException:
        vault.discard_parcel(name)
        raise
    _forget(row.sha256)
    return Outcome(events=(event,))


class DecisionTakesNoMore(Exception):
    """The room of decisions does not take this release as the one delivery of its decision."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__()
        self.refusals = refusals


def _save_sealed(row: Release, name: str, content: dict[str, Any], today: Today, by: Actor) -> None:
    """A one-off decision lets one file leave: its delivery is recorded with the seal, or neither is."""
    store.sealed(row, parcel=name, manifest=content, at=today.at)
    if today.authority is not None and today.authority.kind is AuthorityKind.DECISION:
        outcome = deliver(row.authority, by=by)
        if not outcome.permitted:
            raise DecisionTakesNoMore(outcome.refusals)


def _seal_into(name: str, row: Release, key: str) -> dict[str, Any]:
    terms = Terms.parse(row.terms)
    content = manifest(row.report, terms, on=clock.today(), recipients=[key], terms_name=TERMS_NAME)
    sealing.seal(
        vault.file(row.sha256),
        vault.parcel(name),
        sha256=row.sha256,
        manifest=content,
        terms_name=TERMS_NAME,
        terms=terms_bytes(terms),
        keys=[key],
    )
    return content


def withdraw(reference: str, *, by: Actor) -> Outcome:
    """Give a release up, and destroy the file."""
    row = _row(reference)
    outcome = core.withdraw(store.to_core(row), by=by, on=clock.today(), at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: store.withdrawn(row))
        _forget(row.sha256)
    return outcome


def _row(reference: str) -> Release:
    row = store.row(reference)
    if row is None:
        raise NoSuchRelease(reference)
    return row


def _today(row: Release) -> Today:
    """What is so now, looked up afresh: nothing that a screen showed before counts."""
    on = clock.today()
    found = authority(row.authority, on)
    once = found is not None and found.kind is AuthorityKind.DECISION
    return Today(
        on=on,
        at=clock.now(),
        authority=found,
        terms_sha256=terms_digest(found.terms) if found else "",
        party=register.party(row.recipient),
        sha256_now=vault.digest_now(row.sha256),
        others=store.permitted_under(row.authority, but=row.reference) if once else (),
    )


def _forget(digest: str) -> None:
    """Destroy the file in clear, unless another release still waits for the same one."""
    if not store.waits_for(digest):
        vault.destroy(digest)
