"""In which post somebody would decide, and whose account is whose: duties are compared by person, never by account."""

from __future__ import annotations

from datetime import date
from typing import Any

from sharewell.decisions.case import Person
from sharewell.vocabulary.people import Actor, Role


def person_behind(decider: Actor | None, account: str) -> str:
    """Whose account it is, as far as deciding goes: the decider's, or that of somebody they stand in for."""
    if decider is None:
        return account
    if account in decider.accounts:
        return decider.person
    givers = (given.from_person for given in decider.delegations if account in given.given_by)
    return next(givers, account)


def person(actor: Actor, data_set: str, on: date, *, special: bool = False) -> Person:
    """The one post in which somebody would decide about a data set: what bars them first, then what entitles them.

    `special`: special category data would leave, so a delegation has to reach that far.
    """
    given = actor.delegation_for(data_set, on, special=special)
    common: dict[str, Any] = {
        "owns": actor.owns,
        "trained_until": actor.trained_until,
        "reports_to": actor.reports_to,
    }
    if actor.has(Role.DPO):
        return Person(post=Role.DPO, **common)
    if actor.has(Role.OWNER) and data_set in actor.owns:
        return Person(post=Role.OWNER, **common)
    if given is not None:
        return Person(post=Role.OWNER, delegated_by=given.from_person, authority_until=given.ends, **common)
    if actor.has(Role.CHIEF_EXECUTIVE):
        return Person(post=Role.CHIEF_EXECUTIVE, **common)
    return Person(post=min(actor.roles, default=Role.RECIPIENT), **common)
