"""The law the office decides under, and taking up a version of it: ask the core, put the answer on the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sharewell.policy import law as installed
from sharewell.policy import rulebook
from sharewell.policy.law import adoption as core
from sharewell.policy.law import law_on
from sharewell.policy.law.adoption import Action, Adoption
from sharewell.policy.law.record import Law
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.decisions.law import store
from sharewell_office.ledger.services import record


class NoSuchVersion(LookupError):
    """No version of that name is installed."""


def in_force(on: date) -> Law:
    """The version this office decides under that day: the newest it has adopted. Raises `NoLawOnRecord`."""
    versions = installed.VERSIONS
    # The oldest needs no adoption, so an office with one version asks the database nothing.
    return law_on(on, core.adopted(versions, store.adoptions()) if len(versions) > 1 else versions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A version that nobody has decided on, what became of it so far, and why this person may not take each step."""

    law: Law
    adoption: Adoption
    may: dict[str, bool]


def waiting(on: date, by: Actor) -> list[Waiting]:
    """The versions that would be in force that day and wait for advice, or for the Chief Executive."""
    known = store.adoptions()
    return [_waiting(law, by) for law in core.waiting(installed.VERSIONS, known, on)]


def _waiting(law: Law, by: Actor) -> Waiting:
    found = store.adoption(law.version) or core.propose(law)
    may = {action.value: not core.refusals(found, action, law=law, by=by) for action in Action}
    return Waiting(law=law, adoption=found, may=may)


def take(version: str, action: Action, *, words: str, by: Actor) -> Outcome:
    """Advise on a version, approve or reject it. Raises `NoSuchVersion`."""
    law = next((one for one in installed.VERSIONS if one.version == version), None)
    if law is None:
        raise NoSuchVersion(version)
    before, at = store.adoption(version), clock.now().astimezone(clock.LONDON)
    step = core.take(before or core.propose(law), action, words=words, law=law, by=by, at=at)
    if not step.outcome.permitted:
        return step.outcome
    try:
        record(step.outcome.events, save=lambda: store.save(before, step.adoption))
    except store.SomebodyElseChangedIt:
        return Outcome(refusals=(_changed(version),))
    return step.outcome


def _changed(version: str) -> Refusal:
    return Refusal(
        rule=rulebook.DECIDED_MEANWHILE,
        reason=f"Somebody took a step with version {version} while you were reading it.",
        remedy="Read it again, and take your step on what it says now.",
    )
