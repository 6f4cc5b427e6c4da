"""Agreements and people that are right by default; a test changes only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sharewell.register.agreement import Agreement, AgreementStatus, Approval
from sharewell.register.schedule import Schedule, ScheduledField
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def an_actor(person: str = "h1", *roles: Role, **changed: Any) -> Actor:
    """Somebody trained, with these roles (a case handler unless told)."""
    return Actor(
        person=person,
        name=changed.pop("name", person.upper()),
        roles=frozenset(roles or {Role.HANDLER}),
        trained_until=changed.pop("trained_until", date(2027, 1, 1)),
        **changed,
    )


def an_owner(person: str = "o1", *data_sets: str, **changed: Any) -> Actor:
    return an_actor(person, Role.OWNER, owns=frozenset(data_sets or {"complaints"}), **changed)


def a_dpo(person: str = "d1") -> Actor:
    return an_actor(person, Role.DPO)


def an_approval(by: str = "d1") -> Approval:
    return Approval(by=by, at=NOON, digest="0" * 64)


def an_agreement(**changed: Any) -> Agreement:
    """A draft with everything in it but the review and the signatures."""
    draft = Agreement(
        reference="ISA-2026-0001",
        title="Complaint reviews",
        status=AgreementStatus.DRAFT,
        data_set="complaints",
        recipient="ORG-0001",
        recipient_name="Northshire Police",
        purpose="To see what was decided.",
        retention="P24M",
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        review_on=date(2026, 12, 1),
        schedule=Schedule(fields=(ScheduledField(name="complaint_ref"), ScheduledField(name="outcome_code"))),
    )
    return replace(draft, **changed)


def an_active_agreement(**changed: Any) -> Agreement:
    approved = {name: an_approval() for name in ("review", "signature", "countersignature")}
    return an_agreement(**{"status": AgreementStatus.ACTIVE, **approved, **changed})
