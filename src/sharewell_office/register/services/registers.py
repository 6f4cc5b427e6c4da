"""Keeping the registers: a new entry, its answers, its steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sharewell.register.registers import REGISTERS
from sharewell.register.registers import keeping as core
from sharewell.register.registers.entry import Entry, EntryAction, Register
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.register.services import notices, templates
from sharewell_office.register.store import registers as store
from sharewell_office.register.store.agreements import SomebodyElseChangedIt


class NoSuchEntry(Exception):
    """There is no such register, or no entry of that reference in it."""


def register_of(name: str) -> Register:
    """The register of that name. Raises `NoSuchEntry`."""
    if name not in REGISTERS:
        raise NoSuchEntry(name)
    return REGISTERS[name]


@acts
def add(entry: Entry, *, by: Actor) -> Outcome:
    """Put a new entry on its register; the event names it. Raises `SomebodyElseChangedIt` where it is taken."""
    register = register_of(entry.register)
    if register.prefix:
        entry = replace(entry, reference=next_reference(register.prefix, clock.today().year))
    elif store.taken(register.name, entry.reference):
        raise SomebodyElseChangedIt(entry.reference)
    outcome = core.add(register, entry, by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: store.add(entry))
    return outcome


@acts
def amend(entry: Entry, *, by: Actor, read_at_version: int) -> Outcome:
    """Write an entry's answers. Raises `NoSuchEntry`, and `SomebodyElseChangedIt` where it is not as it was read."""
    register, before = register_of(entry.register), _found(entry.register, entry.reference)
    outcome = core.amend(register, before, entry, by=by, at=clock.now())
    if outcome.permitted and entry != before:
        record(outcome.events, save=lambda: store.save(entry, read_at_version=read_at_version))
    return outcome


@acts
def take_step(
    name: str,
    reference: str,
    *,
    action: EntryAction,
    by: Actor,
    reason: str = "",
    review_on: date | None = None,
) -> Outcome:
    """Bring an entry into force, review it, retire it. A notice comes into force by being published as it reads."""
    register, row = register_of(name), store.row(name, reference)
    before = _found(name, reference)
    outcome = core.take_step(
        register,
        before,
        action=action,
        by=by,
        at=clock.now(),
        on=clock.today(),
        reason=reason,
        review_on=review_on,
    )
    if not outcome.permitted:
        return outcome
    after = core.apply(before, outcome.events[0])
    begins = action is EntryAction.BRING_INTO_FORCE
    published = notices.publish(after, by=by) if begins else None
    gone = templates.gives_way(after) if begins else None
    follow = [each.event for each in (published, gone) if each]

    def save() -> None:
        store.save(after, read_at_version=row.version)
        for each in filter(None, (published, gone)):
            each.save()

    events = (*outcome.events, *follow)

    record(events, save=save)
    return Outcome(events=events)


def _found(name: str, reference: str) -> Entry:
    entry = store.entry(name, reference)
    if entry is None:
        raise NoSuchEntry(reference)
    return entry
