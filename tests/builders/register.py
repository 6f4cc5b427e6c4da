"""Agreements and people that are right by default; a test changes only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sharewell.register.agreement import Agreement, AgreementStatus, Approval, NoticeChoice, NoticeDecision
from sharewell.register.particulars import OURSELVES, QUALITY, TASKS, Basis, Direction, Particulars
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


def an_approval(by: str = "d1", digest: str = "0" * 64) -> Approval:
    return Approval(by=by, at=NOON, digest=digest)


PUBLIC_TASK = "UK GDPR Article 6(1)(e), public task"
DECIDED = NoticeDecision(choice=NoticeChoice.CURRENT, reason="The notice names the police.", notice="")


def some_particulars(**changed: Any) -> Particulars:
    """Everything an agreement says beyond its fields: one way, between separate controllers."""
    whole = Particulars(
        direction=Direction.OUT,
        bases=(
            Basis(party=OURSELVES, sends=True, basis=PUBLIC_TASK),
            Basis(party="ORG-0001", sends=False, basis=PUBLIC_TASK),
        ),
        tasks=dict.fromkeys(TASKS, "us"),
        quality=dict.fromkeys(QUALITY, "Answered."),
        dpia="DPIA-2026-0012",
        assurance="Registered with the ICO; certified.",
    )
    return replace(whole, **changed)


def an_agreement(**changed: Any) -> Agreement:
    """A draft whose text is complete, and to which nobody has said yes."""
    draft = Agreement(
        reference="ISA-2026-0001",
        title="Complaint reviews",
        status=AgreementStatus.DRAFT,
        data_set="complaints",
        recipient="ORG-0001",
        recipient_name="Northshire Police",
        purpose="To see what was decided.",
        legal_power="Police Reform Act 2002, Schedule 3",
        lawful_basis=PUBLIC_TASK,
        method="Sealed parcel, collected once",
        retention="P24M",
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        review_on=date(2026, 12, 1),
        schedule=Schedule(fields=(ScheduledField(name="complaint_ref"), ScheduledField(name="outcome_code"))),
        particulars=some_particulars(),
    )
    return replace(draft, **changed)


def with_every_yes(agreement: Agreement) -> Agreement:
    """The same, with everybody's yes to exactly this text."""
    yes = an_approval(digest=agreement.digest())
    signed = {party.reference: yes for party in agreement.parties}
    return replace(agreement, notice=DECIDED, review=yes, signature=yes, countersignatures=signed)


def an_active_agreement(**changed: Any) -> Agreement:
    signed = with_every_yes(an_agreement())
    return replace(signed, **{"status": AgreementStatus.ACTIVE, **changed})
