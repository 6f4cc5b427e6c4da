"""Take a governance decision, and say later whether it is kept."""

from __future__ import annotations

from dataclasses import replace

from sharewell.assurance import governance as core
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell.vocabulary.when import Period
from sharewell_office.adapters import clock
from sharewell_office.assurance.actions import closing
from sharewell_office.assurance.governance import store
from sharewell_office.ledger.services import next_reference, record


class NoSuchDecision(LookupError):
    """There is no governance decision of that reference."""


def take(
    *, question: str, options: tuple[str, ...], reasons: str, function: str, check_every: Period | None,
    closes: str, by: Actor,
) -> Outcome:  # fmt: skip
    """Decide; `closes` ("REV-2026-0001/2.1") is the action that asked, closed in the same transaction."""
    today = clock.today()
    decision = core.GovernanceDecision(
        reference="GDN", question=question, options=options, reasons=reasons, function=function,
        check_every=check_every, by=by.person, on=today,
        check_on=check_every.after(today) if check_every else None,
    )  # fmt: skip
    tried = core.take(decision, by=by, at=clock.now())
    said = f"Decided: {options[0] if options else ''}. {function} answers for it. {reasons}"
    also = closing.of(closes, text=said, evidence=decision.reference, by=by)
    if not tried.permitted or (also and not also.outcome.permitted):
        return closing.together(tried, also, save=lambda: None)
    decision = replace(decision, reference=next_reference("GDN", today.year))
    outcome = core.take(decision, by=by, at=clock.now())
    also = closing.of(closes, text=said, evidence=decision.reference, by=by)
    return closing.together(outcome, also, save=lambda: store.add(decision, closes=closes))


def check(reference: str, *, found: str, by: Actor) -> Outcome:
    """Say what a check found. Raises `NoSuchDecision`."""
    row = store.row(reference)
    if row is None:
        raise NoSuchDecision(reference)
    decision = store.to_core(row)
    outcome = core.check(decision, found=found, by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: store.add_check(core.checked(decision, outcome.events[0])))
    return outcome
