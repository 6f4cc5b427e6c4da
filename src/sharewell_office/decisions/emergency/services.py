"""Taking a step in an emergency: read, ask the core, put the answer on the record.

Nobody is kept from opening or recording one. Whoever acts on an older version than the one that stands is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from sharewell.decisions.approval import STANDARD_TERMS
from sharewell.decisions.emergency import clocks, steps
from sharewell.decisions.emergency.clocks import Alarm
from sharewell.decisions.emergency.record import Disclosure, Emergency, Review
from sharewell.decisions.emergency.steps import Step
from sharewell.decisions.request import AdviceKind
from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.policy.truth import Value
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.decisions import absence_store as absences
from sharewell_office.decisions.emergency import store
from sharewell_office.decisions.law.services import in_force
from sharewell_office.decisions.receiving import ourselves
from sharewell_office.decisions.services import now
from sharewell_office.decisions.store import SomebodyElseChangedIt
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed

# By word of mouth and at home: what an emergency's form need not ask.
KNOWN: Mapping[str, Value] = {"recipient.country": "GB"}


class NoSuchEmergency(LookupError):
    """There is no emergency of that reference."""


def read(reference: str) -> Emergency:
    """Raises `NoSuchEmergency`."""
    found = store.emergency(reference)
    if found is None:
        raise NoSuchEmergency(reference)
    return found


def law_for(emergency: Emergency) -> Law:
    """The law of the day it was told, or of today while nothing was."""
    return in_force((emergency.disclosed or now()).date())


@acts
def open_one(*, danger: str = "", recipient_name: str = "", data_set: str = "", by: Actor) -> Outcome:
    """Put an emergency on record at once, with as much as is known. The outcome's event names its reference."""
    at = now()
    owner = people.owner_of(data_set) if data_set else None
    emergency = Emergency(
        reference=next_reference("EM", at.year),
        opened=at,
        opened_by=by.person,
        danger=danger.strip(),
        recipient_name=recipient_name.strip(),
        data_set=data_set,
        owners=frozenset({owner.username} if owner else ()),
        facts={**ourselves(), **KNOWN},
    )
    outcome = steps.open_emergency(emergency, by=by, at=at)
    found = tuple(flag.rule.code for flag in outcome.flags)
    record(outcome.events, save=lambda: store.add(replace(emergency, findings=found)))
    return outcome


Taken = Callable[[Emergency, datetime, Law], Step]


def _take(reference: str, *, version: int | None, take: Taken) -> Outcome:
    emergency, at = read(reference), now()
    if version is not None and version != emergency.version:
        return Outcome(refusals=(_changed(emergency),))
    step = take(emergency, at, law_for(emergency))
    if not step.outcome.permitted:
        return step.outcome
    try:
        record(step.outcome.events, save=lambda: store.save(emergency, step.emergency))
    except SomebodyElseChangedIt:
        return Outcome(refusals=(_changed(read(reference)),), flags=step.outcome.flags)
    return step.outcome


def _changed(emergency: Emergency) -> Refusal:
    return Refusal(
        rule=rulebook.DECIDED_MEANWHILE,
        reason=f"{emergency.reference} was changed meanwhile. It is now: {emergency.status.label.lower()}.",
        remedy="Read it again; what you wrote still stands on this page.",
    )


@acts
def tell(
    reference: str, disclosure: Disclosure, *, already: bool = False, bar: str = "none", danger: str = "",
    recipient_name: str = "", data_set: str = "", version: int | None = None, by: Actor,
) -> Outcome:  # fmt: skip
    """Put on record what was told, or learn what stops the telling. `bar` is the enactment that forbids it.

    Unless it was told `already`, the moment is this one: however long the form was open, there is still time to stop.
    """

    def take(emergency: Emergency, at: datetime, law: Law) -> Step:
        known = _known(emergency, danger=danger, recipient_name=recipient_name, data_set=data_set)
        known = replace(known, facts={**known.facts, "statutory_bar": bar})
        said = disclosure if already else replace(disclosure, at=at)
        return steps.disclose(known, said, by=by, at=at, proclaimed=proclaimed())

    return _take(reference, version=version, take=take)


def _known(emergency: Emergency, **said: str) -> Emergency:
    """The emergency with what is known by now; nothing that is empty wipes out what was written before."""
    known = replace(emergency, **{name: text.strip() for name, text in said.items() if text.strip()})  # type: ignore[arg-type]
    owner = people.owner_of(known.data_set) if known.data_set else None
    return replace(known, owners=frozenset({owner.username} if owner else ()))


@acts
def stand_down(reference: str, *, words: str, version: int | None = None, by: Actor) -> Outcome:
    """End one in which nothing had to be told."""
    return _take(
        reference, version=version, take=lambda one, at, _: steps.stand_down(one, words=words, by=by, at=at)
    )


@acts
def complete(
    reference: str, *, why_urgent: str, withheld: tuple[str, ...], facts: Mapping[str, Value], data_set: str = "",
    version: int | None = None, by: Actor,
) -> Outcome:  # fmt: skip
    """Complete the record."""
    return _take(
        reference,
        version=version,
        take=lambda one, at, law: steps.complete(
            _known(one, data_set=data_set),
            why_urgent=why_urgent,
            withheld=withheld,
            facts=facts,
            answers={},
            by=by,
            at=at,
            law=law,
        ),
    )


@acts
def advise(reference: str, *, kind: AdviceKind, text: str, version: int | None = None, by: Actor) -> Outcome:
    """What the Data Protection Officer makes of it."""
    return _take(
        reference,
        version=version,
        take=lambda one, at, _: steps.advise(one, kind=kind, text=text, by=by, at=at),
    )


@acts
def review(reference: str, *, says: Review, words: str, version: int | None = None, by: Actor) -> Outcome:
    """The owner's review."""
    return _take(
        reference,
        version=version,
        take=lambda one, at, _: steps.review(
            one, says=says, words=words, by=by, at=at, proclaimed=proclaimed()
        ),
    )


@acts
def send_terms(reference: str, *, version: int | None = None, by: Actor) -> Outcome:
    """Put on record that the written standard terms went to the recipient."""
    return _take(
        reference,
        version=version,
        take=lambda one, at, _: steps.send_terms(one, version=STANDARD_TERMS, by=by, at=at),
    )


# --- alarms -----------------------------------------------------------------------------------------------------------


def ring(at: datetime) -> int:
    """Put every alarm that rings, and did not before, on the record. Says how many did."""
    days_off = proclaimed()
    rings = [(one, alarm) for one in store.unfinished() for alarm in clocks.alarms(one, at, days_off)]
    return sum(_ring(one, alarm, at) for one, alarm in rings)


def _ring(emergency: Emergency, alarm: Alarm, at: datetime) -> bool:
    if alarm.code in store.rung(emergency.reference):
        return False
    there = absences.at_their_desk(alarm.people, at.astimezone(clock.LONDON).date())
    posts = alarm.posts | (
        {Role.CHIEF_EXECUTIVE} if "" in there else set()
    )  # nobody covers: it waits for nobody
    told = sorted(there - {""} | {one.username for post in posts for one in people.with_role(post)})
    event = Event(
        kind="emergency.alarm",
        about=emergency.reference,
        by="system",
        at=at,
        details={"code": alarm.code, "told": list(told)},
    )
    link = f"/requests/emergencies/{emergency.reference}/"
    messages = [
        Message(to=one, template="emergency-alarm", about=emergency.reference, link=link) for one in told
    ]
    try:
        record([event], save=lambda: _must_be_new(emergency.reference, alarm.code), messages=messages)
    except AlreadyRung:
        return False
    return True


class AlreadyRung(Exception):
    """Another worker put the same alarm on the record a moment ago."""


def _must_be_new(reference: str, code: str) -> None:
    if not store.ring(reference, code):
        raise AlreadyRung(reference)
