"""Actions close themselves or shout: when the day one was due is over, its officers and the keepers hear of it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from sharewell.assurance import actions as core
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.assurance.actions import store
from sharewell_office.ledger.services import Message, record
from sharewell_office.people import store as people


def shout(at: datetime) -> str:
    """Tell every action that is overdue now; each once for each day it was due."""
    told = sum(_tell(review, at) for review in store.with_late_actions(clock.today()))
    return f"{told} overdue action{'' if told == 1 else 's'} told"


def _tell(review: core.Review, at: datetime) -> int:
    events = core.tell_overdue(review, at=at, on=clock.today())
    if events:
        after = core.told_overdue(review, events)
        letters = [letter for event in events for letter in _letters(review, str(event.details["action"]))]
        record(events, save=lambda: store.save(review, after), messages=letters)
    return len(events)


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
