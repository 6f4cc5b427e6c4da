"""The review clock of policies: it opens the review before its day, and reminds until it is done (OPCC header, 0.2)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from sharewell.assurance.policies import steps
from sharewell.assurance.policies.applied import apply
from sharewell.assurance.policies.clock import LADDER, reminders_due
from sharewell.assurance.policies.record import Policy
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.assurance.policies import store
from sharewell_office.ledger.services import Message, record
from sharewell_office.people import store as people


def chase(at: datetime) -> str:
    """Send the reminders that are due; each once, however often this runs."""
    sent = sum(_one(policy, at) for policy in store.in_force())
    return f"{sent} reminder{'' if sent == 1 else 's'} of policy reviews sent"


def _one(policy: Policy, at: datetime) -> bool:
    due = reminders_due(policy, clock.today())
    if due <= (policy.task.chased if policy.task else 0):
        return False
    if policy.task is None:
        outcome = steps.open_review(policy, because="Its day is near", by=people.command_line(), at=at)
        (event,), due = outcome.events, 1
    else:
        event = Event(
            kind="policy.review_chased", about=policy.reference, by="system", at=at, details={"reminder": due}
        )
    record([event], save=lambda: store.save(policy, apply(policy, event)), messages=_letters(policy, due))
    return True


def _letters(policy: Policy, reminder: int) -> list[Message]:
    _, up = LADDER[reminder - 1]
    to = [
        policy.keeper,
        *([person.username for person in people.with_role(Role.CHIEF_EXECUTIVE)] if up else []),
    ]
    link = reverse("assurance:policy", args=[policy.reference])
    return [
        Message(to=each, template="policy-review", about=policy.reference, link=link, due=policy.look_on)
        for each in dict.fromkeys(to)
    ]
