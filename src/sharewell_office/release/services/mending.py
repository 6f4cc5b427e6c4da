"""Mending what the gate found, and undoing a mend.

A mend makes another attempt out of the file as it came, under narrower terms; undoing it lets the one before count
again.
"""

from __future__ import annotations

from django.conf import settings

from sharewell.policy import rulebook
from sharewell.register.terms import Terms
from sharewell.release import permission as core
from sharewell.release.clearing import finding_id
from sharewell.release.mending import Mend, drop_all, in_words, mends
from sharewell.release.permission import AFTER_THE_GATE, Action
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import record
from sharewell_office.release import store
from sharewell_office.release.models import Release
from sharewell_office.release.services import index, large
from sharewell_office.release.services.authorities import authority, found
from sharewell_office.release.services.bringing import Brought
from sharewell_office.release.services.examining import (
    Wanted,
    examination,
    examined,
    forget,
    forget_attempt,
    status_of,
    treatments_of,
)

AT_ONCE = "at once"  # what mends several findings together stands beside none of them


def mends_of(row: Release) -> dict[str, tuple[Mend, ...]]:
    """What is offered beside each finding of the report as it stands, by the finding's id; `AT_ONCE` mends several."""
    terms, findings = Terms.parse(row.terms), row.report.get("findings", ())
    kept = [each.name for each in store.kept_lists(row.authority)]
    at_once = drop_all(findings, terms)
    offered = {finding_id(each): mends(each, terms, hierarchies=kept) for each in findings}
    return offered | ({AT_ONCE: (at_once,)} if at_once else {})


@acts
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
        mends=(*treatments_of(before.mends), *offered[choice].treatments),
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
        return Brought(reference=large.begin(wanted, row, mended))
    columns = examined(wanted)
    status = AFTER_THE_GATE[columns["report"]["decision"]]
    event = examination(reference, columns, wanted)
    try:
        record([mended, event], save=lambda: store.add_attempt(row, columns, status=status))
    except BaseException:
        forget_attempt(columns)
        raise
    return Brought(reference=reference)


@acts
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
        details={"treatments": [in_words(each) for each in treatments_of(undone.mends)]},
    )
    outcome = decide(refusals, event)
    if outcome.permitted and before is not None:
        record(outcome.events, save=lambda: store.back_to(row, before, status=status_of(row, before)))
        forget({undone.sha256})
        index.forget_unused({undone.footprint_sha256})
    return outcome


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
