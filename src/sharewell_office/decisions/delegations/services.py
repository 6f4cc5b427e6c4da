"""Making and revoking delegations: ask the core, put the answer on the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sharewell.decisions import delegating
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Delegation
from sharewell_office.decisions.services import now
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.people import store as people


class NoSuchDelegation(LookupError):
    """There is no delegation of that reference that stands."""


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


def revoke(reference: str, *, by: Actor) -> Outcome:
    """End one before its last day. Raises `NoSuchDelegation`."""
    given, at = people.delegation(reference), now()
    if given is None:
        raise NoSuchDelegation(reference)
    outcome = delegating.revoke(given, by=by, at=at)
    if outcome.permitted:
        record(outcome.events, save=lambda: people.revoke_delegation(reference, at=at))
    return outcome
