"""An agreement's steps, and what follows from each in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sharewell.policy.law import law_on
from sharewell.register import agreement as core
from sharewell.register import applied, completeness, lifecycle
from sharewell.register.card import CERTIFICATE_WITHIN, Duty, DutyKind
from sharewell.register.lifecycle import Said
from sharewell.register.particulars import Direction
from sharewell.register.registers import procedures
from sharewell.register.registers.entry import EntryStatus
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell.vocabulary.working_days import working_days_after
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import record
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed
from sharewell_office.register import store
from sharewell_office.register.store import registers


@acts
def take_step(
    reference: str, *, action: core.AgreementAction, by: Actor, said: Said | None = None
) -> Outcome:
    """Review, sign, suspend … an agreement. Raises `NoSuchAgreement`, and `store.SomebodyElseChangedIt` when two do
    at once. What follows is in the same transaction: the edition before gives way, recipients owe certificates.
    """
    row = row_of(reference)
    before, today = store.to_core(row), clock.today()
    said = _completed(said or Said(), action, before, by)
    outcome = lifecycle.take_step(before, action=action, by=by, at=clock.now(), on=today, said=said)
    if outcome.permitted:
        after = _applied(before, outcome.events)
        follows = (*_gives_way(outcome.events, after), *_falls_with(action, before))
        record((*outcome.events, *follows), save=lambda: _save(before, after, row.version, action, follows))
    return outcome


def row_of(reference: str) -> Any:
    row = store.row(reference)
    if row is None:
        raise NoSuchAgreement(reference)
    return row


def _completed(said: Said, action: core.AgreementAction, agreement: core.Agreement, by: Actor) -> Said:
    """What only the register knows: for whom a signed-in recipient signs, who succeeds, what is still owed."""
    match action:
        case core.AgreementAction.COUNTERSIGN if not said.party:
            return replace(said, party=people.party_of(by.person), name=by.name)
        case core.AgreementAction.SIGN:
            return replace(said, uncovered=uncovered(agreement))
        case core.AgreementAction.SUCCEED:
            successor = store.party(said.successor)
            return replace(
                said,
                successor_name=successor.name if successor else "",
                successor=(successor and said.successor) or "",
            )
        case core.AgreementAction.CLOSE:
            return replace(said, owed=store.certificates_owed(agreement.reference))
    return said


def uncovered(agreement: core.Agreement) -> tuple[int, ...]:
    """The paragraphs of Schedule 1 that we rely on in it, and that no policy document of ours covers."""
    if not completeness.relied_on(agreement):
        return ()
    held = procedures.covered(registers.entries(procedures.PROCEDURES.name, EntryStatus.IN_FORCE))
    return completeness.uncovered(agreement, covered=held, law=law_on(clock.today()))


def _applied(agreement: core.Agreement, events: Iterable[Event]) -> core.Agreement:
    for event in events:
        agreement = applied.apply(agreement, event)
    return agreement


def _gives_way(events: Iterable[Event], after: core.Agreement) -> tuple[Event, ...]:
    """The event of the edition before, once the new one is in force."""
    if not after.varies or not any(each.kind == "isa.activated" for each in events):
        return ()
    details: dict[str, JSON] = {"by": after.reference}
    return (Event(kind="isa.superseded", about=after.varies, by="system", at=clock.now(), details=details),)


def _falls_with(action: core.AgreementAction, ended: core.Agreement) -> tuple[Event, ...]:
    """The events of drafts that would have taken the place of what is ended: there is nothing left to vary."""
    if action is not core.AgreementAction.END:
        return ()
    why: dict[str, JSON] = {"reason": f"{ended.reference} was ended before this edition was signed."}
    return tuple(
        Event(kind="isa.ended", about=draft, by="system", at=clock.now(), details=why)
        for draft in store.drafts_of(ended.reference)
    )


_BECOMES = {
    "isa.superseded": core.AgreementStatus.SUPERSEDED,
    "isa.ended": core.AgreementStatus.ENDED,
}


def _save(
    before: core.Agreement,
    after: core.Agreement,
    version: int,
    action: core.AgreementAction,
    follows: Iterable[Event],
) -> None:
    store.save(after, read_at_version=version)
    for event in follows:
        store.set_status(event.about, _BECOMES[event.kind])
    if action is core.AgreementAction.END:
        _certificates_due(after)
    if action is core.AgreementAction.SUCCEED:
        _succeeded(before, after)


@acts
def succeed_everywhere(party: str, said: Said, *, by: Actor) -> Outcome:
    """A body took over another's duties: in every agreement in force at once, or in none. Raises `NoSuchAgreement`
    where it is a party to none, and `store.SomebodyElseChangedIt`.
    """
    steps = []
    said = replace(said, party=party)
    for reference in store.running_with(party):
        row = row_of(reference)
        before = store.to_core(row)
        whole = _completed(said, core.AgreementAction.SUCCEED, before, by)
        outcome = lifecycle.take_step(
            before,
            action=core.AgreementAction.SUCCEED,
            by=by,
            at=clock.now(),
            on=clock.today(),
            said=whole,
        )
        steps.append((row.version, before, outcome))
    if not steps:
        raise NoSuchAgreement(party)
    if refusals := tuple(dict.fromkeys(no for _, _, outcome in steps for no in outcome.refusals)):
        return Outcome(refusals=refusals)

    def save() -> None:
        for version, before, outcome in steps:
            after = _applied(before, outcome.events)
            _save(before, after, version, core.AgreementAction.SUCCEED, ())

    events = (
        *(event for _, _, outcome in steps for event in outcome.events),
        Event(
            kind="organisation.succeeded",
            about=party,
            by=by.person,
            at=clock.now(),
            details={"to": said.successor, "to_name": _name_of(said.successor), "agreements": len(steps)},
        ),
    )
    record(events, save=save)
    return Outcome(events=events)


def _name_of(party: str) -> str:
    found = store.party(party)
    return found.name if found else party


def _certificates_due(agreement: core.Agreement) -> None:
    """Every party that received under the agreement owes a certificate of destruction (OPCC 3.4d)."""
    if agreement.particulars.direction is Direction.IN:
        return
    due = working_days_after(clock.today(), CERTIFICATE_WITHIN, proclaimed())
    for party in agreement.parties:
        store.save_duty(
            Duty(
                reference=f"{agreement.reference}/{party.reference}",
                party=party.reference,
                kind=DutyKind.CERTIFICATE,
                due=due,
                about=agreement.reference,
            )
        )


def _succeeded(before: core.Agreement, after: core.Agreement) -> None:
    gone = {each.reference for each in before.parties} - {each.reference for each in after.parties}
    come = {each.reference for each in after.parties} - {each.reference for each in before.parties}
    for reference in gone:
        party = store.party(reference)
        if party and not party.succeeded_by:
            store.save_party(replace(party, succeeded_by=min(come, default="")))


class NoSuchAgreement(Exception):
    """There is no agreement of that reference."""


def suspend_overdue(at: datetime) -> int:
    """Suspend what was not reviewed in time (OPCC 6.4): how many agreements."""
    on, count = at.astimezone(clock.LONDON).date(), 0
    for row in store.reviews_due_before(on - timedelta(days=core.REVIEW_GRACE_DAYS)):
        agreement = store.to_core(row)
        if event := lifecycle.suspend_if_overdue(agreement, at=at, on=on):
            after = applied.apply(agreement, event)
            record([event], save=partial(store.save, after, read_at_version=row.version))
            count += 1
    return count
