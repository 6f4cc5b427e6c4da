"""Bringing a file to the gate, mending what it found, and undoing a mend.

    upload -> vault -> examined (treated into the vault, under its own digest) -> an attempt, on the record

An attempt is never edited: a mend makes another one out of the file as it came, under narrower terms, and undoing it
lets the one before count again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from sharewell.engine.examine import Progress, examine
from sharewell.engine.unusable import FileUnusable
from sharewell.policy import rulebook
from sharewell.register.authority import Authority
from sharewell.register.terms import Terms, TermsUnusable, Treatment
from sharewell.release import permission as core
from sharewell.release.checks import CHECKS
from sharewell.release.clearing import finding_id, status_after
from sharewell.release.mending import Mend, drop_all, in_words, mends, narrowed
from sharewell.release.permission import AFTER_THE_GATE, Action
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.register import store as register
from sharewell_office.release import keys, launch, store, vault
from sharewell_office.release.models import Attempt, Release
from sharewell_office.release.models.release import State
from sharewell_office.release.services import index, lists
from sharewell_office.release.services.authorities import authority, found, terms_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came of bringing a file: the release it became, or every reason why it may not be brought."""

    reference: str = ""
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One examination to be made: this file, under that authority, with these mends."""

    name: str
    came_sha256: str
    under: Authority
    mends: tuple[Treatment, ...]
    by: str


# --- bringing ---------------------------------------------------------------------------------------------------------
def bring(upload: UploadedFile, *, under: str, by: Actor) -> Brought:
    """Take a file into the vault and have the gate examine it. Raises `FileUnusable`, and then nothing was kept."""
    return _bring(upload, under, by, row=None)


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
        return _begin(wanted, row)
    held, remembered = (store.files_of(row), store.footprints_of(row)) if row else (set(), set())
    try:
        columns = examined(wanted)
    except BaseException:
        forget({came})
        raise
    try:
        reference = _put_on_record(columns, wanted, row)
    except BaseException:
        _forget_attempt(columns)
        raise
    forget(held)
    index.forget_unused(remembered)
    return Brought(reference=reference)


def _plain_name(name: str | None) -> str:
    """A name as it may stand on a page and in a manifest."""
    kept = "".join(letter for letter in (name or "file") if letter.isprintable() and letter not in "/\\")
    return kept[-200:].lstrip(".") or "file"


# --- examining --------------------------------------------------------------------------------------------------------
def examined(wanted: Wanted, progress: Progress | None = None) -> dict[str, Any]:
    """The attempt that the gate's look at the file makes, as its columns. The treated file is in the vault then.

    Raises `FileUnusable`, also for terms that cannot be carried out; then only the file as it came is kept.
    """
    made = vault.aside()
    agreed = wanted.under.terms
    try:
        terms = narrowed(agreed, wanted.mends) if wanted.mends else agreed
        beside = lists.lay_beside(terms, authority=wanted.under.reference, data_set=wanted.under.data_set)
        before = index.released(wanted.under.data_set, wanted.under.recipient)
        report = examine(
            vault.file(wanted.came_sha256),
            terms,
            terms_sha256=terms_digest(terms),
            on=clock.today(),
            name=wanted.name,
            beside=replace(beside.beside, released=before, index_key=keys.index_key()),
            keep=made,
            progress=progress,
        )
        sha256 = vault.keep_made(made) if report.treated_sha256 else report.facts.sha256
    except TermsUnusable as problem:
        raise FileUnusable(
            f"The terms of {wanted.under.reference} cannot be carried out: {problem}"
        ) from None
    finally:
        made.unlink(missing_ok=True)
    told = report.as_dict()
    columns = {
        "file_name": wanted.name,
        "size": vault.file(wanted.came_sha256).stat().st_size,
        "came_sha256": wanted.came_sha256,
        "mends": [each.document() for each in wanted.mends],
        "terms": terms.document(),
        "terms_sha256": terms_digest(agreed),
        "lists": beside.digests,
        "withheld_sha256": beside.withheld_sha256,
        "report": told,
        "report_sha256": digest(told),
        "sha256": sha256,
        "rows": report.facts.rows,
        "pseudonym_key": beside.pseudonym_key,
        "footprint_sha256": index.keep(report.footprint),
        "compared_with": [each.reference for each in before] if report.footprint else [],
        "prepared_by": wanted.by,
        "prepared_at": clock.now(),
    }
    return columns | {"plan_sha256": plan_digest(Attempt(**columns))}


def plan_digest(attempt: Attempt) -> str:
    """What an attempt was examined by: the terms with every treatment, the lists, and the version of each check."""
    return digest(
        {
            "terms": attempt.terms,
            "lists": attempt.lists,
            "withheld": attempt.withheld_sha256,
            "pseudonym_key": attempt.pseudonym_key,
            "compared_with": attempt.compared_with,
            "checks": {check.id: check.version for check in CHECKS},
        }
    )


def _put_on_record(columns: dict[str, Any], wanted: Wanted, row: Release | None) -> str:
    reference = row.reference if row else next_reference("REL", clock.today().year)
    status = AFTER_THE_GATE[columns["report"]["decision"]]
    event = examination(reference, columns, wanted)
    if row is None:
        record(
            [event], save=lambda: store.add(_release(reference, wanted) | {"status": status.value}, columns)
        )
    else:
        record([event], save=lambda: store.add_attempt(row, columns, status=status, instead=True))
    return reference


def _release(reference: str, wanted: Wanted) -> dict[str, Any]:
    party = register.party(wanted.under.recipient)
    return {
        "reference": reference,
        "authority": wanted.under.reference,
        "recipient": wanted.under.recipient,
        "recipient_name": party.name if party else wanted.under.terms.recipient or "",
        "data_set": wanted.under.data_set,
    }


def examination(reference: str, columns: dict[str, Any], wanted: Wanted) -> Event:
    """The event that the gate looked at a file."""
    report = columns["report"]
    return Event(
        kind="release.blocked" if report["decision"] == "refuse" else "release.examined",
        about=reference,
        by=wanted.by,
        at=clock.now(),
        details={
            "authority": wanted.under.reference,
            "recipient": wanted.under.recipient,
            "decision": report["decision"],
            "plan_sha256": columns["plan_sha256"],
            "file_sha256": columns["sha256"],
            "report_sha256": columns["report_sha256"],
            "terms_sha256": columns["terms_sha256"],
            "rows": columns["rows"],
            "codes": sorted({finding["code"] for finding in report["findings"]}),
            "treatments": [
                in_words(Treatment(field=each["field"], do=each["do"], arguments=_arguments(each)))
                for each in columns["terms"].get("treatments", ())
            ],
        },
    )


def _arguments(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in ("field", "do")}


AT_ONCE = "at once"


# --- large files, outside the request ---------------------------------------------------------------------------------
STALE = timedelta(seconds=30)  # an examination that says nothing for so long has lost its process


def _begin(wanted: Wanted, row: Release | None, *first: Event) -> Brought:
    """Put a file on the record as brought, and have a process of its own examine it."""
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
            [*first, event], save=lambda: store.brought(row or _release(reference, wanted), columns)
        )
    except BaseException:
        forget({wanted.came_sha256})
        raise
    launch.start(made.pk)
    return Brought(reference=reference)


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
            mends=_treatments(attempt.mends),
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
    status = _status_of(row, before) if before is not None else core.Status.REFUSED
    event = Event(
        kind="release.unreadable" if state is State.FAILED else "release.cancelled",
        about=row.reference,
        by=by or attempt.prepared_by,
        at=clock.now(),
    )
    record([event], save=lambda: store.ended(attempt, state=state, problem=problem, status=status))
    forget({attempt.came_sha256})


def cancel(reference: str, *, by: Actor) -> Outcome:
    """Stop an examination. The attempt before counts again, if there was one."""
    row = found(reference)
    refusals = [*core.may_stop(store.to_core(row), by=by, on=clock.today())]
    if refusals:
        return Outcome(refusals=tuple(refusals))
    _came_to_nothing(row.current, State.CANCELLED, "The examination was stopped.", by.person)
    return Outcome(events=(Event(kind="release.cancelled", about=reference, by=by.person, at=clock.now()),))


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


# --- mending ----------------------------------------------------------------------------------------------------------
def mends_of(row: Release) -> dict[str, tuple[Mend, ...]]:
    """What is offered beside each finding of the report as it stands, by the finding's id; `AT_ONCE` mends several."""
    terms, findings = Terms.parse(row.terms), row.report.get("findings", ())
    kept = [each.name for each in store.kept_lists(row.authority)]
    at_once = drop_all(findings, terms)
    offered = {finding_id(each): mends(each, terms, hierarchies=kept) for each in findings}
    return offered | ({AT_ONCE: (at_once,)} if at_once else {})


def mend(reference: str, *, finding: str, choice: int, by: Actor) -> Brought:
    """Treat the file as is offered beside that finding, and have the gate examine what comes of it.

    What is offered is worked out anew: nobody can ask for a treatment that is not. Raises `FileUnusable`.
    """
    row = found(reference)
    known = authority(row.authority, clock.today())
    offered = mends_of(row).get(finding, ())
    refusals = core.may_bring(known, by=by, on=clock.today(), instead_of=store.to_core(row))
    if not 0 <= choice < len(offered):
        refusals = (*refusals, _not_offered())
    if refusals or known is None:
        return Brought(refusals=refusals)
    before = row.current
    wanted = Wanted(
        name=before.file_name,
        came_sha256=before.came_sha256,
        under=known,
        mends=(*_treatments(before.mends), *offered[choice].treatments),
        by=by.person,
    )
    mended = Event(
        kind="release.mended",
        about=reference,
        by=by.person,
        at=clock.now(),
        details={"treatments": [in_words(each) for each in offered[choice].treatments]},
    )
    if before.size > settings.SHAREWELL_EXAMINED_AT_ONCE:
        return _begin(wanted, row, mended)
    columns = examined(wanted)
    status = AFTER_THE_GATE[columns["report"]["decision"]]
    event = examination(reference, columns, wanted)
    try:
        record([mended, event], save=lambda: store.add_attempt(row, columns, status=status))
    except BaseException:
        _forget_attempt(columns)
        raise
    return Brought(reference=reference)


def undo(reference: str, *, by: Actor) -> Outcome:
    """Let the attempt before the last mend count again."""
    row = found(reference)
    undone, before = row.current, row.current.before
    refusals = list(
        core.options(store.to_core(row), by=by, on=clock.today()).get(Action.EXAMINE, (_not_now(),))
    )
    if before is None:
        refusals.append(_nothing_mended())
    event = Event(
        kind="release.mend_undone",
        about=reference,
        by=by.person,
        at=clock.now(),
        details={"treatments": [in_words(each) for each in _treatments(undone.mends)]},
    )
    outcome = decide(refusals, event)
    if outcome.permitted and before is not None:
        record(outcome.events, save=lambda: store.back_to(row, before, status=_status_of(row, before)))
        forget({undone.sha256})
        index.forget_unused({undone.footprint_sha256})
    return outcome


def _status_of(row: Release, attempt: Attempt) -> core.Status:
    """Where a release stands with that attempt: what was cleared for it is cleared still."""
    gate = AFTER_THE_GATE[attempt.report["decision"]]
    if gate is core.Status.REFUSED:
        return gate
    row.attempt = attempt
    return status_after(store.to_core(row))


def _treatments(documents: Sequence[dict[str, Any]]) -> tuple[Treatment, ...]:
    return tuple(
        Treatment(field=each["field"], do=each["do"], arguments=_arguments(each)) for each in documents
    )


def _not_offered() -> Refusal:
    return Refusal(
        rule=rulebook.DECIDED_MEANWHILE,
        reason="This is not offered any more: the file was examined again meanwhile.",
        remedy="Look at the findings as they are now.",
    )


def _not_now() -> Refusal:
    return Refusal(
        rule=rulebook.NOT_IN_THIS_STATE,
        reason="A mend is undone before the file is let go.",
        remedy="Look at the release's page for what can be done now.",
    )


def _nothing_mended() -> Refusal:
    return Refusal(
        rule=rulebook.NOT_IN_THIS_STATE,
        reason="Nothing was mended here.",
        remedy="Look at the release's page for what can be done now.",
    )


def _forget_attempt(columns: dict[str, Any]) -> None:
    """What is not on the record is not here either."""
    forget({columns["came_sha256"], columns["sha256"]})
    index.forget_unused({columns["footprint_sha256"]})


def forget(digests: Iterable[str]) -> None:
    """Destroy files in clear, except those that a release still waits for."""
    for each in digests:
        if each and not store.waits_for(each):
            vault.destroy(each)
