"""Incidents are reported, assessed, looked into, decided and closed; the clock speaks up by itself."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

from sharewell.aftercare import incidents as core
from sharewell.aftercare.severity import Inputs
from sharewell.register import card
from sharewell.register.card import Duty, DutyKind
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts, reaching
from sharewell_office.aftercare.anew import judged_anew
from sharewell_office.aftercare.incidents import store
from sharewell_office.aftercare.models import Incident, Question
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people
from sharewell_office.register import store as register

# Hours after which whoever must decide is reminded.
REMIND_AFTER = (24, 48, 66, 72)
OFFICE = Actor(person=core.SYSTEM, name="Sharewell", roles=frozenset())


class NoSuchIncident(Exception):
    """There is no such incident, or it is not this recipient's."""


@acts
def report(said: core.Report, *, by: Actor, party: str = "") -> tuple[str, Outcome]:
    """Take a report from a recipient's own person (`party` is theirs) or from one of us."""
    now = clock.now()
    said = replace(said, inbound=_gave_us(said.party, said.release))
    body = register.party(said.party)
    trial = core.report("", said, by=by, at=now)
    if body is None or not trial.permitted:
        if body is None:
            raise NoSuchIncident
        return "", trial
    reference = next_reference("INC", clock.today().year)
    outcome = core.report(reference, said, by=by, at=now)

    def save() -> None:
        store.add(reference, said, party_name=body.name, by=by.person, self_reported=bool(party), at=now)
        _on_the_card(reference)

    record(outcome.events, save=save, messages=_to_dpos("incident-reported", reference))
    if said.inbound:
        _tell_giver_at_once(reference)
    return reference, outcome


def _gave_us(party: str, reference: str) -> bool:
    """Whether that copy is one that we hold of this party's data."""
    copy = copies.row(reference) if reference else None
    return copy is not None and copy.inbound and copy.party == party


def _tell_giver_at_once(reference: str) -> None:
    """Write to whoever gave us the data, where we know an address; else it is the DPO's to tell them."""
    row = _row(reference)
    party = register.party(row.party)
    to = [each for each in (party.contact, party.dpo_contact) if "@" in each] if party else []
    if to:
        about = [Message(to=each, template="incident-with-your-data", about=reference) for each in to]
        _told(row, core.tell_giver(store.to_core(row), how="by message", by=OFFICE, at=clock.now()), about)


@acts
@judged_anew(store.SomebodyElseChangedIt)
def tell_giver(reference: str, *, how: str, by: Actor) -> Outcome:
    """Record that whoever gave us the data was told by us."""
    row = _row(reference)
    return _told(row, core.tell_giver(store.to_core(row), how=how, by=by, at=clock.now()), [])


def _told(row: Incident, outcome: Outcome, messages: list[Message]) -> Outcome:
    if outcome.permitted:
        record(outcome.events, save=lambda: store.change(row, giver_told_at=clock.now()), messages=messages)
    return outcome


def _on_the_card(reference: str) -> None:
    """What weighs on the recipient stands on its card, where whoever decides the next request looks.

    What happened to their data with us is not theirs to answer for.
    """
    row = _row(reference)
    if row.inbound:
        return
    incident = store.to_core(row)
    closed = row.closed_at.astimezone(clock.LONDON).date() if row.closed_at else None
    register.save_incident(
        card.Incident(
            reference=reference,
            party=row.party,
            severity=incident.weighs_as,
            opened=row.reported_at.astimezone(clock.LONDON).date(),
            closed=closed,
            about=row.release,
        )
    )


def _row(reference: str) -> Incident:
    row = store.row(reference)
    if row is None:
        raise NoSuchIncident(reference)
    return row


@acts
@judged_anew(store.SomebodyElseChangedIt)
def assess(reference: str, inputs: Inputs, *, aware_at: datetime, whose: core.Whose, by: Actor) -> Outcome:
    """Score it, and start the 72 hours from when we became aware."""
    row = _row(reference)
    outcome = core.assess(store.to_core(row), inputs, aware_at=aware_at, whose=whose, by=by, at=clock.now())
    columns = {
        "state": core.State.ASSESSED.value, "inputs": asdict(inputs) | {"score": inputs.score},
        "band": inputs.band.value, "aware_at": aware_at, "whose": whose.value,
    }  # fmt: skip
    return _step(row, outcome, columns)


def _step(row: Incident, outcome: Outcome, columns: dict[str, object]) -> Outcome:
    def save() -> None:
        store.change(row, **columns)
        _on_the_card(row.reference)

    if outcome.permitted:
        record(outcome.events, save=save)
    return outcome


@acts
@judged_anew(store.SomebodyElseChangedIt)
def settle(reference: str, decisions: core.Decisions, *, by: Actor) -> Outcome:
    """Decide whether the regulator and the people are told."""
    row = _row(reference)
    outcome = core.settle(store.to_core(row), decisions, by=by, at=clock.now())
    columns = {"state": core.State.DECIDED.value, "decisions": asdict(decisions), "decided_at": clock.now()}
    return _step(row, outcome, columns)


@acts
@judged_anew(store.SomebodyElseChangedIt)
def close(reference: str, *, why: str, by: Actor) -> Outcome:
    """Close it, with reasons."""
    row = _row(reference)
    outcome = core.close(store.to_core(row), why=why, by=by, at=clock.now())
    columns = {"state": core.State.CLOSED.value, "closed_at": clock.now(), "closed_why": why.strip()}
    return _step(row, outcome, columns)


# --- looking into it together -----------------------------------------------------------------------------------------
@acts
@judged_anew(store.SomebodyElseChangedIt)
def ask(reference: str, *, what: str, due: date, by: Actor) -> Outcome:
    """Ask the recipient something; until it is answered it is owed."""
    row = _row(reference)
    outcome = core.ask(store.to_core(row), what=what, by=by, at=clock.now())
    party = register.party(row.party)
    contacts = [party.contact] if party and "@" in party.contact else []

    def save() -> None:
        store.change(row)  # whoever closes it at this moment sees that something is still open
        asked = store.add_question(row, what=what, due=due, by=by.person, at=clock.now())
        _owe(asked, due)

    if outcome.permitted:
        told = [
            Message(to=each, template="incident-question", about=reference, link="/received/", due=due)
            for each in contacts
        ]
        record(outcome.events, save=save, messages=told)
    return outcome


def _owe(question: Question, due: date, done_on: date | None = None) -> None:
    incident = question.incident
    duty = Duty(
        reference=f"{incident.reference}/question-{question.pk}", party=incident.party, kind=DutyKind.ANSWER,
        due=due, about=incident.reference, done_on=done_on,
    )  # fmt: skip
    register.save_duty(duty)


@acts
@judged_anew(store.SomebodyElseChangedIt)
def answer(pk: int, *, says: str, by: Actor, party: str = "") -> Outcome:
    """Take an answer from the recipient's own person, or one that came another way."""
    question = store.question(pk)
    if question is None or (party and question.incident.party != party):
        raise NoSuchIncident
    row, now = question.incident, clock.now()
    by = reaching(by, row.reference) if by.areas else by
    answered = question.answered_at is not None
    outcome = core.answer(store.to_core(row), says=says, answered=answered, by=by, at=now)

    def save() -> None:
        store.answered(question, says=says, by=by.person, at=now)
        _owe(question, question.due, done_on=clock.today())

    if outcome.permitted:
        record(outcome.events, save=save, messages=_to_dpos("incident-answered", row.reference))
    return outcome


# --- the clock --------------------------------------------------------------------------------------------------------
def watch(at: datetime) -> str:
    """Remind whoever must decide: a day, two days, 66 and 72 hours after we became aware (or it was reported)."""
    reminded = 0
    for row in store.running():
        since = at - (row.aware_at or row.reported_at)
        rung = sum(since >= timedelta(hours=hours) for hours in REMIND_AFTER)
        if rung > row.rung:
            with suppress(store.SomebodyElseChangedIt):  # decided at this moment
                _remind(row, rung, at)
                reminded += 1
    return (
        f"{reminded} incidents wait for a decision" if reminded else "No incident's clock has come to a mark"
    )


def _remind(row: Incident, rung: int, at: datetime) -> None:
    event = Event(
        kind="incident.clock",
        about=row.reference,
        by="system",
        at=at,
        details={"hours": REMIND_AFTER[rung - 1]},
    )
    record(
        [event],
        save=lambda: store.change(row, rung=rung),
        messages=_to_dpos("incident-clock", row.reference),
    )


def _to_dpos(template: str, about: str) -> list[Message]:
    return [
        Message(to=person.username, template=template, about=about, link=f"/incidents/{about}/")
        for person in people.with_role(Role.DPO)
    ]
