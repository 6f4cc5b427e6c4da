"""Letting a file go, sealing it, and giving it up."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db import DatabaseError

from sharewell.engine import sealing, workbook_password
from sharewell.register.authority import AuthorityKind
from sharewell.register.method import Method
from sharewell.register.terms import Terms
from sharewell.release import answering
from sharewell.release import permission as core
from sharewell.release.clearing import finding_id, uncleared
from sharewell.release.manifest import manifest
from sharewell.release.outgoing import Digests, Today
from sharewell.release.outgoing import Release as Outgoing
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.decisions.services import delivered as deliver
from sharewell_office.ledger.services import record
from sharewell_office.register import store as register
from sharewell_office.release import store, subjects, vault
from sharewell_office.release.models import Release
from sharewell_office.release.services import index, lists, methods
from sharewell_office.release.services.authorities import authority, found, terms_bytes, terms_digest
from sharewell_office.release.services.examining import forget, plan_digest

TERMS_NAME = "terms.json"


@acts
def release(reference: str, *, by: Actor, passphrase: str = "") -> Outcome:
    """Let a file go, and seal it.

    `passphrase` seals it where the terms say so; it is kept nowhere. Whoever calls shows it once, to be read out.

    To let a file go, all of this must be true, in this order (the core decides 0 to 4):
     (0) the bytes, the plan and the report are those of the examination: same digests
     (1) the authority is in force today
     (2) the gate refused nothing, and what it left to a person is cleared
     (3) what only the office can say is answered: key, recipient, data under Part 3, people withheld
     (4) the person may release
     (5) the permission is in the ledger before the parcel exists
    """
    row = found(reference)
    outcome = core.permit(store.to_core(row), today(row), by=by)
    refusals = (*outcome.refusals, *methods.objections(row, passphrase))
    if refusals:
        return Outcome(refusals=refusals)
    record(outcome.events, save=lambda: store.permitted(row, by=by.person, at=clock.now()))
    return seal(reference, by=by, passphrase=passphrase)


@acts
def seal(reference: str, *, by: Actor, passphrase: str = "") -> Outcome:
    """Seal a file that was permitted to go: at once after the permission, or later if something came in between.

    In this order, and when any of it fails the release stays permitted and can be sealed again:
     (0) everything that let it go is still true
     (1) the bytes that are encrypted have the digest that was examined
     (2) the seal is on the record, and of two who seal at once one wins
     (3) the file in clear is destroyed
    """
    row = found(reference)
    outgoing, now = store.to_core(row), today(row)
    refusals = (*core.may_seal(outgoing, now, by=by), *methods.objections(row, passphrase))
    if refusals:
        return Outcome(refusals=refusals)
    assert now.party is not None
    name = vault.fresh_parcel(reference)
    held, remembered = store.files_of(row), store.footprints_of(row)
    try:
        content = _seal_into(name, row, outgoing, now, passphrase)
        event = core.sealed(outgoing, now, by=by)
        record([event], save=lambda: _save_sealed(row, name, content, now, by))
    except DecisionTakesNoMore as problem:
        vault.discard_parcel(name)
        return Outcome(refusals=problem.refusals)
    except BaseException:
        _discard_unless_recorded(name)
        raise
    forget(held)
    index.forget_unused(remembered)
    return Outcome(events=(event,))


def _discard_unless_recorded(name: str) -> None:
    """What failed may have failed after the seal was on the record; where nobody can tell, the sweep looks again."""
    with suppress(DatabaseError):
        if not store.has_parcel(name):
            vault.discard_parcel(name)


class DecisionTakesNoMore(Exception):
    """The room of decisions does not take this release as the one delivery of its decision."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__()
        self.refusals = refusals


def _save_sealed(row: Release, name: str, content: dict[str, Any], now: Today, by: Actor) -> None:
    """A one-off decision lets one file leave: its delivery is recorded with the seal, or neither is."""
    store.sealed(row, parcel=name, manifest=content, at=now.at)
    index.remember(row)
    if now.authority is not None and now.authority.kind is AuthorityKind.DECISION:
        outcome = deliver(row.authority, by=by)
        if not outcome.permitted:
            raise DecisionTakesNoMore(outcome.refusals)


def _seal_into(name: str, row: Release, outgoing: Outgoing, now: Today, passphrase: str) -> dict[str, Any]:
    assert now.party is not None
    attempt, terms = row.current, Terms.parse(row.terms)
    lock = methods.lock(terms.sealed_with, now.party, passphrase)
    answered = answering.answers(outgoing, now)
    content = manifest(
        {**attempt.report, "checks": answering.results(attempt.report["checks"], answered)},
        terms,
        on=now.on,
        recipients=lock.names,
        terms_name=TERMS_NAME,
        pseudonym_key=attempt.pseudonym_key or None,
        cleared=_cleared(attempt.report, outgoing),
        quality=outgoing.quality,
    )
    file, parcel = vault.file(attempt.sha256), vault.parcel(name)
    said: dict[str, Any] = {
        "sha256": attempt.sha256,
        "manifest": content,
        "terms_name": TERMS_NAME,
        "terms": terms_bytes(terms),
    }
    if terms.sealed_with is Method.XLSX:
        workbook_password.seal(file, parcel, **said, password=passphrase)
    else:
        sealing.seal(file, parcel, **said, lock=lock)
    # Whoever is in it can be found again, to be told of a correction: keyed digests, never a clear value.
    subjects.build(
        row.reference, vault.file(attempt.sha256), row.file_name, terms, treated=bool(terms.treatments)
    )
    return content


def _cleared(report: dict[str, Any], outgoing: Outgoing) -> list[str]:
    """The checks of which everything for review was cleared."""
    left = set(uncleared(outgoing))
    reviews = [each for each in report["findings"] if each["severity"] == "review"]
    still = {each["check"] for each in reviews if finding_id(each) in left}
    return sorted({each["check"] for each in reviews} - still)


@acts
def note_quality(reference: str, *, accuracy: str, categories: list[str], by: Actor) -> Outcome:
    """Say how sure the data are and whom they are about: it goes with the file (DPA 2018 s.38)."""
    row = found(reference)
    refusals = core.options(store.to_core(row), by=by, on=clock.today()).get(core.Action.WITHDRAW, ())
    event = Event(
        kind="release.quality_noted",
        about=reference,
        by=by.person,
        at=clock.now(),
        details={"accuracy": accuracy.strip(), "categories": list(categories)},
    )
    outcome = decide(refusals, event)
    if outcome.permitted:
        record(
            outcome.events,
            save=lambda: store.noted(row, accuracy=accuracy.strip(), categories=categories),
        )
    return outcome


@acts
def withdraw(reference: str, *, by: Actor) -> Outcome:
    """Give a release up, and destroy the file; also what was sealed in error, until the recipient has collected it."""
    row = found(reference)
    outcome = core.withdraw(store.to_core(row), by=by, on=clock.today(), at=clock.now())
    if outcome.permitted:
        held, remembered, parcel = store.files_of(row), store.footprints_of(row), row.parcel
        record(outcome.events, save=lambda: _give_up(row))
        forget(held)
        index.forget_unused(remembered)
        if parcel:
            vault.discard_parcel(parcel)
    return outcome


def _give_up(row: Release) -> None:
    store.withdrawn(row)
    store.forget_footprint(row.reference)


def answers(row: Release) -> dict[str, tuple[Refusal, ...]]:
    """What the office answers today to each check that is not for the file alone: () where it passes.

    For a page: the file's bytes are read and hashed again only when it is to go.
    """
    return answering.answers(store.to_core(row), today(row, hashing=False))


def today(row: Release, *, hashing: bool = True) -> Today:
    """What is so now, looked up afresh: nothing that a screen showed before counts."""
    on, attempt = clock.today(), row.current
    under = authority(row.authority, on)
    once = under is not None and under.kind is AuthorityKind.DECISION
    withheld = lists.withheld_list(row.data_set)
    return Today(
        on=on,
        at=clock.now(),
        authority=under,
        terms_sha256=terms_digest(under.terms) if under else "",
        party=register.party(row.recipient),
        digests=Digests(
            plan=plan_digest(attempt),
            file=_digest(attempt.sha256, hashing=hashing),
            report=digest(attempt.report) if attempt.report else "",
        ),
        others=store.permitted_under(row.authority, but=row.reference) if once else (),
        incidents=tuple(register.open_incidents(row.recipient)),
        overdue=tuple(register.overdue_duties(row.recipient, on)),
        decisions=store.incident_decisions(row.authority),
        withheld_sha256=vault.digest_of(withheld) if withheld else "",
        withheld_by=lists.withheld_by(row.data_set),
        compared_with=tuple(index.compared_with(row.data_set, row.recipient))
        if attempt.footprint_sha256
        else (),
    )


def _digest(sha256: str, *, hashing: bool) -> str:
    """The digest of the bytes that are there; without hashing, the one they are kept under."""
    if not sha256:
        return ""
    if hashing:
        return vault.digest_now(sha256)
    return sha256 if vault.file(sha256).exists() else ""
