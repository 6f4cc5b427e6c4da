"""Making and revoking delegations: ask the core, put the answer on the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sharewell.decisions import delegating
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Delegation, Role
from sharewell_office.adapters.acting import acts
from sharewell_office.decisions.services import now
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.people import store as people
from sharewell_office.register import store as register


class NoSuchDelegation(LookupError):
    """There is no delegation of that reference that stands."""


def choices(by: Actor, today: date) -> dict[str, Any]:
    """Whom and what a delegation may name: for the Chief Executive every owner and data set, for an owner their own."""
    everything = by.has(Role.CHIEF_EXECUTIVE)
    names = dict(people.staff())
    owners = {owner: names.get(owner, owner) for owner in people.owners().values()} if everything else {}
    data_sets = [
        (each.data_set, each.title) for each in register.assets() if everything or each.data_set in by.owns
    ]
    return {
        "owners": list((owners or {by.person: by.name}).items()),
        "staff": list(names.items()),
        "data_sets": data_sets,
        "today": today,
    }


@acts
def delegate(
    *,
    owner: str,
    to: str,
    data_sets: frozenset[str],
    special_category: bool,
    starts: date,
    ends: date,
    by: Actor,
) -> Outcome:
    """Make a delegation. `owner` and `to` are usernames."""
    at = now()
    given = Delegation(
        reference="",
        from_person=owner,
        data_sets=data_sets,
        special_category=special_category,
        starts=starts,
        ends=ends,
    )
    people_of = {"owner": people.actor_by_id(owner, at.date()), "to": people.actor_by_id(to, at.date())}
    outcome = delegating.delegate(given, by=by, at=at, **people_of)
    if not outcome.permitted:
        return outcome
    numbered = replace(given, reference=next_reference("DG", at.year))
    outcome = delegating.delegate(numbered, by=by, at=at, **people_of)
    record(outcome.events, save=lambda: people.add_delegation(numbered, to=to))
    return outcome


@acts
def revoke(reference: str, *, by: Actor) -> Outcome:
    """End one before its last day. Raises `NoSuchDelegation`."""
    given, at = people.delegation(reference), now()
    if given is None:
        raise NoSuchDelegation(reference)
    outcome = delegating.revoke(given, by=by, at=at)
    if outcome.permitted:
        record(outcome.events, save=lambda: people.revoke_delegation(reference, at=at))
    return outcome
