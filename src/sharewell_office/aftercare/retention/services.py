"""Copies are kept no longer than agreed: the clock begins, reminders go out, a certificate ends it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta

from sharewell.aftercare import retention as core
from sharewell.policy import rulebook
from sharewell.register.card import Duty, DutyKind
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.working_days import working_days_after
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.aftercare.anew import judged_anew
from sharewell_office.aftercare.models import Copy, Parcel
from sharewell_office.aftercare.retention import store
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed
from sharewell_office.register import store as register

# What is owed while a hold is on: it is owed again, on a day of its own, when the hold is lifted.
_NOT_WHILE_HELD = date(2999, 12, 31)


class NoSuchCopy(Exception):
    """There is no copy of that reference, or it is not this person's to see."""


# --- the clock begins -------------------------------------------------------------------------------------------------
def begin(parcel: Parcel, *, title: str, on: date, least_level: int) -> None:
    """From the moment a parcel is collected its recipient holds a copy, and owes us a certificate."""
    copy = core.Copy(
        reference=parcel.release,
        party=parcel.recipient,
        inbound=False,
        state=core.State.HELD,
        received_on=on,
        destroy_by=parcel.destroy_by,
        least_level=least_level,
    )
    store.add(copy, party_name=parcel.recipient_name, title=title, handled_by=parcel.offered_by)
    owe(copy.reference, copy.party, due=core.certificate_due(copy.destroy_by, proclaimed()))


@acts
def receive(
    *, party: str, title: str, received_on: date, destroy_by: date, by: Actor
) -> tuple[str, tuple[Refusal, ...]]:
    """Take down a copy that came to us from a party: the same clock, and we owe the certificate."""
    giver = register.party(party)
    refusals = list(_our_people(by))
    if giver is None or destroy_by < received_on or received_on > clock.today() or not title.strip():
        refusals.append(
            Refusal(
                rule=rulebook.CERTIFIED_DESTRUCTION,
                reason="A copy that came in needs a party, a title, the day it came and a last day after it.",
                remedy="Check the days and the party.",
            )
        )
    if refusals or giver is None:
        return "", tuple(refusals)
    reference = next_reference("IN", clock.today().year)
    copy = core.Copy(
        reference=reference, party=party, inbound=True, state=core.State.HELD,
        received_on=received_on, destroy_by=destroy_by,
    )  # fmt: skip
    event = Event(
        kind="copy.received", about=reference, by=by.person, at=clock.now(),
        details={"party": party, "destroy_by": destroy_by.isoformat()},
    )  # fmt: skip
    record(
        [event],
        save=lambda: store.add(copy, party_name=giver.name, title=title.strip(), handled_by=by.person),
    )
    return reference, ()


def _our_people(by: Actor) -> tuple[Refusal, ...]:
    if by.roles & {Role.HANDLER, Role.DPO, Role.OWNER, Role.REGISTER_KEEPER}:
        return ()
    return (
        Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="This is for the office's own staff.",
            remedy="Ask a case handler.",
        ),
    )


# --- the certificate --------------------------------------------------------------------------------------------------
@acts
@judged_anew(store.SomebodyElseChangedIt)
def certify(reference: str, certificate: core.Certificate, *, by: Actor, party: str = "") -> Outcome:
    """Take a certificate from the recipient's own person (`party` is theirs), or one we were sent, or one of ours."""
    row = _mine(reference, party)
    if not party and (refusals := _our_people(by)):
        return Outcome(refusals=refusals)
    now = clock.now()
    outcome = core.certify(store.to_core(row), certificate, by=by, at=now, on=clock.today())
    if outcome.permitted:
        record(
            outcome.events,
            save=lambda: _gone(row, certificate, by, now),
            messages=[_to_handler(row, "certificate-received")],
        )
    return outcome


def _mine(reference: str, party: str) -> Copy:
    row = store.row(reference)
    if row is None or (party and (row.party != party or row.inbound)):
        raise NoSuchCopy(reference)
    return row


def _gone(row: Copy, certificate: core.Certificate, by: Actor, at: datetime) -> None:
    said = {name: str(value) for name, value in asdict(certificate).items()}
    store.gone(
        row, said | {"level": str(certificate.level), "given_by": by.person, "given_at": at.isoformat()}
    )
    if not row.inbound:
        owe(row.reference, row.party, due=row.certificate_due, done_on=clock.today())


def owe(reference: str, party: str, *, due: date, done_on: date | None = None) -> None:
    """What a party owes us stands on its card, where whoever lets the next file go looks."""
    if register.party(party) is not None:
        register.save_duty(
            Duty(
                reference=f"{reference}/certificate",
                party=party,
                kind=DutyKind.CERTIFICATE,
                due=due,
                about=reference,
                done_on=done_on,
            )
        )


# --- a legal hold -----------------------------------------------------------------------------------------------------
@acts
@judged_anew(store.SomebodyElseChangedIt)
def hold(reference: str, *, reason: str, by: Actor) -> Outcome:
    """Stop disposal on both sides: the holder is told, reminders stop, and we keep our sealed parcel."""
    row = _mine(reference, "")
    now = clock.now()
    outcome = core.hold(store.to_core(row), reason=reason, by=by, at=now)
    if outcome.permitted:
        said = {"reason": reason.strip(), "by": by.person, "at": now.isoformat()}
        record(outcome.events, save=lambda: _held(row, said), messages=_to_holder(row, "hold"))
    return outcome


def _held(row: Copy, said: dict[str, str]) -> None:
    store.held(row, said)
    if not row.inbound:
        owe(row.reference, row.party, due=_NOT_WHILE_HELD)


@acts
@judged_anew(store.SomebodyElseChangedIt)
def lift(reference: str, *, by: Actor) -> Outcome:
    """Let the clock run on: a last day that passed meanwhile leaves ten working days for the certificate."""
    row = _mine(reference, "")
    outcome = core.lift(store.to_core(row), by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: _lifted(row), messages=_to_holder(row, "hold-lifted"))
    return outcome


def _lifted(row: Copy) -> None:
    store.lifted(row)
    if not row.inbound:
        from_today = core.certificate_due(clock.today(), proclaimed())
        owe(row.reference, row.party, due=max(row.certificate_due, from_today))


# --- chasing ----------------------------------------------------------------------------------------------------------
def chase(at: datetime) -> str:
    """Send the reminders that are due: of several that were missed, the last one only.

    Where a day off was proclaimed (or taken back) since the copy left, the day of its certificate moves first.
    """
    on, days_off = clock.today(), proclaimed()
    reminders = overdue = 0
    for row in store.to_chase(working_days_after(on, -core.LADDER[0], days_off)):
        with suppress(store.SomebodyElseChangedIt):  # certified, or put on hold, at this moment
            _keep_to_the_calendar(row, days_off, at)
            rung = core.rung(row.destroy_by, on, days_off)
            if rung > row.rung:
                _remind(row, rung, at)
                reminders += 1
                overdue += rung == core.OVERDUE
    return f"{reminders} reminded, {overdue} of them overdue" if reminders else "Nobody had to be reminded"


def _keep_to_the_calendar(row: Copy, days_off: frozenset[date], at: datetime) -> None:
    due = core.certificate_due(row.destroy_by, days_off)
    if due == row.certificate_due or row.rung == core.OVERDUE:
        return
    event = Event(
        kind="retention.due_moved", about=row.reference, by="system", at=at,
        details={"from": row.certificate_due.isoformat(), "to": due.isoformat()},
    )  # fmt: skip
    record([event], save=lambda: _certificate_moved(row, due))


def _certificate_moved(row: Copy, due: date) -> None:
    store.certificate_moved(row, due)
    if not row.inbound:
        owe(row.reference, row.party, due=due)


def _remind(row: Copy, rung: int, at: datetime) -> None:
    last = rung == core.OVERDUE
    event = Event(
        kind="retention.chased", about=row.reference, by="system", at=at,
        details={"party": row.party, "reminder": rung, "of": core.OVERDUE, "overdue": last},
    )  # fmt: skip
    messages = _to_holder(row, "certificate-overdue" if last else "certificate-due")
    if last:
        messages += _escalated(row)
    record([event], save=lambda: _chased(row, rung), messages=messages)


def _chased(row: Copy, rung: int) -> None:
    store.chased(row, rung)
    if rung == core.OVERDUE and not row.inbound:
        # The tenth working day is the last: from that morning on the duty counts as overdue.
        owe(row.reference, row.party, due=clock.today() - timedelta(days=1))


def _to_holder(row: Copy, template: str) -> list[Message]:
    """To whoever holds the copy: the party's contact, or our own handler for one that came in."""
    if row.inbound:
        return [_to_handler(row, template)]
    party = register.party(row.party)
    contact = party.contact if party else ""
    return [_message(contact, template, row)] if "@" in contact else []


def _escalated(row: Copy) -> list[Message]:
    """To those who answer when the contact does not: the party's data protection officer, and ours."""
    party = register.party(row.party)
    theirs = [party.dpo_contact] if party and "@" in party.dpo_contact and not row.inbound else []
    ours = [person.username for person in people.with_role(Role.DPO)]
    return [_message(to, "certificate-overdue", row) for to in (*theirs, *ours)]


def _to_handler(row: Copy, template: str) -> Message:
    return _message(row.handled_by, template, row)


def _message(to: str, template: str, row: Copy) -> Message:
    path = f"/copies/{row.reference}/" if "@" not in to else "/received/"
    return Message(to=to, template=template, about=row.reference, link=path, due=row.destroy_by)
