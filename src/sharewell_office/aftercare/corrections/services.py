"""Whoever holds a person's data is told what changed, acknowledges it, and is chased until they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sharewell.aftercare import corrections as core
from sharewell.aftercare.retention import State
from sharewell.policy import seeing
from sharewell.policy.seeing import Viewer
from sharewell.register.card import Duty
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts, reaching
from sharewell_office.aftercare.anew import judged_anew
from sharewell_office.aftercare.corrections import store, withholding
from sharewell_office.aftercare.models import Copy, Notice
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed
from sharewell_office.register import store as register
from sharewell_office.release import subjects, telling


class NoSuchNotice(Exception):
    """There is no such notice, or it is not this recipient's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A copy that has the person in it, and whether they may be told of it."""

    copy: Copy
    may_be_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Who holds somebody's data; or every reason why it is not said."""

    held: tuple[Held, ...] = ()
    refusals: tuple[Refusal, ...] = ()


# --- who holds Jane? --------------------------------------------------------------------------------------------------
@acts
def who_holds(identifiers: Mapping[str, str], *, because: str, by: Actor) -> Found:
    """Every copy that held this person, by keyed digests. What was typed is kept nowhere; that it was asked is."""
    refusals = core.may_look_up(by, because=because, at=clock.now())
    if refusals:
        return Found(refusals=refusals)
    found = _copies(identifiers, still_held=False)
    event = Event(
        kind="subject.looked_up", about=next_reference("SLU", clock.today().year), by=by.person, at=clock.now(),
        details={"because": because.strip(), "copies": len(found), "by": sorted(identifiers)},
    )  # fmt: skip
    record([event])
    return Found(held=tuple(Held(copy=each, may_be_told=_may_be_told(each)) for each in found))


def _may_be_told(copy: Copy) -> bool:
    return not telling.do_not_notify(copy.reference, clock.today())


def _copies(identifiers: Mapping[str, str], *, still_held: bool) -> list[Copy]:
    found = [copies.row(reference) for reference in subjects.releases_holding(identifiers)]
    gone = State.GONE.value
    return [each for each in found if each is not None and not (still_held and each.state == gone)]


# --- notices ----------------------------------------------------------------------------------------------------------
@acts
def notify(
    change: core.Change, identifiers: Mapping[str, str], *, says: str, by: Actor
) -> tuple[str, Outcome]:
    """Tell everybody who still holds this person's data what changed: the correction's reference, and what came of it.

    Whoever withdrew their consent is withheld by the same stroke: nothing about them leaves any more.
    """
    held = _copies(identifiers, still_held=True)
    now, today = clock.now(), clock.today()
    releases = [each.reference for each in held]
    trial = core.notify("", change, says=says, releases=releases, by=by, at=now)
    if not trial.permitted:
        return "", trial
    reference = next_reference("COR", today.year)
    outcome = core.notify(reference, change, says=says, releases=releases, by=by, at=now)
    due = core.due(today, proclaimed())
    withdrawn = change is core.Change.CONSENT_WITHDRAWN
    withheld = withholding.planned(held, identifiers) if withdrawn else withholding.Withholding()
    messages = [*withheld.messages(to=by.person), *(m for each in held for m in _told(each, due))]

    def save() -> None:
        withheld.save(by=by)
        store.add(reference, change, says=says, copies=held, by=by.person, at=now, due=due)
        for each in held:
            _owe(reference, each.reference, each.party, change, due=due)

    record(outcome.events, save=save, messages=messages)
    return reference, outcome


@acts
def take_down(
    change: core.Change, *, copy: str, says: str, told_on: date, by: Actor, party: str = ""
) -> tuple[str, Outcome]:
    """Take down a change that whoever gave us a copy told us of: from then on it is ours to carry out.

    `party` is the giver's, where their own person says it in the portal; it goes to whoever looks after the copy.
    """
    row, now = copies.row(copy), clock.now()
    if row is None or (party and not (row.inbound and row.party == party)):
        raise NoSuchNotice
    said = {
        "says": says,
        "copy": copies.to_core(row),
        "told_on": told_on,
        "by": by,
        "at": now,
        "giver": party,
    }
    trial = core.take_down("", change, **said)
    if not trial.permitted:
        return "", trial
    reference, due = next_reference("COR", clock.today().year), core.due(told_on, proclaimed())
    outcome = core.take_down(reference, change, **said)
    ours = row.handled_by if party else by.person
    record(
        outcome.events,
        save=lambda: store.add(reference, change, says=says, copies=[row], by=ours, at=now, due=due),
        messages=[
            Message(to=ours, template="correction-received", about=copy, link="/corrections/", due=due)
        ],
    )
    return reference, outcome


def _owe(
    correction: str, release: str, party: str, change: core.Change, *, due: date, done_on: date | None = None
) -> None:
    if register.party(party) is not None:
        register.save_duty(
            Duty(
                reference=f"{release}/{correction}", party=party, kind=change.duty, due=due, about=release,
                done_on=done_on,
            )
        )  # fmt: skip


def _told(copy: Copy, due: date) -> list[Message]:
    party = register.party(copy.party)
    return _to([party.contact] if party else [], "correction", copy.reference, due)


def _to(contacts: Sequence[str], template: str, about: str, due: date) -> list[Message]:
    return [
        Message(to=each, template=template, about=about, link="/received/", due=due)
        for each in contacts
        if "@" in each
    ]


@acts
@judged_anew(store.SomebodyElseAcknowledgedIt)
def acknowledge(pk: int, *, name: str, post: str, done: bool, by: Actor, party: str = "") -> Outcome:
    """Take an acknowledgement: from the recipient's own person (`party` is theirs), or one that came another way."""
    row = store.notice(pk, Viewer(party=party) if party else seeing.of(by))
    if row is None:
        raise NoSuchNotice
    by, now = reaching(by, row.release) if by.areas else by, clock.now()
    outcome = core.acknowledge(store.to_core(row), name=name, post=post, done=done, by=by, at=now)
    if outcome.permitted:
        giver = register.party(row.party) if row.inbound else None
        told = _to([giver.contact], "correction-carried-out", row.release, row.due) if giver else []
        record(outcome.events, save=lambda: _acknowledged(row, name, post, now), messages=told)
    return outcome


def _acknowledged(row: Notice, name: str, post: str, at: datetime) -> None:
    store.acknowledged(row, name=name, post=post, at=at)
    if row.inbound:
        return
    change = core.Change(row.correction.change)
    _owe(row.correction.reference, row.release, row.party, change, due=row.due, done_on=clock.today())


def chase(at: datetime) -> str:
    """Tell those who answer when the contact does not: the recipient's data protection officer, and ours."""
    _keep_to_the_calendar(at)
    late = store.to_escalate(clock.today())
    for row in late:
        _escalate(row, at)
    return f"{len(late)} notices escalated" if late else "Every notice was acknowledged in time"


def _keep_to_the_calendar(at: datetime) -> None:
    """Move the day of what others owe us an answer to, where a day off was proclaimed since, or taken back."""
    days_off = proclaimed()
    for row in store.awaited(clock.today()):
        due = core.due(row.correction.raised_at.astimezone(clock.LONDON).date(), days_off)
        if due != row.due:
            event = Event(
                kind="correction.due_moved", about=row.release, by="system", at=at,
                details={"from": row.due.isoformat(), "to": due.isoformat()},
            )  # fmt: skip
            record([event], save=lambda row=row, due=due: _due_moved(row, due))


def _due_moved(row: Notice, due: date) -> None:
    store.due_moved(row, due)
    _owe(row.correction.reference, row.release, row.party, core.Change(row.correction.change), due=due)


def _escalate(row: Notice, at: datetime) -> None:
    party = register.party(row.party)
    theirs = [party.contact, party.dpo_contact] if party and not row.inbound else []
    messages = _to(theirs, "correction-overdue", row.release, row.due)
    messages += [
        Message(
            to=person.username,
            template="correction-overdue",
            about=row.release,
            link="/corrections/",
            due=row.due,
        )
        for person in people.with_role(Role.DPO)
    ]
    event = Event(
        kind="correction.escalated", about=row.release, by="system", at=at,
        details={"correction": row.correction.reference, "party": row.party},
    )  # fmt: skip
    record([event], save=lambda: store.escalated(row, clock.today()), messages=messages)
