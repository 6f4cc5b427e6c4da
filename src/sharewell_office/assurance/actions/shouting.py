"""Actions close themselves or shout.

When the day one was due is over, its officers and the keepers hear of it; ten working days later, who answers for it.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import reduce

from django.urls import reverse

from sharewell.assurance import actions as core
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.assurance.actions import store
from sharewell_office.assurance.actions.services import escalation
from sharewell_office.ledger.services import Message, record
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed


def shout(at: datetime) -> str:
    """Tell every action that is overdue now, and escalate those that stay so; each once for each day it was due."""
    days_off = proclaimed()
    told = [_tell(review, at, days_off) for review in store.with_late_actions(clock.today())]
    late, escalated = map(sum, zip(*told, strict=True)) if told else (0, 0)
    return f"{late} overdue action{'' if late == 1 else 's'} told, {escalated} escalated"


def _tell(review: core.Review, at: datetime, days_off: frozenset[date]) -> tuple[int, int]:
    today = clock.today()
    late = core.tell_overdue(review, at=at, on=today)
    escalated = core.escalate_late(review, at=at, on=today, proclaimed=days_off)
    if late or escalated:
        letters = [letter for event in late for letter in _letters(review, str(event.details["action"]))]
        letters += [one for event in escalated for one in escalation(review, str(event.details["action"]))]
        after = reduce(core.apply, escalated, core.told_overdue(review, late))
        record((*late, *escalated), save=lambda: store.save(review, after), messages=letters)
    return len(late), len(escalated)


def _letters(review: core.Review, number: str) -> list[Message]:
    """To the officers who are people here, and to those who keep the tracker."""
    action = review.action(number)
    officers = list(people.people_by_id(action.officers)) if action else []
    keepers = [person.username for person in people.with_role(Role.REGISTER_KEEPER)]
    link = reverse("assurance:action", args=[review.reference, number])
    return [
        Message(
            to=to,
            template="action-overdue",
            about=review.reference,
            link=link,
            due=action.due if action else None,
        )
        for to in dict.fromkeys([*officers, *keepers])
    ]
