"""A policy as an office writes one: its author, those who comment, those who approve."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sharewell.assurance.policies import steps
from sharewell.assurance.policies.applied import apply
from sharewell.assurance.policies.record import Kind, Policy
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.when import Period

LAUNCH = datetime(2026, 1, 9, 12, tzinfo=UTC)
AUTHOR = Actor(person="d1", name="Dilys", roles=frozenset({Role.DPO}))
MANAGER = Actor(person="o1", name="Olive", roles=frozenset({Role.OWNER}))
HANDLER = Actor(person="h1", name="Hana", roles=frozenset({Role.HANDLER}))


def an_unwritten_policy(**changed: Any) -> Policy:
    given: dict[str, Any] = {
        "reference": "POL-2026-0001",
        "title": "Information sharing policy",
        "kind": Kind.POLICY,
        "keeper": "d1",
        "review_every": Period(months=12),
        "audit_after": Period(months=6),
        "read_with": ("Data protection policy",),
    }
    return Policy(**(given | changed))


def taken(policy: Policy, step: Any, *, by: Actor = AUTHOR, at: datetime = LAUNCH, **given: Any) -> Policy:
    """The policy after a step that nothing stands in the way of."""
    outcome = step(policy, by=by, at=at, **given)
    assert outcome.permitted, outcome.refusals
    return apply(policy, outcome.events[0])


def a_draft(**changed: Any) -> Policy:
    return taken(an_unwritten_policy(**changed), steps.write, number="1.0", text="We share with care.")


def in_force(*, at: datetime = LAUNCH, **changed: Any) -> Policy:
    approved = taken(a_draft(**changed), steps.approve, by=MANAGER)
    return taken(approved, steps.publish, at=at, launched_on=at.date())
