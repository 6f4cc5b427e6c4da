"""What the clock says of an action: it is overdue, it is told so, and after a while it is escalated by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sharewell.assurance.actions.record import Action, Review
from sharewell.assurance.actions.steps import Step
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.working_days import working_days_after

PATIENCE = 10  # working days after the day it was due, before an action is escalated by itself


def tell_overdue(review: Review, *, at: datetime, on: date) -> tuple[Event, ...]:
    """At the end of a day: an event for each open action that was due by it, once for each day it is moved to."""
    late = (
        each
        for each in review.actions()
        if each.open and each.due and each.due <= on and each.told_late != each.due
    )
    return tuple(
        Event(
            kind="action.overdue", about=review.reference, by="system", at=at,
            details={"action": each.number, "due": str(each.due), "first_due": str(each.first_due or each.due)},
        )
        for each in late
    )  # fmt: skip


def escalate_late(
    review: Review, *, at: datetime, on: date, proclaimed: frozenset[date]
) -> tuple[Event, ...]:
    """An event for each open action that is late beyond patience and was not escalated yet."""
    late = (
        each
        for each in review.actions()
        if each.open and each.due and each.escalated_on is None
        and working_days_after(each.due, PATIENCE, proclaimed) <= on
    )  # fmt: skip
    text = f"{PATIENCE} working days after it was due it is still open."
    return tuple(
        Event(
            kind=f"action.{Step.ESCALATE.value}", about=review.reference, by="system", at=at,
            details={"action": each.number, "text": text, "evidence": ""},
        )
        for each in late
    )  # fmt: skip


def told_overdue(review: Review, events: tuple[Event, ...]) -> Review:
    """The review after the events of `tell_overdue`."""
    numbers = {str(event.details["action"]) for event in events}

    def changed(action: Action) -> Action:
        return replace(action, told_late=action.due) if action.number in numbers else action

    areas = (replace(area, actions=tuple(map(changed, area.actions))) for area in review.areas)
    return replace(review, areas=tuple(areas), version=review.version + 1)
